#include "rules/evaluation/descriptions.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "rules/facts/facts.h"

namespace ordergate::rules {
namespace {

std::vector<std::string> words_of(const std::vector<Profile>& profiles) {
  std::vector<std::string> words;
  words.reserve(profiles.size());
  for (const Profile profile : profiles) words.emplace_back(to_string(profile));
  return words;
}

bool word_part(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

using Predicates = std::unordered_map<std::string_view, const PredicateEntry*>;

/// The settings that expressions read, and those of the predicates that they call.
class Settings {
 public:
  Settings(const RulePack& pack, const Predicates& predicates) : pack_(pack), predicates_(predicates) {}

  void read(std::string_view text) {
    constexpr std::string_view kSetting = "policy.";
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at;
      while (end < text.size() && word_part(text[end])) ++end;
      const std::string_view word = text.substr(at, end - at);
      const bool setting =
          at >= kSetting.size() && text.substr(at - kSetting.size(), kSetting.size()) == kSetting;
      if (setting) add(word);
      if (!setting && !word.empty()) call(word);
      at = std::max(end, at + 1);
    }
  }
  void add(std::string_view name) {
    const bool known = std::any_of(pack_.policy.begin(), pack_.policy.end(),
                                   [&](const auto& entry) { return entry->name == name; });
    if (known && std::find(found_.begin(), found_.end(), name) == found_.end()) found_.emplace_back(name);
  }
  [[nodiscard]] std::vector<std::string> take() { return std::move(found_); }

 private:
  void call(std::string_view word) {
    const auto predicate = predicates_.find(word);
    if (predicate == predicates_.end() || std::find(open_.begin(), open_.end(), word) != open_.end()) return;
    open_.push_back(predicate->first);
    read(predicate->second->predicate.text);
  }

  const RulePack& pack_;
  const Predicates& predicates_;
  std::vector<std::string_view> open_;  // predicates read already
  std::vector<std::string> found_;
};

RuleDescription describe(const RuleHeader& header) {
  RuleDescription out;
  out.id = header.id;
  out.title = header.title;
  out.citation = header.citation;
  out.source = header.source;
  out.certainty = to_string(header.certainty);
  out.from = header.from;
  out.checked = header.checked;
  out.until = header.until;
  out.profiles = words_of(header.profiles);
  out.annotate_in = words_of(header.annotate_in);
  out.file = header.place.file;
  out.line = header.place.line;
  return out;
}

void add_examples(const RuleHeader& header, const std::vector<PackExample>& examples, bool must_fire,
                  std::vector<RuleExample>& out) {
  for (const PackExample& example : examples) {
    RuleExample& added = out.emplace_back();
    added.rule = header.id;
    added.file = example.place.file;
    added.line = example.place.line;
    added.title = example.title;
    added.must_fire = must_fire;
    added.order_json = example.order_json;
    added.profile = example.profile;
    if (example.expect) added.outcome = to_string(*example.expect);
  }
}

std::vector<std::string> names_of(const std::vector<ShownFact>& facts) {
  std::vector<std::string> names;
  names.reserve(facts.size());
  for (const ShownFact& fact : facts) names.push_back(fact.name);
  return names;
}

RuleEnding ending_of(const RequirementOutcomes& outcomes, ReviewPolicy policy, std::string when) {
  const Outcome outcome = outcomes.by_policy[static_cast<std::size_t>(policy)];
  return {std::string(to_string(outcome)), std::string(to_string(policy)), std::move(when)};
}

void describe_endings(const RuleBook::Layout& layout, const Rule& rule, Settings& settings,
                      RuleDescription& out) {
  if (!rule.requirement) {
    out.outcome = to_string(rule.outcome);
    for (const OutcomeCase& choice : rule.outcome_when)
      out.endings.push_back({std::string(to_string(choice.outcome)), "", choice.text});
    out.endings.push_back({out.outcome, "", ""});
    return;
  }
  constexpr std::array<std::string_view, 3> kEffects = {"cures", "holds", "none"};
  const Requirement& requirement = *rule.requirement;
  out.outcome = "license: " + std::string(to_string(requirement.policy));
  out.license = kEffects[static_cast<std::size_t>(requirement.license)];
  out.cures = requirement.cures;
  for (const PolicyCase& choice : requirement.policy_when)
    out.endings.push_back(ending_of(layout.outcomes, choice.policy, choice.text));
  out.endings.push_back(ending_of(layout.outcomes, requirement.policy, ""));
  for (const RuleEnding& ending : out.endings) settings.add(ending.policy);
  if (requirement.license == LicenseEffect::holds) settings.add("license_for_barred_party");
}

RuleDescription describe(const RuleBook::Layout& layout, const Predicates& predicates, const Rule& rule) {
  constexpr std::array<std::string_view, 3> kUnknown = {"hold", "missing", "ignore"};
  RuleDescription out = describe(rule.header);
  Settings settings(*layout.pack, predicates);
  out.scope = fact_objects()[rule.scope].name;
  out.guard = rule.guard_text;
  out.condition = rule.when_text;
  out.message = rule.message.source();
  out.resolve = rule.resolve.source();
  out.unknown = kUnknown[static_cast<std::size_t>(rule.unknown)];
  out.facts = names_of(rule.facts);
  out.missing = rule.missing;
  out.examples = rule.examples.size();
  out.counterexamples = rule.counterexamples.size();
  describe_endings(layout, rule, settings, out);
  for (const std::string& text : {out.guard, out.condition, out.message, out.resolve}) settings.read(text);
  for (const RuleEnding& ending : out.endings) settings.read(ending.when);
  out.settings = settings.take();
  return out;
}

RuleDescription describe(const RuleBook::Layout& layout, const Predicates& predicates,
                         const ExceptionRule& exception) {
  RuleDescription out = describe(exception.header);
  Settings settings(*layout.pack, predicates);
  out.scope = fact_objects()[exception.scope].name;
  out.condition = exception.when_text;
  out.code = exception.code;
  out.outcome = "cures: " + exception.code;
  out.message = exception.message.source();
  out.resolve = exception.resolve.source();
  out.facts = names_of(exception.facts);
  out.examples = exception.examples.size();
  out.counterexamples = exception.counterexamples.size();
  if (exception.claimed)
    out.conditions.emplace_back("it is claimed for the line, the destination and the day");
  for (const ExceptionCondition& condition : exception.conditions) out.conditions.push_back(condition.text);
  out.endings.push_back({"annotate", "", "all of it is there"});
  out.endings.push_back({exception.unmet_holds ? "hold" : "as the requirement says", "", ""});
  for (const std::string& text : {out.condition, out.message, out.resolve}) settings.read(text);
  for (const ExceptionCondition& condition : exception.conditions) {
    settings.read(condition.text);
    settings.read(condition.missing.source());
  }
  for (const ExceptionOffer& offer : exception.offers) {
    settings.read(offer.text);
    settings.read(offer.needs.source());
  }
  out.settings = settings.take();
  return out;
}

}  // namespace

void describe_rules(RuleBook::Layout& layout) {
  Predicates predicates;
  for (const PredicateEntry& entry : layout.pack->predicates)
    predicates.emplace(entry.predicate.name, &entry);
  for (const Rule& rule : layout.pack->rules) {
    layout.descriptions.push_back(describe(layout, predicates, rule));
    add_examples(rule.header, rule.examples, true, layout.examples);
    add_examples(rule.header, rule.counterexamples, false, layout.examples);
  }
  for (const ExceptionRule& exception : layout.pack->exceptions) {
    layout.descriptions.push_back(describe(layout, predicates, exception));
    add_examples(exception.header, exception.examples, true, layout.examples);
    add_examples(exception.header, exception.counterexamples, false, layout.examples);
  }
}

}  // namespace ordergate::rules
