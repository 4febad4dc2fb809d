#include "base/clock.h"

namespace ordergate {

WallTime wall_time() noexcept {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace ordergate
