#include "matchers/items/item_counts.h"

#include <algorithm>

#include "matchers/items/item_numbers.h"

namespace ordergate::matchers {
namespace {

constexpr std::uint32_t kNearModelBytes = 24;  // "a pair of NVIDIA H100"

/// A word that is a count counts what stands beside it, not the fans of a card.
bool beside_model(const TextContext& context, const ItemMention& word) noexcept {
  return std::any_of(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& other) {
    if (!other.model() && !other.part_number()) return false;
    const std::uint32_t gap = other.begin >= word.end   ? other.begin - word.end
                              : other.end <= word.begin ? word.begin - other.end
                                                        : 0;
    return gap <= kNearModelBytes;
  });
}

}  // namespace

std::uint32_t count_of(const TextContext& context, const ItemMention& model) noexcept {
  constexpr int kVendorWordsMax = 3;  // "8x NVIDIA Tesla A100"
  std::uint32_t begin = model.begin;
  for (int words = 0; words < kVendorWordsMax; ++words) {
    const std::uint32_t count = find_count(context.text, begin, model.end);
    if (count > 1) return count;
    const auto before =
        std::find_if(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& word) {
          return word.has(WordClass::vendor) && word.end < begin && begin - word.end <= 1;
        });
    if (before == context.mentions.end()) break;
    begin = before->begin;
  }
  return 1;
}

std::uint32_t find_units(const TextContext& context) noexcept {
  std::uint32_t units = find_lot(context.text);
  for (const ItemMention& word : context.mentions) {
    if (word.has(WordClass::unit)) units = std::max(units, number_ending(context.text, word.begin));
    if (word.has(WordClass::lot)) units = std::max(units, number_beginning(context.text, word.end));
    if (!word.has(WordClass::amount) || !beside_model(context, word)) continue;
    units = std::max(units, word.amount * std::max(1U, number_ending(context.text, word.begin)));
  }
  return units;
}

}  // namespace ordergate::matchers
