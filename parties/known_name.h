// When two names are the same but for how they are written.
#pragma once

#include <cstdint>
#include <string_view>

#include "matchers/names/tokens.h"

namespace ordergate::parties {

/// Equal for names that differ in case, accents, punctuation, script, order of words and legal form only. 0
/// for a name that has no other words, or was not read whole: such a name equals itself alone. Warm, it
/// allocates nothing.
[[nodiscard]] std::uint64_t name_key(std::string_view name, matchers::NameText& scratch) noexcept;

}  // namespace ordergate::parties
