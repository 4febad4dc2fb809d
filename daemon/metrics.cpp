#include "daemon/metrics.h"

#include <prometheus/text_serializer.h>

#include <limits>
#include <map>
#include <utility>

#include "order/verdict.h"

namespace ordergate::daemon {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<std::pair<std::string, std::string>>;
using Counters = WorkerCounters;

constexpr double kNsPerSecond = 1e9;
constexpr double kUsPerSecond = 1e6;

MetricFamily family(const char* name, const char* help, MetricType type) {
  MetricFamily made;
  made.name = name;
  made.help = help;
  made.type = type;
  return made;
}

ClientMetric labelled(const Labels& labels) {
  ClientMetric metric;
  for (const auto& [name, value] : labels) metric.label.push_back({name, value});
  return metric;
}

void add(MetricFamily& to, double value, const Labels& labels = {}) {
  ClientMetric metric = labelled(labels);
  (to.type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
  to.metric.push_back(std::move(metric));
}

/// Builds families from the numbers of all workers.
class Collector {
 public:
  explicit Collector(const MetricsInput& input) : input_(input) {}

  void total(const char* name, const char* help, Cell Counters::*cell) {
    MetricFamily& made = begin(name, help, MetricType::Counter);
    add(made, sum(cell));
  }

  /// A gauge or counter for each worker.
  void by_worker(const char* name, const char* help, MetricType type, Cell Counters::*cell) {
    MetricFamily& made = begin(name, help, type);
    for (std::size_t i = 0; i < input_.workers.size(); ++i)
      add(made, static_cast<double>((input_.workers[i]->*cell).get()), {{"worker", std::to_string(i)}});
  }

  void labels(const char* name, const char* help, const char* label, LabelCounts Counters::*counts) {
    std::map<std::string, std::uint64_t> sums;
    for (const Counters* worker : input_.workers)
      for (const auto& [text, count] : (worker->*counts).read()) sums[text] += count;
    MetricFamily& made = begin(name, help, MetricType::Counter);
    for (const auto& [text, count] : sums) add(made, static_cast<double>(count), {{label, text}});
  }

  void histogram(MetricFamily& to, TimeHistogram Counters::*histogram, const Labels& labels) {
    ClientMetric metric = labelled(labels);
    std::uint64_t cumulative = 0;
    for (std::size_t i = 0; i <= kTimeBucketsUs.size(); ++i) {
      for (const Counters* worker : input_.workers) cumulative += (worker->*histogram).bucket(i);
      const double bound = i < kTimeBucketsUs.size() ? kTimeBucketsUs[i] / kUsPerSecond
                                                     : std::numeric_limits<double>::infinity();
      metric.histogram.bucket.push_back({cumulative, bound});
    }
    metric.histogram.sample_count = cumulative;
    for (const Counters* worker : input_.workers)
      metric.histogram.sample_sum += static_cast<double>((worker->*histogram).sum_ns()) / kNsPerSecond;
    to.metric.push_back(std::move(metric));
  }

  MetricFamily& begin(const char* name, const char* help, MetricType type) {
    families_.push_back(family(name, help, type));
    return families_.back();
  }

  [[nodiscard]] double sum(Cell Counters::*cell) const {
    double value = 0;
    for (const Counters* worker : input_.workers) value += static_cast<double>((worker->*cell).get());
    return value;
  }

  [[nodiscard]] std::vector<MetricFamily> take() { return std::move(families_); }
  [[nodiscard]] const MetricsInput& input() const { return input_; }

 private:
  const MetricsInput& input_;
  std::vector<MetricFamily> families_;
};

void orders(Collector& c) {
  c.total("ordergate_orders_consumed_total", "Records read from the order topics.", &Counters::consumed);
  c.total("ordergate_order_bytes_total", "Bytes of the values of records read.", &Counters::consumed_bytes);
  c.total("ordergate_tombstones_total", "Records without a value, skipped.", &Counters::tombstones);
  MetricFamily& verdicts = c.begin("ordergate_verdicts_total", "Verdicts made.", MetricType::Counter);
  for (const Decision decision : {Decision::allow, Decision::hold, Decision::deny}) {
    double value = 0;
    for (const Counters* worker : c.input().workers)
      value += static_cast<double>(worker->verdicts[static_cast<std::size_t>(decision)].get());
    add(verdicts, value, {{"verdict", std::string(to_string(decision))}});
  }
  c.labels("ordergate_findings_total", "Findings of verdicts.", "rule", &Counters::findings);
  c.labels("ordergate_errors_total", "Verdicts with an error.", "code", &Counters::errors);
  c.total("ordergate_verdicts_compacted_total", "Verdicts held because their findings fit into no record.",
          &Counters::compact_verdicts);
  c.total("ordergate_dead_letters_total", "Records that were no orders.", &Counters::dead_letters);
  c.total("ordergate_dead_letters_without_value_total", "Dead letters too large to carry their value.",
          &Counters::dead_letters_without_value);
}

void delivery(Collector& c) {
  c.total("ordergate_delivery_failures_total", "Produced records that were not acknowledged.",
          &Counters::delivery_failures);
  c.total("ordergate_rewinds_total", "Times a partition was read again after a failed delivery.",
          &Counters::rewinds);
  c.total("ordergate_records_ignored_total", "Records read twice or out of turn, ignored.",
          &Counters::repeated_records);
  c.total("ordergate_transaction_aborts_total", "Transactions aborted; their orders are read again.",
          &Counters::transaction_aborts);
  c.total("ordergate_commits_total", "Commits of offsets handed to the broker.", &Counters::commits);
  c.total("ordergate_commit_failures_total", "Commits that failed (they are tried again).",
          &Counters::commit_failures);
  c.total("ordergate_client_rebuilds_total", "Times a worker built new clients.", &Counters::rebuilds);
  c.total("ordergate_backpressure_waits_total", "Times a full window stopped reading.",
          &Counters::backpressure_waits);
  MetricFamily& rebalances =
      c.begin("ordergate_rebalances_total", "Rebalances of workers.", MetricType::Counter);
  add(rebalances, c.sum(&Counters::assignments), {{"event", "assigned"}});
  add(rebalances, c.sum(&Counters::revocations), {{"event", "revoked"}});
  add(rebalances, c.sum(&Counters::losses), {{"event", "lost"}});
}

void workers(Collector& c) {
  c.by_worker("ordergate_worker_loops_total", "Turns of a worker's loop.", MetricType::Counter,
              &Counters::heartbeat);
  c.by_worker("ordergate_in_flight_records", "Records produced and not yet acknowledged.", MetricType::Gauge,
              &Counters::in_flight);
  c.by_worker("ordergate_in_flight_bytes", "Bytes produced and not yet acknowledged.", MetricType::Gauge,
              &Counters::in_flight_bytes);
  c.by_worker("ordergate_consumer_broker_up", "1: the consumer is connected to a broker.", MetricType::Gauge,
              &Counters::consumer_broker_up);
  c.by_worker("ordergate_producer_broker_up", "1: the producer is connected to a broker.", MetricType::Gauge,
              &Counters::producer_broker_up);
  MetricFamily& silence = c.begin("ordergate_worker_silence_seconds",
                                  "Time since a worker's loop last turned.", MetricType::Gauge);
  for (std::size_t i = 0; i < c.input().workers.size(); ++i) {
    const std::uint64_t last = c.input().workers[i]->heartbeat_ms.get();
    const std::uint64_t now = c.input().steady_ms;
    add(silence, now > last ? static_cast<double>(now - last) / 1000 : 0, {{"worker", std::to_string(i)}});
  }
}

void partitions(Collector& c) {
  MetricFamily lag = family("ordergate_partition_lag_messages",
                            "Records of a partition after the last committable one.", MetricType::Gauge);
  MetricFamily halted = family("ordergate_partition_halted",
                               "1: the partition stands still until an operator acts.", MetricType::Gauge);
  MetricFamily assigned =
      family("ordergate_partitions_assigned", "Partitions held by a worker.", MetricType::Gauge);
  for (std::size_t i = 0; i < c.input().workers.size(); ++i) {
    const WorkerReport report = c.input().workers[i]->report();
    add(assigned, static_cast<double>(report.partitions.size()), {{"worker", std::to_string(i)}});
    for (const PartitionReport& each : report.partitions) {
      const Labels labels = {{"topic", each.id.topic}, {"partition", std::to_string(each.id.partition)}};
      if (each.lag >= 0) add(lag, static_cast<double>(each.lag), labels);
      add(halted, each.halted.empty() ? 0 : 1, labels);
    }
  }
  for (MetricFamily* each : {&lag, &halted, &assigned})
    c.begin(each->name.c_str(), each->help.c_str(), each->type).metric = std::move(each->metric);
}

void times(Collector& c) {
  MetricFamily& stages =
      c.begin("ordergate_stage_seconds", "Time of one stage of one order (a sample of orders).",
              MetricType::Histogram);
  c.histogram(stages, &Counters::screen_time, {{"stage", "screen"}});
  c.histogram(stages, &Counters::encode_time, {{"stage", "encode"}});
  c.histogram(stages, &Counters::produce_time, {{"stage", "produce"}});
  MetricFamily& whole =
      c.begin("ordergate_order_seconds",
              "From reading an order to the broker's acknowledgement of its verdict.", MetricType::Histogram);
  c.histogram(whole, &Counters::poll_to_acknowledged_time, {});
}

void snapshot(Collector& c) {
  const SnapshotReport& report = c.input().snapshot;
  add(c.begin("ordergate_snapshot_info", "The snapshot in use.", MetricType::Gauge), 1, {{"id", report.id}});
  add(c.begin("ordergate_snapshot_loaded_timestamp_seconds", "When the snapshot was loaded.",
              MetricType::Gauge),
      static_cast<double>(report.loaded_unix_s));
  add(c.begin("ordergate_snapshot_load_seconds", "How long loading took.", MetricType::Gauge),
      static_cast<double>(report.load_ms) / 1000);
  add(c.begin("ordergate_lists_age_seconds", "Time since the list files were last written.",
              MetricType::Gauge),
      static_cast<double>(c.input().unix_s - report.lists_unix_s));
  add(c.begin("ordergate_lists_stale", "1: the lists are older than allowed.", MetricType::Gauge),
      c.input().stale ? 1 : 0);
  add(c.begin("ordergate_lists_sample", "1: only the sample list is in use.", MetricType::Gauge),
      report.sample_list ? 1 : 0);
  MetricFamily& entries = c.begin("ordergate_list_entries", "Entries of a list.", MetricType::Gauge);
  for (const SnapshotSource& source : report.sources)
    add(entries, static_cast<double>(source.entries), {{"source", source.source}, {"date", source.date}});
  MetricFamily& rejections =
      c.begin("ordergate_list_rejections", "Rows of a list that were not read.", MetricType::Gauge);
  for (const SnapshotSource& source : report.sources)
    add(rejections, static_cast<double>(source.rejections), {{"source", source.source}});
  MetricFamily& reloads =
      c.begin("ordergate_reloads_total", "Reloads of lists and rules.", MetricType::Counter);
  for (std::size_t i = 0; i < kReloadOutcomeCount; ++i)
    add(reloads, static_cast<double>(report.outcomes[i]),
        {{"outcome", std::string(to_string(static_cast<ReloadOutcome>(i)))}});
}

}  // namespace

std::vector<MetricFamily> DaemonMetrics::Collect() const {
  const MetricsInput input = read_();
  Collector collector(input);
  add(collector.begin("ordergate_build_info", "This build.", MetricType::Gauge), 1,
      {{"version", OG_VERSION}});
  add(collector.begin("ordergate_live", "1: /livez answers 200.", MetricType::Gauge),
      input.health.live ? 1 : 0);
  add(collector.begin("ordergate_ready", "1: /readyz answers 200.", MetricType::Gauge),
      input.health.ready ? 1 : 0);
  orders(collector);
  delivery(collector);
  workers(collector);
  partitions(collector);
  times(collector);
  snapshot(collector);
  return collector.take();
}

std::string DaemonMetrics::text() const { return prometheus::TextSerializer().Serialize(Collect()); }

}  // namespace ordergate::daemon
