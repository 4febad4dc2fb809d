// What the rules stage costs an order: facts, rules, licenses, findings and the decision, with the shipped
// pack, by the screener's own clock of its stages. One row a file of orders: the median and the dearest
// order, beside what parsing the same bytes takes.
//
// usage: bench_rules_stage [--lists PATH] ORDERS.jsonl…   a line is an order or a case {"order": {…}}
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rules/items/item_identify.h"
#include "rules/pack/files.h"
#include "screening/screener.h"
#include "screening/snapshot.h"

namespace {

using namespace ordergate;

/// Processor time of this thread: what other programs take does not count.
double thread_nanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

struct Cost {
  std::string id;
  double rules_ns = 0, parse_ns = 0;
};

/// The least of many screenings of one record.
class Bench {
 public:
  explicit Bench(std::shared_ptr<const Snapshot> snapshot) : screener_(RecordLimits{}) {
    screener_.use(std::move(snapshot));
  }

  /// Nothing when it is no order: it never reaches the rules.
  std::optional<Cost> measure(const std::string& record) {
    constexpr int kRuns = 500;
    ScreenStats stats;
    stats.timed = true;
    RecordContext context;
    context.today = Date::from_ymd(2026, 11, 22);
    context.stats = &stats;
    Cost cost{"", 1e18, 1e18};
    for (int run = 0; run < kRuns; ++run) {
      const Verdict& verdict = screener_.screen(record, context);
      if (!stats.kind) return std::nullopt;
      cost.id = verdict.order_id;
      const auto least = [&](double& time, ScreenStage stage) {
        time = std::min(time, static_cast<double>(stats.stage_ns[static_cast<std::size_t>(stage)]));
      };
      least(cost.rules_ns, ScreenStage::rules);
      least(cost.parse_ns, ScreenStage::parse);
    }
    return cost;
  }

 private:
  Screener screener_;
};

/// The order of a line: itself, or the "order" of a case.
std::string record_of(const std::string& line, simdjson::dom::parser& parser) {
  simdjson::dom::element order;
  if (parser.parse(line)["order"].get(order) != simdjson::SUCCESS) return line;
  return simdjson::minify(order);
}

bool measure_file(Bench& bench, const std::string& path) {
  std::ifstream file(path);
  simdjson::dom::parser parser;
  std::vector<Cost> costs;
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) continue;
    if (const std::optional<Cost> cost = bench.measure(record_of(line, parser))) costs.push_back(*cost);
  }
  if (costs.empty()) {
    fmt::print("{}: no orders\n", path);
    return false;
  }
  std::sort(costs.begin(), costs.end(), [](const Cost& a, const Cost& b) { return a.rules_ns < b.rules_ns; });
  const Cost &median = costs[costs.size() / 2], &dearest = costs.back();
  fmt::print("{:<28} {:>6} {:>9.2f} {:>9.2f} {:>9.2f}  {} ({:.1f})\n", path.substr(path.rfind('/') + 1),
             costs.size(), costs.front().rules_ns / 1000, median.rules_ns / 1000, dearest.rules_ns / 1000,
             dearest.id, dearest.rules_ns / dearest.parse_ns);
  return true;
}

struct LoadTimes {
  double all = 1e18, items = 1e18;  // milliseconds, the least of several loads
};

/// The items take most of it: their Hyperscan database is compiled anew.
LoadTimes load_times() {
  LoadTimes times;
  for (int run = 0; run < 5; ++run) {
    const double start = thread_nanoseconds();
    if (!rules::RuleBook::load({})) return {};
    const double loaded = thread_nanoseconds();
    const auto files = rules::pack_files("");
    if (!files || !rules::ItemCatalog::load({files.value(), {}, {}})) return {};
    times.all = std::min(times.all, (loaded - start) / 1e6);
    times.items = std::min(times.items, (thread_nanoseconds() - loaded) / 1e6);
  }
  return times;
}

}  // namespace

int main(int argc, char** argv) {
  SnapshotOptions options;
  std::vector<std::string> files;
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--lists" && i + 1 < argc) {
      options.list_paths.emplace_back(argv[++i]);
    } else {
      files.emplace_back(argv[i]);
    }
  }
  auto snapshot = load_snapshot(options);
  if (!snapshot) {
    fmt::print("{}\n", snapshot.error().text);
    return 1;
  }
  const LoadTimes times = load_times();
  fmt::print("rules, read, checked and compiled: {:.0f} ms; tables of items with their patterns: {:.0f} ms\n",
             times.all - times.items, times.items);
  fmt::print("{:<28} {:>6} {:>9} {:>9} {:>9}  {}\n", "orders, us in the rules", "count", "least", "median",
             "most", "dearest order (times its own parsing)");
  Bench bench(std::move(snapshot).value());
  bool right = true;
  for (const std::string& file : files) right = measure_file(bench, file) && right;
  return right ? 0 : 1;
}
