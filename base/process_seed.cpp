#include "base/process_seed.h"

#include <random>

namespace ordergate {

std::uint64_t process_seed() {
  static const std::uint64_t seed = [] {
    std::random_device random;
    return (std::uint64_t{random()} << 32U) | random();
  }();
  return seed;
}

}  // namespace ordergate
