// OpenSanctions' table of targets (targets.simple.csv): one row a party, several values divided by ";". It
// does not say which aliases are weak.
#include "lists/columns.h"
#include "lists/format.h"
#include "lists/open_sanctions.h"
#include "lists/text.h"

namespace ordergate::lists {
namespace {

using enum KnownField::Use;

constexpr KnownField kColumns[] = {
    {"id", needed},         {"schema", needed},    {"name", needed},       {"aliases", needed},
    {"birth_date", needed}, {"countries", needed}, {"addresses", needed},  {"identifiers", needed},
    {"sanctions", needed},  {"phones", ignored},   {"emails", ignored},    {"program_ids", rare},
    {"dataset", needed},    {"first_seen", read},  {"last_seen", ignored}, {"last_change", ignored},
};

/// Is the row on a list, and not only of interest: an official, a suspect?
bool is_listed(const Columns& columns, const tables::CsvRecord& row, const std::vector<ListCode>& lists) {
  return !columns.field(row, "sanctions").empty() || !columns.field(row, "program_ids").empty() ||
         !lists.empty();
}

void read_row(const Columns& columns, const tables::CsvRecord& row, LeftOut& left_out, Reading& reading) {
  const auto field = [&](std::string_view name) { return columns.field(row, name); };
  const std::optional<PartyKind> kind = kind_of_schema(field("schema"));
  if (!kind) return left_out.add("schema " + std::string(field("schema")) + " is not a party", row.line);
  const std::vector<ListCode> lists = lists_of_datasets(split(field("dataset"), ';'));
  if (!is_listed(columns, row, lists)) return left_out.add("on no list that restricts", row.line);
  EntryBuilder builder(row.line);
  ListEntry& entry = builder.entry();
  entry.id = field("id");
  entry.kind = *kind;
  entry.source = "OpenSanctions, " + std::string(field("dataset"));
  entry.citation = field("sanctions").empty() ? field("dataset") : field("sanctions");
  for (const std::string_view program : split(field("program_ids"), ';'))
    entry.programs.emplace_back(program);
  builder.add_name(field("name"), ListedName::Role::primary);
  for (const std::string_view alias : split(field("aliases"), ';'))
    builder.add_name(alias, ListedName::Role::strong_alias);
  for (const std::string_view date : split(field("birth_date"), ';')) builder.add_birth_date(date);
  for (const std::string_view country : split(field("countries"), ';')) builder.add_country(country);
  for (const std::string_view address : split(field("addresses"), ';')) builder.add_address(address);
  for (const std::string_view id : split(field("identifiers"), ';')) builder.add_identifier("Identifier", id);
  take_on_lists(builder, lists, reading);
}

}  // namespace

bool recognizes_open_sanctions_csv(std::string_view head) {
  const std::vector<std::string> names = first_record(head, ',');
  return has_columns(names, {"schema"}) &&
         (has_columns(names, {"dataset"}) || has_columns(names, {"aliases"}));
}

Result<Reading> read_open_sanctions_csv(const FileText& file) {
  Reading reading;
  reading.file.source = "open_sanctions";
  ListRows rows(file, ',', reading);
  const Result<Columns> columns = Columns::read(rows, kColumns, reading);
  if (!columns) return columns.error();
  LeftOut left_out;
  tables::CsvRecord row;
  while (rows.next(row)) read_row(columns.value(), row, left_out, reading);
  if (Status whole = rows.whole(LastLine::ends); !whole) return whole.error();
  left_out.tell(reading);
  return reading;
}

}  // namespace ordergate::lists
