// ordergate rules: the rule pack: checked, listed, shown; compared in rule_trial.cpp.
#include <CLI/CLI.hpp>
#include <filesystem>

#include "base/near_name.h"
#include "cli/batch.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/rule_matrix.h"
#include "cli/rule_page.h"
#include "cli/rule_trial.h"
#include "cli/stop.h"
#include "cli/terminal_text.h"
#include "rules/evaluation/rulebook.h"
#include "rules/pack/files.h"
#include "screening/check_examples.h"

namespace ordergate::cli {
namespace {

using rules::RuleBook;
using rules::RuleDescription;

struct Options {
  ScreeningOptions screening;  // of show --orders
  std::string directory, id, orders;
  bool json = false;
};

void require_directory(const std::string& path) {
  if (path.empty()) return;
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    if (const auto files = rules::pack_files(path); !files) throw Stop(kUnreadable, files.error().text);
    return;
  }
  throw Stop(kUnreadable,
             path + (std::filesystem::exists(path, error) ? ": is not a directory" : ": no such directory"));
}

RuleBook load_book(const std::string& directory) {
  require_directory(directory);
  rules::RuleBookOptions options;
  options.directory = directory;
  Result<RuleBook> book = RuleBook::load(options);
  if (!book) throw Stop(kUnreadable, book.error().text);
  return std::move(book).value();
}

int check(const Options& options) {
  require_directory(options.directory);
  const Result<RuleCheckReport> report = check_rules(options.directory);
  if (!report) throw Stop(kFailed, report.error().text);
  const RuleCheckReport& found = report.value();
  Output output;
  for (const std::string& failure : found.failures) output.line(failure);
  output.line(std::to_string(found.rules) + " rules, " + std::to_string(found.examples) + " examples, " +
              std::to_string(found.failures.size()) + " failed");
  output.flush();
  return found.failures.empty() ? kDone : kFailed;
}

Json json_of(const RuleDescription& rule) {
  Json endings = Json::array();
  for (const rules::RuleEnding& ending : rule.endings)
    endings.push_back({{"outcome", ending.outcome}, {"policy", ending.policy}, {"when", ending.when}});
  return Json{{"id", rule.id},
              {"title", rule.title},
              {"citation", rule.citation},
              {"source", rule.source},
              {"certainty", rule.certainty},
              {"checked", rule.checked ? Json(format_date(*rule.checked)) : Json(nullptr)},
              {"outcome", rule.outcome},
              {"outcomes", endings},
              {"for", rule.scope},
              {"guard", rule.guard},
              {"when", rule.condition},
              {"unknown", rule.unknown},
              {"conditions", rule.conditions},
              {"license", rule.license},
              {"message", rule.message},
              {"resolve", rule.resolve},
              {"from", rule.from ? Json(format_date(*rule.from)) : Json(nullptr)},
              {"until", rule.until ? Json(format_date(*rule.until)) : Json(nullptr)},
              {"profiles", rule.profiles},
              {"annotate_in", rule.annotate_in},
              {"cures", rule.cures},
              {"settings", rule.settings},
              {"examples", rule.examples},
              {"counterexamples", rule.counterexamples},
              {"file", rule.file},
              {"line", rule.line}};
}

int list(const Options& options) {
  const RuleBook book = load_book(options.directory);
  Output output;
  Table table({"rule", "outcome", "in force", "certainty", "title"});
  for (const RuleDescription& rule : book.rules()) {
    if (options.json) output.line(to_line(json_of(rule)));
    table.add({rule.id, rule.outcome, span_of(rule), rule.certainty, rule.title});
  }
  if (!options.json) output.write(table.render());
  output.flush();
  return kDone;
}

std::vector<RuleDescription> rules_named(const RuleBook& book, const std::string& id) {
  std::vector<std::string_view> ids;
  std::vector<RuleDescription> versions;
  for (const RuleDescription& rule : book.rules()) {
    if (rule.id == id) versions.push_back(rule);
    ids.push_back(rule.id);
  }
  if (versions.empty())
    throw Stop(kUsage, "no rule '" + id + "'" + did_you_mean(id, ids) + "; see 'ordergate rules list'");
  return versions;
}

int show(const Options& options) {
  const RuleBook book = load_book(options.directory);
  const std::vector<RuleDescription> versions = rules_named(book, options.id);
  Output output;
  for (const RuleDescription& rule : versions)
    if (options.json) output.line(to_line(json_of(rule)));
  if (!options.json) print_rule(book, versions, output);
  if (!options.orders.empty()) {
    require_readable({options.orders});
    print_use(options.id, options.directory, options.orders, screening_setup(options.screening), options.json,
              output);
  }
  output.flush();
  return kDone;
}

int facts(const Options& options) {
  Output output;
  Table table({"fact", "type", "unit", "citation", "meaning"});
  for (const rules::FactDescription& fact : RuleBook::facts()) {
    const std::string name = fact.object + "." + fact.name;
    if (options.json)
      output.line(to_line(Json{{"fact", name},
                               {"type", fact.type},
                               {"unit", fact.unit},
                               {"citation", fact.citation},
                               {"meaning", fact.meaning}}));
    table.add({name, fact.type, fact.unit.empty() ? "-" : fact.unit,
               fact.citation.empty() ? "-" : fact.citation, fact.meaning});
  }
  if (!options.json) output.write(table.render());
  output.flush();
  return kDone;
}

int matrix(const Options& options) {
  require_directory(options.directory);
  return print_matrix(options.directory, screening_setup(options.screening), options.json);
}

int due(const Options& options) {
  require_directory(options.directory);
  return print_due(options.directory, screening_setup(options.screening).today(), options.json);
}

/// A subcommand of `rules` with the options that all of them have.
CLI::App* add_one(CLI::App& parent, const char* name, const char* about,
                  const std::shared_ptr<Options>& options, Action& action, int (*act)(const Options&)) {
  CLI::App* const command = parent.add_subcommand(name, about);
  command
      ->add_option("--rules", options->directory,
                   "Directory of the rule pack; default: the one inside the program")
      ->type_name("DIR");
  command->callback([options, &action, act] { action = [options, act] { return act(*options); }; });
  return command;
}

}  // namespace

