// The consolidated list of HM Treasury (ConList.csv): a line with the date, a header line, then one row a
// name; rows with one Group ID are one party.
// https://www.gov.uk/government/publications/financial-sanctions-consolidated-list-of-targets
#include <unordered_map>

#include "lists/entry_builder.h"
#include "lists/format.h"
#include "lists/text.h"

namespace ordergate::lists {
namespace {

using Role = ListedName::Role;

Role role_of(std::string_view alias_type) {
  if (alias_type == "Prime Alias" || alias_type == "Primary name") return Role::primary;
  return read_alias_role(alias_type);
}

/// "1) Saudi Arabia 2) Qatar", "Afghanistan (since 2009)": the names of countries in it.
void add_countries(std::string_view text, EntryBuilder& builder) {
  std::string parts(text);
  for (std::size_t at = parts.find(')'); at != std::string::npos; at = parts.find(')', at + 1)) {
    const bool numbered =
        at > 0 && parts[at - 1] >= '0' && parts[at - 1] <= '9' && parts.rfind('(', at) == std::string::npos;
    if (numbered) parts[at - 1] = parts[at] = ';';
  }
  for (const std::string_view part : split(parts, ';'))
    builder.add_country(trim(part.substr(0, part.find('('))));
}

class Groups {
 public:
  Groups(const tables::CsvHeader& header, Reading& reading) : header_(header), reading_(reading) {}

  void add(const tables::CsvRecord& row) {
    const std::string_view id = field(row, "Group ID");
    const std::string name = name_of(row);
    if (id.empty() || name.empty()) {
      reject(reading_, row.line, id.empty() ? "no Group ID" : "no name");
      return;
    }
    const auto [at, added] = by_id_.try_emplace(std::string(id), builders_.size());
    if (added) start(row);
    EntryBuilder& builder = builders_[at->second];
    const Role role = role_of(field(row, "Alias Type"));
    builder.add_name(name, role);
    builder.add_name(field(row, "Name Non-Latin Script"), Role::strong_alias);
    builder.add_birth_date(field(row, "DOB").substr(0, 6) == "00/00/" ? field(row, "DOB").substr(6)
                                                                      : field(row, "DOB"));
    add_countries(field(row, "Nationality"), builder);
    add_countries(field(row, "Country"), builder);
    builder.add_address(address_of(row));
    builder.add_identifier("Passport", document_number(field(row, "Passport Details")));
    builder.add_identifier("National ID", document_number(field(row, "NI Number")));
  }

  void finish() {
    for (EntryBuilder& builder : builders_) take_entry(builder, reading_);
  }

 private:
  [[nodiscard]] std::string_view field(const tables::CsvRecord& row, std::string_view name) const {
    return meaningful(header_.field(row, name));
  }

  /// Name 6 is the surname, or the whole name of an entity.
  [[nodiscard]] std::string name_of(const tables::CsvRecord& row) const {
    const std::string given = join({field(row, "Name 1"), field(row, "Name 2"), field(row, "Name 3"),
                                    field(row, "Name 4"), field(row, "Name 5")},
                                   " ");
    const std::string_view surname = field(row, "Name 6");
    return join({surname, given}, ", ");
  }

  [[nodiscard]] std::string address_of(const tables::CsvRecord& row) const {
    const std::string_view country = field(row, "Country");
    return join({field(row, "Address 1"), field(row, "Address 2"), field(row, "Address 3"),
                 field(row, "Address 4"), field(row, "Address 5"), field(row, "Address 6"),
                 field(row, "Post/Zip Code"), trim(country.substr(0, country.find('(')))},
                ", ");
  }

  /// "Passport No: 592667 (Qatari passport ...)": the first word with a digit, or nothing.
  static std::string_view document_number(std::string_view text) {
    const std::size_t digit = text.find_first_of("0123456789");
    if (digit == std::string_view::npos) return {};
    const std::size_t space = text.rfind(' ', digit);
    const std::size_t begin = space == std::string_view::npos ? 0 : space + 1;
    const std::string_view word = text.substr(begin, text.find_first_of(" ,;.(", digit) - begin);
    return word.find(')') == std::string_view::npos ? word : std::string_view{};
  }

  void start(const tables::CsvRecord& row) {
    ListEntry& entry = builders_.emplace_back(row.line).entry();
    entry.list = ListCode::uk;
    entry.source = "HM Treasury consolidated list";
    entry.id = field(row, "Group ID");
    entry.kind = read_kind(field(row, "Group Type"));
    entry.citation = field(row, "Regime");
    entry.programs.emplace_back(field(row, "Regime"));
    entry.start_date = read_date(field(row, "Listed On"));
    entry.remarks = single_spaced(field(row, "Other Information"));
  }

  const tables::CsvHeader& header_;
  Reading& reading_;
  std::vector<EntryBuilder> builders_;
  std::unordered_map<std::string, std::size_t> by_id_;
};

}  // namespace

bool recognizes_uk_csv(std::string_view head) {
  const std::vector<std::string> first = first_record(head, ',');
  if (first.size() < 2 || first[0] != "last updated") return false;
  return contains_word(head, "Group ID") && contains_word(head, "Name 6");
}

Result<Reading> read_uk_csv(const FileText& file) {
  Reading reading;
  reading.file.source = "uk_hmt";
  ListRows rows(file, ',', reading);
  tables::CsvRecord row;
  if (!rows.next(row)) return Error{file.path + ":1: no date line"};
  reading.file.date = read_date(row.fields[1]);
  tables::CsvHeader header;
  if (!rows.read_header(header)) return Error{file.path + ":2: no header line"};
  Groups groups(header, reading);
  while (rows.next(row)) groups.add(row);
  if (Status whole = rows.whole(LastLine::ends); !whole) return whole.error();
  groups.finish();
  return reading;
}

}  // namespace ordergate::lists
