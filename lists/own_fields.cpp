#include "lists/own_fields.h"

#include <algorithm>

#include "countries/country_names.h"
#include "lists/text.h"

namespace ordergate::lists {
namespace {

using Role = ListedName::Role;

constexpr std::string_view kMany[] = {"aliases",   "weak_aliases", "former_names", "countries",
                                      "addresses", "identifiers",  "birth_dates",  "programs"};

std::string bad(std::string_view field, std::string_view value) {
  return "\"" + std::string(value) + "\" is no " + std::string(field);
}

std::string set_date(std::string_view field, std::string_view value, std::optional<Date>& date) {
  date = read_date(value);
  return date ? std::string{} : bad(field, value) + " (YYYY-MM-DD)";
}

std::string set_text_field(std::string_view field, std::string_view value, ListEntry& entry) {
  if (field == "id") entry.id = value;
  if (field == "source") entry.source = value;
  if (field == "citation") entry.citation = value;
  if (field == "license_requirement") entry.license_requirement = value;
  if (field == "license_policy") entry.license_policy = value;
  if (field == "programs") entry.programs.emplace_back(value);
  if (field == "remarks") entry.remarks = value;
  return {};
}

}  // namespace

const std::vector<std::string_view>& own_fields() {
  static const std::vector<std::string_view> kFields = {
      "name",           "aliases",    "weak_aliases", "former_names",
      "kind",           "countries",  "addresses",    "identifiers",
      "birth_dates",    "list",       "id",           "source",
      "citation",       "start_date", "end_date",     "license_requirement",
      "license_policy", "programs",   "remarks"};
  return kFields;
}

bool is_own_list_field(std::string_view field) {
  return std::find(std::begin(kMany), std::end(kMany), field) != std::end(kMany);
}

void start_own_entry(EntryBuilder& builder) {
  builder.entry().list = ListCode::user;
  builder.entry().source = "own list";
}

std::string set_own_field(std::string_view field, std::string_view value, EntryBuilder& builder) {
  value = meaningful(value);
  if (value.empty()) return {};
  ListEntry& entry = builder.entry();
  if (field == "name") return builder.add_name(value, Role::primary), std::string{};
  if (field == "aliases") return builder.add_name(value, Role::strong_alias), std::string{};
  if (field == "weak_aliases") return builder.add_name(value, Role::weak_alias), std::string{};
  if (field == "former_names") return builder.add_name(value, Role::former), std::string{};
  if (field == "addresses") return builder.add_address(value), std::string{};
  if (field == "kind") {
    entry.kind = read_kind(value);
    const bool known = entry.kind != PartyKind::unknown || ascii_lower(value) == "unknown";
    return known ? std::string{} : bad(field, value);
  }
  if (field == "countries") {
    builder.add_country(value);
    return country_from_name(value).known() ? std::string{} : bad("country", value);
  }
  if (field == "identifiers") {
    const std::size_t colon = value.find(':');
    builder.add_identifier(colon == std::string_view::npos ? "" : value.substr(0, colon),
                           colon == std::string_view::npos ? value : value.substr(colon + 1));
    return {};
  }
  if (field == "birth_dates") {
    const std::size_t before = entry.birth_years.size();
    builder.add_birth_date(value);
    const bool read = entry.birth_years.size() != before || !entry.birth_dates.empty() || before != 0;
    return read ? std::string{} : bad("birth date", value);
  }
  if (field == "list") {
    entry.list = list_code(value);
    return entry.list != ListCode::other || ascii_lower(value) == "other" ? std::string{}
                                                                          : bad("list code", value);
  }
  if (field == "start_date") return set_date(field, value, entry.start_date);
  if (field == "end_date") return set_date(field, value, entry.end_date);
  return set_text_field(field, value, entry);
}

}  // namespace ordergate::lists
