#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "cli/finding_groups.h"
#include "cli/order_place.h"
#include "cli/report.h"
#include "cli/terminal_text.h"
#include "rules/evaluation/rulebook.h"
#include "screening/snapshot.h"

namespace ordergate::cli {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::string_view kIndent = "   ";
constexpr std::size_t kLabel = 10;  // columns of "citation  "

/// "citation  TEXT", wrapped under itself.
void print_labelled(std::string_view label, std::string_view text, Output& output) {
  std::string head(kIndent);
  head.append(label);
  head.resize(std::max(head.size() + 1, kIndent.size() + kLabel), ' ');
  const std::string indent(head.size(), ' ');
  output.write(wrapped(printable(text), indent, output.columns(), output.colored(head, Color::dim)));
}

std::string evidence_line(const MatchEvidence& match) {
  std::string line = "score " + std::to_string(match.score);
  for (const std::string_view word : match.evidence)
    line += word.front() == '-' ? ", another " + std::string(word.substr(1)) : ", same " + std::string(word);
  return line;
}

/// The text of the order and the text of the list, one under the other.
void print_match(const Finding& finding, const Json& order, Output& output) {
  const MatchEvidence& match = finding.match;
  const std::optional<std::string> asked =
      order.is_discarded() ? std::nullopt : text_at(order, finding.subject);
  if (asked) print_labelled("order", *asked, output);
  print_labelled("listed", match.matched, output);
  std::string entry =
      std::string(match.list) + " " + std::string(match.entry) + ": " + std::string(match.entry_name);
  if (!match.list_date.empty()) entry += " (list of " + std::string(match.list_date) + ")";
  print_labelled("entry", entry, output);
  if (!match.citation.empty()) print_labelled("notice", match.citation, output);
  print_labelled("agreement", evidence_line(match), output);
}

const rules::FactDescription* described(std::string_view fact,
                                        const std::vector<rules::FactDescription>& known) {
  for (const rules::FactDescription& description : known)
    if (description.name == fact) return &description;
  return nullptr;
}

/// Six digits after the point say enough to a person; --json has them all.
double rounded(double value) { return std::abs(value) < 1e9 ? std::round(value * 1e6) / 1e6 : value; }

std::string value_of(const FindingFact& fact) {
  switch (fact.type) {
    case FindingFact::Type::number:
      return with_commas(rounded(fact.number));
    case FindingFact::Type::text:
      return std::string(fact.text);
    case FindingFact::Type::boolean:
      return fact.boolean ? "yes" : "no";
    case FindingFact::Type::date:
      return format_date(fact.date);
  }
  return "";
}

void print_facts(const Finding& finding, const std::vector<rules::FactDescription>& known, Output& output) {
  for (const FindingFact& fact : finding.facts) {
    const rules::FactDescription* const about = described(fact.name, known);
    std::string line = std::string(fact.name) + " = " + value_of(fact);
    if (about != nullptr && !about->unit.empty()) line += " " + about->unit;
    if (about != nullptr && finding.outcome != Outcome::annotate) line += ": " + about->meaning;
    print_labelled("fact", line, output);
  }
}

/// What becomes of an application (15 CFR 750.4, part 744 and 746 policies of review).
std::string_view in_plain_words(ReviewPolicy policy) {
  switch (policy) {
    case ReviewPolicy::none:
      return "";
    case ReviewPolicy::presumption_of_approval:
      return "usually approved";
    case ReviewPolicy::case_by_case:
      return "each is weighed";
    case ReviewPolicy::presumption_of_denial:
      return "usually refused";
    case ReviewPolicy::policy_of_denial:
      return "refused";
  }
  return "";
}

void print_license(const LicenseRequirement& license, Output& output) {
  if (!license.required && license.cured_by.empty()) return;
  std::string line = license.required ? "a license is required" : "no license is required";
  if (license.policy != ReviewPolicy::none) {
    std::string policy(to_string(license.policy));
    std::replace(policy.begin(), policy.end(), '_', ' ');
    line += "; review: " + policy + " (" + std::string(in_plain_words(license.policy)) + ")";
  }
  if (!license.cures.empty()) {
    line += "; exceptions that could cure it:";
    for (const std::string_view cure : license.cures) line.append(" ").append(cure);
  }
  if (!license.cured_by.empty()) line.append("; cured by ").append(license.cured_by);
  print_labelled("license", line, output);
}

/// "parties[1] (Example Ltd)": the place, and what stands there.
std::string named_place(std::string_view place, const Json& order) {
  std::string text(place);
  const std::string whole(place.substr(0, place.find(']') + 1));
  if (order.is_discarded() || place.find(']') == std::string_view::npos) return text;
  for (const char* const field : {".name", ".description", ".model", ".part_number", ".entry_name"})
    if (const std::optional<std::string> name = text_at(order, whole + field)) {
      if (whole + field != place) text += " (" + *name + ")";
      return text;
    }
  return text;
}

/// The entries of sister companies that the same name of the order met.
void print_sisters(const FindingGroup& group, Output& output) {
  if (group.sisters.empty()) return;
  constexpr std::size_t kNamedMax = 3;
  std::string text = with_commas(static_cast<double>(group.sisters.size())) + " more of the list: ";
  for (std::size_t i = 0; i < std::min(kNamedMax, group.sisters.size()); ++i)
    text.append(i == 0 ? "" : "; ").append(group.sisters[i]);
  if (group.sisters.size() > kNamedMax) text.append("; ...");
  print_labelled("also like", text, output);
}

/// The same party on further lists: each with what it does, by which rule and citation.
void print_listings(const FindingGroup& group, Output& output) {
  for (const Finding* const listing : group.listings) {
    const MatchEvidence& match = listing->match;
    std::string text = std::string(match.list) + " " + std::string(match.entry) + ": " +
                       std::string(match.entry_name) + "; " + std::string(to_string(listing->outcome)) +
                       " by " + std::string(listing->rule) + " (" + std::string(listing->citation) + ")";
    if (!match.citation.empty()) text.append("; notice ").append(match.citation);
    print_labelled("also on", text, output);
  }
}

/// "15 CFR 744.11 (confirmed; last checked 2026-08-01)".
std::string citation_line(const Finding& finding, const rules::RuleBook& book) {
  std::string line(finding.citation);
  const auto& rules = book.rules();
  const auto rule = std::find_if(rules.begin(), rules.end(),
                                 [&](const rules::RuleDescription& each) { return each.id == finding.rule; });
  line.append(" (").append(finding.certainty);
  if (rule != rules.end() && rule->checked)
    line.append("; last checked ").append(format_date(*rule->checked));
  return line + ")";
}

std::string words_of(std::string_view reason) {
  std::string text(reason);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

/// What a person decided of this match before, and why it does not count if it does not.
void print_decision(const QuotedDecision& decision, Output& output) {
  if (decision.id.empty()) return;
  std::string text = std::string(decision.id) + " by " + std::string(decision.by);
  if (!decision.approved_by.empty()) text.append(", approved by ").append(decision.approved_by);
  text.append(", ").append(decision.at).append(": ").append(decision.reason);
  if (!decision.ended.empty()) text.append(" (does not count: ").append(words_of(decision.ended)).append(")");
  print_labelled(decision.ended.empty() ? "cleared" : "decided", text, output);
}

void print_finding(std::size_t number, const FindingGroup& group, const Json& order,
                   const rules::RuleBook& book, Output& output) {
  const Finding& finding = *group.finding;
  output.write(std::to_string(number) + ". ");
  output.write(output.colored(to_string(finding.outcome), color_of(finding.outcome)));
  output.line("  " + output.colored(finding.rule, Color::bold));
  std::string about = named_place(finding.subject, order);
  if (!finding.source_path.empty()) about += ", in the record " + std::string(finding.source_path);
  if (!finding.with.empty()) about += ", with " + named_place(finding.with, order);
  for (const std::string_view place : group.also) about.append(", also ").append(place);
  print_labelled("about", about, output);
  if (!finding.message.empty()) print_labelled("because", finding.message, output);
  if (!finding.citation.empty()) print_labelled("citation", citation_line(finding, book), output);
  if (finding.match.present) print_match(finding, order, output);
  print_decision(finding.decision, output);
  print_sisters(group, output);
  print_listings(group, output);
  print_license(finding.license, output);
  print_facts(finding, rules::RuleBook::facts(), output);
  if (!finding.resolve.empty()) print_labelled("settle by", finding.resolve, output);
  output.write("\n");
}

void print_head(const Verdict& verdict, Output& output) {
  std::string word(to_string(verdict.decision));
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return static_cast<char>(c - 'a' + 'A'); });
  const std::string id = verdict.order_id.empty() ? "(no order_id)" : printable(verdict.order_id);
  output.line(output.colored(word, color_of(verdict.decision)) + "  " + output.colored(id, Color::bold));
  if (!verdict.summary.empty()) output.write(wrapped(printable(verdict.summary), kIndent, output.columns()));
  output.line(std::string(kIndent) + "rules of " + format_date(verdict.regime_date) + ", profile " +
              std::string(verdict.profile));
  if (!verdict.error.code.empty()) {
    output.write("\n");
    print_labelled("error", verdict.error.code, output);
    if (!verdict.error.at.empty()) print_labelled("at", verdict.error.at, output);
    print_labelled("because", verdict.error.message, output);
  }
  output.write("\n");
}

