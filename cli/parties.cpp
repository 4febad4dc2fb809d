// ordergate parties check: what files of known parties hold, and what of them is not read.
#include <CLI/CLI.hpp>

#include "cli/batch.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "cli/terminal_text.h"
#include "parties/known_parties.h"

namespace ordergate::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string config;
  bool json = false;
};

std::string count_text(std::size_t number) { return with_commas(static_cast<double>(number)); }

void print_file(const parties::KnownFile& file, Output& output) {
  for (const std::string& column : file.ignored_columns)
    output.line(printable(file.path) + ": not read: " + printable(column));
  for (const parties::KnownRejection& rejection : file.rejections)
    output.line(printable(file.path) + ":" + std::to_string(rejection.line) +
                ": rejected: " + printable(rejection.reason));
}

Json json_of(const parties::KnownFile& file) {
  Json rejected = Json::array();
  for (const parties::KnownRejection& rejection : file.rejections)
    rejected.push_back({{"line", rejection.line}, {"reason", rejection.reason}});
  return {{"file", file.path},
          {"rows", file.rows},
          {"hash", file.hash},
          {"not_read", file.ignored_columns},
          {"rejected", rejected}};
}

int check(const Options& options) {
  const std::vector<std::string>& paths =
      options.paths.empty() ? settings_of(options.config).parties.known : options.paths;
  if (paths.empty()) throw Stop(kUsage, "FILE is missing, or --config with [parties] known");
  require_readable(paths);
  const auto known = parties::KnownParties::load(paths);
  if (!known) throw Stop(kUnreadable, known.error().text);
  Output output;
  Table table({"file", "rows", "rejected", "hash"});
  table.right(1);
  table.right(2);
  bool rejected = false;
  for (const parties::KnownFile& file : known.value()->files()) {
    rejected = rejected || !file.rejections.empty();
    if (options.json)
      output.line(to_line(json_of(file)));
    else
      table.add({printable(file.path), count_text(file.rows), count_text(file.rejections.size()), file.hash});
  }
  if (!options.json) {
    output.write(table.render());
    for (const parties::KnownFile& file : known.value()->files()) print_file(file, output);
  }
  output.flush();
  return rejected ? kFailed : kDone;
}

}  // namespace

void add_parties(CLI::App& app, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand("parties", "What you know of customers");
  command->require_subcommand(1);
  CLI::App* const checked = command->add_subcommand(
      "check", "Read files of known parties: rows, hash, columns that are not read, and every rejected row");
  checked->add_option("FILE", options->paths, "CSV or NDJSON files; default: those of --config")
      ->type_name("");
  checked->add_option("--config", options->config, "The daemon's settings file: its [parties] known")
      ->type_name("FILE");
  checked->add_flag("--json", options->json, "One line of JSON a file");
  checked->callback([options, &action] { action = [options] { return check(*options); }; });
}

}  // namespace ordergate::cli
