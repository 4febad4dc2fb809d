#include "config/duration.h"

#include <array>
#include <charconv>

namespace ordergate {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t ms;
};
constexpr std::array<Unit, 5> kUnits = {
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};
constexpr std::int64_t kDurationMaxMs = 3650LL * 86'400'000;

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept {
  std::uint32_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{}) return std::nullopt;
  const std::string_view name = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const Unit& unit : kUnits)
    if (unit.name == name && count <= kDurationMaxMs / unit.ms)
      return std::chrono::milliseconds(count * unit.ms);
  return std::nullopt;
}

std::string format_duration(std::chrono::milliseconds duration) {
  if (duration.count() == 0) return "0s";
  for (const Unit& unit : kUnits)
    if (duration.count() % unit.ms == 0)
      return std::to_string(duration.count() / unit.ms) + std::string(unit.name);
  return std::to_string(duration.count()) + "ms";
}

}  // namespace ordergate
