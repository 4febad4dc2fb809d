// What metrics cost: counting one order, and one scrape, beside an empty loop and an empty scrape.
//
//   bench_metrics
//
// The counts are checked before the clock starts. Processor time of this thread.
#include <fmt/format.h>

#include <ctime>
#include <string>
#include <vector>

#include "base/arena.h"
#include "daemon/counting.h"
#include "daemon/metrics.h"

namespace {

using namespace ordergate;
using namespace ordergate::daemon;

constexpr int kOrders = 2'000'000;
constexpr int kScrapes = 300;
constexpr int kRules = 120;
constexpr int kPartitions = 64;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// A held order with three findings, one of them a match.
Verdict verdict_of(Arena& arena, const std::vector<std::string>& rules, std::size_t number) {
  Verdict verdict;
  for (std::size_t i = 0; i < 3; ++i) {
    Finding finding;
    finding.rule = rules[(number * 7 + i) % rules.size()];
    finding.outcome = i == 0 ? Outcome::hold : Outcome::annotate;
    finding.match.present = i == 0;
    finding.match.list = "EL";
    finding.match.score = 91;
    verdict.findings.push_back(arena, finding);
  }
  return verdict;
}

double counting_ns(const std::vector<Verdict>& verdicts, WorkerCounters& counters) {
  Record record;
  record.value = "x";
  record.timestamp_ms = 1;
  ScreenStats stats;
  stats.kind = OrderKind::sale;
  const double begin = cpu_seconds();
  for (int i = 0; i < kOrders; ++i)
    count_order(record, verdicts[static_cast<std::size_t>(i) % verdicts.size()], stats, 20, counters);
  return (cpu_seconds() - begin) / kOrders * 1e9;
}

double scrape_us(const WorkerCounters& counters, std::size_t& bytes) {
  const DaemonMetrics metrics([&] {
    MetricsInput input;
    input.workers = {&counters};
    input.process = read_process_usage(unix_s(wall_time()));
    return input;
  });
  bytes = metrics.text().size();
  const double begin = cpu_seconds();
  for (int i = 0; i < kScrapes; ++i)
    if (metrics.text().empty()) return 0;
  return (cpu_seconds() - begin) / kScrapes * 1e6;
}

}  // namespace

int main() {
  std::vector<std::string> rules;
  rules.reserve(kRules);
  for (int i = 0; i < kRules; ++i) rules.push_back("rule-with-a-name-" + std::to_string(i));
  Arena arena;
  std::vector<Verdict> verdicts;
  verdicts.reserve(rules.size());
  for (std::size_t i = 0; i < rules.size(); ++i) verdicts.push_back(verdict_of(arena, rules, i));
  WorkerCounters empty;
  WorkerCounters counters;
  const double count = counting_ns(verdicts, counters);
  if (counters.consumed.get() != kOrders || counters.findings.read().size() != rules.size()) {
    fmt::print(stderr, "the counts are wrong\n");
    return 1;
  }
  WorkerReport report;
  for (int i = 0; i < kPartitions; ++i) report.partitions.push_back({{"orders", i}, 5, 5, "", 20});
  counters.publish(report);
  std::size_t bytes = 0;
  std::size_t empty_bytes = 0;
  const double full_us = scrape_us(counters, bytes);
  const double empty_us = scrape_us(empty, empty_bytes);
  fmt::print("counting an order of three findings   {:8.1f} ns\n", count);
  fmt::print("a scrape, {} rules, {} partitions    {:8.1f} us, {} bytes\n", kRules, kPartitions, full_us,
             bytes);
  fmt::print("a scrape of a process without orders  {:8.1f} us, {} bytes\n", empty_us, empty_bytes);
  return 0;
}
