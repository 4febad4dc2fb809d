#include "tracing/trace_context.h"

#include <algorithm>

#include "base/hex.h"

namespace ordergate::tracing {
namespace {

// "00-<32 digits>-<16 digits>-<2 digits>"
constexpr std::size_t kTraceAt = 3, kSpanAt = 36, kFlagsAt = 53;

int digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

template <std::size_t N>
bool read_hex(std::string_view text, std::array<std::uint8_t, N>& into) noexcept {
  for (std::size_t i = 0; i < N; ++i) {
    const int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    into[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return true;
}

template <std::size_t N>
void write_hex(const std::array<std::uint8_t, N>& bytes, char* into) noexcept {
  for (const std::uint8_t byte : bytes) {
    *into++ = kHexDigits[byte >> 4U];
    *into++ = kHexDigits[byte & 15U];
  }
}

template <std::size_t N>
bool all_zero(const std::array<std::uint8_t, N>& bytes) noexcept {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace

std::optional<TraceContext> parse_traceparent(std::string_view text) noexcept {
  if (text.size() < kTraceparentSize || text[2] != '-' || text[kSpanAt - 1] != '-' ||
      text[kFlagsAt - 1] != '-')
    return std::nullopt;
  std::array<std::uint8_t, 1> version{}, flags{};
  TraceContext context;
  if (!read_hex(text, version) || !read_hex(text.substr(kTraceAt), context.trace.bytes) ||
      !read_hex(text.substr(kSpanAt), context.span.bytes) || !read_hex(text.substr(kFlagsAt), flags))
    return std::nullopt;
  if (version[0] == 0xff || all_zero(context.trace.bytes) || all_zero(context.span.bytes))
    return std::nullopt;
  if (text.size() > kTraceparentSize && (version[0] == 0 || text[kTraceparentSize] != '-'))
    return std::nullopt;
  context.flags = flags[0];
  return context;
}

TraceparentText write_traceparent(const TraceContext& context) noexcept {
  TraceparentText text{};
  text[0] = text[1] = '0';
  text[2] = text[kSpanAt - 1] = text[kFlagsAt - 1] = '-';
  write_hex(context.trace.bytes, text.data() + kTraceAt);
  write_hex(context.span.bytes, text.data() + kSpanAt);
  write_hex(std::array{static_cast<std::uint8_t>(context.flags & kKnownFlags)}, text.data() + kFlagsAt);
  return text;
}

std::array<char, 32> to_hex(const TraceId& id) noexcept {
  std::array<char, 32> text{};
  write_hex(id.bytes, text.data());
  return text;
}

std::array<char, 16> to_hex(const SpanId& id) noexcept {
  std::array<char, 16> text{};
  write_hex(id.bytes, text.data());
  return text;
}

bool sampled(const TraceId& id, std::uint32_t per_million) noexcept {
  constexpr std::uint64_t kAll = std::uint64_t{1} << 56U;
  std::uint64_t random = 0;
  for (std::size_t i = 9; i < id.bytes.size(); ++i) random = (random << 8U) | id.bytes[i];
  const std::uint64_t kept = kAll / kMillion * per_million;
  return per_million >= kMillion || random >= kAll - kept;
}

SpanId SpanIds::next() noexcept {
  SpanId id;
  while (all_zero(id.bytes)) {
    std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15U;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    mixed ^= mixed >> 31U;
    for (std::uint8_t& byte : id.bytes) {
      byte = static_cast<std::uint8_t>(mixed);
      mixed >>= 8U;
    }
  }
  return id;
}

}  // namespace ordergate::tracing
