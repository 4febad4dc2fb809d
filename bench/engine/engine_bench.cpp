#include "bench/engine/engine_bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "bench/engine/list_growth.h"
#include "bench/engine/name_run.h"
#include "bench/engine/stream_bench.h"
#include "lists/reader.h"
#include "screening/snapshot.h"

namespace ordergate::bench {
namespace {

constexpr std::size_t kWarmOrders = 2'000;  // of other parties, where all shall be new
constexpr std::size_t kChangedNames = 1'000;
constexpr std::size_t kOrdinaryNames = 30'000;

double seconds_since(std::int64_t begin_ns) { return static_cast<double>(thread_ns() - begin_ns) / 1e9; }

class EngineBench {
 public:
  explicit EngineBench(const EngineBenchOptions& options) : options_(options) {}

  Result<EngineReport> run() {
    EngineReport report;
    for (const unsigned factor : options_.factors) {
      SizeResult size;
      size.factor = factor;
      if (const Status built = build(size); !built) return built.error();
      if (const Status measured = streams(size); !measured) return measured.error();
      say(fmt::format("list {}x: names", factor));
      const lists::Watchlist& watchlist = snapshot_->watchlist();
      size.name_search =
          measure_names(make_name_deck(watchlist, kChangedNames, kOrdinaryNames, options_.seed), watchlist);
      snapshot_.reset();
      report.sizes.push_back(std::move(size));
    }
    return report;
  }

 private:
  void say(const std::string& what) const {
    if (options_.progress) options_.progress(what);
  }

  Status build(SizeResult& size) {
    say(fmt::format("list {}x: building", size.factor));
    const MemoryWatch memory;
    std::int64_t begin = thread_ns();
    Result<std::vector<lists::ListFile>> files = read_snapshot_lists(options_.snapshot.list_paths);
    if (!files) return files.error();
    size.read_s = seconds_since(begin);
    if (size.factor > 1) grow_lists(files.value(), size.factor);
    begin = thread_ns();
    Result<std::shared_ptr<const Snapshot>> snapshot =
        assemble_snapshot(std::move(files).value(), options_.snapshot);
    if (!snapshot) return snapshot.error();
    size.compile_s = seconds_since(begin);
    size.peak_mb = memory.peak_mb();
    size.resident_mb = memory.resident_mb();
    snapshot_ = std::move(snapshot).value();
    for (const SnapshotSource& source : snapshot_sources(*snapshot_)) {
      size.entries += source.entries;
      size.names += source.names;
      size.addresses += source.addresses;
    }
    return Done{};
  }

  Status streams(SizeResult& size) {
    const bool own = !options_.orders.empty();
    for (const bool first : {true, false}) {
      const char* const name = own ? (first ? "first seen" : "seen again") : first ? "all new" : "repeating";
      std::vector<StreamResult> rounds;
      for (unsigned round = 0; round < options_.rounds; ++round) {
        say(fmt::format("list {}x: {} orders, round {} of {}", size.factor, name, round + 1,
                        options_.rounds));
        Result<StreamResult> result = measure_batch(batch(first, round), snapshot_);
        if (!result) return result.error();
        rounds.push_back(std::move(result).value());
      }
      size.streams.push_back(median_of(rounds));
      size.streams.back().name = name;
    }
    return Done{};
  }

  [[nodiscard]] std::vector<StreamOrder> own_orders() const {
    std::vector<StreamOrder> orders;
    for (const std::string& line : options_.orders) orders.push_back({line, false});
    return orders;
  }

  /// `first`: parties that were not seen before.
  [[nodiscard]] Batch batch(bool first, unsigned round) const {
    const std::uint64_t seed = options_.seed * 1'000 + round * 10;
    StreamOptions stream;
    stream.listed = listed_companies(snapshot_->watchlist());
    stream.customers = Customers::all_new;
    Batch batch;
    if (first || !options_.orders.empty()) {
      stream.seed = seed + 1;
      batch.warm = OrderStream(stream).take(kWarmOrders);
    }
    if (!options_.orders.empty()) {
      batch.timed = own_orders();
      if (!first) batch.warm = batch.timed;
      return batch;
    }
    stream.seed = seed + 2;
    if (!first) stream.customers = Customers::repeating;
    OrderStream orders(stream);
    if (!first) batch.warm = orders.take(options_.order_count);
    batch.timed = orders.take(options_.order_count);
    return batch;
  }

  const EngineBenchOptions& options_;
  std::shared_ptr<const Snapshot> snapshot_;
};

}  // namespace

Result<EngineReport> run_engine_bench(const EngineBenchOptions& options) {
  return EngineBench(options).run();
}

}  // namespace ordergate::bench
