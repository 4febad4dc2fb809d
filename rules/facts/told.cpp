#include "rules/facts/told.h"

#include <string>

namespace ordergate::rules {
namespace {

constexpr int kToldMax = 4;

/// "Iran (destination_country); Iran (parties[1].country); 2 more".
class Telling {
 public:
  Telling(const OrderAssessment& assessed, std::string& text) : assessed_(assessed), text_(text) {
    text_.clear();
  }

  void add(std::string_view place, std::string_view at, std::string_view field = {}) {
    if (++count_ > kToldMax) return;
    if (!text_.empty()) text_.append("; ");
    text_.append(place).append(" (").append(at).append(field).append(")");
  }
  void add(CountryCode country, std::uint32_t party, std::string_view field) {
    add(assessed_.countries->name(country), "parties[" + std::to_string(party) + "]", field);
  }
  std::string_view end() {
    if (count_ > kToldMax) text_.append("; ").append(std::to_string(count_ - kToldMax)).append(" more");
    return text_;
  }

 private:
  const OrderAssessment& assessed_;
  std::string& text_;
  int count_ = 0;
};

std::string_view name_of(const OrderAssessment& assessed, const OrderPlace& place) noexcept {
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
  return assessed.countries->name(place.country);
}

bool in(const OrderAssessment& assessed, CountrySet set, CountryCode country) noexcept {
  return country.known() && assessed.countries->in(set, country, assessed.at);
}

/// Tells the seats of the controlling parties that are in `set`. A parent is told where it is not the party
/// itself.
void tell_seats(const OrderAssessment& assessed, CountrySet set, Telling& telling) {
  for (std::uint32_t i = 0; i < assessed.parties.size(); ++i) {
    const PartyAssessment& party = assessed.parties[i];
    if (!party.controls || assessed.repeats.party(i)) continue;
    if (in(assessed, set, party.headquarters)) telling.add(party.headquarters, i, ".headquarters_country");
    if (party.has_parent != Tri::no && in(assessed, set, party.parent_headquarters))
      telling.add(party.parent_headquarters, i, ".ultimate_parent");
  }
}

}  // namespace

std::string_view tell_embargoed(const OrderAssessment& assessed) noexcept {
  Telling telling(assessed, assessed.told);
  const CountryCode destination = assessed.destination();
  if (in(assessed, CountrySet::EMBARGO, destination))
    telling.add(assessed.countries->name(destination), "destination");
  for (const OrderPlace& place : assessed.input->places) {
    if (place.negated || (place.party != OrderPlace::kNoParty && assessed.repeats.party(place.party)))
      continue;
    const bool declared_again = place.as == PlaceAs::destination && place.region == Region::none;
    if (!declared_again && (occupied(place.region) || in(assessed, CountrySet::EMBARGO, place.country)))
      telling.add(name_of(assessed, place), place.at);
  }
  tell_seats(assessed, CountrySet::EMBARGO, telling);
  return telling.end();
}

std::string_view tell_d5m_seats(const OrderAssessment& assessed) noexcept {
  Telling telling(assessed, assessed.told);
  tell_seats(assessed, CountrySet::D5M, telling);
  return telling.end();
}

}  // namespace ordergate::rules
