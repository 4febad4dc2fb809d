// Reading scalars, and saying what is wrong where.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include "base/hash.h"
#include "order/json_syntax.h"
#include "order/record_reader.h"

namespace ordergate {
namespace {

std::string_view type_name(const JsonValue& value) noexcept {
  if (value.is('{')) return "an object";
  if (value.is('[')) return "an array";
  if (value.is('"')) return "a string";
  if (value.is('t') || value.is('f')) return "a truth value";
  if (value.is('n')) return "null";
  return "a number";
}

constexpr std::size_t kQuotedMax = 40;  // bytes of a wrong value that a message repeats

std::string_view shortened(std::string_view text) noexcept { return text.substr(0, kQuotedMax); }

}  // namespace

Reader::Reader(const RecordLimits& limits)
    : limits_(limits),
      seed_(mix64(reinterpret_cast<std::uintptr_t>(this))),
      path_(limits.depth_max + 2),
      keys_(limits.depth_max + 2) {}

void Reader::start(Arena& arena) noexcept {
  arena_ = &arena;
  failure_ = {};
  depth_ = 0;
  unknown_keys_ = 0;
  odd_keys_ = {};
  stray_texts_ = {};
  stray_texts_left_ = false;
}

/// A value that nobody asked for, with the words of its key before it: "deliver_to" speaks too.
void Reader::note_stray(std::string_view text) noexcept {
  constexpr std::uint32_t kTextsMax = 1024;
  constexpr std::size_t kBytesMin = 3, kDigitsMin = 6;  // "900-21010" is a part number
  const auto speaks = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80U) != 0 ||
           c == '+';
  };
  const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool silent =
      std::none_of(text.begin(), text.end(), speaks) && digits < static_cast<std::ptrdiff_t>(kDigitsMin);
  if (text.size() < kBytesMin || silent) return;
  if (stray_texts_.size() == kTextsMax) {
    stray_texts_left_ = true;
    return;
  }
  std::string_view key;
  for (std::uint32_t at = depth_; at > 0 && key.empty(); --at) key = path_[at].key;
  char* const bytes = arena_->allocate_array<char>(2 * key.size() + 2 + text.size());
  char* end = bytes;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const bool capital = key[i] >= 'A' && key[i] <= 'Z';
    const bool hump = capital && i > 0 && key[i - 1] >= 'a' && key[i - 1] <= 'z';  // "deliverTo"
    if (hump) *end++ = ' ';
    *end++ = key[i] == '_' || key[i] == '-' ? ' ' : key[i];
  }
  *end++ = ':';
  *end++ = ' ';
  std::memcpy(end, text.data(), text.size());
  stray_texts_.push_back(*arena_, {place({}), {bytes, static_cast<std::size_t>(end - bytes) + text.size()}});
}

bool Reader::enter() noexcept {
  if (depth_ == limits_.depth_max) return fail(OrderError::depth_exceeded, {"nested too deeply"});
  ++depth_;
  return true;
}

bool Reader::expect(const JsonValue& value, char first, std::string_view wanted) noexcept {
  if (value.is(first)) return true;
  return fail(OrderError::wrong_type, {"expected ", wanted, ", found ", type_name(value)});
}

bool Reader::raw_text(std::string_view raw, std::string_view& out) noexcept {
  out = raw;
  if (!raw.empty() && std::memchr(raw.data(), '\\', raw.size()) != nullptr) {
    char* const bytes = arena_->allocate_array<char>(raw.size());
    const std::size_t size = unescape_json(raw, bytes);
    if (size == std::string_view::npos) return fail_syntax();
    out = {bytes, size};
  }
  if (out.size() > limits_.string_bytes_max)
    return fail(OrderError::string_too_long, {"longer than allowed"});
  return true;
}

bool Reader::text(const JsonValue& value, std::string_view& out) noexcept {
  if (!expect(value, '"', "a string")) return false;
  const std::string_view token = value.token;
  if (token.size() < 2 || token.back() != '"') return fail_syntax();
  return raw_text(token.substr(1, token.size() - 2), out);
}

