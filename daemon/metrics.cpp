#include "daemon/metrics.h"

#include <prometheus/text_serializer.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "base/date.h"
#include "daemon/kafka.h"
#include "daemon/metric_catalog.h"
#include "order/words.h"

namespace ordergate::daemon {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<std::pair<std::string, std::string>>;
using Counters = WorkerCounters;

constexpr double kNsPerSecond = 1e9;
constexpr double kUsPerSecond = 1e6;
constexpr double kMsPerSecond = 1e3;
constexpr double kSecondsPerDay = 86400;

MetricType type_of(MetricKind kind) {
  switch (kind) {
    case MetricKind::counter:
      return MetricType::Counter;
    case MetricKind::gauge:
      return MetricType::Gauge;
    case MetricKind::histogram:
      return MetricType::Histogram;
  }
  return MetricType::Untyped;
}

MetricFamily family(std::string_view name) {
  const MetricDescription& description = describe_metric(name);
  MetricFamily made;
  made.name = description.name;
  made.help = description.help;
  made.type = type_of(description.kind);
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

  MetricFamily& begin(std::string_view name) {
    families_.push_back(family(name));
    return families_.back();
  }
  /// A family of one number.
  void one(std::string_view name, double value, const Labels& labels = {}) {
    add(begin(name), value, labels);
  }
  /// All metrics that are nothing but the sum of one counter of the workers: the catalog says which.
  void totals() {
    for (const MetricDescription& metric : metric_catalog())
      if (metric.total != nullptr) one(metric.name, sum(metric.total));
  }

  /// A number for each worker.
  void by_worker(std::string_view name, const std::function<double(const Counters&)>& value) {
    MetricFamily& made = begin(name);
    for (std::size_t i = 0; i < input_.workers.size(); ++i)
      add(made, value(*input_.workers[i]), {{"worker", std::to_string(i)}});
  }
  void by_worker(std::string_view name, Cell Counters::*cell) {
    by_worker(name, [cell](const Counters& worker) { return static_cast<double>((worker.*cell).get()); });
  }

  void labels(std::string_view name, const char* label, LabelCounts Counters::*counts) {
    std::map<std::string, std::uint64_t> sums;
    for (const Counters* worker : input_.workers)
      for (const auto& [text, count] : (worker->*counts).read()) sums[text] += count;
    MetricFamily& made = begin(name);
    for (const auto& [text, count] : sums) add(made, static_cast<double>(count), {{label, text}});
  }

  /// Adds the sum over workers of the histogram that `of` names. `unit` is how many of its units make one of
  /// the metric's.
  template <typename Of, typename Bounds>
  void histogram(MetricFamily& to, const Bounds& bounds, double unit, const Of& of,
                 const Labels& labels = {}) {
    ClientMetric metric = labelled(labels);
    std::uint64_t cumulative = 0;
    for (std::size_t i = 0; i <= bounds.size(); ++i) {
      for (const Counters* worker : input_.workers) cumulative += of(*worker).bucket(i);
      const double bound = i < bounds.size() ? bounds[i] / unit : std::numeric_limits<double>::infinity();
      metric.histogram.bucket.push_back({cumulative, bound});
    }
    metric.histogram.sample_count = cumulative;
    for (const Counters* worker : input_.workers) metric.histogram.sample_sum += sum_of(of(*worker), unit);
    to.metric.push_back(std::move(metric));
  }

  [[nodiscard]] double sum(Cell Counters::*cell) const {
    return sum_over([cell](const Counters& worker) -> const Cell& { return worker.*cell; });
  }
  [[nodiscard]] double sum_over(const std::function<const Cell&(const Counters&)>& cell) const {
    double value = 0;
    for (const Counters* worker : input_.workers) value += static_cast<double>(cell(*worker).get());
    return value;
  }

  [[nodiscard]] std::vector<MetricFamily> take() { return std::move(families_); }
  [[nodiscard]] const MetricsInput& input() const { return input_; }

 private:
  static double sum_of(const TimeHistogram& histogram, double) {
    return static_cast<double>(histogram.sum_ns()) / kNsPerSecond;
  }
  template <const auto& Bounds>
  static double sum_of(const Histogram<Bounds>& histogram, double unit) {
    return static_cast<double>(histogram.sum()) / unit;
  }

  const MetricsInput& input_;
  std::vector<MetricFamily> families_;
};

constexpr Decision kDecisions[] = {Decision::allow, Decision::hold, Decision::deny};

void verdicts(Collector& c) {
  MetricFamily& all = c.begin("ordergate_verdicts_total");
  for (const Decision decision : kDecisions)
    add(all, c.sum_over([decision](const Counters& worker) -> const Cell& {
      return worker.verdicts[static_cast<std::size_t>(decision)];
    }),
        {{"verdict", std::string(to_string(decision))}});
  MetricFamily& by_kind = c.begin("ordergate_orders_total");
  for (std::size_t kind = 0; kind <= kOrderKindCount; ++kind)
    for (const Decision decision : kDecisions) {
      const double value = c.sum_over([kind, decision](const Counters& worker) -> const Cell& {
        return worker.orders[kind][static_cast<std::size_t>(decision)];
      });
      const std::string_view word = kind < kOrderKindCount ? kOrderKindWords.words[kind] : "none";
      if (kind == kOrderKindCount && decision != Decision::hold) continue;  // never anything else
      add(by_kind, value, {{"kind", std::string(word)}, {"verdict", std::string(to_string(decision))}});
    }
}

void orders(Collector& c) {
  verdicts(c);
  c.labels("ordergate_held_total", "reason", &Counters::held);
  c.labels("ordergate_findings_total", "rule", &Counters::findings);
  c.labels("ordergate_matches_total", "list", &Counters::matches);
  c.histogram(c.begin("ordergate_match_score"), kScoreBuckets, 1,
              [](const Counters& worker) -> const ScoreHistogram& { return worker.match_scores; });
  c.labels("ordergate_decisions_ended_total", "why", &Counters::decisions_ended);
  c.labels("ordergate_errors_total", "code", &Counters::errors);
  c.labels("ordergate_dead_letters_total", "code", &Counters::dead_letter_codes);
}

void times(Collector& c) {
  const auto time = [](TimeHistogram Counters::*histogram) {
    return [histogram](const Counters& worker) -> const TimeHistogram& { return worker.*histogram; };
  };
  c.histogram(c.begin("ordergate_order_seconds"), kTimeBucketsUs, kUsPerSecond,
              time(&Counters::poll_to_acknowledged_time));
  c.histogram(c.begin("ordergate_order_age_seconds"), kAgeBucketsMs, kMsPerSecond,
              [](const Counters& worker) -> const AgeHistogram& { return worker.order_age; });
  MetricFamily& stages = c.begin("ordergate_stage_seconds");
  const auto stage = [&](std::string_view word, const auto& of) {
    c.histogram(stages, kTimeBucketsUs, kUsPerSecond, of, {{"stage", std::string(word)}});
  };
  stage("poll", time(&Counters::poll_time));
  stage("screen", time(&Counters::screen_time));
  for (std::size_t i = 0; i < kScreenStageCount; ++i)
    stage(kScreenStageWords[i],
          [i](const Counters& worker) -> const TimeHistogram& { return worker.screen_stage_times[i]; });
  stage("encode", time(&Counters::encode_time));
  stage("produce", time(&Counters::produce_time));
}

struct PartitionNumbers {
  std::int64_t lag = -1, lag_ms = -1;
  std::int64_t unproven = 0;
  bool halted = false;
};

/// While partitions move, two workers may speak of the same one: the worse word counts.
void partitions(Collector& c) {
  std::map<std::pair<std::string, std::int32_t>, PartitionNumbers> worst;
  MetricFamily assigned = family("ordergate_partitions_assigned");
  for (std::size_t i = 0; i < c.input().workers.size(); ++i) {
    const WorkerReport report = c.input().workers[i]->report();
    add(assigned, static_cast<double>(report.partitions.size()), {{"worker", std::to_string(i)}});
    for (const PartitionReport& each : report.partitions) {
      PartitionNumbers& numbers = worst[{each.id.topic, each.id.partition}];
      numbers.lag = std::max(numbers.lag, each.lag);
      numbers.lag_ms = std::max(numbers.lag_ms, each.lag_ms);
      numbers.unproven = std::max(numbers.unproven, each.unproven);
      numbers.halted = numbers.halted || !each.halted.empty();
    }
  }
  MetricFamily lag = family("ordergate_partition_lag_messages");
  MetricFamily lag_seconds = family("ordergate_partition_lag_seconds");
  MetricFamily halted = family("ordergate_partition_halted");
  MetricFamily unproven = family("ordergate_partition_unproven_offsets");
  for (const auto& [id, numbers] : worst) {
    const Labels labels = {{"topic", id.first}, {"partition", std::to_string(id.second)}};
    if (numbers.lag >= 0) add(lag, static_cast<double>(numbers.lag), labels);
    if (numbers.lag_ms >= 0) add(lag_seconds, static_cast<double>(numbers.lag_ms) / kMsPerSecond, labels);
    add(halted, numbers.halted ? 1 : 0, labels);
    add(unproven, static_cast<double>(numbers.unproven), labels);
  }
  for (MetricFamily* each : {&lag, &lag_seconds, &halted, &unproven, &assigned})
    c.begin(each->name).metric = std::move(each->metric);
}

void clients(Collector& c) {
  MetricFamily up = family("ordergate_broker_up");
  MetricFamily trip = family("ordergate_broker_round_trip_seconds");
  for (std::size_t i = 0; i < c.input().workers.size(); ++i) {
    const Counters& worker = *c.input().workers[i];
    const auto client = [&](const char* name, const Cell& connected, const ClientCounters& numbers) {
      const Labels labels = {{"worker", std::to_string(i)}, {"client", name}};
      add(up, static_cast<double>(connected.get()), labels);
      const auto trip_us = static_cast<double>(numbers.round_trip_us.get());
      if (trip_us > 0) add(trip, trip_us / kUsPerSecond, labels);
    };
    client("consumer", worker.consumer_broker_up, worker.consumer);
    client("producer", worker.producer_broker_up, worker.producer);
  }
  for (MetricFamily* each : {&up, &trip}) c.begin(each->name).metric = std::move(each->metric);
  const auto both = [&](std::string_view name, Cell ClientCounters::*cell) {
    MetricFamily& made = c.begin(name);
    add(made, c.sum_over([cell](const Counters& w) -> const Cell& { return w.consumer.*cell; }),
        {{"client", "consumer"}});
    add(made, c.sum_over([cell](const Counters& w) -> const Cell& { return w.producer.*cell; }),
        {{"client", "producer"}});
  };
  both("ordergate_client_errors_total", &ClientCounters::errors);
  both("ordergate_client_fatal_errors_total", &ClientCounters::fatal_errors);
}

void gaps(Collector& c) {
  constexpr std::array<const char*, kGapOutcomeCount> kWords = {"explained", "unchecked", "repaired",
                                                                "unexplained"};
  MetricFamily& all = c.begin("ordergate_offset_gaps_total");
  for (std::size_t i = 0; i < kGapOutcomeCount; ++i)
    add(all, c.sum_over([i](const Counters& worker) -> const Cell& { return worker.offset_gaps[i]; }),
        {{"outcome", kWords[i]}});
}

void stream(Collector& c) {
  partitions(c);
  MetricFamily& rebalances = c.begin("ordergate_rebalances_total");
  add(rebalances, c.sum(&Counters::assignments), {{"event", "assigned"}});
  add(rebalances, c.sum(&Counters::revocations), {{"event", "revoked"}});
  add(rebalances, c.sum(&Counters::losses), {{"event", "lost"}});
  gaps(c);
  clients(c);
  c.by_worker("ordergate_in_flight_records", &Counters::in_flight);
  c.by_worker("ordergate_in_flight_bytes", &Counters::in_flight_bytes);
  c.one("ordergate_delivery_failing", c.sum(&Counters::delivery_failing) > 0 ? 1 : 0);
}

void workers(Collector& c) {
  const auto since = [now = c.input().steady_ms](const Cell& cell) {
    const std::uint64_t last = cell.get();
    return now > last ? static_cast<double>(now - last) / kMsPerSecond : 0;
  };
  c.by_worker("ordergate_worker_loops_total", &Counters::heartbeat);
  c.by_worker("ordergate_worker_silence_seconds",
              [&](const Counters& worker) { return since(worker.heartbeat_ms); });
  c.by_worker("ordergate_worker_idle_seconds",
              [&](const Counters& worker) { return since(worker.progress_ms); });
}

void lists(Collector& c) {
  const SnapshotReport& report = c.input().snapshot;
  std::map<std::string, double> unread;  // several files may be of one source
  std::set<Labels> files;
  std::map<std::string, Date> newest;
  for (const SnapshotSource& source : report.sources) {
    if (const std::optional<Date> date = parse_date(source.date)) {
      const auto known = newest.emplace(source.source, *date).first;
      known->second = std::max(known->second, *date);
    }
    unread[source.source] += static_cast<double>(source.rejections);
    files.insert({{"source", source.source}, {"date", source.date}, {"hash", source.hash}});
  }
  MetricFamily& entries = c.begin("ordergate_list_entries");
  for (const lists::ListTally& tally : report.lists)
    add(entries, static_cast<double>(tally.entries),
        {{"source", tally.source}, {"list", std::string(to_string(tally.list))}});
  std::map<std::string, double> relations;
  for (const SnapshotOwnership::File& file : report.ownership.files) {
    relations[file.source] += static_cast<double>(file.relations);
    unread[file.source] += static_cast<double>(file.rejections.size());
  }
  MetricFamily& rejections = c.begin("ordergate_list_rejections");
  for (const auto& [source, rows] : unread) add(rejections, rows, {{"source", source}});
  MetricFamily& told = c.begin("ordergate_ownership_relations");
  for (const auto& [source, count] : relations) add(told, count, {{"source", source}});
  c.one("ordergate_ownership_owned", static_cast<double>(report.ownership.owned));
  MetricFamily& infos = c.begin("ordergate_list_info");
  for (const Labels& labels : files) add(infos, 1, labels);
  MetricFamily& dates = c.begin("ordergate_list_date_timestamp_seconds");
  for (const auto& [source, date] : newest) add(dates, kSecondsPerDay * date.days, {{"source", source}});
}

void fetched(Collector& c) {
  const auto family = [&c](std::string_view name, const auto& number) {
    MetricFamily& each = c.begin(name);
    for (const MetricsInput::Fetched& list : c.input().fetched)
      add(each, static_cast<double>(number(list)), {{"source", list.source}});
  };
  using Fetched = MetricsInput::Fetched;
  family("ordergate_list_fetch_every_seconds", [](const Fetched& list) { return list.every_s; });
  family("ordergate_list_fetch_confirmed_timestamp_seconds",
         [](const Fetched& list) { return list.record.confirmed_unix_s; });
  family("ordergate_list_fetch_failures", [](const Fetched& list) { return list.record.failures; });
  family("ordergate_list_fetch_quarantined",
         [](const Fetched& list) { return list.record.quarantined_sha256.empty() ? 0 : 1; });
}

void snapshot(Collector& c) {
  const SnapshotReport& report = c.input().snapshot;
  c.one("ordergate_snapshot_info", 1, {{"id", report.id}, {"rules", report.rules_hash}});
  c.one("ordergate_snapshot_loaded_timestamp_seconds", static_cast<double>(report.loaded_unix_s));
  c.one("ordergate_snapshot_load_seconds", static_cast<double>(report.load_ms) / kMsPerSecond);
  c.one("ordergate_rules", static_cast<double>(report.rules));
  MetricFamily& changes = c.begin("ordergate_law_change_timestamp_seconds");
  for (const SnapshotLaw::Change& change : report.law.changes)
    add(changes, kSecondsPerDay * change.day.days, {{"what", change.what}, {"day", format_date(change.day)}});
  c.one("ordergate_rules_checked_timestamp_seconds",
        report.law.checked ? kSecondsPerDay * report.law.checked->days : 0);
  lists(c);
  MetricFamily& written = c.begin("ordergate_list_written_timestamp_seconds");
  for (const auto& [path, unix_s] : report.written)
    add(written, static_cast<double>(unix_s), {{"path", path}});
  fetched(c);
  c.one("ordergate_lists_age_seconds", static_cast<double>(c.input().unix_s - report.lists_unix_s));
  c.one("ordergate_lists_stale_after_seconds", static_cast<double>(c.input().stale_after_s));
  c.one("ordergate_lists_stale", c.input().stale ? 1 : 0);
  c.one("ordergate_lists_sample", report.sample_list ? 1 : 0);
  c.one("ordergate_lists_kept", report.lists_kept ? 1 : 0);
  c.one("ordergate_lists_from_copy", report.from_copy ? 1 : 0);
  MetricFamily& reloads = c.begin("ordergate_reloads_total");
  for (std::size_t i = 0; i < kReloadOutcomeCount; ++i)
    add(reloads, static_cast<double>(report.outcomes[i]),
        {{"outcome", std::string(to_string(static_cast<ReloadOutcome>(i)))}});
  c.one("ordergate_reload_refused", report.refusal.empty() ? 0 : 1);
  c.one("ordergate_reload_timestamp_seconds", static_cast<double>(report.reload_unix_s));
}

void decided(Collector& c) {
  const DecisionCounts& counts = c.input().decisions;
  c.one("ordergate_decisions", static_cast<double>(counts.count));
  MetricFamily& refused = c.begin("ordergate_decisions_refused");
  for (std::size_t i = 0; i < decisions::kRefusalCount; ++i)
    add(refused, static_cast<double>(counts.refused[i]),
        {{"reason", std::string(to_string(static_cast<decisions::Refusal>(i)))}});
  c.one("ordergate_decisions_read_timestamp_seconds", static_cast<double>(counts.read_unix_s));
  c.one("ordergate_decisions_unreadable", counts.unreadable.empty() ? 0 : 1);
}

void process(Collector& c) {
  c.one("ordergate_live", c.input().health.live ? 1 : 0);
  c.one("ordergate_ready", c.input().health.ready ? 1 : 0);
  c.one("ordergate_fenced", c.input().fenced ? 1 : 0);
  c.one("ordergate_build_info", 1, {{"version", OG_VERSION}, {"librdkafka", rd_kafka_version_str()}});
  c.one("ordergate_trace_spans_exported_total", static_cast<double>(c.input().traces.spans_exported));
  c.one("ordergate_trace_spans_refused_total", static_cast<double>(c.input().traces.spans_refused));
  c.one("ordergate_traces_dropped_total", static_cast<double>(c.input().traces.traces_dropped));
  const ProcessUsage& usage = c.input().process;
  c.one("process_cpu_seconds_total", usage.cpu_seconds);
  c.one("process_start_time_seconds", usage.start_unix_s);
  c.one("process_resident_memory_bytes", static_cast<double>(usage.resident_bytes));
  c.one("process_virtual_memory_bytes", static_cast<double>(usage.virtual_bytes));
  c.one("process_open_fds", static_cast<double>(usage.open_fds));
  c.one("process_max_fds", static_cast<double>(usage.max_fds));
  c.one("process_threads", static_cast<double>(usage.threads));
}

}  // namespace

std::vector<MetricFamily> DaemonMetrics::Collect() const {
  const MetricsInput input = read_();
  Collector collector(input);
  collector.totals();
  orders(collector);
  times(collector);
  stream(collector);
  workers(collector);
  snapshot(collector);
  decided(collector);
  process(collector);
  return collector.take();
}

std::string DaemonMetrics::text() const { return prometheus::TextSerializer().Serialize(Collect()); }

}  // namespace ordergate::daemon
