// Text of the rule language to tokens. Cold; never recurses.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ordergate::rules {

enum class TokenKind : std::uint8_t { end, name, number, text, symbol };

struct Token {
  TokenKind kind = TokenKind::end;
  std::uint32_t at = 0;     // byte offset in the source
  std::string_view source;  // as written; for symbols "&&", "(" ...
  double number = 0;        // number tokens
  std::string text;         // text tokens: without quotes, escapes resolved
};

inline constexpr std::size_t kExpressionBytesMax = 16 * 1024;

/// All tokens with `end` last, or the first error. Skips white space and // comments. Texts are
/// "double" or 'single' quoted with the escapes \\ \" \' \n \t \r.
[[nodiscard]] Result<std::vector<Token>> tokenize(std::string_view source);

/// "column 17: WHAT", or "line 2, column 5: WHAT" when the source has several lines. Counts
/// characters from 1, not bytes.
[[nodiscard]] Error error_at(std::string_view source, std::uint32_t at, const std::string& what);

}  // namespace ordergate::rules
