// What the words around a model make of it. Works on the confirmed mentions of one text.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "matchers/items/item_lexicon.h"
#include "matchers/items/item_mentions.h"
#include "matchers/items/item_numbers.h"

namespace ordergate::matchers {

/// What one text says as a whole.
struct TextContext {
  std::string_view text;  // folded
  std::span<const ItemMention> mentions;
  std::span<const ItemFamily> families;
  MemorySizes memory;
  std::uint32_t classes = 0;  // every class that occurs
  std::uint32_t kept = 0;     // bytes of letters and digits
  std::uint64_t vendors = 0;  // every vendor tag, as bits
  std::uint64_t forms = 0;    // every form tag, as bits
  bool laptop_processor = false;
  bool accessory = false;  // an accessory word that decides, not offered along with the item

  [[nodiscard]] bool has(WordClass c) const noexcept { return (classes & class_bit(c)) != 0; }
};

[[nodiscard]] TextContext read_context(std::string_view folded, std::span<const ItemMention> mentions,
                                       std::span<const ItemFamily> families) noexcept;

/// Is there enough context for `mention` to be the family's model?
[[nodiscard]] bool accepted(const TextContext& context, const ItemMention& mention,
                            const ItemFamily& family) noexcept;

/// Is the model only what an accessory is for, or an accessory's first half ("A100 bracket")?
[[nodiscard]] bool names_accessory(const TextContext& context, const ItemMention& mention,
                                   const ItemFamily& family) noexcept;

/// Is the model only what something is for: "for our H100 nodes"? Reads no further back than the clause.
[[nodiscard]] bool stands_behind_for(const TextContext& context, const ItemMention& mention) noexcept;

/// "Frame for 8 GPU": packing, then what it is for, then a word for accelerators.
[[nodiscard]] bool names_packing_for(const TextContext& context) noexcept;

/// Is the memory that the text names a card's own, not what is sold?
[[nodiscard]] bool is_memory_of_card(const TextContext& context) noexcept;

/// Does the text offer a laptop, whose chip of that name is another one?
[[nodiscard]] bool names_laptop(const TextContext& context, const ItemFamily& family) noexcept;

/// The memory size nearest to the mention that the family is sold with; 0: none.
[[nodiscard]] std::uint32_t memory_of(const TextContext& context, const ItemMention& mention,
                                      const ItemFamily& family) noexcept;

/// No model, but a memory size that only accelerators have, beside a vendor and a word for cards, or right
/// beside that.
[[nodiscard]] bool names_accelerator_memory(const TextContext& context) noexcept;

/// A memory of 32 GB and more of GDDR7: no card below every threshold has it, whatever it is called.
[[nodiscard]] bool names_more_memory(const TextContext& context) noexcept;

/// Nothing in it says what is sold: blank, or only words such as "goods" and "sample".
[[nodiscard]] bool says_nothing(const TextContext& context) noexcept;

/// Nothing but words of a customs heading, beside such.
[[nodiscard]] bool says_only_heading(const TextContext& context) noexcept;

/// "7 nm logic wafers": a node of 16 nm and below, and words of making chips.
[[nodiscard]] bool names_advanced_node(const TextContext& context) noexcept;

/// Does the model stand right behind a word that numbers rooms, gates, pallets?
[[nodiscard]] bool stands_behind_label(const TextContext& context, const ItemMention& mention) noexcept;

/// Bytes of the folded text.
struct TextSpan {
  std::uint32_t begin = 0, end = 0;  // equal: nothing
};

/// A model number of a known family that is in no table: "H300", "RTX 6090", "MI500X"; or the chassis of a
/// server built around accelerators.
[[nodiscard]] TextSpan find_unknown_model(const TextContext& context) noexcept;

}  // namespace ordergate::matchers
