#include "order/encoder.h"

#include <array>
#include <charconv>

namespace ordergate {
namespace {

constexpr std::int64_t kMsPerDay = 86'400'000;

/// `,"name":` — every key but an object's first one. Names are plain ASCII.
void key(std::string_view name, std::string& out) {
  out += ",\"";
  out += name;
  out += "\":";
}

void text_field(std::string_view name, std::string_view text, std::string& out) {
  key(name, out);
  append_json_string(text, out);
}

void append_integer(std::int64_t value, std::string& out) {
  std::array<char, 24> text;
  const std::to_chars_result done = std::to_chars(text.data(), text.data() + text.size(), value);
  out.append(text.data(), static_cast<std::size_t>(done.ptr - text.data()));
}

void append_bool(bool value, std::string& out) { out += value ? "true" : "false"; }

void append_texts(const ArenaList<std::string_view>& texts, std::string& out) {
  out += '[';
  for (const std::string_view& text : texts) {
    if (&text != texts.begin()) out += ',';
    append_json_string(text, out);
  }
  out += ']';
}

void append_countries(const ArenaList<CountryCode>& countries, std::string& out) {
  out += '[';
  for (const CountryCode& country : countries) {
    if (&country != countries.begin()) out += ',';
    append_json_string(country.text(), out);
  }
  out += ']';
}

void append_quoted_date(Date date, std::string& out) {
  out += '"';
  append_date(date, out);
  out += '"';
}

void append_timestamp(std::int64_t unix_ms, std::string& out) {
  std::int64_t day = unix_ms / kMsPerDay;
  std::int64_t rest_ms = unix_ms % kMsPerDay;
  if (rest_ms < 0) {
    rest_ms += kMsPerDay;
    --day;
  }
  const auto digits = [&out](std::int64_t value, std::int64_t scale, char after) {
    for (; scale > 0; scale /= 10) out += static_cast<char>('0' + value / scale % 10);
    out += after;
  };
  out += '"';
  append_date(Date{static_cast<std::int32_t>(day)}, out);
  out += 'T';
  digits(rest_ms / 3'600'000, 10, ':');
  digits(rest_ms / 60'000 % 60, 10, ':');
  digits(rest_ms / 1'000 % 60, 10, '.');
  digits(rest_ms % 1'000, 100, 'Z');
  out += '"';
}

void append_license(const LicenseRequirement& license, std::string& out) {
  out += R"({"required":)";
  append_bool(license.required, out);
  text_field("policy", to_string(license.policy), out);
  key("cures", out);
  append_texts(license.cures, out);
  if (!license.cured_by.empty()) text_field("cured_by", license.cured_by, out);
  out += '}';
}

void append_match(const MatchEvidence& match, std::string& out) {
  out += R"({"list":)";
  append_json_string(match.list, out);
  text_field("entry", match.entry, out);
  text_field("entry_hash", match.entry_hash, out);
  text_field("entry_name", match.entry_name, out);
  text_field("matched", match.matched, out);
  key("score", out);
  append_integer(match.score, out);
  key("evidence", out);
  append_texts(match.evidence, out);
  text_field("citation", match.citation, out);
  text_field("list_date", match.list_date, out);
  if (!match.party.empty()) text_field("party", match.party, out);
  out += '}';
}

void append_decision(const QuotedDecision& decision, std::string& out) {
  out += R"({"id":)";
  append_json_string(decision.id, out);
  text_field("by", decision.by, out);
  if (!decision.approved_by.empty()) text_field("approved_by", decision.approved_by, out);
  text_field("at", decision.at, out);
  if (decision.ended.empty())
    text_field("reason", decision.reason, out);
  else
    text_field("why", decision.ended, out);
  out += '}';
}

void append_fact_value(const FindingFact& fact, std::string& out) {
  switch (fact.type) {
    case FindingFact::Type::number:
      return append_json_number(fact.number, out);
    case FindingFact::Type::text:
      return append_json_string(fact.text, out);
    case FindingFact::Type::boolean:
      return append_bool(fact.boolean, out);
    case FindingFact::Type::date:
      return append_quoted_date(fact.date, out);
  }
}

void append_facts(const ArenaList<FindingFact>& facts, std::string& out) {
  out += '{';
  for (const FindingFact& fact : facts) {
    if (&fact != facts.begin()) out += ',';
    append_json_string(fact.name, out);
    out += ':';
    append_fact_value(fact, out);
  }
  out += '}';
}

bool says_something(const LicenseRequirement& license) noexcept {
  return license.required || license.policy != ReviewPolicy::none || !license.cures.empty() ||
         !license.cured_by.empty();
}

void append_finding(const Finding& finding, std::string& out) {
  out += R"({"rule":)";
  append_json_string(finding.rule, out);
  text_field("outcome", to_string(finding.outcome), out);
  text_field("subject", finding.subject, out);
  if (!finding.source_path.empty()) text_field("source_path", finding.source_path, out);
  if (!finding.with.empty()) text_field("with", finding.with, out);
  text_field("message", finding.message, out);
  text_field("citation", finding.citation, out);
  if (!finding.certainty.empty()) text_field("certainty", finding.certainty, out);
  if (says_something(finding.license)) {
    key("license", out);
    append_license(finding.license, out);
  }
  if (finding.match.present) {
    key("match", out);
    append_match(finding.match, out);
  }
  if (!finding.decision.id.empty()) {
    key(finding.decision.ended.empty() ? "decision" : "decision_ended", out);
    append_decision(finding.decision, out);
  }
  if (!finding.facts.empty()) {
    key("facts", out);
    append_facts(finding.facts, out);
  }
  if (!finding.resolve.empty()) text_field("resolve", finding.resolve, out);
  out += '}';
}

void append_destinations(const Destinations& destinations, std::string& out) {
  out += R"({"deny":)";
  append_countries(destinations.deny, out);
  key("hold", out);
  append_countries(destinations.hold, out);
  key("allow_otherwise", out);
  append_bool(destinations.allow_otherwise, out);
  out += '}';
}

void append_coverage(const Coverage& coverage, std::string& out) {
  out += R"({"lists":)";
  append_integer(coverage.lists, out);
  key("rules_considered", out);
  append_integer(coverage.rules_considered, out);
  key("places", out);
  out += '[';
  for (const CoveredPlace& place : coverage.places) {
    if (&place != coverage.places.begin()) out += ',';
    out += R"({"country":)";
    append_json_string(place.country.text(), out);
    text_field("as", place.as, out);
    text_field("at", place.at, out);
    text_field("read", place.read, out);
    out += '}';
  }
  out += ']';
  key("not_judged", out);
  append_texts(coverage.not_judged, out);
  key("ignored_keys", out);
  append_integer(coverage.ignored_keys, out);
  if (!coverage.odd_keys.empty()) {
    key("odd_keys", out);
    append_texts(coverage.odd_keys, out);
  }
  out += '}';
}

void append_taken(const ArenaList<TakenFact>& facts, std::string& out) {
  out += '[';
  for (const TakenFact& fact : facts) {
    if (&fact != facts.begin()) out += ',';
    out += R"({"at":)";
    append_json_string(fact.at, out);
    text_field("value", fact.value, out);
    text_field("source", fact.source, out);
    key("date", out);
    append_quoted_date(fact.date, out);
    out += '}';
  }
  out += ']';
}

void append_source(const SourcePosition& source, std::string& out) {
  if (!source.topic.empty()) {
    out += R"({"topic":)";
    append_json_string(source.topic, out);
    key("partition", out);
    append_integer(source.partition, out);
    key("offset", out);
    append_integer(source.offset, out);
    out += '}';
  } else if (!source.file.empty()) {
    out += R"({"file":)";
    append_json_string(source.file, out);
    key("line", out);
    append_integer(static_cast<std::int64_t>(source.line), out);
    out += '}';
  } else {
    out += "null";
  }
}

void append_error(const VerdictError& error, std::string& out) {
  if (error.code.empty()) {
    out += "null";
    return;
  }
  out += R"({"code":)";
  append_json_string(error.code, out);
  text_field("message", error.message, out);
  text_field("at", error.at, out);
  out += '}';
}

/// {"previous":…,"at":…}; both null for the first of its partition.
void append_chain(const ChainLink& chain, std::string& out) {
  out += R"({"previous":)";
  if (chain.at < 0) {
    out += R"(null,"at":null})";
    return;
  }
  out += '"';
  append_hex(chain.previous, out);
  out += '"';
  key("at", out);
  append_integer(chain.at, out);
  out += '}';
}

void append_findings(const ArenaList<Finding>& findings, std::string& out) {
  out += '[';
  for (const Finding& finding : findings) {
    if (&finding != findings.begin()) out += ',';
    append_finding(finding, out);
  }
  out += ']';
}

}  // namespace

std::string_view program_version() noexcept { return OG_VERSION; }

void encode_verdict(const Verdict& verdict, std::string_view snapshot_json, std::int64_t screened_at_ms,
                    std::string& out) {
  out += R"({"verdict_id":")";
  append_verdict_id(verdict.id, out);
  out += '"';
  key("order_id", out);
  if (verdict.order_id.empty()) {
    out += "null";
  } else {
    append_json_string(verdict.order_id, out);
  }
  text_field("verdict", to_string(verdict.decision), out);
  text_field("summary", verdict.summary, out);
  key("findings", out);
  append_findings(verdict.findings, out);
  key("missing", out);
  append_texts(verdict.missing, out);
  if (verdict.destinations.present) {
    key("destinations", out);
    append_destinations(verdict.destinations, out);
  }
  if (verdict.coverage.present) {
    key("coverage", out);
    append_coverage(verdict.coverage, out);
  }
  if (!verdict.facts.empty()) {
    key("facts", out);
    append_taken(verdict.facts, out);
  }
  key("regime", out);
  out += R"({"date":)";
  append_quoted_date(verdict.regime_date, out);
  text_field("profile", verdict.profile, out);
  out += '}';
  key("snapshot", out);
  out += snapshot_json.empty() ? "null" : snapshot_json;
  if (!verdict.decisions.empty()) {
    key("decisions", out);
    out += verdict.decisions;
  }
  key("source", out);
  append_source(verdict.source, out);
  key("order_hash", out);
  out += '"';
  append_hex(verdict.order_hash, out);
  out += '"';
  text_field("program", program_version(), out);
  key("screened_at", out);
  append_timestamp(screened_at_ms, out);
  if (verdict.chain.present) {
    key("chain", out);
    append_chain(verdict.chain, out);
  }
  key("error", out);
  append_error(verdict.error, out);
  out += '}';
}

}  // namespace ordergate
