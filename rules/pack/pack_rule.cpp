#include "rules/pack/pack_rule.h"

#include <algorithm>

#include "base/near_name.h"
#include "order/words.h"

namespace ordergate::rules {
namespace {

constexpr std::array<std::string_view, 3> kUnknownWords = {"hold", "missing", "ignore"};

/// Reads what both kinds of rules have; knows the variables once the scope was read.
class RuleReader {
 public:
  RuleReader(TableReader& reader, const PackContext& context) : reader_(reader), context_(context) {}

  void header(const char* kind, RuleHeader& out) {
    out.id = reader_.required_text("id");
    reader_.rename(std::string(kind) + " " + out.id);
    out.place = reader_.place();
    out.title = reader_.required_text("title");
    out.citation = reader_.required_text("citation");
    out.source = reader_.text("source").value_or("");
    const auto certainty = reader_.word("certainty", parse_certainty);
    if (certainty) out.certainty = *certainty;
    if (reader_.node("certainty") == nullptr)
      reader_.error("certainty", "is required: confirmed, recalled or unsure");
    out.checked = reader_.date("checked");
    out.from = reader_.date("from");
    out.until = reader_.date("until");
    if (out.from && out.until && *out.until < *out.from) reader_.error("until", "is before from");
    out.profiles = profiles("profiles");
    out.annotate_in = profiles("downgrade");
    for (const Profile profile : out.annotate_in)
      if (!out.profiles.empty() &&
          std::find(out.profiles.begin(), out.profiles.end(), profile) == out.profiles.end())
        reader_.error("downgrade", "the rule does not apply in " + std::string(to_string(profile)));
  }

  std::uint8_t scope(std::string_view preset) {
    std::vector<std::string> names = reader_.texts("for");
    if (names.empty()) names.emplace_back(preset);
    std::optional<std::uint8_t> scope;
    if (names.size() != 1) {
      reader_.error("for", "a rule has one scope");
    } else if (scope = context_.schema.object(names[0]); !scope) {
      std::vector<std::string_view> known;
      for (const ObjectDef& object : context_.schema.objects) known.push_back(object.name);
      reader_.error("for", "unknown kind of object '" + names[0] + "'" + did_you_mean(names[0], known));
    }
    variables_ = scope_variables(context_.schema, scope.value_or(0));
    return scope.value_or(0);
  }

  Expression expression(TableReader& table, std::string_view key, const std::string& text) {
    Result<Expression> compiled = Expression::compile(text, context_.schema, variables_, context_.predicates);
    if (compiled) return std::move(compiled).value();
    table.error(key, compiled.error().text);
    return {};
  }

  std::optional<Expression> condition(TableReader& table, std::string_view key, bool required) {
    const std::optional<std::string> text = table.text(key);
    if (!text) {
      if (required) table.error(key, "is required");
      return std::nullopt;
    }
    Expression compiled = expression(table, key, *text);
    if (compiled.type().type != Type::boolean)
      table.error(key, "must be true or false, not a " + describe_type(compiled));
    return compiled;
  }
  /// Sees `order` alone, so that one answer serves every object and every rule with the same guard.
  std::optional<Expression> guard() {
    const std::vector<Variable> scope = std::exchange(variables_, {variables_.front()});
    std::optional<Expression> compiled = condition(reader_, "guard", false);
    variables_ = scope;
    return compiled;
  }
  Expression required_condition(TableReader& table, std::string_view key) {
    std::optional<Expression> compiled = condition(table, key, true);
    return compiled ? std::move(*compiled) : Expression();
  }

  Message message(TableReader& table, std::string_view key, bool required) {
    const std::optional<std::string> text = table.text(key);
    if (!text) {
      if (required) table.error(key, "is required");
      return {};
    }
    Result<Message> compiled = Message::compile(*text, context_.schema, variables_, context_.predicates);
    if (compiled) return std::move(compiled).value();
    table.error(key, compiled.error().text);
    return {};
  }

