// What the texts of an order speak of: red-flag words by category. Included by rules/facts/facts_order.cpp
// only.
#pragma once

#include <bit>

#include "rules/facts/fact_get.h"
#include "rules/facts/text_flags.h"

namespace ordergate::rules {

/// What the texts of the order say that belong to no line.
inline std::uint32_t spoken_flags(const OrderAssessment& assessed) noexcept {
  // "Military grade" sells laptops: an offer's own words are not a declared use.
  constexpr std::uint32_t kNotOfOffers = 1U << static_cast<std::uint32_t>(TextFlag::military);
  constexpr std::uint32_t kWeapons = 1U << static_cast<std::uint32_t>(TextFlag::nuclear) |
                                     1U << static_cast<std::uint32_t>(TextFlag::missile) |
                                     1U << static_cast<std::uint32_t>(TextFlag::chemical_biological);
  std::uint32_t flags = 0;
  for (const ScannedText& text : assessed.input->texts) {
    if (text.place == "notes" || text.place == "end_use.text" || text.stray) flags |= text.flags;
    if (text.place.starts_with("listing.")) flags |= text.flags & ~kNotOfOffers;
    // What the buyer does is a use of the goods.
    if (text.party != ScannedText::kNoParty && !text.name && assessed.parties[text.party].controls)
      flags |= text.flags & kWeapons;
  }
  return flags;
}
inline bool spoken_of(const void* c, TextFlag flag) noexcept {
  return (spoken_flags(assessed_of(c)) >> static_cast<std::uint32_t>(flag) & 1U) != 0;
}

/// Some line speaks of goods that cost little.
inline Value any_small_goods(const void* c, std::uint32_t) noexcept {
  constexpr std::uint32_t kSmall = 1U << static_cast<std::uint32_t>(TextFlag::small_part) |
                                   1U << static_cast<std::uint32_t>(TextFlag::board);
  for (const ScannedText& text : assessed_of(c).input->texts)
    if (text.line != ScannedText::kNoLine && (text.flags & kSmall) != 0) return Value::of(true);
  return Value::of(false);
}
/// Some line has the words of goods on the Commerce Control List.
inline Value any_listed_goods(const void* c, std::uint32_t) noexcept {
  for (const ScannedText& text : assessed_of(c).input->texts)
    if (text.line != ScannedText::kNoLine && text.goods != 0) return Value::of(true);
  return Value::of(false);
}
inline Value speaks_of(const void* c, std::uint32_t) noexcept {
  return Value::list_of(0, static_cast<std::uint32_t>(std::popcount(spoken_flags(assessed_of(c)))));
}
inline Value speaks_of_element(const void* c, std::uint32_t, std::uint32_t index) noexcept {
  std::uint32_t flags = spoken_flags(assessed_of(c));
  for (; index > 0; --index) flags &= flags - 1;
  return Value::of(to_string(static_cast<TextFlag>(std::countr_zero(flags))));
}

}  // namespace ordergate::rules
