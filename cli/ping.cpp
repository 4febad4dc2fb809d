// ordergate ping: would the broker let the daemon work with this settings file?
#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "config/config.h"
#include "daemon/broker_check.h"

namespace ordergate::cli {
namespace {

struct Options {
  std::string config;
  int wait_s = 10;
};

int ping(const Options& options) {
  require_readable({options.config});
  const Result<Config> config = load_config(options.config);
  if (!config) throw Stop(kUsage, config.error().text);
  Output output;
  const Result<bool> good =
      ping_broker(config.value(), std::chrono::seconds(options.wait_s), [&](const PingFinding& finding) {
        output.line(
            (finding.good ? output.colored("ok   ", Color::green) : output.colored("no   ", Color::red)) +
            finding.what);
        output.flush();
      });
  if (!good) throw Stop(kUsage, options.config + ": " + good.error().text);
  return good.value() ? kDone : kOutside;
}

}  // namespace

void add_ping(CLI::App& app, Action& action) {
  constexpr int kWaitMax = 600;
  auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand(
      "ping", "Ask the broker: does it answer, take the login, have every topic and every right?");
  command->add_option("--config", options->config, "The settings file (TOML)")->required()->type_name("FILE");
  command->add_option("--wait", options->wait_s, "Wait so long for each answer (10)")
      ->check(CLI::Range(1, kWaitMax))
      ->type_name("SECONDS");
  command->callback([options, &action] { action = [options] { return ping(*options); }; });
}

}  // namespace ordergate::cli
