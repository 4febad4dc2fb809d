#include "lists/columns.h"

#include "lists/text.h"

namespace ordergate::lists {

Result<Columns> Columns::read(ListRows& rows, std::span<const KnownField> known, Reading& reading) {
  tables::CsvRecord row;
  if (!rows.next(row)) return Error{reading.file.path + ":1: no header line"};
  const tables::CsvHeader header(row);
  rows.expect_fields(header.size());
  FieldWatch watch(known);
  Columns columns;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::string name = single_spaced(header.names()[i]);
    if (name.empty()) continue;
    if (!columns.at_.emplace(name, i).second)
      return Error{reading.file.path + ":" + std::to_string(row.line) + ": column \"" + name +
                   "\" stands twice"};
    watch.saw(name, row.line);
  }
  if (Status judged = watch.judge(reading); !judged) return judged.error();
  return columns;
}

std::string_view Columns::field(const tables::CsvRecord& row, std::string_view name) const {
  const auto at = at_.find(name);
  return at != at_.end() && at->second < row.fields.size() ? meaningful(row.fields[at->second])
                                                           : std::string_view{};
}

}  // namespace ordergate::lists
