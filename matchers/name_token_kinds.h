// Small questions about tokens that alignment and score both ask.
#pragma once

#include "matchers/lexicon.h"

namespace ordergate::matchers {

/// Words whose absence says little.
[[nodiscard]] constexpr bool minor_role(WordRole role) noexcept {
  return role == WordRole::legal || role == WordRole::stop || role == WordRole::title ||
         role == WordRole::noise;
}

}  // namespace ordergate::matchers