void add_rules(CLI::App& app, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand("rules", "The rule pack: checked, listed, shown, compared");
  command->require_subcommand(1);
  add_one(*command, "check", "Load the rules and run every rule's own examples", options, action, check)
      ->add_option("DIR", options->directory, "The rule pack; default: the one inside the program")
      ->type_name("");
  CLI::App* const listed = add_one(*command, "list", "Every rule on a line", options, action, list);
  listed->add_flag("--json", options->json, "One line of JSON a rule");
  CLI::App* const shown =
      add_one(*command, "show", "One rule: dates, source, condition, outcomes, settings, examples", options,
              action, show);
  shown->add_option("ID", options->id, "The rule's id")->required()->type_name("");
  shown->add_flag("--json", options->json, "One line of JSON a version");
  shown->add_option("--orders", options->orders, "NDJSON file: which of its verdicts the rule decides")
      ->type_name("FILE");
  options->screening.add_lists_to(*shown);
  add_rules_diff(*command, action);
  CLI::App* const grid = add_one(
      *command, "matrix", "Ordinary goods to many destinations: what the rules say", options, action, matrix);
  grid->add_flag("--json", options->json, "One line of JSON a cell");
  options->screening.add_lists_to(*grid);
  CLI::App* const dated =
      add_one(*command, "due", "Days to come on which the law changes", options, action, due);
  dated->add_flag("--json", options->json, "One line of JSON a day");
  options->screening.add_lists_to(*dated);
  CLI::App* const known = add_one(*command, "facts", "The words that rules can use", options, action, facts);
  known->add_flag("--json", options->json, "One line of JSON a fact");
}

}  // namespace ordergate::cli
