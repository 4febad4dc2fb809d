// What the rules stage costs an order: facts, rules, licenses, findings and the decision, with the shipped
// pack. Parties, items and texts are screened once before the clock starts; the verdict is held against the
// Screener's. One row a file of orders: the median and the dearest order, beside what parsing the same bytes
// takes.
//
// usage: bench_rules_stage [--lists PATH] ORDERS.jsonl…   a line is an order or a case {"order": {…}}
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include "order/parser.h"
#include "rules/items/item_identify.h"
#include "rules/pack/files.h"
#include "screening/item_stage.h"
#include "screening/party_stage.h"
#include "screening/picture.h"
#include "screening/screener.h"
#include "screening/snapshot.h"
#include "screening/text_stage.h"

namespace {

using namespace ordergate;

/// Processor time of this thread: what other programs take does not count.
double thread_nanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

/// The least of several runs: what interrupts one is not the program's.
template <typename Work>
double nanoseconds_of(Work&& work) {
  constexpr int kRuns = 7, kTurns = 200;
  double least = 1e18;
  for (int run = 0; run < kRuns; ++run) {
    const double start = thread_nanoseconds();
    for (int i = 0; i < kTurns; ++i) work();
    least = std::min(least, (thread_nanoseconds() - start) / kTurns);
  }
  return least;
}

struct Cost {
  std::string id;
  double rules_ns = 0, parse_ns = 0;
};

class Bench {
 public:
  explicit Bench(std::shared_ptr<const Snapshot> snapshot)
      : snapshot_(std::move(snapshot)), screener_(RecordLimits{}), parser_(RecordLimits{}) {
    screener_.use(snapshot_);
    items_.use(snapshot_->book().items());
    texts_.use(snapshot_->flags());
  }

  /// False when the verdict is not the Screener's.
  bool measure(const std::string& record, Cost& cost) {
    const Date today = Date::from_ymd(2026, 11, 22);
    Order order;
    arena_.reset();
    if (parser_.parse(record, arena_, order)) return true;  // no order: never reaches the rules
    cost.id = order.order_id;
    rules::prepare_order(order, arena_);
    const rules::RuleInput input = input_of(order, today);
    Verdict verdict;
    const auto evaluate = [&] {
      verdict_arena_.reset();
      verdict = Verdict{};
      snapshot_->book().evaluate(input, scratch_, verdict_arena_, verdict);
    };
    evaluate();
    const Decision expected = screener_.screen(record, {{}, today, {}}).decision;
    if (verdict.decision != expected) return false;
    cost.rules_ns = nanoseconds_of(evaluate);
    cost.parse_ns = nanoseconds_of([&] {
      verdict_arena_.reset();
      Order again;
      (void)again_.parse(record, verdict_arena_, again);
    });
    return true;
  }

 private:
  rules::RuleInput input_of(const Order& order, Date today) {
    parties_.screen(order, snapshot_->watchlist(), arena_);
    items_.identify(order, snapshot_->book().items());
    texts_.scan(order, snapshot_->flags(), snapshot_->watchlist(), arena_);
    picture_.read(order, snapshot_->gazetteer(), arena_);
    rules::RuleInput input;
    input.order = &order;
    input.regime_date = order.regime_date(today);
    input.watchlist = &snapshot_->watchlist();
    input.parties = parties_.parties();
    input.site_operator = parties_.site_operator();
    input.items = items_.readings();
    input.elsewhere = items_.elsewhere();
    input.places = picture_.places();
    input.texts = texts_.texts();
    input.text_hits = texts_.hits();
    return input;
  }

  std::shared_ptr<const Snapshot> snapshot_;
  Screener screener_;
  OrderParser parser_;
  OrderParser again_{RecordLimits{}};
  Arena arena_, verdict_arena_;
  PartyStage parties_;
  ItemStage items_;
  TextStage texts_;
  Picture picture_;
  rules::RuleScratch scratch_;
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
    Cost cost;
    if (!bench.measure(record_of(line, parser), cost)) {
      fmt::print("{}: {}: another verdict than the screener's\n", path, cost.id);
      return false;
    }
    if (cost.rules_ns > 0) costs.push_back(cost);
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
