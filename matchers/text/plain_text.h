// Text as a reader sees it: HTML tags taken out, entities decoded. Linear; no allocation once warm.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ordergate::matchers {

/// The text and the way back. Reuse it.
struct PlainText {
  std::string text;
  std::vector<std::uint32_t> source;  // source[i]: source byte of text[i]; text.size() + 1 long
};

/// Has it anything that a reader would not see as it stands?
[[nodiscard]] bool has_markup(std::string_view text) noexcept;

/// Tags that do not break a word (<b>, <span>, comments ...) are dropped, others become a space; what
/// only looks like a tag or entity stays. Entities: numeric ones and the usual names.
void plain_text(std::string_view text, PlainText& out) noexcept;

}  // namespace ordergate::matchers
