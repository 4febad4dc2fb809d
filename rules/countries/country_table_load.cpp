#include <algorithm>
#include <cctype>
#include <utility>

#include "rules/countries/country_table.h"
#include "tables/csv.h"
#include "tables/text_parts.h"

namespace ordergate::rules {
namespace {

constexpr std::size_t kGroupCount = static_cast<std::size_t>(CountrySet::E2) + 1;

std::string lowered(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

}  // namespace

class CountryTableLoader {
 public:
  explicit CountryTableLoader(const tables::DataFiles& files) : files_(files) {}

  Result<CountryTable> load() {
    if (Status rows = read_rows(); !rows) return rows.error();
    if (Status changes = read_changes(); !changes) return changes.error();
    make_epochs();
    add_names();
    return std::move(table_);
  }

 private:
  using Members = CountryTable::Members;
  struct Change {
    CountryCode code;
    CountrySet set;
    bool before;
    Date until;
  };

  Error error(std::string_view file, const tables::CsvRecord& row, const std::string& what) const {
    return Error{files_.path(file) + ":" + std::to_string(row.line) + ": " + what};
  }

  Result<tables::CsvTable> table(std::string_view file) const {
    Result<std::string> text = files_.read(file);
    if (!text) return text.error();
    return tables::CsvTable::parse(text.value(), files_.path(file));
  }

  Status read_rows() {
    static constexpr std::string_view kFile = "countries.csv";
    Result<tables::CsvTable> csv = table(kFile);
    if (!csv) return csv.error();
    for (const tables::CsvRecord& row : csv.value().rows)
      if (Status read = read_row(csv.value(), row, kFile); !read) return read;
    for (const CountryRow& country : table_.rows_)
      if (country.inherits_from.known() && !table_.exists(country.inherits_from))
        return Error{files_.path(kFile) + ": " + std::string(country.code.text()) + " inherits from " +
                     std::string(country.inherits_from.text()) + ", which has no row"};
    return Done{};
  }

  Status read_row(const tables::CsvTable& csv, const tables::CsvRecord& row, std::string_view file) {
    CountryRow country;
    country.code = CountryCode::parse(csv.field(row, "code"));
    if (!country.code.known()) return error(file, row, "code is no country code");
    if (table_.exists(country.code)) return error(file, row, "code stands twice");
    country.alpha3 = csv.field(row, "alpha3");
    country.name = csv.field(row, "name");
    country.ear_name = csv.field(row, "ear_name");
    country.inherits_from = CountryCode::parse(csv.field(row, "inherits_from"));
    country.aliases = tables::split_parts(csv.field(row, "aliases"), '|');
    country.source = csv.field(row, "source");
    country.note = csv.field(row, "note");
    const std::optional<Certainty> certainty = parse_certainty(csv.field(row, "certainty"));
    if (!certainty) return error(file, row, "certainty must be confirmed, recalled or unsure");
    country.certainty = *certainty;
    if (country.name.empty()) return error(file, row, "name is empty");
    for (const std::string& group : tables::split_parts(csv.field(row, "groups"), ' ')) {
      const std::optional<std::uint32_t> set = table_.find(group);
      if (!set || *set >= kGroupCount) return error(file, row, "unknown country group " + group);
      base_[*set].set(country.code.index());
    }
    if (Status flags = read_flags(csv, row, country, file); !flags) return flags;
    table_.rows_.push_back(std::move(country));
    table_.row_of_[table_.rows_.back().code.index()] = static_cast<std::uint16_t>(table_.rows_.size());
    return Done{};
  }

  Status read_flags(const tables::CsvTable& csv, const tables::CsvRecord& row, const CountryRow& country,
                    std::string_view file) {
    const auto add = [&](CountrySet set, bool member) {
      if (member) base_[static_cast<std::size_t>(set)].set(country.code.index());
    };
    static constexpr std::pair<std::string_view, CountrySet> kFlags[] = {{"supp5_740_a", CountrySet::S5A},
                                                                         {"supp5_740_b", CountrySet::S5B},
                                                                         {"supp4_742", CountrySet::S4},
                                                                         {"mieu_744_22", CountrySet::MIEU}};
    for (const auto& [column, set] : kFlags) {
      const std::string_view flag = csv.field(row, column);
      if (flag != "0" && flag != "1") return error(file, row, std::string(column) + " must be 0 or 1");
      add(set, flag == "1");
    }
    const std::string_view meu = csv.field(row, "meu_744_21");
    if (meu != "none" && meu != "supp2_items" && meu != "any_item")
      return error(file, row, "meu_744_21 must be none, supp2_items or any_item");
    add(CountrySet::MEU, meu == "supp2_items");
    add(CountrySet::MEU_ANY, meu == "any_item");
    add(CountrySet::NO_EAR_ROW, country.ear_name.empty() && !country.inherits_from.known());
    return Done{};
  }

