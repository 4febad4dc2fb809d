// ordergate check-config: is this settings file one that the daemon would start with?
#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "config/config.h"
#include "config/raw_settings.h"
#include "daemon/daemon.h"
#include "daemon/reload.h"
#include "screening/snapshot.h"

namespace ordergate::cli {
namespace {

struct Options {
  std::string file;
  bool print = false;
};

/// What only rules and daemon know: policy settings, librdkafka properties.
void check_beyond_the_file(const std::string& path, const Config& config) {
  if (const Status status = check_daemon_config(config); !status)
    throw Stop(kUsage, path + ": " + status.error().text);
  const Result<rules::RuleBookOptions> book = rule_book_options(daemon::snapshot_options(config));
  if (!book) throw Stop(kUsage, path + ": " + book.error().text);
  const Result<rules::RuleBook> loaded = rules::RuleBook::load(book.value());
  if (!loaded) throw Stop(kUsage, path + ": " + loaded.error().text);
}

int check_config(const Options& options) {
  require_readable({options.file});
  const Result<Config> config = load_config(options.file);
  if (!config) throw Stop(kUsage, config.error().text);
  check_beyond_the_file(options.file, config.value());
  for (const std::string& file : secrets_for_everyone(options.file))
    complain("warning: " + file + " holds a secret and every user of this machine may read it");
  Output output;
  if (options.print) {
    output.write(print_config(config.value()));
  } else {
    output.line(options.file + ": all settings are good");
  }
  output.flush();
  return kDone;
}

}  // namespace

void add_check_config(CLI::App& app, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand("check-config", "Check a settings file without connecting");
  command->add_option("FILE", options->file, "The settings file (TOML)")->required()->type_name("");
  command->add_flag("--print", options->print, "Print the effective settings, secrets redacted");
  command->callback([options, &action] { action = [options] { return check_config(*options); }; });
}

}  // namespace ordergate::cli
