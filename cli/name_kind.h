// The words for what bears a name, as --kind and batch lines give them.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "cli/stop.h"
#include "matchers/names/name_index.h"

namespace ordergate::cli {

inline constexpr std::array<std::pair<std::string_view, matchers::NameKind>, 7> kNameKinds = {{
    {"", matchers::NameKind::unknown},
    {"unknown", matchers::NameKind::unknown},
    {"company", matchers::NameKind::company},
    {"person", matchers::NameKind::person},
    {"vessel", matchers::NameKind::vessel},
    {"aircraft", matchers::NameKind::aircraft},
    {"government", matchers::NameKind::government},
}};

/// Empty is unknown; another word is nothing.
[[nodiscard]] constexpr std::optional<matchers::NameKind> name_kind(std::string_view word) noexcept {
  for (const auto& [known, kind] : kNameKinds)
    if (known == word) return kind;
  return std::nullopt;
}

}  // namespace ordergate::cli
