// The words for what bears a name, as --kind and batch lines give them.
#pragma once

#include <optional>
#include <string_view>

#include "base/party_kind.h"

namespace ordergate::cli {

/// Empty is unknown; another word is nothing.
[[nodiscard]] constexpr std::optional<PartyKind> name_kind(std::string_view word) noexcept {
  return word.empty() ? PartyKind::unknown : parse_party_kind(word);
}

}  // namespace ordergate::cli
