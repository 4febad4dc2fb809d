// What the kernel says about this process, for metrics. Any thread.
#pragma once

#include <cstdint>

namespace ordergate::daemon {

struct ProcessUsage {
  double cpu_seconds = 0;
  double start_unix_s = 0;
  std::uint64_t resident_bytes = 0, virtual_bytes = 0;
  std::uint64_t open_fds = 0, max_fds = 0;
  std::uint64_t threads = 0;
};

/// `start_unix_s` is when the process began, by the clock that it was given: reckoned back from now it would
/// tremble from scrape to scrape. What cannot be read stays 0.
[[nodiscard]] ProcessUsage read_process_usage(std::int64_t start_unix_s);

}  // namespace ordergate::daemon
