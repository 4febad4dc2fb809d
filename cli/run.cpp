// ordergate run: the daemon.
#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/input.h"
#include "cli/stop.h"
#include "config/config.h"
#include "daemon/daemon.h"

namespace ordergate::cli {
namespace {

int run_with(const std::string& path) {
  require_readable({path});
  const Result<Config> config = load_config(path);
  if (!config) throw Stop(kUsage, config.error().text);
  return run_daemon(config.value());
}

}  // namespace

void add_run(CLI::App& app, Action& action) {
  auto path = std::make_shared<std::string>();
  CLI::App* const command = app.add_subcommand("run", "The daemon: orders from Kafka, verdicts to Kafka");
  command->add_option("--config", *path, "The settings file (TOML)")->required()->type_name("FILE");
  command->callback([path, &action] { action = [path] { return run_with(*path); }; });
}

}  // namespace ordergate::cli
