// The user's own list as CSV: columns by name (docs/lists.md), "name" or "addresses" required.
#include <algorithm>

#include "lists/format.h"
#include "lists/own_fields.h"
#include "lists/text.h"

namespace ordergate::lists {
namespace {

void read_row(const tables::CsvHeader& header, const tables::CsvRecord& row, Reading& reading) {
  EntryBuilder builder(row.line);
  start_own_entry(builder);
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::string& field = header.names()[i];
    const std::vector<std::string_view> values =
        is_own_list_field(field) ? split(row.fields[i], ';') : std::vector<std::string_view>{row.fields[i]};
    for (const std::string_view value : values) {
      std::string why = set_own_field(field, value, builder);
      if (!why.empty()) return reject(reading, row.line, std::move(why));
    }
  }
  take_entry(builder, reading);
}

}  // namespace

bool recognizes_own_csv(std::string_view head) {
  const std::vector<std::string> names = first_record(head, ',');
  return has_columns(names, {"name"}) || has_columns(names, {"addresses"});
}

Result<Reading> read_own_csv(const FileText& file) {
  Reading reading;
  reading.file.source = "user";
  ListRows rows(file, ',', reading);
  tables::CsvHeader header;
  if (!rows.read_header(header)) return Error{file.path + ":1: no header line"};
  if (const auto twice = header.duplicate())
    return Error{file.path + ":1: column \"" + *twice + "\" stands twice"};
  for (const std::string& name : header.names()) {
    const bool known = std::find(own_fields().begin(), own_fields().end(), name) != own_fields().end();
    if (!known) return Error{file.path + ":1: column \"" + name + "\" is not known (see docs/lists.md)"};
  }
  tables::CsvRecord row;
  while (rows.next(row)) read_row(header, row, reading);
  if (Status whole = rows.whole(LastLine::may_not_end); !whole) return whole.error();
  return reading;
}

}  // namespace ordergate::lists
