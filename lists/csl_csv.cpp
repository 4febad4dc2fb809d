// The Consolidated Screening List of trade.gov: 29 columns, found by name. One row is one entry of one
// of the source lists. https://www.trade.gov/consolidated-screening-list
#include <optional>

#include "lists/entry_builder.h"
#include "lists/format.h"
#include "lists/text.h"
#include "tables/csv.h"

namespace ordergate::lists {
namespace {

using Role = ListedName::Role;

/// Positions of the columns, looked up once a file.
class Columns {
 public:
  explicit Columns(const tables::CsvHeader& header)
      : source(header.find("source")),
        id(header.find("_id")),
        entity_number(header.find("entity_number")),
        type(header.find("type")),
        programs(header.find("programs")),
        name(header.find("name")),
        title(header.find("title")),
        addresses(header.find("addresses")),
        notice(header.find("federal_register_notice")),
        start_date(header.find("start_date")),
        end_date(header.find("end_date")),
        requirement(header.find("license_requirement")),
        policy(header.find("license_policy")),
        call_sign(header.find("call_sign")),
        flag(header.find("vessel_flag")),
        remarks(header.find("remarks")),
        alt_names(header.find("alt_names")),
        citizenships(header.find("citizenships")),
        birth_dates(header.find("dates_of_birth")),
        nationalities(header.find("nationalities")),
        ids(header.find("ids")) {}

  using Column = std::optional<std::size_t>;
  Column source, id, entity_number, type, programs, name, title, addresses, notice, start_date, end_date,
      requirement, policy, call_sign, flag, remarks, alt_names, citizenships, birth_dates, nationalities, ids;
};

std::string_view field(const tables::CsvRecord& row, const Columns::Column& column) {
  return column && *column < row.fields.size() ? meaningful(row.fields[*column]) : std::string_view{};
}

/// The Entity List lists some addresses by themselves, as "Address 01" or by the address itself.
void add_names(const tables::CsvRecord& row, const Columns& columns, EntryBuilder& builder) {
  const std::string_view name = field(row, columns.name);
  ListEntry& entry = builder.entry();
  const bool label = is_address_label(name);
  const bool address = entry.list == ListCode::el && (label || reads_as_address(name));
  if (!address) {
    builder.add_name(name, Role::primary);
  } else if (label) {
    if (entry.id.empty()) entry.id = std::string(name);
    entry.kind = PartyKind::address_only;
  } else {
    const std::string_view text = name.substr(0, 8) == "Address:" ? name.substr(8) : name;
    builder.add_address(text);
    entry.kind = PartyKind::address_only;
  }
  for (const std::string_view alias : split(field(row, columns.alt_names), ';')) {
    builder.add_name(alias, Role::strong_alias);
  }
}

void add_texts(const tables::CsvRecord& row, const Columns& columns, ListEntry& entry) {
  entry.source = field(row, columns.source);
  entry.list = list_code(entry.source);
  entry.id = field(row, columns.entity_number);
  if (entry.id.empty()) entry.id = field(row, columns.id);
  entry.kind = read_kind(field(row, columns.type));
  for (const std::string_view program : split(field(row, columns.programs), ';')) {
    entry.programs.emplace_back(program);
  }
  entry.citation = field(row, columns.notice);
  if (entry.citation.empty()) entry.citation = join(split(field(row, columns.programs), ';'), "; ");
  entry.license_requirement = field(row, columns.requirement);
  entry.license_policy = field(row, columns.policy);
  entry.start_date = read_date(field(row, columns.start_date));
  entry.end_date = read_date(field(row, columns.end_date));
  entry.remarks = join({field(row, columns.title), field(row, columns.remarks)}, "; ");
}

void read_row(const tables::CsvRecord& row, const Columns& columns, Reading& reading) {
  EntryBuilder builder(row.line);
  add_texts(row, columns, builder.entry());
  add_names(row, columns, builder);
  for (const std::string_view address : split(field(row, columns.addresses), ';'))
    builder.add_address(address);
  for (const Columns::Column& column : {columns.nationalities, columns.citizenships, columns.flag}) {
    for (const std::string_view country : split(field(row, column), ';')) builder.add_country(country);
  }
  for (const std::string_view date : split(field(row, columns.birth_dates), ';'))
    builder.add_birth_date(date);
  for (const std::string_view id : split(field(row, columns.ids), ';')) builder.add_identifier_text(id);
  builder.add_identifier("Call Sign", field(row, columns.call_sign));
  take_entry(builder, reading);
}

}  // namespace

bool recognizes_csl_csv(std::string_view head) {
  return has_columns(first_record(head, ','), {"source", "name", "alt_names", "federal_register_notice"});
}

Result<Reading> read_csl_csv(const FileText& file) {
  Reading reading;
  reading.file.source = "us_csl";
  ListRows rows(file, ',', reading);
  tables::CsvHeader header;
  if (!rows.read_header(header)) return Error{file.path + ":1: no header line"};
  const Columns columns(header);
  tables::CsvRecord row;
  while (rows.next(row)) read_row(row, columns, reading);
  if (Status whole = rows.whole(LastLine::ends); !whole) return whole.error();
  return reading;
}

}  // namespace ordergate::lists
