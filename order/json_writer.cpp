// JSON scalars as text: strings and numbers.
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "base/hex.h"
#include "base/utf8.h"
#include "order/encoder.h"

namespace ordergate {
namespace {

constexpr double kWholeNumberBound = 9007199254740992.0;  // 2^53: every whole number below is exact
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

constexpr std::array<bool, 256> plain_bytes() noexcept {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0x20; byte < 0x80; ++byte) plain[byte] = byte != '"' && byte != '\\';
  return plain;
}
constexpr std::array<bool, 256> kPlain = plain_bytes();

void append_escape(char byte, std::string& out) {
  constexpr std::string_view kNamed = "\"\\\b\f\n\r\t";
  constexpr std::string_view kLetters = "\"\\bfnrt";
  out += '\\';
  if (const std::size_t at = kNamed.find(byte); at != std::string_view::npos) {
    out += kLetters[at];
    return;
  }
  out += "u00";
  append_hex(static_cast<unsigned char>(byte), out);
}

}  // namespace

void append_json_string(std::string_view text, std::string& out) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    std::size_t run = at;
    while (run < text.size() && kPlain[static_cast<unsigned char>(text[run])]) ++run;
    out.append(text, at, run - at);
    at = run;
    if (at == text.size()) break;
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      append_escape(text[at++], out);
      continue;
    }
    const Utf8Step step = utf8_step(text, at);
    if (step.valid) {
      out.append(text, at, step.bytes);
    } else {
      out += kReplacement;
    }
    at += step.bytes;
  }
  out += '"';
}

void append_json_number(double value, std::string& out) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  std::array<char, 32> text;
  char* const end = text.data() + text.size();
  const bool whole = std::fabs(value) < kWholeNumberBound && std::trunc(value) == value;
  const std::to_chars_result done = whole ? std::to_chars(text.data(), end, static_cast<std::int64_t>(value))
                                          : std::to_chars(text.data(), end, value);
  out.append(text.data(), static_cast<std::size_t>(done.ptr - text.data()));
}

void append_verdict_id(const VerdictId& id, std::string& out) {
  for (const std::uint64_t word : id.words)
    for (unsigned shift = 64; shift > 0; shift -= 4) out += kHexDigits[(word >> (shift - 4)) & 15U];
}

}  // namespace ordergate
