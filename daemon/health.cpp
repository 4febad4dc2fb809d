#include "daemon/health.h"

#include <fmt/format.h>

namespace ordergate::daemon {
namespace {

bool silent(std::uint64_t last_ms, std::uint64_t now_ms, std::chrono::seconds limit) {
  const auto limit_ms = static_cast<std::uint64_t>(std::chrono::milliseconds(limit).count());
  return now_ms > last_ms && now_ms - last_ms > limit_ms;
}

void judge_liveness(const HealthInput& input, Health& health) {
  health.live = true;
  for (std::size_t i = 0; i < input.workers.size(); ++i) {
    const WorkerView& worker = input.workers[i];
    const bool connected = worker.consumer_broker_up && worker.producer_broker_up;
    if (silent(worker.heartbeat_ms, input.steady_ms, kLoopSilenceMax))
      health.reasons.push_back(fmt::format("worker {}: its loop has not turned for {} s", i,
                                           (input.steady_ms - worker.heartbeat_ms) / 1000));
    else if (connected && worker.report.trouble.empty() &&
             silent(worker.progress_ms, input.steady_ms, kProgressSilenceMax))
      health.reasons.push_back(fmt::format("worker {}: orders wait and none was completed for {} s", i,
                                           (input.steady_ms - worker.progress_ms) / 1000));
    else
      continue;
    health.live = false;
  }
}

void judge_worker(std::size_t number, const WorkerView& worker, std::vector<std::string>& reasons) {
  if (!worker.consumer_broker_up || !worker.producer_broker_up)
    reasons.push_back(fmt::format("worker {}: no broker is connected", number));
  if (!worker.report.joined)
    reasons.push_back(fmt::format("worker {}: has no assignment from the consumer group yet", number));
  if (!worker.report.trouble.empty())
    reasons.push_back(fmt::format("worker {}: {}", number, worker.report.trouble));
  for (const PartitionReport& partition : worker.report.partitions)
    if (!partition.halted.empty())
      reasons.push_back(
          fmt::format("{} [{}]: halted: {}", partition.id.topic, partition.id.partition, partition.halted));
}

std::string lines(std::string_view first, const Health& health) {
  std::string text(first);
  text += '\n';
  for (const std::string& reason : health.reasons) text += "reason: " + reason + '\n';
  for (const std::string& note : health.notes) text += "note: " + note + '\n';
  return text;
}

}  // namespace

WorkerView view_of(const WorkerCounters& counters) {
  return {counters.heartbeat_ms.get(), counters.progress_ms.get(), counters.consumer_broker_up.get() != 0,
          counters.producer_broker_up.get() != 0, counters.report()};
}

bool lists_stale(const SnapshotReport& snapshot, std::int64_t stale_after_s, std::int64_t unix_s) {
  return !snapshot.sample_list && unix_s - snapshot.lists_unix_s > stale_after_s;
}

Health judge_health(const HealthInput& input) {
  Health health;
  judge_liveness(input, health);
  if (input.fenced)
    health.reasons.emplace_back("another process with this kafka.instance_id took over; this one ends");
  if (input.stopping) health.reasons.emplace_back("shutting down");
  std::size_t partitions = 0;
  for (std::size_t i = 0; i < input.workers.size(); ++i) {
    judge_worker(i, input.workers[i], health.reasons);
    partitions += input.workers[i].report.partitions.size();
  }
  if (partitions == 0) health.reasons.emplace_back("no partitions are assigned");
  const SnapshotReport& snapshot = *input.snapshot;
  if (lists_stale(snapshot, input.stale_after_s, input.unix_s))
    health.reasons.push_back(fmt::format("lists are {} s old, more than lists.stale_after allows ({} s)",
                                         input.unix_s - snapshot.lists_unix_s, input.stale_after_s));
  if (!snapshot.refusal.empty()) health.notes.push_back("the last reload was refused: " + snapshot.refusal);
  if (snapshot.from_copy)
    health.notes.emplace_back(
        "the lists in place are refused; screening with the copy of those accepted last");
  if (snapshot.sample_list) health.notes.emplace_back("screening against the sample list only");
  health.ready = health.reasons.empty();
  return health;
}

std::string describe_readiness(const Health& health) {
  return lines(health.ready ? "ready" : "not ready", health);
}

std::string describe_liveness(const Health& health) {
  return health.live ? "live\n" : lines("not live", health);
}

}  // namespace ordergate::daemon
