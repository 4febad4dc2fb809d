// Seeded random numbers that are the same on every machine (SplitMix64), and a Zipf law over ranks.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ordergate::bench {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() noexcept {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }
  /// 0 <= result < bound; bound > 0.
  std::size_t below(std::size_t bound) noexcept { return static_cast<std::size_t>(next() % bound); }
  /// 0 <= result < 1.
  double unit() noexcept { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  bool chance(double probability) noexcept { return unit() < probability; }
  template <typename Range>
  const auto& pick(const Range& range) noexcept {
    return range[below(std::size(range))];
  }

 private:
  std::uint64_t state_;
};

/// Rank r (from 0) comes up in proportion to 1 / (r + 1)^exponent.
class Zipf {
 public:
  Zipf(std::size_t ranks, double exponent) {
    double sum = 0;
    for (std::size_t rank = 0; rank < ranks; ++rank) {
      sum += std::pow(static_cast<double>(rank + 1), -exponent);
      sums_.push_back(sum);
    }
  }
  [[nodiscard]] std::size_t draw(Random& random) const noexcept {
    const auto at = std::upper_bound(sums_.begin(), sums_.end(), random.unit() * sums_.back());
    return std::min(static_cast<std::size_t>(at - sums_.begin()), sums_.size() - 1);
  }

 private:
  std::vector<double> sums_;
};

}  // namespace ordergate::bench
