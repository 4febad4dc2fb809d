#include "bench/engine/measure.h"

#include <malloc.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>

namespace ordergate::bench {
namespace {

/// A value of /proc/self/status in MB; 0 where there is none.
double status_mb(const std::string& key) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.compare(0, key.size(), key) == 0) return std::stod(line.substr(key.size() + 1)) / 1024.0;
  return 0;
}

double at(const std::vector<std::int64_t>& sorted, double share) {
  const auto index = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
  return static_cast<double>(sorted[std::min(index, sorted.size() - 1)]) / 1e3;
}

}  // namespace

std::int64_t thread_ns() noexcept {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

Quantiles quantiles_of(std::vector<std::int64_t>& times_ns) {
  if (times_ns.empty()) return {};
  std::sort(times_ns.begin(), times_ns.end());
  return {at(times_ns, 0.5), at(times_ns, 0.99), at(times_ns, 0.999), at(times_ns, 1.0)};
}

double median_of(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

MemoryWatch::MemoryWatch() {
  ::malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5";  // the peak starts anew from what is resident now
  before_mb_ = status_mb("VmRSS");
}

double MemoryWatch::peak_mb() const { return std::max(0.0, status_mb("VmHWM") - before_mb_); }

double MemoryWatch::resident_mb() const {
  ::malloc_trim(0);
  return std::max(0.0, status_mb("VmRSS") - before_mb_);
}

}  // namespace ordergate::bench
