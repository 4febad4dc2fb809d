// ordergate explain: one order, answered for a person.
#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/input.h"
#include "cli/map_options.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/stop.h"
#include "order/encoder.h"
#include "order/parser.h"
#include "screening/snapshot.h"

namespace ordergate::cli {
namespace {

struct Options {
  ScreeningOptions screening;
  MapOptions map;
  std::string file = "-";
  std::uint64_t line = 0;  // 0: the whole file is the order
  bool json = false;
};

struct Record {
  std::string text;
  std::uint64_t line = 1;
};

Record record_at(const Options& options, const RecordLimits& limits) {
  if (options.line == 0) return {read_whole(options.file, limits.record_bytes_max), 1};
  LineReader reader(options.file, limits.record_bytes_max);
  std::string_view text;
  while (reader.next(text))
    if (reader.line_number() == options.line) return {std::string(text), options.line};
  throw Stop(kUsage, "--line " + std::to_string(options.line) + ": " + options.file + " has " +
                         std::to_string(reader.line_number()) + " lines");
}

int explain(const Options& options) {
  require_readable({options.file});
  const ScreeningSetup setup = screening_setup(options.screening);
  const Record record = record_at(options, setup.limits);
  const std::shared_ptr<const Snapshot> snapshot = load(setup);
  Screener screener(setup.limits);
  screener.use(snapshot);
  screener.use_decisions(load_decisions(setup));
  RecordContext context;
  context.source.file = options.file;
  context.source.line = record.line;
  context.today = setup.today();
  context.date_override = setup.date;
  const RecordShape shape = options.map.shape();
  MappedScreener mapped(setup.limits);
  const Verdict* const answer = mapped.screen(screener, shape, record.text, context);
  if (answer == nullptr) throw Stop(kUsage, options.file + " is no order: it says that one was deleted");
  const Verdict& verdict = *answer;
  if (options.line == 0 && verdict.error.code == to_string(OrderError::trailing_content))
    throw Stop(kUsage, options.file + " holds more than one order; choose one with --line N");
  Output output;
  if (options.json) {
    std::string line;
    encode_verdict(verdict, snapshot_json(*snapshot), unix_ms(wall_time()), line);
    output.line(line);
  } else {
    print_explanation(verdict, std::string(mapped.order()), *snapshot, output);
  }
  output.flush();
  return kDone;
}

}  // namespace

void add_explain(CLI::App& app, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand("explain", "One order, answered for a person");
  command->add_option("FILE", options->file, "The order (JSON); - or none: standard input")->type_name("");
  command->add_option("--line", options->line, "Which line of an NDJSON file, from 1")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command->add_flag("--json", options->json, "The verdict line instead");
  options->map.add_to(*command);
  options->screening.add_to(*command);
  command->callback([options, &action] { action = [options] { return explain(*options); }; });
}

}  // namespace ordergate::cli
