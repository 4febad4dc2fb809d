// Appends JSON to a text that is reused from record to record. Bounded: once over the bound nothing more is
// written and over() says so. One thread.
#pragma once

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ordergate::wire {

class JsonText {
 public:
  /// Writes into `out`, which it clears; at most `bytes_max`.
  JsonText(std::string& out, std::size_t bytes_max) noexcept : out_(out), bytes_max_(bytes_max) {
    out_.clear();
  }

  [[nodiscard]] bool over() const noexcept { return over_; }

  void raw(std::string_view text) noexcept {
    if (over_ || text.size() > bytes_max_ - out_.size()) {
      over_ = true;
      return;
    }
    out_.append(text);
  }
  void raw(char c) noexcept { raw(std::string_view(&c, 1)); }

  /// `text` is valid UTF-8.
  void string(std::string_view text) noexcept {
    raw('"');
    std::size_t from = 0;
    for (std::size_t at = 0; at < text.size() && !over_; ++at) {
      const auto byte = static_cast<unsigned char>(text[at]);
      if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
      raw(text.substr(from, at - from));
      escape(byte);
      from = at + 1;
    }
    raw(text.substr(from));
    raw('"');
  }

  void integer(std::int64_t value) noexcept { number(value); }
  void integer(std::uint64_t value) noexcept { number(value); }
  /// What is no number of JSON is a text: nothing takes it for one.
  void real(double value) noexcept { real_of(value); }
  void real(float value) noexcept { real_of(value); }

  /// Base64 with padding (RFC 4648, section 4).
  void base64(std::string_view bytes) noexcept {
    static constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    raw('"');
    for (std::size_t at = 0; at < bytes.size() && !over_; at += 3) {
      const std::size_t left = bytes.size() - at;
      const auto byte = [&](std::size_t i) {
        return i < left ? static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) : 0U;
      };
      const std::uint32_t bits = byte(0) << 16U | byte(1) << 8U | byte(2);
      const char four[4] = {kDigits[bits >> 18U], kDigits[bits >> 12U & 63U],
                            left > 1 ? kDigits[bits >> 6U & 63U] : '=', left > 2 ? kDigits[bits & 63U] : '='};
      raw({four, 4});
    }
    raw('"');
  }

 private:
  template <typename T>
  void number(T value) noexcept {
    char digits[24];
    const std::to_chars_result end = std::to_chars(digits, digits + sizeof digits, value);
    raw({digits, static_cast<std::size_t>(end.ptr - digits)});
  }
  template <typename T>
  void real_of(T value) noexcept {
    if (std::isnan(value)) return raw("\"NaN\"");
    if (std::isinf(value)) return raw(value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
    char digits[40];
    const std::to_chars_result end = std::to_chars(digits, digits + sizeof digits, value);
    raw({digits, static_cast<std::size_t>(end.ptr - digits)});
  }
  void escape(unsigned char byte) noexcept {
    if (byte == '"' || byte == '\\') {
      raw('\\');
      return raw(static_cast<char>(byte));
    }
    constexpr std::string_view kHex = "0123456789abcdef";
    const char six[6] = {'\\', 'u', '0', '0', kHex[byte >> 4U], kHex[byte & 15U]};
    raw({six, 6});
  }

  std::string& out_;
  std::size_t bytes_max_;
  bool over_ = false;
};

}  // namespace ordergate::wire
