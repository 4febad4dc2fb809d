// Numbers written in words inside a model's name: "H一百", "forty ninety", "五千零九十", "H hundred".
#pragma once

#include <span>

#include "matchers/items/item_mentions.h"
#include "matchers/text/text_forms.h"

namespace ordergate::matchers {

/// `mentions` were found in `folded`. Writes the text with its number words as digits, each byte with its
/// place in the source. A lone number word is left as it is, but behind a lone letter: it counts things.
/// False: there is nothing to write. Allocates nothing once warm.
[[nodiscard]] bool write_digits(const TextView& folded, std::span<const ItemMention> mentions,
                                FoldedText& written) noexcept;

}  // namespace ordergate::matchers
