// ordergate run: the daemon.
#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/input.h"
#include "cli/stop.h"
#include "config/config.h"
#include "config/raw_settings.h"
#include "daemon/daemon.h"

namespace ordergate::cli {
namespace {

struct Options {
  std::string config;
  std::vector<std::string> accept_shrunken;
};

int run_with(const Options& options) {
  require_readable({options.config});
  const Result<Config> config = load_config(options.config);
  LogSettings log;
  if (!config) {
    if (asks_for_json_log(options.config)) log.format = "json";
    return refuse_to_run(log, kUsage, config.error().text);
  }
  return run_daemon(config.value(), {}, wall_time, list_codes(options.accept_shrunken),
                    secrets_for_everyone(options.config));
}

}  // namespace

void add_run(CLI::App& app, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand("run", "The daemon: orders from Kafka, verdicts to Kafka");
  command->add_option("--config", options->config, "The settings file (TOML)")->required()->type_name("FILE");
  command
      ->add_option("--accept-shrunken", options->accept_shrunken,
                   "Start with this list (SDN, EL ...) though it shrank, is gone or is older (repeatable)")
      ->type_name("CODE")
      ->allow_extra_args(false);
  command->callback([options, &action] { action = [options] { return run_with(*options); }; });
}

}  // namespace ordergate::cli
