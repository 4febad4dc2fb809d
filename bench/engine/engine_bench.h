// The engine benchmark: lists and orders in, what screening them costs out. No broker, one thread, CPU time.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "bench/engine/measure.h"
#include "bench/engine/stages.h"
#include "screening/screener.h"

namespace ordergate::bench {

struct EngineBenchOptions {
  SnapshotOptions snapshot;
  std::vector<std::string> orders;                 // the user's own, a record each; empty: invented ones
  std::size_t order_count = 40'000;                // invented orders a round
  unsigned rounds = 3;                             // medians are of so many
  std::vector<unsigned> factors = {1};             // sizes of the list, see list_growth.h
  std::uint64_t seed = 1;                          // of everything that is invented
  std::function<void(std::string_view)> progress;  // what is done now
};

/// One kind of order stream against one list. Times are microseconds an order.
struct StreamResult {
  std::string name;  // "repeating", "all new"; of the user's own: "first seen", "seen again"
  std::size_t orders = 0;
  double bytes = 0;      // of a mean record
  double json_us = 0;    // simdjson walks the same bytes and keeps nothing
  double parse_us = 0;   // OrderParser on the same bytes
  double engine_us = 0;  // bytes to encoded verdict
  Quantiles latency;
  std::array<double, kStageNames.size()> stage_us{};
  std::array<std::size_t, 3> verdicts{};  // allow, hold, deny
};

/// Names alone, no two the same: listed ones with a letter changed, and invented ones.
struct NamesResult {
  double per_second = 0;
  std::size_t changed = 0, found = 0;
  std::size_t ordinary = 0, alerted = 0;
};

struct SizeResult {
  unsigned factor = 1;
  std::size_t entries = 0, names = 0, addresses = 0;
  double read_s = 0, compile_s = 0;     // of the list as it is; of the list as grown
  double peak_mb = 0, resident_mb = 0;  // while building; kept
  std::vector<StreamResult> streams;
  NamesResult name_search;
};

struct EngineReport {
  std::vector<SizeResult> sizes;
};

/// Checks the answers, then takes the times. The error says which list could not be read or which answer was
/// wrong: then no time is worth anything.
[[nodiscard]] Result<EngineReport> run_engine_bench(const EngineBenchOptions& options);

/// As a table for a person, and as one line of JSON.
[[nodiscard]] std::string table_of(const EngineReport& report);
[[nodiscard]] std::string json_of(const EngineReport& report);
[[nodiscard]] std::string json_of(const NamesResult& names);

}  // namespace ordergate::bench
