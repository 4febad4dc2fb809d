// ordergate bench: what screening costs here, with the user's own list and orders.
#include <CLI/CLI.hpp>

#include "bench/engine/engine_bench.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/stop.h"

namespace ordergate::cli {
namespace {

constexpr std::size_t kOwnOrdersBytesMax = std::size_t{1} << 30;

struct Options {
  ScreeningOptions screening;
  std::vector<std::string> files;
  std::size_t count = 20'000;
  unsigned rounds = 3;
  std::vector<unsigned> factors;
  std::uint64_t seed = 1;
  bool json = false;
};

std::vector<std::string> read_orders(const std::vector<std::string>& paths, const RecordLimits& limits) {
  std::vector<std::string> orders;
  std::size_t bytes = 0;
  for (const std::string& path : paths) {
    LineReader reader(path, limits.record_bytes_max);
    std::string_view line;
    while (reader.next(line)) {
      if (line.empty()) continue;
      bytes += line.size();
      if (bytes > kOwnOrdersBytesMax) throw Stop(kUsage, path + ": more than 1 GiB of orders; give fewer");
      orders.emplace_back(line);
    }
  }
  if (!paths.empty() && orders.empty()) throw Stop(kUnreadable, paths.front() + ": no orders");
  return orders;
}

int run_bench(const Options& options) {
  require_readable(options.files);
  const ScreeningSetup setup = screening_setup(options.screening);
  if (setup.date) throw Stop(kUsage, "--date: orders are timed at their own dates");
  warn_of_sample(setup);
  bench::EngineBenchOptions engine;
  engine.snapshot = setup.snapshot;
  engine.orders = read_orders(options.files, setup.limits);
  engine.order_count = options.count;
  engine.rounds = options.rounds;
  engine.seed = options.seed;
  if (!options.factors.empty()) engine.factors = options.factors;
  Note note(setup.quiet);
  engine.progress = [&note](std::string_view what) { note.show(what); };
  const Result<bench::EngineReport> report = bench::run_engine_bench(engine);
  note.clear();
  if (!report) throw Stop(kUnreadable, report.error().text);
  Output output;
  output.write(options.json ? bench::json_of(report.value()) + "\n" : bench::table_of(report.value()));
  output.flush();
  return kDone;
}

}  // namespace

void add_bench(CLI::App& app, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command =
      app.add_subcommand("bench", "How fast orders are screened here, and where the time goes");
  command->add_option("FILE", options->files, "NDJSON files of orders; none: invented ones")->type_name("");
  command->add_option("--orders", options->count, "Invented orders a round")
      ->type_name("N")
      ->check(CLI::Range(1, 10'000'000));
  command->add_option("--rounds", options->rounds, "Medians are of so many rounds")
      ->type_name("N")
      ->check(CLI::Range(1, 100));
  command
      ->add_option("--factor", options->factors,
                   "Sizes of the list, as a multiple of it, the rest invented (repeatable); default: 1")
      ->type_name("N")
      ->allow_extra_args(false)
      ->check(CLI::Range(1, 100));
  command->add_option("--seed", options->seed, "Of everything that is invented")->type_name("N");
  command->add_flag("--json", options->json, "One line of JSON instead of tables");
  options->screening.add_to(*command);
  command->callback([options, &action] { action = [options] { return run_bench(*options); }; });
}

}  // namespace ordergate::cli
