// The UK Sanctions List as CSV (from 2026-01-28 the one list of the United Kingdom): a line with the date, a
// header of 58 columns, then a row for each name and address; rows with one Unique ID are one party.
#include <unordered_map>

#include "lists/columns.h"
#include "lists/format.h"
#include "lists/text.h"
#include "lists/uk_sanctions.h"

namespace ordergate::lists {
namespace {

using enum KnownField::Use;

constexpr KnownField kColumns[] = {
    {"last updated", ignored},
    {"unique id", needed},
    {"ofsi group id", ignored},
    {"un reference number", read},
    {"name 6", needed},
    {"name 1", needed},
    {"name 2", read},
    {"name 3", read},
    {"name 4", read},
    {"name 5", read},
    {"name type", needed},
    {"alias strength", read},
    {"title", ignored},
    {"name non-latin script", read},
    {"non-latin script type", ignored},
    {"non-latin script language", ignored},
    {"regime name", needed},
    {"designation type", needed},
    {"designation source", ignored},
    {"sanctions imposed", read},
    {"other information", ignored},
    {"uk statement of reasons", ignored},
    {"address line 1", read},
    {"address line 2", read},
    {"address line 3", read},
    {"address line 4", read},
    {"address line 5", read},
    {"address line 6", read},
    {"address postal code", read},
    {"address country", read},
    {"phone number", ignored},
    {"website", ignored},
    {"email address", ignored},
    {"date designated", needed},
    {"d.o.b", read},
    {"nationality(/ies)", read},
    {"national identifier number", read},
    {"national identifier additional information", ignored},
    {"passport number", read},
    {"passport additional information", ignored},
    {"position", ignored},
    {"gender", ignored},
    {"town of birth", ignored},
    {"country of birth", ignored},
    {"type of entity", ignored},
    {"subsidiaries", ignored},
    {"parent company", ignored},
    {"business registration number (s)", read},
    {"imo number", read},
    {"current owner/operator (s)", ignored},
    {"previous owner/operator (s)", ignored},
    {"current believed flag of ship", read},
    {"previous flags", ignored},
    {"type of ship", ignored},
    {"tonnage of ship", ignored},
    {"length of ship", ignored},
    {"year built", ignored},
    {"hull identification number (hin)", rare},
};

class Parties {
 public:
  Parties(const Columns& columns, Reading& reading) : columns_(columns), reading_(reading) {}

  void add(const tables::CsvRecord& row) {
    const auto field = [&](std::string_view name) { return columns_.field(row, name); };
    const std::string_view id = field("unique id");
    const std::string name = uk_name(
        field("name 6"),
        join({field("name 1"), field("name 2"), field("name 3"), field("name 4"), field("name 5")}, " "));
    const std::string_view native = field("name non-latin script");
    if (id.empty() || (name.empty() && native.empty()))
      return reject(reading_, row.line, id.empty() ? "no Unique ID" : "no name");
    const auto [at, added] = by_id_.try_emplace(std::string(id), builders_.size());
    if (added) start(row, id);
    EntryBuilder& builder = builders_[at->second];
    builder.add_name(name, uk_name_role(field("name type"), field("alias strength")));
    builder.add_name(native, ListedName::Role::strong_alias);
    builder.add_address(address_of(row));
    add_uk_countries(field("address country"), builder);
    add_details(row, builder);
  }

  void finish() {
    for (EntryBuilder& builder : builders_) take_entry(builder, reading_);
  }

 private:
  void start(const tables::CsvRecord& row, std::string_view id) {
    EntryBuilder& builder = builders_.emplace_back(row.line);
    start_uk_entry(builder, id, columns_.field(row, "regime name"), columns_.field(row, "sanctions imposed"));
    builder.entry().kind = read_kind(columns_.field(row, "designation type"));
    builder.entry().start_date = read_date(columns_.field(row, "date designated"));
    builder.add_identifier("UN Reference Number", columns_.field(row, "un reference number"));
  }

  [[nodiscard]] std::string address_of(const tables::CsvRecord& row) const {
    std::string address = join({columns_.field(row, "address line 1"), columns_.field(row, "address line 2"),
                                columns_.field(row, "address line 3"), columns_.field(row, "address line 4"),
                                columns_.field(row, "address line 5"), columns_.field(row, "address line 6"),
                                columns_.field(row, "address postal code")},
                               ", ");
    const std::string_view country = columns_.field(row, "address country");
    return address.empty() ? address : join({address, trim(country.substr(0, country.find('(')))}, ", ");
  }

  void add_details(const tables::CsvRecord& row, EntryBuilder& builder) const {
    const auto field = [&](std::string_view name) { return columns_.field(row, name); };
    add_uk_birth_date(field("d.o.b"), builder);
    add_uk_countries(field("nationality(/ies)"), builder);
    add_uk_countries(field("current believed flag of ship"), builder);
    add_uk_numbers("National ID", field("national identifier number"), builder);
    add_uk_numbers("Passport", field("passport number"), builder);
    add_uk_numbers("Registration Number", field("business registration number (s)"), builder);
    add_uk_numbers("IMO", field("imo number"), builder);
    add_uk_numbers("Hull Identification Number", field("hull identification number (hin)"), builder);
  }

  const Columns& columns_;
  Reading& reading_;
  std::vector<EntryBuilder> builders_;
  std::unordered_map<std::string, std::size_t> by_id_;
};

}  // namespace

bool recognizes_uk_sanctions_csv(std::string_view head) {
  const std::vector<std::string> first = first_record(head, ',');
  if (first.empty()) return false;
  return std::string_view(first[0]).starts_with("report date") ||
         has_columns(first, {"unique id", "name type"});
}

Result<Reading> read_uk_sanctions_csv(const FileText& file) {
  Reading reading;
  reading.file.source = "uk_sanctions_list";
  ListRows rows(file, ',', reading);
  if (has_columns(first_record(file.bytes.substr(0, kSniffBytes), ','), {"unique id"}) == false) {
    tables::CsvRecord row;
    if (!rows.next(row)) return Error{file.path + ":1: no date line"};
    const std::string_view date = row.fields[0];
    reading.file.date = read_date(date.substr(date.find(':') + 1));
    if (!reading.file.date && row.fields.size() > 1) reading.file.date = read_date(row.fields[1]);
  }
  const Result<Columns> columns = Columns::read(rows, kColumns, reading);
  if (!columns) return columns.error();
  Parties parties(columns.value(), reading);
  tables::CsvRecord row;
  while (rows.next(row)) parties.add(row);
  if (Status whole = rows.whole(LastLine::ends); !whole) return whole.error();
  parties.finish();
  return reading;
}

}  // namespace ordergate::lists