  Status read_changes() {
    static constexpr std::string_view kFile = "country_changes.csv";
    Result<tables::CsvTable> csv = table(kFile);
    if (!csv) return csv.error();
    for (const tables::CsvRecord& row : csv.value().rows) {
      const CountryCode code = CountryCode::parse(csv.value().field(row, "code"));
      const std::optional<std::uint32_t> set = table_.find(csv.value().field(row, "group"));
      const std::string_view before = csv.value().field(row, "member_before");
      const std::optional<Date> until = parse_date(csv.value().field(row, "until"));
      if (!table_.exists(code)) return error(kFile, row, "code has no row in countries.csv");
      if (!set || *set >= kGroupCount) return error(kFile, row, "unknown country group");
      if (before != "0" && before != "1") return error(kFile, row, "member_before must be 0 or 1");
      if (!until) return error(kFile, row, "until is no date");
      if (!parse_certainty(csv.value().field(row, "certainty")))
        return error(kFile, row, "certainty must be confirmed, recalled or unsure");
      changes_.push_back({code, static_cast<CountrySet>(*set), before == "1", *until});
    }
    return Done{};
  }

  void make_epochs() {
    std::vector<Date> ends;
    for (const Change& change : changes_) ends.push_back(change.until);
    std::sort(ends.begin(), ends.end());
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
    ends.push_back(Date{INT32_MAX});
    for (const Date end : ends) {
      CountryTable::Epoch epoch{end, base_};
      for (const Change& change : changes_)
        if (end <= change.until)
          epoch.sets[static_cast<std::size_t>(change.set)].set(change.code.index(), change.before);
      derive(epoch.sets);
      table_.epochs_.push_back(epoch);
    }
  }

  void derive(std::array<Members, kCountrySetCount>& sets) const {
    const auto at = [&sets](CountrySet set) -> Members& { return sets[static_cast<std::size_t>(set)]; };
    const auto only = [](std::initializer_list<const char*> codes) {
      Members members;
      for (const char* code : codes) members.set(CountryCode::parse(code).index());
      return members;
    };
    Members all;
    for (const CountryRow& country : table_.rows_) all.set(country.code.index());
    at(CountrySet::MACAU) = only({"MO"}) & all;
    at(CountrySet::CHINA) = only({"CN", "HK"}) & all;
    at(CountrySet::E12) = at(CountrySet::E1) | at(CountrySet::E2);
    at(CountrySet::A56) = at(CountrySet::A5) | at(CountrySet::A6);
    at(CountrySet::D5M) = at(CountrySet::D5) | at(CountrySet::MACAU);
    at(CountrySet::D145X) =
        (at(CountrySet::D1) | at(CountrySet::D4) | at(CountrySet::D5)) & ~at(CountrySet::A56);
    at(CountrySet::EMBARGO) = (at(CountrySet::E12) | only({"RU", "BY"})) & all;
    at(CountrySet::TIER3) = at(CountrySet::D5M);
    at(CountrySet::TIER1) = at(CountrySet::S5A) & ~at(CountrySet::TIER3);
    at(CountrySet::TIER2) = all & ~at(CountrySet::TIER1) & ~at(CountrySet::TIER3);
  }

  void add_names() {
    // Names before aliases: a name is never taken by another country's alias.
    for (const CountryRow& country : table_.rows_)
      for (const std::string& name :
           {country.name, country.ear_name, country.alpha3, std::string(country.code.text())})
        if (!name.empty()) table_.names_.emplace(lowered(name), country.code);
    for (const CountryRow& country : table_.rows_)
      for (const std::string& alias : country.aliases) table_.names_.emplace(lowered(alias), country.code);
  }

  const tables::DataFiles& files_;
  CountryTable table_;
  std::array<Members, kCountrySetCount> base_{};
  std::vector<Change> changes_;
};

Result<CountryTable> CountryTable::load(const tables::DataFiles& files) {
  return CountryTableLoader(files).load();
}

CountryCode CountryTable::find_name(std::string_view name) const {
  const auto found = names_.find(lowered(name));
  return found == names_.end() ? CountryCode{} : found->second;
}

}  // namespace ordergate::rules
