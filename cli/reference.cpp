// ordergate reference: pages of the documentation that are made from the code.
#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "daemon/metric_catalog.h"

namespace ordergate::cli {
namespace {

int print(const std::string& text) {
  Output output;
  output.write(text);
  output.flush();
  return kDone;
}

}  // namespace

void add_reference(CLI::App& app, Action& action) {
  CLI::App* const command = app.add_subcommand("reference", "Reference pages made from the code");
  command->group("");  // for the build and the tests, not for the list of commands
  command->require_subcommand(1);
  command->add_subcommand("metrics", "Every metric (docs/METRICS.md)")->callback([&action] {
    action = [] { return print(daemon::metrics_reference()); };
  });
}

}  // namespace ordergate::cli
