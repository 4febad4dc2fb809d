#include "cli/command.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/input.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "config/catalog.h"
#include "config/config.h"
#include "daemon/decision_files.h"
#include "daemon/reload.h"
#include "evidence/saved_snapshot.h"
#include "lists/guard.h"
#include "lists/reader.h"
#include "order/encoder.h"
#include "screening/snapshot.h"

namespace ordergate::cli {
Config settings_of(const std::string& path) {
  if (path.empty()) return {};
  require_readable({path});
  Result<Config> config = load_config(path);
  if (!config) throw Stop(kUsage, config.error().text);
  return std::move(config).value();
}

namespace {

std::optional<Date> day_option(const std::string& option, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const std::optional<Date> day = parse_date(text);
  if (!day) throw Stop(kUsage, option + ": '" + text + "' is no date YYYY-MM-DD");
  return day;
}

std::string known_codes() {
  std::string all;
  for (const std::string_view code : lists::kListCodes) all.append(all.empty() ? "" : ", ").append(code);
  return all;
}

}  // namespace

void ScreeningOptions::add_to(CLI::App& command) {
  command.add_option("--rules", rules, "Directory of the rule pack; default: the one inside the program")
      ->type_name("DIR");
  add_lists_to(command);
}

void ScreeningOptions::add_lists_to(CLI::App& command) {
  command.add_option("--lists", lists, "List file or directory (repeatable); default: a small sample")
      ->type_name("PATH")
      ->allow_extra_args(false);
  command
      .add_option("--ownership", ownership,
                  "File or directory of who owns whom (repeatable): docs/ownership.md")
      ->type_name("PATH")
      ->allow_extra_args(false);
  command.add_option("--items", items, "Catalog of your own items (repeatable)")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command.add_option("--skus", skus, "Map from your SKUs to items (repeatable)")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command.add_option("--known", known, "What you know of customers: CSV or NDJSON (repeatable)")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command
      .add_option(
          "--decisions", decisions,
          "Decisions about matches and held orders, NDJSON (repeatable): docs/decisions-and-review.md")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command
      .add_option("--snapshot", saved,
                  "A saved snapshot: its lists, rules and settings, whatever --config says")
      ->type_name("DIR");
  command.add_option("--profile", profile, "Which reading of the law: enforced, codified, historical")
      ->type_name("PROFILE")
      ->check(CLI::IsMember(setting_words("rules", "profile")));
  command.add_option("--date", date, "Regime date for every order, instead of its own")
      ->type_name("YYYY-MM-DD");
  command.add_option("--today", today, "The day of orders without a date, instead of today in UTC")
      ->type_name("YYYY-MM-DD");
  command.add_option("--config", config, "Settings file: lists, rules, items, thresholds, policy, limits")
      ->type_name("FILE");
  command.add_flag("--quiet,-q", quiet, "No warnings and no progress");
}

namespace {

/// A saved snapshot holds all of it: nothing of now may mix in.
void refuse_beside_saved(const ScreeningOptions& options) {
  const std::pair<const char*, bool> given[] = {
      {"--lists", !options.lists.empty()},    {"--ownership", !options.ownership.empty()},
      {"--items", !options.items.empty()},    {"--skus", !options.skus.empty()},
      {"--known", !options.known.empty()},    {"--rules", !options.rules.empty()},
      {"--profile", !options.profile.empty()}};
  for (const auto& [option, is_given] : given)
    if (is_given)
      throw Stop(kUsage, std::string(option) +
                             " and --snapshot: a saved snapshot has lists, rules and settings of its own");
}

void take_saved(const ScreeningOptions& options, ScreeningSetup& setup) {
  refuse_beside_saved(options);
  const Result<evidence::SavedSnapshot> saved = evidence::open_snapshot(options.saved);
  if (!saved) throw Stop(kUnreadable, saved.error().text);
  setup.snapshot = evidence::options_of(saved.value(), options.saved);
  setup.limits = saved.value().limits;
  setup.saved = options.saved;
  setup.saved_id = saved.value().id;
  setup.saved_by = saved.value().program;
  setup.saved_sha256 = saved.value().manifest_sha256;
  setup.saved_rules = saved.value().rules;
  // Decisions of now are none of then; those of then are named.
  setup.review.decisions = options.decisions;
}

}  // namespace

ScreeningSetup screening_setup(const ScreeningOptions& options) {
  const Config config = settings_of(options.config);
  ScreeningSetup setup;
  setup.chain = config.audit.chain;
  setup.limits = config.limits;
  setup.snapshot = daemon::snapshot_options(config);
  if (!options.lists.empty()) setup.snapshot.list_paths = options.lists;
  if (!options.ownership.empty()) setup.snapshot.ownership_paths = options.ownership;
  if (!options.rules.empty()) setup.snapshot.rules_directory = options.rules;
  if (!options.items.empty()) setup.snapshot.extra_items = options.items;
  if (!options.skus.empty()) setup.snapshot.sku_maps = options.skus;
  if (!options.known.empty()) setup.snapshot.known_parties = options.known;
  if (!options.profile.empty()) setup.snapshot.profile = options.profile;
  setup.review = config.review;
  if (!options.decisions.empty()) setup.review.decisions = options.decisions;
  setup.date = day_option("--date", options.date);
  setup.fixed_today = day_option("--today", options.today);
  setup.quiet = options.quiet;
  if (!options.saved.empty()) take_saved(options, setup);
  return setup;
}

void warn_of_sample(const ScreeningSetup& setup) {
  if (setup.snapshot.list_paths.empty() && !setup.quiet)
    complain(
        "warning: screening against the small sample list, which protects nobody; name real lists with "
        "--lists");
}

namespace {

/// Rows of files of ownership that cannot be used: the first few.
void tell_ownership(const Snapshot& snapshot) {
  constexpr std::size_t kToldMax = 5;
  for (const SnapshotOwnership::File& file : snapshot_ownership(snapshot).files) {
    for (std::size_t i = 0; i < std::min(kToldMax, file.rejections.size()); ++i)
      complain(file.path + ":" + std::to_string(file.rejections[i].line) +
               ": not read: " + file.rejections[i].reason);
    if (file.rejections.size() > kToldMax)
      complain(file.path + ": and " + std::to_string(file.rejections.size() - kToldMax) +
               " more rows not read");
  }
}

}  // namespace

namespace {

/// The same files and the same program give the same snapshot; another program may read more or less of them.
void check_saved(const ScreeningSetup& setup, const Snapshot& snapshot) {
  if (setup.saved.empty()) return;
  const bool same = snapshot_id(snapshot) == setup.saved_id;
  if (setup.saved_by != program_version()) {
    if (!setup.saved_rules_may_differ && snapshot.book().hash() != setup.saved_rules)
      throw Stop(kUnreadable,
                 setup.saved + ": this ordergate, " + std::string(program_version()) +
                     ", has rules or policies that mix in: it cannot screen by the rules of this "
                     "snapshot. Use ordergate " +
                     setup.saved_by + ", which saved it");
    if (!setup.quiet)
      complain("warning: " + setup.saved + " was saved by ordergate " + setup.saved_by + "; this is " +
               std::string(program_version()) + ", which may judge otherwise" +
               (same ? "" : " and reads it as another snapshot"));
    return;
  }
  if (!same)
    throw Stop(kUnreadable, setup.saved + ": gives snapshot " + std::string(snapshot_id(snapshot)) +
                                ", not " + setup.saved_id + ": another build of this version saved it");
}

}  // namespace

std::shared_ptr<const Snapshot> load(const ScreeningSetup& setup) {
  Result<std::shared_ptr<const Snapshot>> snapshot = load_snapshot(setup.snapshot);
  if (!snapshot) throw Stop(kUnreadable, snapshot.error().text);
  check_saved(setup, *snapshot.value());
  warn_of_sample(setup);
  if (!setup.quiet) tell_ownership(*snapshot.value());
  return std::move(snapshot).value();
}

std::shared_ptr<const decisions::Overlay> load_decisions(const ScreeningSetup& setup) {
  if (setup.review.decisions.empty()) return nullptr;
  const Result<decisions::OverlayBuilder> read = daemon::read_decisions(setup.review);
  if (!read) throw Stop(kUnreadable, read.error().text);
  if (!setup.quiet) {
    constexpr std::size_t kToldMax = 5;
    const auto& rejections = read.value().rejections();
    for (std::size_t i = 0; i < std::min(kToldMax, rejections.size()); ++i)
      complain("does not count: " + decisions::to_text(rejections[i]));
    if (rejections.size() > kToldMax)
      complain("and " + std::to_string(rejections.size() - kToldMax) +
               " more records; see `ordergate decisions check`");
  }
  return read.value().build();
}

std::vector<lists::ListFile> load_lists(const std::vector<std::string>& paths) {
  if (paths.empty()) {
    std::vector<lists::ListFile> files;
    files.push_back(lists::sample_list());
    return files;
  }
  Result<std::vector<lists::ListFile>> files = lists::read_lists(paths);
  if (!files) throw Stop(kUnreadable, files.error().text);
  return std::move(files).value();
}

std::vector<lists::ListCode> list_codes(const std::vector<std::string>& codes) {
  std::vector<lists::ListCode> lists;
  for (const std::string& code : codes) {
    const std::optional<lists::ListCode> list = lists::parse_list_code(code);
    if (!list) throw Stop(kUsage, "'" + code + "' is no code of a list; there are " + known_codes());
    lists.push_back(*list);
  }
  return lists;
}

}  // namespace ordergate::cli
