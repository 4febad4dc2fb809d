// ordergate tap: the stream as it passes, beside the group; each order answered as `explain` does.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/stop.h"
#include "cli/terminal_text.h"
#include "daemon/topic_reader.h"
#include "order/encoder.h"
#include "screening/snapshot.h"

namespace ordergate::cli {
namespace {

struct Options {
  ScreeningOptions screening;
  std::vector<std::string> verdicts, rules;
  std::string party;
  std::uint64_t last = 10;
  int wait_s = 30;
  bool follow = false, json = false, brief = false;
};

/// Lower-case ASCII; other letters as they are: a filter for eyes, no screening.
std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

bool holds(const nlohmann::json& value, const std::string& wanted) {
  return value.is_string() && lowered(value.get<std::string>()).find(wanted) != std::string::npos;
}

/// Whether a name of some party of the record holds that text.
bool names_party(std::string_view record, const std::string& wanted) {
  const nlohmann::json order = nlohmann::json::parse(record, nullptr, false);
  if (!order.is_object() || !order.contains("parties") || !order["parties"].is_array()) return false;
  const auto& parties = order["parties"];
  return std::any_of(parties.begin(), parties.end(), [&](const nlohmann::json& party) {
    if (!party.is_object()) return false;
    if (holds(party.value("name", nlohmann::json()), wanted) ||
        holds(party.value("native_name", nlohmann::json()), wanted))
      return true;
    const nlohmann::json aliases = party.value("aliases", nlohmann::json::array());
    return aliases.is_array() && std::any_of(aliases.begin(), aliases.end(),
                                             [&](const auto& alias) { return holds(alias, wanted); });
  });
}

bool among(const std::vector<std::string>& wanted, std::string_view word) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), word) != wanted.end();
}

bool is_wanted(const Options& options, const Verdict& verdict, std::string_view record) {
  if (!among(options.verdicts, to_string(verdict.decision))) return false;
  const auto& findings = verdict.findings;
  if (!options.rules.empty() && std::none_of(findings.begin(), findings.end(), [&](const Finding& finding) {
        return among(options.rules, finding.rule);
      }))
    return false;
  return options.party.empty() || names_party(record, lowered(options.party));
}

void show(const Options& options, const TopicRecord& record, const Verdict& verdict, const Snapshot& snapshot,
          Output& output) {
  if (options.json) {
    std::string line;
    encode_verdict(verdict, snapshot_json(snapshot), unix_ms(wall_time()), line);
    output.line(line);
  } else {
    output.line(output.colored(printable(record.topic) + "/" + std::to_string(record.partition) + "/" +
                                   std::to_string(record.offset),
                               Color::dim));
    if (options.brief) {
      print_brief(verdict, output);
    } else {
      print_explanation(verdict, *record.value, snapshot, output);
    }
    output.line("");
  }
  output.flush();
}

int tap(const Options& options) {
  if (options.screening.config.empty())
    throw Stop(kUsage, "--config FILE is needed: the broker and the topics are there");
  const ScreeningSetup setup = screening_setup(options.screening);
  const Config config = settings_of(options.screening.config);
  const std::shared_ptr<const Snapshot> snapshot = load(setup);
  auto reader = TopicReader::open(config, {.topics = config.topics.orders,
                                           .last = options.last,
                                           .follow = options.follow,
                                           .patience = std::chrono::seconds(options.wait_s)});
  if (!reader) throw Stop(kOutside, reader.error().text);
  Screener screener(setup.limits);
  screener.use(snapshot);
  Output output;
  while (true) {
    Result<std::optional<TopicRecord>> next = reader.value()->next([] { return false; });
    if (!next) throw Stop(kOutside, next.error().text);
    if (!next.value()) break;
    const TopicRecord& record = *next.value();
    if (!record.value) continue;  // a tombstone is no order
    RecordContext context;
    context.source.topic = record.topic;
    context.source.partition = record.partition;
    context.source.offset = record.offset;
    context.today = setup.today();
    context.live = true;
    context.date_override = setup.date;
    const Verdict& verdict = screener.screen(*record.value, context);
    if (is_wanted(options, verdict, *record.value)) show(options, record, verdict, *snapshot, output);
  }
  output.flush();
  return kDone;
}

}  // namespace

void add_tap(CLI::App& app, Action& action) {
  constexpr int kWaitMax = 600;
  auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand(
      "tap", "The orders of the stream, answered for a person; nothing is joined, committed or written");
  command
      ->add_option("--verdict", options->verdicts, "Those with this verdict (repeatable): allow, hold, deny")
      ->check(CLI::IsMember({"allow", "hold", "deny"}))
      ->type_name("VERDICT");
  command->add_option("--party", options->party, "Those with this text in a party's name")->type_name("TEXT");
  command->add_option("--rule", options->rules, "Those with a finding of this rule (repeatable)")
      ->type_name("ID");
  command->add_option("--last", options->last, "From so many records before the end of each partition (10)")
      ->type_name("N");
  command->add_flag("--follow", options->follow, "Go on with what comes, until interrupted");
  command->add_flag("--brief", options->brief, "A few lines an order");
  command->add_flag("--json", options->json, "Verdict lines instead");
  command->add_option("--wait", options->wait_s, "Wait so long for each answer of the broker (30)")
      ->check(CLI::Range(1, kWaitMax))
      ->type_name("SECONDS");
  options->screening.add_to(*command);
  command->callback([options, &action] { action = [options] { return tap(*options); }; });
}

}  // namespace ordergate::cli
