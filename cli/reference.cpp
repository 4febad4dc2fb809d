// ordergate reference: pages of the documentation that are made from the code.
#include <CLI/CLI.hpp>
#include <functional>

#include "cli/command.h"
#include "cli/command_pages.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "config/catalog.h"
#include "daemon/metric_catalog.h"
#include "rules/evaluation/rulebook.h"

namespace ordergate::cli {
namespace {

int print(const std::string& text) {
  Output output;
  output.write(text);
  output.flush();
  return kDone;
}

/// docs/SETTINGS.md: the settings file's own keys, then the policy of the rule pack inside the program.
std::string all_settings() {
  std::string out = settings_reference();
  const Result<rules::RuleBook> book = rules::RuleBook::load({});
  if (!book) throw Stop(kOutside, book.error().text);
  out += "\n## [policy]\n\nWhere the regulations leave room; the findings say which choice applied.\n\n";
  out += "| key | type | default | is |\n|---|---|---|---|\n";
  for (const rules::PolicySetting& each : book.value().policy())
    out += "| `" + each.name + "` | " + each.type + " | `" + each.preset + "` | " + each.meaning + " |\n";
  return out;
}

}  // namespace

void add_reference(CLI::App& app, Action& action) {
  CLI::App* const command = app.add_subcommand("reference", "Reference pages made from the code");
  command->group("");  // for packages and tests, not for the list of commands
  command->require_subcommand(1);
  const auto page = [&](const char* name, const char* about, std::function<std::string()> make) {
    command->add_subcommand(name, about)->callback([&action, make = std::move(make)] {
      action = [make] { return print(make()); };
    });
  };
  page("metrics", "Every metric (docs/METRICS.md)", daemon::metrics_reference);
  page("settings", "Every key of the settings file (docs/SETTINGS.md)", all_settings);
  page("man", "The manual page", [&app] { return man_page(app, OG_VERSION); });
  page("bash", "Completion for bash", [&app] { return bash_completion(app); });
  page("zsh", "Completion for zsh", [&app] { return zsh_completion(app); });
  page("fish", "Completion for fish", [&app] { return fish_completion(app); });
}

}  // namespace ordergate::cli
