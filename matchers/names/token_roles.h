// Gives each token of a name its role and weight, by the lexicon and by where it stands.
#pragma once

#include "matchers/names/lexicon.h"

namespace ordergate::matchers {

class NameText;

void assign_roles(NameText& name) noexcept;

/// The bits of a word of that role that is so rare (-log2 of the share of names that have it).
[[nodiscard]] float bits_of(WordRole role, float rarity) noexcept;

}  // namespace ordergate::matchers
