// ordergate rules diff: what changed between two rule packs, and which verdicts of a file of orders would.
#include "cli/rule_trial.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <set>

#include "cli/batch.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/rule_diff.h"
#include "cli/stop.h"
#include "cli/terminal_text.h"
#include "rules/evaluation/rulebook.h"

namespace ordergate::cli {
namespace {

struct Options {
  ScreeningOptions screening;
  std::string before, after, orders;
  bool json = false;
};

constexpr std::string_view kShipped = "-";  // the pack inside the program

std::string directory_of(const std::string& path) { return path == kShipped ? "" : path; }

rules::RuleBook load_book(const std::string& directory, const ScreeningSetup& setup) {
  rules::RuleBookOptions options;
  options.directory = directory;
  if (const auto profile = rules::parse_profile(setup.snapshot.profile)) options.profile = *profile;
  Result<rules::RuleBook> book = rules::RuleBook::load(options);
  if (!book) throw Stop(kUnreadable, book.error().text);
  return std::move(book).value();
}

std::string_view word_of(PartChange::Kind kind) {
  switch (kind) {
    case PartChange::Kind::added:
      return "added";
    case PartChange::Kind::removed:
      return "removed";
    case PartChange::Kind::changed:
      return "changed";
  }
  return "changed";
}

void print_field(const PartChange::Field& field, Output& output) {
  output.line("   " + output.colored(field.name, Color::dim));
  const auto side = [&output](const char* sign, const std::string& text, Color color) {
    if (text.empty()) return;
    std::string line = text;  // expressions are written over several lines
    std::replace(line.begin(), line.end(), '\n', ' ');
    output.write(output.colored(wrapped(printable(line), "       ", output.columns(), sign), color));
  };
  side("     - ", field.before, Color::red);
  side("     + ", field.after, Color::green);
}

void print_change(const PartChange& change, bool json, Output& output) {
  if (json) {
    Json line{{"change", word_of(change.kind)}, {"part", change.part}, {"name", change.name}};
    for (const PartChange::Field& field : change.fields)
      line["fields"].push_back({{"field", field.name}, {"before", field.before}, {"after", field.after}});
    return output.line(to_line(line));
  }
  output.line(std::string(word_of(change.kind)) + "  " + change.part + "  " +
              output.colored(printable(change.name), Color::bold));
  constexpr std::size_t kFieldsMax = 20;
  for (std::size_t i = 0; i < std::min(change.fields.size(), kFieldsMax); ++i)
    print_field(change.fields[i], output);
  if (change.fields.size() > kFieldsMax)
    output.line("   and " + std::to_string(change.fields.size() - kFieldsMax) + " more");
}

/// "hold dest-transit (items[0])": what moves a verdict.
std::set<std::string> weighty(const Verdict& verdict) {
  std::set<std::string> out;
  for (const Finding& finding : verdict.findings)
    if (finding.outcome != Outcome::annotate)
      out.insert(std::string(to_string(finding.outcome)) + " " + std::string(finding.rule) + " (" +
                 printable(finding.subject) + ")");
  if (!verdict.error.code.empty()) out.insert("error " + std::string(verdict.error.code));
  return out;
}

/// One order under both packs.
struct Trial {
  std::uint64_t line = 0;
  std::string order_id;
  Decision before = Decision::hold, after = Decision::hold;
  std::vector<std::string> gone, come;
};

void print_trial(const Trial& trial, bool json, Output& output) {
  if (json)
    return output.line(to_line(Json{{"change", "verdict"},
                                    {"line", trial.line},
                                    {"order_id", trial.order_id},
                                    {"before", to_string(trial.before)},
                                    {"after", to_string(trial.after)},
                                    {"gone", trial.gone},
                                    {"come", trial.come}}));
  std::string head = "line " + std::to_string(trial.line) + "  " + printable(trial.order_id) + "  ";
  head += output.colored(to_string(trial.before), color_of(trial.before));
  if (trial.before != trial.after)
    head += " -> " + output.colored(to_string(trial.after), color_of(trial.after));
  output.line(head);
  for (const std::string& finding : trial.gone) output.line("     - " + finding);
  for (const std::string& finding : trial.come) output.line("     + " + finding);
}

Trial compare_verdicts(const Verdict& before, const Verdict& after, std::uint64_t line) {
  Trial trial{line, std::string(after.order_id), before.decision, after.decision, {}, {}};
  const std::set<std::string> old = weighty(before), now = weighty(after);
  std::set_difference(old.begin(), old.end(), now.begin(), now.end(), std::back_inserter(trial.gone));
  std::set_difference(now.begin(), now.end(), old.begin(), old.end(), std::back_inserter(trial.come));
  return trial;
}

void try_orders(const Options& options, const ScreeningSetup& setup, Output& output) {
  warn_of_sample(setup);
  Screener before = screener_for(setup, directory_of(options.before));
  Screener after = screener_for(setup, directory_of(options.after));
  std::uint64_t orders = 0, verdicts = 0, findings = 0;
  each_order(options.orders, setup, [&](std::string_view record, const RecordContext& context) {
    const Trial trial =
        compare_verdicts(before.screen(record, context), after.screen(record, context), context.source.line);
    ++orders;
    if (trial.before != trial.after) ++verdicts;
    if (trial.before == trial.after && trial.gone.empty() && trial.come.empty()) return;
    ++findings;
    print_trial(trial, options.json, output);
  });
  if (!options.json)
    output.line(std::to_string(orders) + " orders: " + std::to_string(verdicts) + " verdicts change, " +
                std::to_string(findings - verdicts) + " stay with other reasons");
}

int diff(const Options& options) {
  if (!options.orders.empty()) require_readable({options.orders});
  const ScreeningSetup setup = screening_setup(options.screening);
  const std::string before = directory_of(options.before), after = directory_of(options.after);
  const std::vector<PartChange> changes =
      compare_packs(before, load_book(before, setup), after, load_book(after, setup));
  Output output;
  for (const PartChange& change : changes) print_change(change, options.json, output);
  if (!options.json)
    output.line(std::to_string(changes.size()) + (changes.size() == 1 ? " part" : " parts") +
                " of the pack changed");
  if (!options.orders.empty()) try_orders(options, setup, output);
  output.flush();
  return kDone;
}

}  // namespace

Screener screener_for(ScreeningSetup setup, const std::string& directory) {
  setup.snapshot.rules_directory = directory;
  Result<std::shared_ptr<const Snapshot>> snapshot = load_snapshot(setup.snapshot);
  if (!snapshot) throw Stop(kUnreadable, snapshot.error().text);
  Screener screener(setup.limits);
  screener.use(std::move(snapshot).value());
  return screener;
}

void each_order(const std::string& path, const ScreeningSetup& setup,
                const std::function<void(std::string_view record, const RecordContext& context)>& take) {
  LineReader reader(path, setup.limits.record_bytes_max);
  RecordContext context;
  context.today = setup.today();
  context.date_override = setup.date;
  std::uint64_t orders = 0;
  Progress progress(setup.quiet);
  for (std::string_view record; reader.next(record);) {
    context.source.file = reader.path();
    context.source.line = reader.line_number();
    take(record, context);
    progress.at(++orders, "orders");
  }
}

void add_rules_diff(CLI::App& rules, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command =
      rules.add_subcommand("diff", "What changed between two rule packs, and which verdicts would");
  command->add_option("OLD", options->before, "Directory of the pack before; -: the one inside the program")
      ->required()
      ->type_name("");
  command->add_option("NEW", options->after, "Directory of the pack after; -: the one inside the program")
      ->required()
      ->type_name("");
  command->add_option("--orders", options->orders, "NDJSON file: which of its verdicts would change")
      ->type_name("FILE");
  command->add_flag("--json", options->json, "One line of JSON a change");
  options->screening.add_lists_to(*command);
  command->callback([options, &action] { action = [options] { return diff(*options); }; });
}

}  // namespace ordergate::cli
