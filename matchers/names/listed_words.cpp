#include "matchers/names/listed_words.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "matchers/names/token_roles.h"

namespace ordergate::matchers {

namespace {

/// A short list says nothing about how common its words are: shares are of at least so many names.
constexpr std::size_t kNamesMin = 8192;

}  // namespace

void ListedWords::count(std::uint64_t canonical) { ++words_.at(canonical).names; }

void ListedWords::finish(std::size_t names) {
  const auto all = static_cast<float>(std::max(names, kNamesMin));
  HashMap<Count> common(kSlotsMin);
  words_.each([&](std::uint64_t canonical, Count count) {
    count.rarity = std::log2(all / static_cast<float>(count.names));
    if (count.rarity < kUnknownBits) common.at(canonical) = count;
  });
  words_ = std::move(common);
}

float ListedWords::bits(WordRole role, std::uint64_t canonical, float bits) const noexcept {
  const Count* const count = words_.find(canonical);
  return count == nullptr ? bits : std::min(bits, bits_of(role, count->rarity));
}

}  // namespace ordergate::matchers
