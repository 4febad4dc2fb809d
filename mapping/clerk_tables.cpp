// Countries and roles: what stands in tables.
#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "base/check.h"
#include "countries/country_names.h"
#include "mapping/clerk.h"
#include "mapping/embedded.h"
#include "tables/csv.h"

namespace ordergate::mapping {
namespace {

/// Roles by scheme and code, read once; read-only afterwards.
struct RoleTable {
  std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> roles;
  std::string schemes;

  RoleTable() {
    Result<tables::CsvTable> table =
        tables::CsvTable::parse(embedded_file(embedded_files(), "data/roles.csv"), "mapping/data/roles.csv");
    OG_CHECK(table.ok());
    for (const tables::CsvRecord& row : table.value().rows)
      roles[std::string(table.value().field(row, "scheme"))][std::string(table.value().field(row, "code"))] =
          table.value().field(row, "role");
    for (const auto& [scheme, codes] : roles) schemes += (schemes.empty() ? "" : ", ") + scheme;
  }
};

const RoleTable& role_table() {
  static const RoleTable table;
  return table;
}

}  // namespace

CountryCode read_country(std::string_view text) noexcept {
  text = trimmed(text);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!text.empty() && text.size() <= 3 && std::all_of(text.begin(), text.end(), is_digit)) {
    int number = 0;
    for (const char c : text) number = number * 10 + (c - '0');
    return country_from_number(number);
  }
  if (text.size() == 2 || text.size() == 3) {
    std::array<char, 3> code{};
    std::transform(text.begin(), text.end(), code.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    if (const CountryCode country = country_from_name({code.data(), text.size()}); country.known())
      return country;
  }
  return country_from_name(text);
}

std::string_view read_role(std::string_view scheme, std::string_view code) noexcept {
  const auto codes = role_table().roles.find(scheme);
  if (codes == role_table().roles.end()) return "other";
  const auto role = codes->second.find(trimmed(code));
  return role == codes->second.end() ? "other" : std::string_view(role->second);
}

bool is_role_scheme(std::string_view scheme) noexcept { return role_table().roles.contains(scheme); }
std::string_view role_schemes() noexcept { return role_table().schemes; }

}  // namespace ordergate::mapping
