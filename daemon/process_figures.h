// What the kernel says about this process, for metrics. Any thread.
#pragma once

#include <cstdint>

#include "base/clock.h"

namespace ordergate::daemon {

struct ProcessFigures {
  double cpu_seconds = 0;
  double start_unix_s = 0;
  std::uint64_t resident_bytes = 0, virtual_bytes = 0;
  std::uint64_t open_fds = 0, max_fds = 0;
  std::uint64_t threads = 0;
};

/// What cannot be read stays 0.
[[nodiscard]] ProcessFigures read_process_figures(WallTime now);

}  // namespace ordergate::daemon
