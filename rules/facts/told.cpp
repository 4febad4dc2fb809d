#include "rules/facts/told.h"

#include <string>

namespace ordergate::rules {
namespace {

constexpr int kToldMax = 4;

/// "Iran (destination_country); Iran (parties[1].country); 2 more".
class Telling {
 public:
  Telling(const OrderLaw& law, std::string& text) : law_(law), text_(text) { text_.clear(); }

  void add(std::string_view place, std::string_view at, std::string_view field = {}) {
    if (++count_ > kToldMax) return;
    if (!text_.empty()) text_.append("; ");
    text_.append(place).append(" (").append(at).append(field).append(")");
  }
  void add(CountryCode country, std::uint32_t party, std::string_view field) {
    add(law_.countries->name(country), "parties[" + std::to_string(party) + "]", field);
  }
  std::string_view end() {
    if (count_ > kToldMax) text_.append("; ").append(std::to_string(count_ - kToldMax)).append(" more");
    return text_;
  }

 private:
  const OrderLaw& law_;
  std::string& text_;
  int count_ = 0;
};

std::string_view name_of(const OrderLaw& law, const OrderPlace& place) noexcept {
  switch (place.region) {
    case Region::crimea:
      return "Crimea";
    case Region::donetsk:
      return "the so-called DNR";
    case Region::luhansk:
      return "the so-called LNR";
    case Region::none:
    case Region::caution:
      break;
  }
  return law.countries->name(place.country);
}

bool in(const OrderLaw& law, CountrySet set, CountryCode country) noexcept {
  return country.known() && law.countries->in(set, country, law.at);
}

/// Tells the seats of the controlling parties that are in `set`. A parent is told where it is not the party
/// itself.
void tell_seats(const OrderLaw& law, CountrySet set, Telling& telling) {
  for (std::uint32_t i = 0; i < law.parties.size(); ++i) {
    const PartyLaw& party = law.parties[i];
    if (!party.controls || law.repeats.party(i)) continue;
    if (in(law, set, party.headquarters)) telling.add(party.headquarters, i, ".headquarters_country");
    if (party.has_parent != Tri::no && in(law, set, party.parent_headquarters))
      telling.add(party.parent_headquarters, i, ".ultimate_parent");
  }
}

}  // namespace

std::string_view tell_embargoed(const OrderLaw& law) noexcept {
  Telling telling(law, law.told);
  const CountryCode destination = law.destination();
  if (in(law, CountrySet::EMBARGO, destination)) telling.add(law.countries->name(destination), "destination");
  for (const OrderPlace& place : law.input->places) {
    if (place.negated || (place.party != OrderPlace::kNoParty && law.repeats.party(place.party))) continue;
    const bool declared_again = place.as == PlaceAs::destination && place.region == Region::none;
    if (!declared_again && (occupied(place.region) || in(law, CountrySet::EMBARGO, place.country)))
      telling.add(name_of(law, place), place.at);
  }
  tell_seats(law, CountrySet::EMBARGO, telling);
  return telling.end();
}

std::string_view tell_d5m_seats(const OrderLaw& law) noexcept {
  Telling telling(law, law.told);
  tell_seats(law, CountrySet::D5M, telling);
  return telling.end();
}

}  // namespace ordergate::rules