void print_destinations(const Destinations& to, Output& output) {
  if (!to.present) return;
  const auto list = [&output](std::string_view label, const ArenaList<CountryCode>& codes) {
    std::string text;
    for (const CountryCode code : codes) text.append(code.text()).append(" ");
    print_labelled(label, text.empty() ? "nowhere" : text, output);
  };
  output.line(output.colored("Where it may go", Color::bold));
  list("not to", to.deny);
  list("review", to.hold);
  print_labelled("otherwise", to.allow_otherwise ? "allowed" : "not allowed", output);
  output.write("\n");
}

/// What would move the verdict: the resolutions of what holds or denies, each once.
void print_resolution(const Verdict& verdict, Output& output) {
  std::vector<std::string_view> steps;
  for (const Finding& finding : verdict.findings)
    if (finding.outcome != Outcome::annotate && !finding.resolve.empty() &&
        std::find(steps.begin(), steps.end(), finding.resolve) == steps.end())
      steps.push_back(finding.resolve);
  if (!steps.empty()) output.line(output.colored("What would settle it", Color::bold));
  for (const std::string_view step : steps)
    output.write(wrapped(printable(step), "     ", output.columns(), "   - "));
  if (!verdict.missing.empty()) {
    output.line(output.colored("Not in the order", Color::bold));
    for (const std::string_view place : verdict.missing)
      output.line(std::string(kIndent) + "- " + printable(place));
  }
  if (!steps.empty() || !verdict.missing.empty()) output.write("\n");
}

