#include "lists/evidence.h"

#include <algorithm>
#include <chrono>

#include "matchers/addresses/address_index.h"

namespace ordergate::lists {
namespace {

/// A list's "entity" may be a ministry, an order's "company" a state body.
bool organization(PartyKind kind) noexcept {
  return kind == PartyKind::company || kind == PartyKind::government;
}

std::uint32_t compare_kind(const PartyQuery& query, const ListEntry& entry) noexcept {
  const PartyKind asked = query.kind;
  if (asked == PartyKind::unknown || entry.kind == PartyKind::unknown) return 0;
  if (asked == entry.kind || (organization(asked) && organization(entry.kind))) return kEvidenceKind;
  return kAgainstKind;
}

bool listed_in(const ListEntry& entry, CountryCode country) noexcept {
  return std::any_of(entry.countries.begin(), entry.countries.end(),
                     [&](CountryCode listed) { return !matchers::countries_contradict(country, listed); });
}

std::uint32_t compare_country(const PartyQuery& query, const ListEntry& entry) noexcept {
  if (entry.countries.empty()) return 0;
  bool known = query.country.known();
  if (known && listed_in(entry, query.country)) return kEvidenceCountry;
  for (const matchers::AddressText& address : query.addresses) {
    if (!address.country.known()) continue;
    if (listed_in(entry, address.country)) return kEvidenceCountry;
    known = true;
  }
  return known ? std::uint32_t{kAgainstCountry} : 0;
}

std::chrono::year_month_day calendar(Date date) noexcept {
  return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{date.days}}};
}

/// 3 April and 4 March of one year: one of them was written the other way round.
bool swapped(Date left, Date right) noexcept {
  const auto a = calendar(left);
  const auto b = calendar(right);
  return a.year() == b.year() && static_cast<unsigned>(a.month()) == static_cast<unsigned>(b.day()) &&
         static_cast<unsigned>(a.day()) == static_cast<unsigned>(b.month());
}

std::uint32_t compare_birth_date(const PartyQuery& query, const ListEntry& entry) noexcept {
  if (!query.birth_date || (entry.birth_dates.empty() && entry.birth_years.empty())) return 0;
  const Date asked = *query.birth_date;
  const bool day = std::any_of(entry.birth_dates.begin(), entry.birth_dates.end(),
                               [&](Date listed) { return listed == asked || swapped(listed, asked); });
  if (day) return kEvidenceBirthDate;
  const int year = static_cast<int>(calendar(asked).year());
  // A year that stands beside full dates may belong to one of them; only a year by itself agrees.
  for (const std::int16_t listed : entry.birth_years) {
    const bool of_full_date = std::any_of(entry.birth_dates.begin(), entry.birth_dates.end(), [&](Date date) {
      return static_cast<int>(calendar(date).year()) == listed;
    });
    if (listed == year && !of_full_date) return kEvidenceBirthDate;
  }
  return kAgainstBirthDate;
}

}  // namespace

std::uint32_t compare_details(const PartyQuery& query, const ListEntry& entry) noexcept {
  return compare_kind(query, entry) | compare_country(query, entry) | compare_birth_date(query, entry);
}

bool contradicted(std::uint32_t evidence) noexcept {
  if ((evidence & (kAgainstKind | kAgainstBirthDate)) != 0) return true;
  return (evidence & kAgainstCountry) != 0 && (evidence & kEvidenceAddress) == 0;
}

bool another_person(std::uint32_t evidence) noexcept {
  return (evidence & kAgainstBirthDate) != 0 && (evidence & (kAgainstKind | kAgainstCountry)) != 0;
}

std::uint8_t adjusted_score(std::uint8_t name_score, NameWeight weight, std::uint32_t evidence) noexcept {
  static constexpr struct {
    std::uint32_t evidence;
    int points;
  } kGains[] = {{kEvidenceCountry, 3}, {kEvidenceAddress, 6}, {kEvidenceBirthDate, 6}, {kEvidenceKind, 1}};
  static constexpr struct {
    std::uint32_t evidence;
    int points[3];  // by NameWeight
  } kLosses[] = {{kAgainstCountry, {2, 4, 12}}, {kAgainstBirthDate, {5, 10, 15}}, {kAgainstKind, {4, 8, 12}}};
  int gained = 0;
  int lost = 0;
  for (const auto& row : kGains) gained += (evidence & row.evidence) != 0 ? row.points : 0;
  gained = std::min(gained, kStrengthenMax);
  if ((evidence & kEvidenceIdentifier) != 0) gained += 10;
  for (const auto& row : kLosses) {
    lost += (evidence & row.evidence) != 0 ? row.points[static_cast<std::size_t>(weight)] : 0;
  }
  return static_cast<std::uint8_t>(std::clamp(static_cast<int>(name_score) + gained - lost, 0, 100));
}

}  // namespace ordergate::lists