  /// "item.tpp_total" is shown as tpp_total; "tpp = item.tpp * 2" as tpp.
  std::vector<ShownFact> facts() {
    std::vector<ShownFact> out;
    for (const std::string& text : reader_.texts("facts")) {
      const std::size_t sign = text.find('=');
      const bool named = sign != std::string::npos && sign > 0 && text.substr(sign, 2) != "==" &&
                         std::string_view("!<>").find(text[sign - 1]) == std::string_view::npos;
      std::string name = named ? text.substr(0, sign) : text.substr(text.rfind('.') + 1);
      name.erase(std::remove(name.begin(), name.end(), ' '), name.end());
      Expression value = expression(reader_, "facts", named ? text.substr(sign + 1) : text);
      if (value.type().type == Type::list || value.type().type == Type::object)
        reader_.error("facts", "'" + name + "' must be a number, text, date, country or truth");
      out.push_back({std::move(name), std::move(value)});
    }
    return out;
  }

  std::vector<OutcomeCase> outcome_cases() {
    std::vector<OutcomeCase> out;
    for (TableReader& table : reader_.tables("outcome_when")) {
      OutcomeCase entry;
      entry.when = required_condition(table, "when");
      entry.text = table.text("when").value_or("");
      const auto outcome = outcome_word(table, "outcome");
      if (table.node("outcome") == nullptr) table.error("outcome", "is required");
      if (outcome) entry.outcome = *outcome;
      table.finish();
      out.push_back(std::move(entry));
    }
    return out;
  }

  std::optional<Requirement> requirement() {
    std::optional<TableReader> table = reader_.table("requires");
    if (!table) return std::nullopt;
    Requirement out;
    out.license = license_effect(*table);
    out.license_days_max = table->number("license_days_max");
    if (const auto policy = policy_word(*table)) out.policy = *policy;
    out.cures = table->texts("cures");
    for (TableReader& entry : table->tables("policy_when")) {
      PolicyCase found;
      found.when = required_condition(entry, "when");
      found.text = entry.text("when").value_or("");
      const auto policy = policy_word(entry);
      if (entry.node("policy") == nullptr) entry.error("policy", "is required");
      if (policy) found.policy = *policy;
      entry.finish();
      out.policy_when.push_back(std::move(found));
    }
    table->finish();
    return out;
  }

  /// license = true: a license cures it; "holds", "none": what it does instead.
  static LicenseEffect license_effect(TableReader& table) {
    const toml::node* node = table.node("license");
    if (node != nullptr && node->value<bool>() == true) return LicenseEffect::cures;
    const std::optional<std::string> word = node == nullptr ? std::nullopt : node->value<std::string>();
    if (word == "holds") return LicenseEffect::holds;
    if (word != "none") table.error("license", "must be true, \"holds\" or \"none\"");
    return LicenseEffect::none;
  }

  std::optional<Outcome> outcome_word(TableReader& table, std::string_view key) {
    return table.word(key, [](std::string_view word) { return kOutcomeWords.find(word); });
  }

 private:
  std::vector<Profile> profiles(std::string_view key) {
    std::vector<Profile> out;
    for (const std::string& word : reader_.texts(key)) {
      const std::optional<Profile> profile = parse_profile(word);
      if (profile) out.push_back(*profile);
      if (!profile) reader_.error(key, "unknown profile '" + word + "'");
    }
    return out;
  }

  static std::optional<ReviewPolicy> policy_word(TableReader& table) {
    return table.word("policy", [](std::string_view word) { return kReviewPolicyWords.find(word); });
  }

  [[nodiscard]] std::string describe_type(const Expression& compiled) const {
    switch (compiled.type().type) {
      case Type::number:
        return "number";
      case Type::string:
        return "text";
      case Type::date:
        return "date";
      case Type::country:
        return "country";
      default:
        return "list or object";
    }
  }

