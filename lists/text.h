// Small text work that every reader needs. Cold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ordergate::lists {

/// Without ASCII white space at both ends.
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;

/// ASCII letters lower-cased; other bytes as they are.
[[nodiscard]] std::string ascii_lower(std::string_view text);

/// Does `text` contain `part`, ASCII letters compared without case?
[[nodiscard]] bool contains_word(std::string_view text, std::string_view part);

/// Trimmed, non-empty parts; placeholders are left out.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// "-0-", "N/A", "none", "unknown" and the like: a filled field that says nothing.
[[nodiscard]] bool is_placeholder(std::string_view text) noexcept;

/// The text without a placeholder and outer space; "" when it says nothing.
[[nodiscard]] std::string_view meaningful(std::string_view text) noexcept;

/// UTF-8 as it is; anything else is read as Windows-1252, so that one stray byte loses no party.
[[nodiscard]] std::string to_utf8(std::string_view text);

/// White space of any kind folded to single spaces, trimmed.
[[nodiscard]] std::string single_spaced(std::string_view text);

/// Joins the non-empty parts.
[[nodiscard]] std::string join(const std::vector<std::string_view>& parts, std::string_view separator);

}  // namespace ordergate::lists
