// The engine on the full-size list at 1, 2 and 10 times its size, the goals beside it, and rapidfuzz over the
// same names in the same run.
//   engine [--lists PATH]... [--orders N] [--rounds N] [--factor N]... [--seed N] [--json] [--no-peer]
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>

#include "bench/engine/engine_bench.h"
#include "bench/engine/goals.h"
#include "bench/engine/peer.h"

namespace {

namespace bench = ordergate::bench;

struct Options {
  bench::EngineBenchOptions engine;
  bool json = false, peer = true;
};

void read_option(Options& options, std::string_view name, const char* value) {
  const auto number = static_cast<unsigned>(std::strtoul(value, nullptr, 10));
  if (name == "--lists") options.engine.snapshot.list_paths.emplace_back(value);
  if (name == "--orders") options.engine.order_count = number;
  if (name == "--rounds") options.engine.rounds = number;
  if (name == "--factor") options.engine.factors.push_back(number);
  if (name == "--seed") options.engine.seed = number;
}

Options read_options(int argc, char** argv) {
  Options options;
  options.engine.factors.clear();
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--json") {
      options.json = true;
    } else if (name == "--no-peer") {
      options.peer = false;
    } else if (i + 1 < argc) {
      read_option(options, name, argv[++i]);
    }
  }
  if (options.engine.factors.empty()) options.engine.factors = {1, 2, 10};
  if (options.engine.snapshot.list_paths.empty())
    options.engine.snapshot.list_paths = {OG_SOURCE_DIR
                                          "/../shared/data/lists/csl/consolidated_2026-07-31.csv"};
  options.engine.progress = [](std::string_view what) { fmt::print(stderr, "{}\n", what); };
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = read_options(argc, argv);
  if (!std::filesystem::exists(options.engine.snapshot.list_paths.front())) {
    fmt::print(stderr, "engine: no list at {}; name one with --lists\n",
               options.engine.snapshot.list_paths.front());
    return 3;
  }
  const auto report = bench::run_engine_bench(options.engine);
  if (!report) {
    fmt::print(stderr, "engine: {}\n", report.error().text);
    return 1;
  }
  std::optional<bench::PeerResult> peer;
  if (options.peer) peer = bench::run_peer(options.engine);
  if (options.json) {
    fmt::print("{{\"engine\":{},\"rapidfuzz\":{}}}\n", bench::json_of(report.value()),
               peer ? bench::json_of(*peer) : "null");
  } else {
    fmt::print("{}{}\n{}", bench::table_of(report.value()),
               peer ? bench::row_of(*peer)
                    : std::string("rapidfuzz: skipped, it is not installed (pip install rapidfuzz)\n"),
               bench::goals_of(report.value()));
  }
  return 0;
}
