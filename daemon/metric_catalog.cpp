#include "daemon/metric_catalog.h"

#include <algorithm>

#include "base/check.h"

namespace ordergate::daemon {
namespace {

constexpr MetricKind kCounter = MetricKind::counter;
constexpr MetricKind kGauge = MetricKind::gauge;
constexpr MetricKind kHistogram = MetricKind::histogram;

constexpr std::string_view kOrders = "Orders and verdicts";
constexpr std::string_view kTimes = "Time";
constexpr std::string_view kStream = "Stream";
constexpr std::string_view kDelivery = "Delivery";
constexpr std::string_view kWorkers = "Workers";
constexpr std::string_view kLists = "Lists and rules";
constexpr std::string_view kProcess = "Process";

// clang-format off
constexpr MetricDescription kCatalog[] = {
    {kOrders, "ordergate_orders_consumed_total", kCounter, "records", "", "Records read from the order topics, tombstones too; each once, however often a failed delivery has it read again.", &WorkerCounters::consumed},
    {kOrders, "ordergate_order_bytes_total", kCounter, "bytes", "", "Bytes of the values of records read.", &WorkerCounters::consumed_bytes},
    {kOrders, "ordergate_tombstones_total", kCounter, "records", "", "Records without a value, skipped.", &WorkerCounters::tombstones},
    {kOrders, "ordergate_deletes_total", kCounter, "records", "", "Records of a change stream that say a row was deleted, or that are no change of one, skipped.", &WorkerCounters::deletes},
    {kOrders, "ordergate_unread_values_total", kCounter, "values", "", "Texts of mapped records that no expression of the map read and that look like a name, an address, a country, an item or a note; they are screened as texts. A map that leaves none is complete.", &WorkerCounters::unread_values},
    {kOrders, "ordergate_verdicts_total", kCounter, "verdicts", "verdict", "Verdicts made: allow, hold or deny; one a record, as above."},
    {kOrders, "ordergate_orders_total", kCounter, "orders", "kind, verdict", "Verdicts made, by the kind of the order; kind none is a record that is no order."},
    {kOrders, "ordergate_held_total", kCounter, "verdicts", "reason", "Hold verdicts by what held them: the error code, else the rule of the first finding that holds."},
    {kOrders, "ordergate_findings_total", kCounter, "findings", "rule", "Findings of verdicts, of any outcome. At most 384 rules are told apart, the rest is other."},
    {kOrders, "ordergate_matches_total", kCounter, "matches", "list", "Findings that stand on a list entry, by list."},
    {kOrders, "ordergate_match_score", kHistogram, "points of 100", "", "Score of those matches."},
    {kOrders, "ordergate_decisions_applied_total", kCounter, "findings", "", "Findings that are annotations because a person decided so before.", &WorkerCounters::decisions_applied},
    {kOrders, "ordergate_decisions_ended_total", kCounter, "findings", "why", "Findings of which a decision was made that does not count: entry_changed, party_changed, expired, withdrawn, confirmed_identity, denied, unreadable."},
    {kOrders, "ordergate_errors_total", kCounter, "verdicts", "code", "Verdicts with an error."},
    {kOrders, "ordergate_dead_letters_total", kCounter, "records", "code", "Records that were no orders and went to the dead letters, by error code."},
    {kOrders, "ordergate_poison_orders_total", kCounter, "records", "", "Records held unscreened because the process died at them twice; they are in the dead letters.", &WorkerCounters::poison_orders},
    {kOrders, "ordergate_dead_letters_without_value_total", kCounter, "records", "", "Dead letters too large to carry their value.", &WorkerCounters::dead_letters_without_value},
    {kOrders, "ordergate_verdicts_compacted_total", kCounter, "verdicts", "", "Verdicts held because their findings fit into no record.", &WorkerCounters::compact_verdicts},
    {kOrders, "ordergate_unknown_keys_total", kCounter, "keys", "", "Keys of orders that are not part of the format; they are ignored.", &WorkerCounters::unknown_keys},
    {kOrders, "ordergate_party_searches_total", kCounter, "searches", "", "Parties, parents, owners and sites searched for in the lists.", &WorkerCounters::parties_asked},
    {kOrders, "ordergate_party_cache_hits_total", kCounter, "searches", "", "Of these, answered from the cache of parties met before.", &WorkerCounters::parties_remembered},
    {kOrders, "ordergate_candidates_total", kCounter, "entries", "", "List entries looked at closely for the other searches.", &WorkerCounters::candidates},
    {kTimes, "ordergate_order_seconds", kHistogram, "seconds", "", "From reading an order to the broker's acknowledgement of its verdict. Every order."},
    {kTimes, "ordergate_order_age_seconds", kHistogram, "seconds", "", "From the timestamp of an order's record to reading it: how long it waited. Every order."},
    {kTimes, "ordergate_stage_seconds", kHistogram, "seconds", "stage", "One stage of one order, of one order in 64. screen is parse, normalize, fold_texts, match_parties, identify_items, scan_texts, read_places and rules together; poll only of records that were there already; produce hands to the client, it does not wait for the broker."},
    {kStream, "ordergate_partition_lag_messages", kGauge, "messages", "topic, partition", "Records of a partition after the last one whose verdict was acknowledged."},
    {kStream, "ordergate_partition_lag_seconds", kGauge, "seconds", "topic, partition", "Age of the orders that are read now from a partition; 0 when none waits."},
    {kStream, "ordergate_partition_halted", kGauge, "1", "topic, partition", "1: the partition stands still until an operator acts."},
    {kStream, "ordergate_partition_unproven_offsets", kGauge, "offsets", "topic, partition", "Offsets committed for which no acknowledged verdict (or skipped record) is on the worker's account; 0, unless something is badly wrong."},
    {kStream, "ordergate_partitions_assigned", kGauge, "partitions", "worker", "Partitions held by a worker."},
    {kStream, "ordergate_rebalances_total", kCounter, "events", "event", "Partitions assigned to, revoked from or lost by workers: times, not partitions."},
    {kStream, "ordergate_commits_total", kCounter, "commits", "", "Commits of offsets handed to the broker.", &WorkerCounters::commits},
    {kStream, "ordergate_commit_failures_total", kCounter, "commits", "", "Commits that failed (they are tried again).", &WorkerCounters::commit_failures},
    {kStream, "ordergate_records_ignored_total", kCounter, "records", "", "Records read twice or out of turn, ignored.", &WorkerCounters::repeated_records},
    {kStream, "ordergate_records_postponed_total", kCounter, "records", "", "Times that a record was read and its schema was not there yet; it is read again after a while, and nothing behind it before.", &WorkerCounters::postponed_records},
    {kStream, "ordergate_offset_gaps_total", kCounter, "gaps", "outcome", "Gaps in the offsets of a partition: explained (nothing is in it), unchecked (a minute or less after such a one), repaired (records had been passed over and were read then), unexplained (the partition is halted)."},
    {kStream, "ordergate_commits_unproven_total", kCounter, "commits", "", "Commits refused, and their partition halted, because not everything in them was acknowledged.", &WorkerCounters::unproven_commits},
    {kStream, "ordergate_broker_up", kGauge, "1", "worker, client", "1: the client (consumer or producer) of a worker is connected to a broker."},
    {kStream, "ordergate_broker_round_trip_seconds", kGauge, "seconds", "worker, client", "Mean time from a request to its answer over two seconds, of the slowest broker. A consumer's requests wait for orders (fetch.wait.max.ms). Absent until known."},
    {kStream, "ordergate_client_errors_total", kCounter, "errors", "client", "Errors that Kafka clients told of; most are followed by a retry."},
    {kStream, "ordergate_client_fatal_errors_total", kCounter, "errors", "client", "Errors that a client does not outlive; new clients are built."},
    {kStream, "ordergate_client_rebuilds_total", kCounter, "times", "", "Times a worker built new clients.", &WorkerCounters::rebuilds},
    {kDelivery, "ordergate_in_flight_records", kGauge, "records", "worker", "Records produced and not yet acknowledged."},
    {kDelivery, "ordergate_in_flight_bytes", kGauge, "bytes", "worker", "Bytes produced and not yet acknowledged."},
    {kDelivery, "ordergate_backpressure_waits_total", kCounter, "times", "", "Times a full window stopped reading.", &WorkerCounters::backpressure_waits},
    {kDelivery, "ordergate_delivery_failures_total", kCounter, "records", "", "Produced records that were not acknowledged.", &WorkerCounters::delivery_failures},
    {kDelivery, "ordergate_delivery_failing", kGauge, "1", "", "1: a produced record was not acknowledged, or a transaction not committed, within the last 90 s."},
    {kDelivery, "ordergate_deliveries_without_offset_total", kCounter, "records", "", "Of these, reported as delivered without the offset at which they are stored: not believed.", &WorkerCounters::deliveries_without_offset},
    {kDelivery, "ordergate_rewinds_total", kCounter, "times", "", "Times a partition was read again after a failed delivery.", &WorkerCounters::rewinds},
    {kDelivery, "ordergate_transaction_aborts_total", kCounter, "transactions", "", "Transactions aborted; their orders are read again. Only with delivery.mode exactly_once.", &WorkerCounters::transaction_aborts},
    {kWorkers, "ordergate_worker_loops_total", kCounter, "turns", "worker", "Turns of a worker's loop."},
    {kWorkers, "ordergate_worker_silence_seconds", kGauge, "seconds", "worker", "Time since a worker's loop last turned."},
    {kWorkers, "ordergate_worker_idle_seconds", kGauge, "seconds", "worker", "Time since a worker last got an acknowledgement while orders waited; 0 when none waits."},
    {kLists, "ordergate_snapshot_info", kGauge, "1", "id, rules", "The snapshot in use: its id and the hash of its rules."},
    {kLists, "ordergate_snapshot_loaded_timestamp_seconds", kGauge, "seconds", "", "When the snapshot was loaded, Unix time."},
    {kLists, "ordergate_snapshot_load_seconds", kGauge, "seconds", "", "How long building it took."},
    {kLists, "ordergate_rules", kGauge, "rules", "", "Rules in use."},
    {kLists, "ordergate_law_change_timestamp_seconds", kGauge, "seconds", "what, day", "Days on which the law of the rules changes or must be read again, Unix time (ordergate rules due)."},
    {kLists, "ordergate_rules_checked_timestamp_seconds", kGauge, "seconds", "", "The oldest day on which the law of a rule was last checked, Unix time; 0: no rule says."},
    {kLists, "ordergate_list_entries", kGauge, "entries", "source, list", "Entries of a list, by the publisher's source and the code of the list."},
    {kLists, "ordergate_list_rejections", kGauge, "rows", "source", "Rows of a list, or of a file of ownership, that were not read."},
    {kLists, "ordergate_ownership_relations", kGauge, "relations", "source", "Relations (who owns or manages whom) read from files of ownership, by format."},
    {kLists, "ordergate_ownership_owned", kGauge, "parties", "", "Parties of these files that a listed one stands behind."},
    {kLists, "ordergate_list_info", kGauge, "1", "source, date, hash", "The lists in use: the publisher's date and the hash of the file."},
    {kLists, "ordergate_list_date_timestamp_seconds", kGauge, "seconds", "source", "The newest date that a publisher's lists bear (the file's name, or their own header), Unix time."},
    {kLists, "ordergate_list_written_timestamp_seconds", kGauge, "seconds", "path", "When the newest file under a path of lists.paths was written, as the last load found it, Unix time."},
    {kLists, "ordergate_list_fetch_every_seconds", kGauge, "seconds", "source", "How often the publisher of a [[lists.source]] is to be asked."},
    {kLists, "ordergate_list_fetch_confirmed_timestamp_seconds", kGauge, "seconds", "source", "When the list in use was last fetched, or found to be the publisher's, Unix time; 0: never."},
    {kLists, "ordergate_list_fetch_failures", kGauge, "times", "source", "How often in a row nothing came whole."},
    {kLists, "ordergate_list_fetch_quarantined", kGauge, "1", "source", "1: what came last was refused and lies in quarantine; the list before it is in use."},
    {kLists, "ordergate_lists_age_seconds", kGauge, "seconds", "", "Time since the list files were last written: of the newest file under each path, the oldest."},
    {kLists, "ordergate_lists_stale_after_seconds", kGauge, "seconds", "", "The age at which lists are stale (lists.stale_after)."},
    {kLists, "ordergate_lists_stale", kGauge, "1", "", "1: the lists are older than allowed."},
    {kLists, "ordergate_lists_sample", kGauge, "1", "", "1: only the sample list is in use, which protects nobody."},
    {kLists, "ordergate_lists_kept", kGauge, "1", "", "1: the lists in use are kept in daemon.state_dir, so that the next start is guarded. 0: they are not, or they are the sample."},
    {kLists, "ordergate_lists_from_copy", kGauge, "1", "", "1: the lists in place were refused at start; the copy kept of those accepted last is in use."},
    {kLists, "ordergate_reloads_total", kCounter, "reloads", "outcome", "Reloads of lists and rules: loaded; failed, shrunken (a list is gone or smaller than allowed) or older, which leave the old snapshot in use. A start from the copy counts too."},
    {kLists, "ordergate_reload_refused", kGauge, "1", "", "1: the last reload, or the start, threw away what is in place; the old snapshot or the copy is in use."},
    {kLists, "ordergate_reload_timestamp_seconds", kGauge, "seconds", "", "When the last reload ended, however it went, Unix time; 0: there was none."},
    {kLists, "ordergate_decisions", kGauge, "decisions", "", "Decisions that are known, those that ended too."},
    {kLists, "ordergate_decisions_refused", kGauge, "records", "reason", "Records of decisions that do not count: malformed, unsigned, forged, not_approved. Of the files as they were read last, or of the topic since it was read from its beginning."},
    {kLists, "ordergate_decisions_read_timestamp_seconds", kGauge, "seconds", "", "When files or topic of decisions were last known to be read whole, Unix time; 0: never, or there are none."},
    {kLists, "ordergate_decisions_unreadable", kGauge, "1", "", "1: decisions cannot be read, and nothing is cleared until they can."},
    {kProcess, "ordergate_live", kGauge, "1", "", "1: /livez answers 200."},
    {kProcess, "ordergate_ready", kGauge, "1", "", "1: /readyz answers 200."},
    {kProcess, "ordergate_fenced", kGauge, "1", "", "1: another process with the same kafka.instance_id took over; this one ends 40 s after it noticed."},
    {kProcess, "ordergate_build_info", kGauge, "1", "version, librdkafka", "This build."},
    {kProcess, "ordergate_trace_spans_exported_total", kCounter, "spans", "", "Spans that the collector took; four an order that is traced."},
    {kProcess, "ordergate_trace_spans_refused_total", kCounter, "spans", "", "Spans that the collector refused, or that were given up because it did not answer."},
    {kProcess, "ordergate_traces_dropped_total", kCounter, "traces", "", "Traces dropped because more waited than tracing.queue_max. No order waits for a trace."},
    {kProcess, "process_cpu_seconds_total", kCounter, "seconds", "", "Processor time used, in user and system mode."},
    {kProcess, "process_start_time_seconds", kGauge, "seconds", "", "When the process was started, Unix time."},
    {kProcess, "process_resident_memory_bytes", kGauge, "bytes", "", "Memory in use."},
    {kProcess, "process_virtual_memory_bytes", kGauge, "bytes", "", "Address space in use."},
    {kProcess, "process_open_fds", kGauge, "descriptors", "", "Open file descriptors."},
    {kProcess, "process_max_fds", kGauge, "descriptors", "", "File descriptors allowed."},
    {kProcess, "process_threads", kGauge, "threads", "", "Threads."},
};
// clang-format on

constexpr std::string_view kPreface =
    "# Metrics\n\n"
    "Made by `ordergate reference metrics`; a test keeps it true. Names end in their unit, counters in "
    "`_total`.\n"
    "Numbers are sums over the workers of the process unless labelled `worker`. No label names a party.\n"
    "A label value that has not happened yet is absent, not 0, where values are not known beforehand "
    "(`rule`, `code`,\n"
    "`reason`, `list`). Time buckets reach from 1 µs to 10 s, those of order age from 5 ms to a day.\n";

std::string_view word(MetricKind kind) {
  switch (kind) {
    case MetricKind::counter:
      return "counter";
    case MetricKind::gauge:
      return "gauge";
    case MetricKind::histogram:
      return "histogram";
  }
  return "";
}

}  // namespace

std::span<const MetricDescription> metric_catalog() noexcept { return kCatalog; }

const MetricDescription& describe_metric(std::string_view name) noexcept {
  const auto* const found = std::find_if(std::begin(kCatalog), std::end(kCatalog),
                                         [&](const MetricDescription& each) { return each.name == name; });
  OG_CHECK(found != std::end(kCatalog));
  return *found;
}

std::string metrics_reference() {
  std::string out(kPreface);
  std::string_view group;
  for (const MetricDescription& each : kCatalog) {
    if (each.group != group) {
      group = each.group;
      out.append("\n## ").append(group).append(
          "\n\n| metric | type | unit | labels | is |\n|---|---|---|---|---|\n");
    }
    out.append("| `").append(each.name).append("` | ").append(word(each.kind)).append(" | ");
    out.append(each.unit).append(" | ").append(each.labels).append(" | ").append(each.help).append(" |\n");
  }
  return out;
}

}  // namespace ordergate::daemon