/// "DE as destination (destination_country)": each country once for what it is.
void print_places(const Coverage& coverage, Output& output) {
  std::vector<std::pair<CountryCode, std::string_view>> told;
  for (const CoveredPlace& place : coverage.places) {
    const std::pair<CountryCode, std::string_view> what{place.country, place.as};
    if (std::find(told.begin(), told.end(), what) != told.end()) continue;
    told.push_back(what);
    print_labelled("place",
                   std::string(place.country.text()) + " as " + std::string(place.as) + " (" +
                       std::string(place.at) + ")",
                   output);
  }
}

std::string counted(std::uint32_t count, std::string_view what) {
  return with_commas(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

void print_coverage(const Coverage& coverage, Output& output) {
  if (!coverage.present) return;
  output.line(output.colored("What was judged", Color::bold));
  print_labelled("against",
                 counted(coverage.lists, "list") + ", " + counted(coverage.rules_considered, "rule"), output);
  print_places(coverage, output);
  for (const std::string_view what : coverage.not_judged) print_labelled("not judged", what, output);
  if (coverage.ignored_keys > 0)
    print_labelled("not read", counted(coverage.ignored_keys, "key") + " that nothing reads", output);
  for (const std::string_view key : coverage.odd_keys) print_labelled("odd key", key, output);
}

/// "parties[0].headquarters_country = DE, by customers.csv:3 of 2026-01-10".
void print_taken(const ArenaList<TakenFact>& facts, Output& output) {
  if (facts.empty()) return;
  output.line(output.colored("Not in the order, and known of the customer", Color::bold));
  for (const TakenFact& fact : facts)
    print_labelled("known",
                   std::string(fact.at) + " = " + std::string(fact.value) + ", by " +
                       std::string(fact.source) + " of " + format_date(fact.date),
                   output);
  output.write("\n");
}

/// The entry that a match names.
std::optional<lists::EntryId> entry_of(const lists::Watchlist& watchlist, const MatchEvidence& match) {
  const std::vector<lists::ListEntry>& entries = watchlist.entries();
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const lists::ListEntry& entry) {
    return entry.key == match.entry && lists::to_string(entry.list) == match.list;
  });
  if (found == entries.end()) return std::nullopt;
  return lists::EntryId{static_cast<std::uint32_t>(found - entries.begin())};
}

}  // namespace

void print_explanation(const Verdict& verdict, std::string_view record, const Snapshot& snapshot,
                       Output& output) {
  const rules::RuleBook& book = snapshot.book();
  const OneParty one_party = [&snapshot](const MatchEvidence& one, const MatchEvidence& other) {
    const auto left = entry_of(snapshot.watchlist(), one), right = entry_of(snapshot.watchlist(), other);
    return left && right && snapshot.same_party().one(*left, *right);
  };
  const Json order = Json::parse(record, nullptr, /*allow_exceptions=*/false);
  print_head(verdict, output);
  std::size_t number = 0;
  bool noted = false;
  for (const FindingGroup& group : grouped(verdict, order, one_party)) {
    if (group.finding->outcome == Outcome::annotate && !std::exchange(noted, true))
      output.line(output.colored("Noted; changes nothing", Color::bold));
    print_finding(++number, group, order, book, output);
  }
  print_destinations(verdict.destinations, output);
  print_resolution(verdict, output);
  print_taken(verdict.facts, output);
  print_coverage(verdict.coverage, output);
}

}  // namespace ordergate::cli
