// What a scrape sees: every number of every worker, the snapshot and the probes' answers, as Prometheus
// metric families. Reads only; any thread.
#pragma once

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "daemon/counters.h"
#include "daemon/decision_feed.h"
#include "daemon/health.h"
#include "daemon/process_usage.h"
#include "daemon/reload.h"
#include "daemon/trace_export.h"
#include "fetch/store.h"

namespace ordergate::daemon {

/// What is scraped, taken at the moment of the scrape.
struct MetricsInput {
  std::vector<const WorkerCounters*> workers;
  SnapshotReport snapshot;
  Health health;
  ProcessUsage process;
  /// Of each [[lists.source]], how asking its publisher went.
  struct Fetched {
    std::string source;
    std::int64_t every_s = 0;
    fetch::SourceRecord record;
  };
  std::vector<Fetched> fetched;
  bool stale = false;
  bool fenced = false;  // another process took this one's place
  TraceCounts traces;
  DecisionCounts decisions;
  std::int64_t stale_after_s = 0;
  std::int64_t unix_s = 0;
  std::uint64_t steady_ms = 0;
};

class DaemonMetrics final : public prometheus::Collectable {
 public:
  explicit DaemonMetrics(std::function<MetricsInput()> read) : read_(std::move(read)) {}
  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override;
  /// The families in the text format.
  [[nodiscard]] std::string text() const;

 private:
  std::function<MetricsInput()> read_;
};

}  // namespace ordergate::daemon
