#include <array>

#include "rules/evaluation/rulebook_layout.h"

namespace ordergate::rules {
namespace {

constexpr std::array<std::string_view, 5> kAsWords = {"destination", "site", "located", "transit",
                                                      "mentioned"};
constexpr std::array<std::string_view, 3> kReadWords = {"declared", "address", "text"};

/// The same country from the same field, once.
bool covered(const Coverage& coverage, const CoveredPlace& place) noexcept {
  for (const CoveredPlace& known : coverage.places)
    if (known.country == place.country && known.as == place.as && known.at == place.at &&
        known.read == place.read)
      return true;
  return false;
}

}  // namespace

void fill_coverage(const RuleBook::Layout& layout, const RuleInput& input, Arena& arena,
                   Verdict& verdict) noexcept {
  constexpr std::uint32_t kPlacesMax = 64;  // of an order with more the rules know all, the verdict the first
  Coverage& coverage = verdict.coverage;
  coverage = {};
  coverage.present = true;
  coverage.lists =
      input.watchlist == nullptr ? 0 : static_cast<std::uint32_t>(input.watchlist->files().size());
  for (const ActiveRule& rule : layout.active)
    if (rule.from <= input.regime_date && input.regime_date <= rule.until) ++coverage.rules_considered;
  for (const OrderPlace& place : input.places) {
    const CoveredPlace told{place.country, kAsWords[static_cast<std::size_t>(place.as)], place.at,
                            kReadWords[static_cast<std::size_t>(place.read)]};
    if (coverage.places.size() < kPlacesMax && !covered(coverage, told))
      coverage.places.push_back(arena, told);
  }
  for (std::uint32_t i = 0; i < input.parties.size(); ++i)
    if (input.parties[i].over_bound)
      coverage.not_judged.push_back(arena, "a party holds more than could be compared with the lists");
  if (input.texts_over_bound) coverage.not_judged.push_back(arena, "a text was not read to its end");
  coverage.ignored_keys = input.order->unknown_keys;
  for (const OddKey& key : input.order->odd_keys) coverage.odd_keys.push_back(arena, key.place);
}

}  // namespace ordergate::rules
