// ordergate decide: makes one decision and signs it.
#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/sha256.h"
#include "base/whole_file.h"
#include "cli/batch.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/map_options.h"
#include "cli/order_place.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "cli/terminal_text.h"
#include "daemon/decision_files.h"
#include "decisions/party_fingerprint.h"
#include "order/parser.h"
#include "screening/snapshot.h"

namespace ordergate::cli {
namespace {

struct Options {
  decisions::Decision decision;
  std::string valid_until, destination, signing_key, out;
  // not_the_party
  ScreeningOptions screening;
  std::string order = "-", place;
};

void add_common(CLI::App& command, Options& options) {
  decisions::Decision& decision = options.decision;
  command.add_option("--by", decision.by, "Who decides")->required()->type_name("NAME");
  command.add_option("--reason", decision.reason, "Why, in words")->required()->type_name("TEXT");
  command.add_option("--approved-by", decision.approved_by, "Who else agrees (four eyes)")->type_name("NAME");
  command.add_option("--evidence", decision.evidence, "Where the proof is (repeatable)")
      ->type_name("TEXT")
      ->allow_extra_args(false);
  command.add_option("--at", decision.at, "When, instead of now: 2026-02-10T09:12:00Z")->type_name("TIME");
  command.add_option("--id", decision.id, "Its decision_id, instead of one made of its content")
      ->type_name("ID");
  command.add_option("--signing-key", options.signing_key, "File of the key; default: that of --config")
      ->type_name("FILE");
  command.add_option("--out", options.out, "File to append the record to, instead of standard output")
      ->type_name("FILE");
}

std::string time_text() {
  const std::int64_t seconds = unix_s(wall_time());
  const auto two = [](std::int64_t number) {
    return std::string{static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
  };
  const std::int64_t rest = seconds % 86'400;
  return format_date(day_of(wall_time())) + "T" + two(rest / 3600) + ":" + two(rest / 60 % 60) + ":" +
         two(rest % 60) + "Z";
}

/// The record, checked as a reader would, and where it belongs.
int write(Options& options, const std::string& key_path) {
  decisions::Decision& decision = options.decision;
  if (decision.at.empty()) decision.at = time_text();
  if (!options.valid_until.empty()) {
    decision.valid_until = parse_date(options.valid_until);
    if (!decision.valid_until)
      throw Stop(kUsage, "--valid-until: '" + options.valid_until + "' is no date YYYY-MM-DD");
  }
  std::optional<decisions::SigningKey> key;
  if (!key_path.empty()) {
    Result<decisions::SigningKey> read = decisions::SigningKey::load(key_path);
    if (!read) throw Stop(kUnreadable, read.error().text);
    key.emplace(std::move(read).value());
  }
  if (decision.id.empty()) decision.id = "d-" + sha256_hex(write_decision(decision, nullptr)).substr(0, 24);
  const decisions::SigningKey* const secret = key ? &*key : nullptr;
  const std::string line = write_decision(decision, secret);
  decisions::Decision again;
  if (const auto failure = read_decision(line, {secret, false}, again))
    throw Stop(kUsage, "no decision: " + decisions::to_text(*failure));
  if (options.out.empty()) {
    Output output;
    output.line(line);
    output.flush();
    return kDone;
  }
  if (Status written = append_line(options.out, line); !written)
    throw Stop(kUnreadable, written.error().text);
  return kDone;
}

std::string described(const Finding& finding) {
  return std::string(finding.subject) + ": " + std::string(finding.match.list) + " " +
         std::string(finding.match.entry) + " (" + std::string(finding.match.entry_name) + ")";
}

/// The one match that the decision is about; a Stop names them all when it is not one.
const Finding& chosen(const Verdict& verdict, const Options& options) {
  const std::string& entry = options.decision.scope.entry;
  std::vector<const Finding*> found;
  std::string all;
  for (const Finding& finding : verdict.findings) {
    if (finding.match.party.empty()) continue;
    all.append("\n  ").append(described(finding));
    if (!entry.empty() && finding.match.entry != entry) continue;
    if (!options.place.empty() && !finding.subject.starts_with(options.place)) continue;
    const auto same = [&](const Finding* other) {
      return other->match.entry == finding.match.entry && other->match.list == finding.match.list &&
             other->match.entry_hash == finding.match.entry_hash && other->match.party == finding.match.party;
    };
    if (std::none_of(found.begin(), found.end(), same)) found.push_back(&finding);
  }
  if (found.size() == 1) return *found.front();
  if (all.empty()) throw Stop(kUsage, "no party of this order matches a list entry");
  throw Stop(kUsage,
             (found.empty() ? "no such match" : "more than one match; choose by --entry and --party") + all);
}

/// Whose site it is, by the caller's key.
std::string site_customer(std::string_view record, const RecordLimits& limits) {
  OrderParser parser(limits);
  Arena arena;
  Order order;
  if (parser.parse(record, arena, order)) return {};
  return std::string(decisions::site_customer(order));
}

/// Who was searched: a party, or by name alone a parent, an owner, the operator of a site. The last three are
/// cleared for that customer.
void name_party(std::string_view record, const std::string& place, const RecordLimits& limits,
                decisions::Scope& scope) {
  const Json order = Json::parse(record, nullptr, false);
  if (order.is_discarded()) return;
  const std::string party = place.substr(0, place.find(']') + 1);
  const bool by_name =
      place.find(".ultimate_parent.") != std::string::npos || place.find(".owners[") != std::string::npos;
  if (place.starts_with("site.")) {
    scope.party_name = text_at(order, "site.operator").value_or("");
    scope.party_id = site_customer(record, limits);
  } else {
    scope.party_name = text_at(order, by_name ? place : party + ".name").value_or("");
    scope.party_id = text_at(order, party + ".id").value_or("");
  }
  if (scope.party_id.empty() && (by_name || place.starts_with("site.")))
    throw Stop(kUsage, place + " is cleared for one customer alone, and the order tells no id of that one");
}

int clear(Options options) {
  require_readable({options.order});
  const ScreeningSetup setup = screening_setup(options.screening);
  const std::string record = read_whole(options.order, setup.limits.record_bytes_max);
  const std::shared_ptr<const Snapshot> snapshot = load(setup);
  Screener screener(setup.limits);
  screener.use(snapshot);
  screener.use_decisions(decisions::OverlayBuilder({}).build());
  RecordContext context;
  context.source.file = options.order;
  context.source.line = 1;
  context.today = setup.today();
  context.date_override = setup.date;
  const RecordShape shape = MapOptions{}.shape();
  MappedScreener mapped(setup.limits);
  const Verdict* const verdict = mapped.screen(screener, shape, record, context);
  if (verdict == nullptr || !verdict->error.code.empty())
    throw Stop(kUsage, options.order + " is no order" +
                           (verdict == nullptr ? "" : ": " + std::string(verdict->error.message)));
  const Finding& finding = chosen(*verdict, options);
  decisions::Scope& scope = options.decision.scope;
  scope.list = finding.match.list;
  scope.entry = finding.match.entry;
  scope.entry_hash = finding.match.entry_hash;
  scope.party = finding.match.party;
  name_party(mapped.order(), std::string(finding.subject), setup.limits, scope);
  if (!options.destination.empty()) {
    scope.destination = CountryCode::parse(options.destination);
    if (!scope.destination.known())
      throw Stop(kUsage, "--destination: '" + options.destination + "' is no country code");
  }
  return write(options, options.signing_key.empty() ? setup.review.signing_key : options.signing_key);
}

int plain(Options options) {
  const std::string key = options.signing_key.empty()
                              ? settings_of(options.screening.config).review.signing_key
                              : options.signing_key;
  return write(options, key);
}

std::shared_ptr<Options> add_kind(CLI::App& decide, decisions::Kind kind, const std::string& about,
                                  CLI::App*& made) {
  auto options = std::make_shared<Options>();
  options->decision.kind = kind;
  std::string name(decisions::to_string(kind));
  std::replace(name.begin(), name.end(), '_', '-');
  made = decide.add_subcommand(name, about);
  add_common(*made, *options);
  return options;
}

void add_clearance(CLI::App& decide, Action& action) {
  CLI::App* command = nullptr;
  const auto options =
      add_kind(decide, decisions::Kind::not_the_party,
               "Of an order: this party is not that list entry, now and in orders to come", command);
  decisions::Scope& scope = options->decision.scope;
  command->add_option("ORDER", options->order, "The order (JSON) that was held; - or none: standard input")
      ->type_name("");
  command->add_option("--entry", scope.entry, "The entry's key, as the verdict names it")->type_name("KEY");
  command->add_option("--party", options->place, "Where the party stands: parties[0]")->type_name("PLACE");
  command->add_option("--valid-until", options->valid_until, "The last day on which it counts")
      ->type_name("YYYY-MM-DD");
  command->add_option("--destination", options->destination, "Only for orders to this country")
      ->type_name("CC");
  command->add_option("--item-class", scope.item_class, "Only for orders of this ECCN, or EAR99")
      ->type_name("ECCN");
  options->screening.add_to(*command);
  command->callback([options, &action] { action = [options] { return clear(*options); }; });
}

void add_withdrawal(CLI::App& decide, Action& action) {
  CLI::App* command = nullptr;
  const auto options = add_kind(decide, decisions::Kind::withdraw,
                                "A decision counts no more, from now on and for good", command);
  command->add_option("DECISION_ID", options->decision.scope.decision_id, "The decision that ends")
      ->required()
      ->type_name("");
  command->add_option("--config", options->screening.config, "Settings file: its [review] signing_key")
      ->type_name("FILE");
  command->callback([options, &action] { action = [options] { return plain(*options); }; });
}

}  // namespace

void add_decide(CLI::App& app, Action& action) {
  CLI::App* const command =
      app.add_subcommand("decide", "Make a decision about a match or a held order, and sign it");
  command->require_subcommand(1);
  add_clearance(*command, action);
  add_withdrawal(*command, action);
}

}  // namespace ordergate::cli