  TableReader& reader_;
  const PackContext& context_;
  std::vector<Variable> variables_;
};

void read_outcome(TableReader& reader, RuleReader& rule, Rule& out) {
  const auto outcome = rule.outcome_word(reader, "outcome");
  out.outcome_when = rule.outcome_cases();
  out.requirement = rule.requirement();
  if (out.requirement && (outcome || !out.outcome_when.empty()))
    reader.error("outcome", "the policy of the requirement decides; give one of the two");
  if (!out.requirement && reader.node("outcome") == nullptr)
    reader.error("outcome", "is required: annotate, hold or deny (or requires)");
  out.outcome = outcome.value_or(Outcome::hold);
}

OnUnknown read_unknown(TableReader& reader, const Rule& rule) {
  const auto word = reader.word("unknown", [](std::string_view text) -> std::optional<OnUnknown> {
    const auto found = std::find(kUnknownWords.begin(), kUnknownWords.end(), text);
    if (found == kUnknownWords.end()) return std::nullopt;
    return static_cast<OnUnknown>(found - kUnknownWords.begin());
  });
  if (word) return *word;
  const bool only_annotates =
      !rule.requirement && rule.outcome == Outcome::annotate && rule.outcome_when.empty();
  return only_annotates ? OnUnknown::missing : OnUnknown::hold;
}

}  // namespace

std::vector<Variable> scope_variables(const Schema& schema, std::uint8_t scope) {
  const std::uint8_t order = schema.object("order").value_or(0);
  std::vector<Variable> variables{{"order", {Type::object, Type::boolean, order}}};
  if (scope != order)
    variables.push_back({std::string(schema.objects[scope].name), {Type::object, Type::boolean, scope}});
  return variables;
}

Rule read_rule(TableReader& reader, const PackContext& context) {
  Rule out;
  RuleReader rule(reader, context);
  rule.header("rule", out.header);
  out.scope = rule.scope("order");
  out.guard_text = reader.text("guard").value_or("");
  out.when_text = reader.text("when").value_or("");
  out.guard = rule.guard();
  out.when = rule.required_condition(reader, "when");
  read_outcome(reader, rule, out);
  out.unknown = read_unknown(reader, out);
  out.facts = rule.facts();
  out.missing = reader.texts("missing");
  out.subject = reader.text("subject").value_or("");
  out.message = rule.message(reader, "message", true);
  out.resolve = rule.message(reader, "resolve", false);
  out.examples = read_examples(reader, "examples", context.samples);
  out.counterexamples = read_examples(reader, "counterexamples", context.samples);
  reader.finish();
  return out;
}

ExceptionRule read_exception(TableReader& reader, const PackContext& context) {
  ExceptionRule out;
  RuleReader rule(reader, context);
  rule.header("exception", out.header);
  out.code = reader.required_text("code");
  out.scope = rule.scope("item");
  const auto claim = reader.text("claim").value_or("required");
  if (claim != "required" && claim != "automatic") reader.error("claim", "must be required or automatic");
  out.claimed = claim == "required";
  out.when_text = reader.text("when").value_or("");
  out.when = rule.required_condition(reader, "when");
  for (TableReader& table : reader.tables("conditions")) {
    ExceptionCondition condition;
    condition.when = rule.required_condition(table, "when");
    condition.text = table.text("when").value_or("");
    condition.missing = rule.message(table, "missing", true);
    table.finish();
    out.conditions.push_back(std::move(condition));
  }
  for (TableReader& table : reader.tables("offers")) {
    ExceptionOffer offer;
    offer.when = rule.required_condition(table, "when");
    offer.text = table.text("when").value_or("");
    offer.needs = rule.message(table, "needs", true);
    table.finish();
    out.offers.push_back(std::move(offer));
  }
  const auto unmet = reader.text("unmet").value_or("stands");
  if (unmet != "stands" && unmet != "hold") reader.error("unmet", "must be stands or hold");
  out.unmet_holds = unmet == "hold";
  out.facts = rule.facts();
  out.message = rule.message(reader, "message", true);
  out.resolve = rule.message(reader, "resolve", false);
  out.examples = read_examples(reader, "examples", context.samples);
  out.counterexamples = read_examples(reader, "counterexamples", context.samples);
  reader.finish();
  return out;
}

}  // namespace ordergate::rules
