// The traces of all workers on their way out: a queue for each, and the exporter that empties them. Does
// nothing where [tracing] endpoint is empty. The control thread's, but for counts().
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.h"
#include "config/config.h"
#include "daemon/worker_thread.h"
#include "tracing/exporter.h"

namespace ordergate::daemon {

/// Since the start.
struct TraceCounts {
  std::uint64_t spans_exported = 0, spans_refused = 0, traces_dropped = 0;
};

class TraceExport {
 public:
  /// Connects to nothing. The error names the setting that cannot work.
  [[nodiscard]] static Status check(const TracingSettings& settings);

  /// What check() said must hold.
  explicit TraceExport(const Config& config) : config_(config) {}

  /// Gives each its queue and starts to export; before they are started.
  void start(const std::vector<std::unique_ptr<WorkerThread>>& workers);
  /// Sends what is there, within two seconds; after the workers ended.
  void stop();
  /// Any thread.
  [[nodiscard]] TraceCounts counts() const;

 private:
  const Config& config_;
  std::vector<std::unique_ptr<tracing::TraceQueue>> queues_;
  std::unique_ptr<tracing::Exporter> exporter_;
  std::atomic<bool> started_{false};
};

}  // namespace ordergate::daemon
