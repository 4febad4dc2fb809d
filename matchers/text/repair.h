// Text that a machine on the way has damaged, as it was written: character references, percent escapes,
// UTF-8 read as Windows-1252, Windows-1251 read as Windows-1252. Linear; allocates nothing once warm.
#pragma once

#include <string>
#include <string_view>

#include "matchers/text/plain_text.h"

namespace ordergate::matchers {

/// Reused working memory and the result.
struct RepairedText {
  std::string text;
  PlainText plain;
  std::string before;
  bool escaped = false;  // the text as it stands holds signs that belong to an escape
};

/// True when there was something to undo; then `out.text` is what was meant.
[[nodiscard]] bool repair_text(std::string_view text, RepairedText& out) noexcept;

/// "ACME A工R", "Acme٠": one character of another script in a Latin word. True when there is one; then `out`
/// has the letter that it is drawn like in its place, or nothing.
[[nodiscard]] bool replace_stranger(std::string_view text, std::string& out) noexcept;

}  // namespace ordergate::matchers
