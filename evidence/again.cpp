#include "evidence/again.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "order/encoder.h"

namespace ordergate::evidence {
namespace {

using Json = nlohmann::ordered_json;

void read_source(const Json& source, VerdictFacts& facts) {
  if (source.is_null()) return;
  if (source.contains("topic")) {
    source.at("topic").get_to(facts.topic);
    source.at("partition").get_to(facts.partition);
    source.at("offset").get_to(facts.offset);
    return;
  }
  source.at("file").get_to(facts.file);
  source.at("line").get_to(facts.line);
}

std::string text_or_empty(const Json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get<std::string>() : "";
}

Date day_in(const std::string& text) {
  const std::optional<Date> day = parse_date(text.substr(0, 10));
  if (!day) throw Json::other_error::create(501, "'" + text + "' is no date", nullptr);
  return *day;
}

VerdictFacts facts_in(const Json& verdict) {
  VerdictFacts facts;
  verdict.at("verdict_id").get_to(facts.verdict_id);
  facts.order_id = text_or_empty(verdict, "order_id");
  verdict.at("verdict").get_to(facts.decision);
  facts.order_hash = text_or_empty(verdict, "order_hash");
  facts.program = text_or_empty(verdict, "program");
  if (verdict.at("snapshot").is_object()) facts.snapshot_id = text_or_empty(verdict.at("snapshot"), "id");
  read_source(verdict.at("source"), facts);
  facts.regime_date = day_in(verdict.at("regime").at("date").get<std::string>());
  facts.screened_on = day_in(verdict.at("screened_at").get<std::string>());
  if (verdict.at("error").is_object()) facts.error_code = text_or_empty(verdict.at("error"), "code");
  return facts;
}

RecordContext context_of(const VerdictFacts& facts) {
  RecordContext context;
  context.source.topic = facts.topic;
  context.source.partition = facts.partition;
  context.source.offset = facts.offset;
  context.source.file = facts.file;
  context.source.line = facts.line;
  context.today = facts.screened_on;
  context.live = !facts.topic.empty();
  // A day that was given (--date, --today) shows in the regime date alone.
  if (!context.live) context.date_override = facts.regime_date;
  return context;
}

}  // namespace

Result<VerdictFacts> read_verdict(std::string_view line) {
  try {
    return facts_in(Json::parse(line));
  } catch (const Json::exception& error) {
    return Error{std::string("is no verdict: ") + error.what()};
  }
}

/// Inside a text the quotes would be escaped, so what is found is a key, and the last one the verdict's own.
std::string without_moment(std::string_view line) {
  constexpr std::string_view kMoment = ",\"screened_at\":\"";
  constexpr std::string_view kChain = ",\"chain\":{";
  std::string text(line);
  const std::size_t at = text.rfind(kMoment);
  if (at == std::string::npos) return text;
  std::size_t end = text.find('"', at + kMoment.size());
  if (end == std::string::npos) return text;
  if (std::string_view(text).substr(end + 1).starts_with(kChain)) end = text.find('}', end);
  if (end == std::string::npos) return text;
  return text.erase(at, end + 1 - at);
}

std::vector<std::string> differing_keys(std::string_view then, std::string_view now) {
  if (then == now) return {};
  const Json before = Json::parse(then, nullptr, false);
  const Json after = Json::parse(now, nullptr, false);
  if (!before.is_object() || !after.is_object()) return {""};
  std::vector<std::string> keys;
  for (const auto& [key, value] : before.items())
    if (const auto at = after.find(key); at == after.end() || *at != value) keys.push_back(key);
  for (const auto& [key, value] : after.items())
    if (!before.contains(key)) keys.push_back(key);
  if (keys.empty()) keys.emplace_back("");  // the same values, other bytes
  return keys;
}

Again screen_again(std::string_view record, std::string_view verdict_line, const VerdictFacts& facts,
                   const AgainOptions& options) {
  Screener screener(options.limits);
  screener.use(options.snapshot);
  screener.use_decisions(options.decisions);
  MappedScreener mapped(options.limits);
  Again again;
  if (const Verdict* made = mapped.screen(screener, options.shape, record, context_of(facts))) {
    const Verdict verdict = options.amend ? options.amend(*made, facts.error_code) : *made;
    encode_verdict(verdict, snapshot_json(*options.snapshot), 0, again.line);
    again.line = without_moment(again.line);
  }
  again.differ = differing_keys(without_moment(verdict_line), again.line);
  return again;
}

}  // namespace ordergate::evidence
