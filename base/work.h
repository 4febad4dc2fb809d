// The work that one record may take. Counted in units, never by the clock, and the same whatever a cache
// knows: the same order gets the same verdict on any machine. A unit is about ten nanoseconds
// (docs/performance.md).
#pragma once

#include <cstdint>

namespace ordergate {

/// The most that each part of a record's screening takes, but for what it was just at; the rest is not
/// screened, and the order is held (`screened_in_part`).
inline constexpr std::uint64_t kPartiesWorkMax = 2'400'000;
inline constexpr std::uint64_t kItemsWorkMax = 800'000;
inline constexpr std::uint64_t kTextsWorkMax = 700'000;
inline constexpr std::uint64_t kPlacesWorkMax = 400'000;
inline constexpr std::uint64_t kRulesWorkMax = 1'200'000;
/// The most that folding texts ahead takes; the rest is folded where it is read, and counts there.
inline constexpr std::uint64_t kFoldWorkMax = 200'000;

/// What one part of one record has taken so far.
class WorkBudget {
 public:
  explicit constexpr WorkBudget(std::uint64_t max) noexcept : max_(max) {}
  void spend(std::uint64_t units) noexcept { used_ += units; }
  [[nodiscard]] std::uint64_t used() const noexcept { return used_; }
  [[nodiscard]] std::uint64_t left() const noexcept { return used_ < max_ ? max_ - used_ : 0; }
  void restart() noexcept { used_ = 0; }

 private:
  std::uint64_t used_ = 0;
  std::uint64_t max_;
};

}  // namespace ordergate
