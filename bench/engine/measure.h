// What a benchmark counts with: the CPU time of this thread, quantiles, and the memory of this process.
#pragma once

#include <cstdint>
#include <vector>

namespace ordergate::bench {

/// CPU time of the calling thread in nanoseconds: what others do on the machine is not in it.
[[nodiscard]] std::int64_t thread_ns() noexcept;

struct Quantiles {
  double p50_us = 0, p99_us = 0, p999_us = 0, max_us = 0;
};
/// Of times in nanoseconds; sorts them.
[[nodiscard]] Quantiles quantiles_of(std::vector<std::int64_t>& times_ns);

[[nodiscard]] double median_of(std::vector<double> values);

/// How much more memory the process held at its peak, and at the end, than when this was made. Reads the
/// kernel's own count; zero where the kernel does not let the peak be reset.
class MemoryWatch {
 public:
  MemoryWatch();
  [[nodiscard]] double peak_mb() const;
  [[nodiscard]] double resident_mb() const;

 private:
  double before_mb_;
};

}  // namespace ordergate::bench
