// ordergate decisions check: which decisions of a file count, which ended, and which were refused and why.
#include <CLI/CLI.hpp>
#include <map>

#include "cli/batch.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "cli/terminal_text.h"
#include "daemon/decision_files.h"
#include "lists/entry_key.h"

namespace ordergate::cli {
namespace {

struct Options {
  std::vector<std::string> paths, lists;
  std::string config, signing_key, today;
  bool four_eyes = false, json = false;
};

/// Content hashes by list and key.
using Entries = std::map<std::pair<std::string, std::string>, std::string>;

Entries entries_of(const std::vector<std::string>& paths) {
  Entries entries;
  for (const lists::ListFile& file : load_lists(paths))
    for (const lists::ListEntry& entry : file.entries)
      entries[{std::string(lists::to_string(entry.list)), lists::key_of(entry)}] =
          lists::content_hash_of(entry);
  return entries;
}

class Check {
 public:
  Check(const decisions::Overlay& overlay, std::optional<Entries> entries, Date today)
      : overlay_(overlay), entries_(std::move(entries)), today_(today) {}

  /// "valid", or why it does not count.
  [[nodiscard]] std::string state_of(const decisions::Decision& decision) const {
    if (overlay_.withdrawn(decision.id)) return "withdrawn";
    if (decision.kind == decisions::Kind::withdraw && overlay_.by_id(decision.scope.decision_id) == nullptr)
      return "names nothing";
    if (decision.valid_until && *decision.valid_until < today_) return "expired";
    if (decision.kind != decisions::Kind::not_the_party || !entries_) return "valid";
    const auto entry = entries_->find({decision.scope.list, decision.scope.entry});
    if (entry == entries_->end()) return "entry_gone";
    return entry->second == decision.scope.entry_hash ? "valid" : "entry_changed";
  }

 private:
  const decisions::Overlay& overlay_;
  const std::optional<Entries> entries_;
  const Date today_;
};

std::string about(const decisions::Scope& scope) {
  std::string text;
  if (!scope.entry.empty())
    text = scope.list + " " + scope.entry + ", " +
           (scope.party_name.empty() ? scope.party.substr(0, 16) : scope.party_name);
  if (!scope.party_id.empty()) text += " (" + scope.party_id + ")";
  if (scope.destination.known()) text += ", to " + std::string(scope.destination.text());
  if (!scope.item_class.empty()) text += ", " + scope.item_class;
  if (!scope.order_id.empty()) text = "order " + scope.order_id;
  if (!scope.decision_id.empty()) text = scope.decision_id;
  return text;
}

int check(const Options& options) {
  ReviewSettings review = settings_of(options.config).review;
  if (!options.paths.empty()) review.decisions = options.paths;
  if (!options.signing_key.empty()) review.signing_key = options.signing_key;
  review.four_eyes = review.four_eyes || options.four_eyes;
  if (review.decisions.empty()) throw Stop(kUsage, "FILE is missing, or --config with [review] decisions");
  require_readable(review.decisions);
  const Result<decisions::OverlayBuilder> read = daemon::read_decisions(review);
  if (!read) throw Stop(kUnreadable, read.error().text);
  const std::shared_ptr<const decisions::Overlay> overlay = read.value().build();
  ScreeningSetup setup;
  if (!options.today.empty()) {
    setup.fixed_today = parse_date(options.today);
    if (!setup.fixed_today) throw Stop(kUsage, "--today: '" + options.today + "' is no date YYYY-MM-DD");
  }
  const Check judge(*overlay, options.lists.empty() ? std::nullopt : std::optional(entries_of(options.lists)),
                    setup.today());
  Output output;
  Table table({"decision", "kind", "state", "by", "about"});
  for (const auto& each : overlay->all()) {
    const std::string state = judge.state_of(*each);
    if (options.json)
      output.line(to_line({{"decision_id", each->id},
                           {"kind", decisions::to_string(each->kind)},
                           {"state", state},
                           {"by", each->by},
                           {"about", about(each->scope)},
                           {"hash", each->hash}}));
    else
      table.add({printable(each->id), std::string(decisions::to_string(each->kind)), state,
                 printable(each->by), printable(about(each->scope))});
  }
  for (const decisions::Rejection& each : read.value().rejections()) {
    if (!options.json) continue;
    output.line(to_line({{"file", each.file},
                         {"line", each.line},
                         {"state", "refused"},
                         {"reason", decisions::to_string(each.failure.refusal)},
                         {"message", decisions::to_text(each.failure)}}));
  }
  if (!options.json) {
    output.write(table.render());
    for (const decisions::Rejection& each : read.value().rejections())
      output.line("refused: " + printable(decisions::to_text(each)));
    output.line("decisions " + std::string(overlay->hash()));
  }
  output.flush();
  return read.value().rejections().empty() ? kDone : kFailed;
}

}  // namespace

void add_decisions(CLI::App& app, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand("decisions", "Decisions about matches and held orders");
  command->require_subcommand(1);
  CLI::App* const checked = command->add_subcommand(
      "check",
      "Read files of decisions: which count, which ended, and every record that was refused and why");
  checked->add_option("FILE", options->paths, "NDJSON files; default: those of --config")->type_name("");
  checked->add_option("--config", options->config, "The daemon's settings file: its [review]")
      ->type_name("FILE");
  checked
      ->add_option("--signing-key", options->signing_key, "File of the key that records must be signed with")
      ->type_name("FILE");
  checked->add_flag("--four-eyes", options->four_eyes,
                    "What lets an order go must be approved by another person");
  checked->add_option("--lists", options->lists, "Lists, to see which entries changed since (repeatable)")
      ->type_name("PATH")
      ->allow_extra_args(false);
  checked->add_option("--today", options->today, "The day of judging, instead of today in UTC")
      ->type_name("YYYY-MM-DD");
  checked->add_flag("--json", options->json, "One line of JSON a record");
  checked->callback([options, &action] { action = [options] { return check(*options); }; });
}

}  // namespace ordergate::cli
