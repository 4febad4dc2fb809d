// The Denied Persons List as BIS publishes it: tab-separated text with a header line.
// https://www.bis.gov/dpl/dpl.txt
#include "countries/country_names.h"
#include "lists/entry_builder.h"
#include "lists/format.h"
#include "lists/text.h"

namespace ordergate::lists {
namespace {

void read_row(const tables::CsvHeader& header, const tables::CsvRecord& row, Reading& reading) {
  const auto field = [&](std::string_view name) { return meaningful(header.field(row, name)); };
  EntryBuilder builder(row.line);
  ListEntry& entry = builder.entry();
  entry.list = ListCode::dpl;
  entry.source = "Denied Persons List (DPL) - Bureau of Industry and Security";
  entry.citation = field("fr_citation");
  entry.start_date = read_date(field("effective_date"), true);
  entry.end_date = read_date(field("expiration_date"), true);
  entry.remarks = field("action");
  builder.add_name(field("name"), ListedName::Role::primary);
  // Addresses in the United States have a state and often no country.
  const std::string_view state = field("state");
  std::string_view country = field("country");
  if (country.empty() && state.size() == 2) country = "US";
  builder.add_address(
      join({field("street_address"), field("city"), state, field("postal_code"), country}, ", "),
      country_from_name(country));
  take_entry(builder, reading);
}

}  // namespace

bool recognizes_bis_denied(std::string_view head) {
  return has_columns(first_record(head, '\t'), {"name", "street_address", "effective_date", "fr_citation"});
}

Result<Reading> read_bis_denied(const FileText& file) {
  Reading reading;
  reading.file.source = "bis_dpl";
  ListRows rows(file, '\t', reading);
  tables::CsvHeader header;
  if (!rows.read_header(header)) return Error{file.path + ":1: no header line"};
  tables::CsvRecord row;
  while (rows.next(row)) read_row(header, row, reading);
  if (Status whole = rows.whole(LastLine::ends); !whole) return whole.error();
  return reading;
}

}  // namespace ordergate::lists
