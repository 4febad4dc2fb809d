#include "cli/terminal_text.h"

#include <algorithm>
#include <cmath>

#include "base/utf8.h"
#include "order/encoder.h"

namespace ordergate::cli {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

/// C0, DEL, C1, and the marks that turn the direction of text.
bool steers(char32_t c) noexcept {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

std::size_t width_of(char32_t c) noexcept {
  if ((c >= 0x300 && c <= 0x36F) || c == 0x200B || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F)) return 0;
  const bool wide =
      (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
      (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
      (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
  return wide ? 2 : 1;
}

std::string padded(const std::string& cell, std::size_t width, bool right) {
  const std::string space(width - std::min(width, columns_of(cell)), ' ');
  return right ? space + cell : cell + space;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Step step = utf8_step(text, at);
    const std::string_view bytes = text.substr(at, step.bytes);
    out += step.valid && !steers(decode_point(bytes, 0).point) ? bytes : kReplacement;
    at += step.bytes;
  }
  return out;
}

std::size_t columns_of(std::string_view text) noexcept {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Step step = utf8_step(text, at);
    columns += step.valid ? width_of(decode_point(text.substr(at, step.bytes), 0).point) : 1;
    at += step.bytes;
  }
  return columns;
}

std::string shortened(std::string_view text, std::size_t columns) {
  if (columns_of(text) <= columns) return std::string(text);
  std::size_t used = 1;  // the ellipsis
  std::size_t at = 0;
  while (at < text.size()) {
    const Utf8Step step = utf8_step(text, at);
    used += step.valid ? width_of(decode_point(text.substr(at, step.bytes), 0).point) : 1;
    if (used > columns) break;
    at += step.bytes;
  }
  return std::string(text.substr(0, at)).append(kEllipsis);
}

std::string wrapped(std::string_view text, std::string_view indent, std::size_t columns,
                    std::string_view first) {
  const std::size_t room = columns > columns_of(indent) + 20 ? columns - columns_of(indent) : 20;
  std::string out(first.empty() ? indent : first);
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    const std::size_t width = columns_of(word);
    if (used != 0 && used + 1 + width > room) {
      out.append("\n").append(indent);
      used = 0;
    } else if (used != 0) {
      out += ' ';
      ++used;
    }
    out.append(word);
    used += width;
  }
  return out + '\n';
}

std::string with_commas(double value) {
  std::string text;
  append_json_number(value, text);
  if (!std::isfinite(value) || text.find_first_of(".e") != std::string::npos) return text;
  const std::size_t first = text[0] == '-' ? 1 : 0;
  for (std::size_t at = text.size(); at > first + 3;) {
    at -= 3;
    text.insert(at, 1, ',');
  }
  return text;
}

std::string Table::render() const {
  std::vector<std::size_t> widths(header_.size());
  const auto measure = [&widths](const std::vector<std::string>& row) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns_of(row[i]));
  };
  measure(header_);
  for (const auto& row : rows_) measure(row);
  std::string out;
  const auto print = [&](const std::vector<std::string>& row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool right = std::find(right_.begin(), right_.end(), i) != right_.end();
      const bool last = i + 1 == row.size();
      out += last && !right ? row[i] : padded(row[i], widths[i], right);
      out += last ? "\n" : "  ";
    }
  };
  print(header_);
  for (const auto& row : rows_) print(row);
  return out;
}

}  // namespace ordergate::cli
