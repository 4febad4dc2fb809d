// Every metric that the daemon exports, described once: what a scrape says of it and what docs/METRICS.md
// is made of.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "daemon/counters.h"

namespace ordergate::daemon {

enum class MetricKind : std::uint8_t { counter, gauge, histogram };

struct MetricDescription {
  std::string_view group;  // heading in the reference
  std::string_view name;
  MetricKind kind = MetricKind::gauge;
  std::string_view unit;    // "seconds", "1" for truths and infos, or what is counted
  std::string_view labels;  // names, separated by ", "
  std::string_view help;
  Cell WorkerCounters::*total = nullptr;  // where the metric is nothing but its sum over the workers
};

[[nodiscard]] std::span<const MetricDescription> metric_catalog() noexcept;
/// The description of a metric, which must be there.
[[nodiscard]] const MetricDescription& describe_metric(std::string_view name) noexcept;

/// docs/METRICS.md.
[[nodiscard]] std::string metrics_reference();

}  // namespace ordergate::daemon
