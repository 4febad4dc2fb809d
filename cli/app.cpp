#include "cli/app.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <iostream>

#include "base/near_name.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/stop.h"

namespace ordergate::cli {
namespace {

constexpr const char* kAbout =
    "Screens orders against restricted-party lists and export-control rules: allow, hold or deny, with "
    "reasons.";
constexpr const char* kExitCodes =
    "Exit codes: 0 done, 1 --fail-on was met or a check failed, 2 wrong usage or configuration,\n"
    "3 an input or list could not be read, 4 an outside part failed for good, 5 another process took the "
    "place of this daemon.";

void add_commands(CLI::App& app, Action& action) {
  add_screen(app, action);
  add_explain(app, action);
  add_match(app, action);
  add_compare(app, action);
  add_identify(app, action);
  add_lists(app, action);
  add_parties(app, action);
  add_decisions(app, action);
  add_decide(app, action);
  add_rules(app, action);
  add_map(app, action);
  add_check_config(app, action);
  add_ping(app, action);
  add_run(app, action);
  add_tap(app, action);
  add_dead_letters(app, action);
  add_demo(app, action);
  add_reference(app, action);
  add_bench(app, action);
  add_snapshot(app, action);
  add_evidence(app, action);
  add_rescreen(app, action);
}

/// The subcommand as deep as it was given.
const CLI::App& innermost(const CLI::App& app) {
  const CLI::App* command = &app;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
  return *command;
}

std::vector<std::string> names_of(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  for (const CLI::App* child : command.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(child->get_name());
  return names;
}

/// One line that says what was wrong with the command line and where to look.
std::string usage_problem(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = innermost(app);
  std::string name = "ordergate";
  if (&command != &app) name += " " + command.get_name();
  std::string line = error.what();
  const std::vector<std::string> unexpected = command.remaining();
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr || !unexpected.empty()) {
    const std::string word = unexpected.empty() ? "" : unexpected.front();
    const std::vector<std::string> known = names_of(command);
    line = (word.rfind('-', 0) == 0 ? "unknown option '" : "unexpected argument '") + word + "'" +
           did_you_mean(word, std::vector<std::string_view>(known.begin(), known.end()));
  }
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line + "; see '" + name + " --help'";
}

int parse_and_act(CLI::App& app, Action& action, int argc, const char* const* argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {
    return app.exit(done);  // --help, --version
  } catch (const CLI::ParseError& error) {
    complain(usage_problem(app, error));
    return kUsage;
  }
  return action();
}

}  // namespace

int run(int argc, const char* const* argv) noexcept {
  try {
    CLI::App app(kAbout, "ordergate");
    app.set_version_flag("--version", "ordergate " OG_VERSION);
    app.footer(kExitCodes);
    app.require_subcommand(1);
    Action action;
    add_commands(app, action);
    return parse_and_act(app, action, argc, argv);
  } catch (const Stop& stop) {
    complain(stop.what());
    return stop.code();
  } catch (const std::bad_alloc&) {
    complain("out of memory");
    return kOutside;
  } catch (const std::exception& error) {
    complain(std::string("internal error: ") + error.what());
    return kOutside;
  }
}

}  // namespace ordergate::cli