bool Reader::word(const JsonValue& value, std::span<const std::string_view> words,
                  std::size_t& index) noexcept {
  std::string_view given;
  if (!text(value, given)) return false;
  for (index = 0; index < words.size(); ++index)
    if (words[index] == given) return true;
  return fail(OrderError::invalid_value, {"no such word here: \"", shortened(given), "\""});
}

bool Reader::number(const JsonValue& value, const NumberRange& range, double& out) noexcept {
  if (value.is('{') || value.is('[') || value.is('"') || value.is('t') || value.is('f') || value.is('n'))
    return expect(value, '0', "a number");
  bool ends_early = false;
  const std::string_view token = value.token;
  const std::size_t length = json_number_length(token, 0, ends_early);
  if (length == 0 || length != token.size()) return fail_syntax();
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), out);
  if (error != std::errc{} || end != token.data() + token.size() || !std::isfinite(out))
    return fail(OrderError::invalid_value, {"too large or too small to be represented"});
  if (out < range.low || out > range.high)
    return fail(OrderError::invalid_value, {"must be ", range.words, ", found ", shortened(token)});
  return true;
}

bool Reader::truth(const JsonValue& value, Tri& out) noexcept {
  if (value.token == "true") {
    out = Tri::yes;
  } else if (value.token == "false") {
    out = Tri::no;
  } else if (value.is('t') || value.is('f')) {
    return fail_syntax();
  } else {
    return expect(value, 't', "true or false");
  }
  return true;
}

bool Reader::country(const JsonValue& value, CountryCode& out) noexcept {
  std::string_view code;
  if (!text(value, code)) return false;
  out = CountryCode::parse(code);
  if (out.known()) return true;
  return fail(OrderError::invalid_value,
              {"must be two capital letters (ISO 3166-1), found \"", shortened(code), "\""});
}

bool Reader::date(const JsonValue& value, std::optional<Date>& out) noexcept {
  std::string_view day;
  if (!text(value, day)) return false;
  out = parse_date(day);
  return out ||
         fail(OrderError::invalid_value, {"must be a date YYYY-MM-DD, found \"", shortened(day), "\""});
}

bool Reader::fail(OrderError code, std::initializer_list<std::string_view> message) noexcept {
  std::size_t size = 0;
  for (const std::string_view part : message) size += part.size();
  char* const bytes = arena_->allocate_array<char>(size);
  char* end = bytes;
  for (const std::string_view part : message) end = std::copy(part.begin(), part.end(), end);
  failure_ = {code, place({}), {bytes, size}};
  return false;
}

bool Reader::fail_missing(std::string_view key) noexcept {
  failure_ = {OrderError::missing_field, place(key), "required, but absent or empty"};
  return false;
}

bool Reader::fail_syntax() noexcept {
  failure_ = {OrderError::malformed_json, {}, "not JSON"};
  return false;
}

/// "parties[1].addresses[0].country"; `key`, when given, takes the place of the last step.
std::string_view Reader::place(std::string_view key) noexcept {
  const std::uint32_t steps = key.empty() || depth_ == 0 ? depth_ : depth_ - 1;
  std::size_t size = key.size() + 1;
  for (std::uint32_t i = 1; i <= steps; ++i) size += path_[i].key.size() + 12;
  char* const bytes = arena_->allocate_array<char>(size);
  char* end = bytes;
  const auto append_key = [&](std::string_view name) {
    if (end != bytes && !name.empty()) *end++ = '.';
    end = std::copy(name.begin(), name.end(), end);
  };
  for (std::uint32_t i = 1; i <= steps; ++i) {
    if (path_[i].key.data() != nullptr) {
      append_key(path_[i].key);
      continue;
    }
    *end++ = '[';
    end = std::to_chars(end, end + 10, path_[i].index).ptr;
    *end++ = ']';
  }
  if (!key.empty()) append_key(key);
  return {bytes, static_cast<std::size_t>(end - bytes)};
}

}  // namespace ordergate
