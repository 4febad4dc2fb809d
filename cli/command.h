// What the subcommands share: how they are added, and the options that choose what to screen against.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/date.h"
#include "base/limits.h"
#include "config/config.h"
#include "decisions/overlay.h"
#include "lists/entry.h"
#include "rules/pack/profile.h"
#include "screening/screener.h"

namespace CLI {
class App;
}

namespace ordergate::cli {

/// Does the work of the subcommand that was given; its result is the exit code.
using Action = std::function<int()>;

// One function a subcommand, each in its own file: adds the subcommand and its options to `app`, and sets
// `action` when it was given.
void add_run(CLI::App& app, Action& action);
void add_screen(CLI::App& app, Action& action);
void add_explain(CLI::App& app, Action& action);
void add_match(CLI::App& app, Action& action);
void add_compare(CLI::App& app, Action& action);
void add_identify(CLI::App& app, Action& action);
void add_lists(CLI::App& app, Action& action);
/// `fetch` under `lists`.
void add_lists_fetch(CLI::App& lists, Action& action);
void add_parties(CLI::App& app, Action& action);
void add_decisions(CLI::App& app, Action& action);
void add_decide(CLI::App& app, Action& action);
void add_rules(CLI::App& app, Action& action);
/// `diff` under `rules`.
void add_rules_diff(CLI::App& rules, Action& action);
void add_check_config(CLI::App& app, Action& action);
void add_ping(CLI::App& app, Action& action);
void add_dead_letters(CLI::App& app, Action& action);
void add_tap(CLI::App& app, Action& action);
void add_demo(CLI::App& app, Action& action);
void add_map(CLI::App& app, Action& action);
void add_reference(CLI::App& app, Action& action);
void add_bench(CLI::App& app, Action& action);
void add_snapshot(CLI::App& app, Action& action);
void add_evidence(CLI::App& app, Action& action);
void add_rescreen(CLI::App& app, Action& action);

/// Options of every command that screens. What the command line does not say comes from --config.
struct ScreeningOptions {
  std::vector<std::string> lists, ownership, items, skus, known, decisions;
  std::string rules, profile, date, today, config;
  std::string saved;  // a directory that `snapshot save` made: lists, rules, settings of then
  bool quiet = false;

  void add_to(CLI::App& command);
  /// All but --rules, for a command that names packs itself.
  void add_lists_to(CLI::App& command);
};

/// The options settled.
struct ScreeningSetup {
  SnapshotOptions snapshot;
  ReviewSettings review;
  RecordLimits limits;
  std::optional<Date> date, fixed_today;
  bool quiet = false;
  bool chain = false;
  std::string saved, saved_id, saved_by;  // folder, id and program of the saved snapshot; empty: none
  std::string saved_sha256, saved_rules;  // of its manifest, of its rules
  bool saved_rules_may_differ = false;    // it is asked what its lists were, nothing is screened by it

  /// For orders without a date: what --today says, else the day now in UTC.
  [[nodiscard]] Date today() const { return fixed_today.value_or(day_of(wall_time())); }
};
[[nodiscard]] ScreeningSetup screening_setup(const ScreeningOptions& options);

/// The settings of a file; the shipped ones when `path` is empty. A Stop when they are wrong.
[[nodiscard]] Config settings_of(const std::string& path);

/// Says, unless quiet, that the sample list stands in for a real one.
void warn_of_sample(const ScreeningSetup& setup);

/// Reads lists and rules; a Stop when they cannot be. Warns of the sample list.
[[nodiscard]] std::shared_ptr<const Snapshot> load(const ScreeningSetup& setup);

/// Reads the files of decisions; null when there are none. A Stop when a file cannot be read; says, unless
/// quiet, which records do not count.
[[nodiscard]] std::shared_ptr<const decisions::Overlay> load_decisions(const ScreeningSetup& setup);

/// Reads the lists alone.
[[nodiscard]] std::vector<lists::ListFile> load_lists(const std::vector<std::string>& paths);

/// The lists that an option names by their codes; a Stop when there is no such list.
[[nodiscard]] std::vector<lists::ListCode> list_codes(const std::vector<std::string>& codes);

}  // namespace ordergate::cli
