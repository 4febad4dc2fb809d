#include "rules/pack/pack_loader.h"

#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/near_name.h"
#include "base/trim.h"
#include "rules/pack/pack_rule.h"
#include "rules/pack/pack_sets.h"
#include "tables/text_parts.h"

namespace ordergate::rules {
namespace {

std::optional<Value> parse_setting(const PolicyEntry& entry, std::string_view text) {
  switch (entry.value.type) {
    case Type::boolean:
      if (text != "true" && text != "false") return std::nullopt;
      return Value::of(text == "true");
    case Type::number: {
      double number = 0;
      const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (status != std::errc() || end != text.data() + text.size()) return std::nullopt;
      return Value::of(number);
    }
    case Type::date: {
      const std::optional<Date> date = parse_date(text);
      return date ? std::optional(Value::of(*date)) : std::nullopt;
    }
    default:
      return Value::of(text);
  }
}

std::string_view setting_type(Type type) noexcept {
  switch (type) {
    case Type::boolean:
      return "true or false";
    case Type::number:
      return "a number";
    case Type::date:
      return "a date like 2026-01-15";
    default:
      return "a text";
  }
}

/// The names of a [[predicate]]'s parameters and their types: "p: party", "limit: number".
std::optional<Variable> parse_parameter(std::string_view text, const Schema& schema) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view word = trim(text.substr(colon + 1), " ");
  Variable out{std::string(trim(text.substr(0, colon), " ")), {}};
  constexpr std::array<std::pair<std::string_view, Type>, 5> kTypes{{{"boolean", Type::boolean},
                                                                     {"number", Type::number},
                                                                     {"text", Type::string},
                                                                     {"date", Type::date},
                                                                     {"country", Type::country}}};
  for (const auto& [name, type] : kTypes)
    if (name == word) out.type.type = type;
  if (const auto object = schema.object(word)) out.type = {Type::object, Type::boolean, *object};
  const bool known = out.type.type != Type::boolean || word == "boolean";
  return known && !out.name.empty() ? std::optional(out) : std::nullopt;
}

class PackLoader {
 public:
  explicit PackLoader(const Schema& schema) : sets_(std::make_unique<PackSets>(schema.sets)) {
    context_.schema = schema;
    context_.schema.sets = sets_.get();
  }

  Result<std::unique_ptr<const RulePack>> run(std::span<const PackFile> files,
                                              const PolicyOverrides& overrides) {
    if (!context_.schema.object("order")) return Error{"the schema has no kind of object named order"};
    if (const Status parsed = parse(files); !parsed) return parsed.error();
    for (TableReader& file : files_) read_sets(file);
    for (TableReader& file : files_) read_policy(file);
    apply(overrides);
    for (TableReader& file : files_) read_samples(file, context_.samples);
    for (TableReader& file : files_) read_predicates(file);
    check_predicates();
    for (TableReader& file : files_) read_rules(file);
    for (TableReader& file : files_) read_law_checked(file);
    for (TableReader& file : files_) file.finish();
    check_versions();
    check_cures();
    if (errors_.any()) return errors_.error();
    pack_->sets = std::move(sets_);
    return std::unique_ptr<const RulePack>(std::move(pack_));
  }

 private:
  Status parse(std::span<const PackFile> files) {
    tables_.reserve(files.size());
    for (const PackFile& file : files) {
      try {
        tables_.push_back(toml::parse(file.text, file.path));
      } catch (const toml::parse_error& error) {
        return Error{file.path + ":" + std::to_string(error.source().begin.line) + ": " +
                     std::string(error.description())};
      }
    }
    for (std::size_t i = 0; i < files.size(); ++i)
      files_.emplace_back(tables_[i], files[i].path, "pack", errors_);
    return Done{};
  }

  void read_sets(TableReader& file) {
    for (TableReader& reader : file.tables("set")) {
      const std::string name = reader.required_text("name");
      reader.rename("set " + name);
      std::vector<std::string> words = reader.texts("words");
      std::vector<CountryCode> countries;
      for (const std::string& code : reader.texts("countries")) {
        countries.push_back(CountryCode::parse(code));
        if (!countries.back().known())
          reader.error("countries", "'" + code + "' is no country code (two capitals)");
      }
      (void)reader.text("meaning");
      (void)reader.text("citation");
      if (words.empty() == countries.empty()) {
        reader.error("words", "give either words or countries");
      } else if (!errors_.any() && !(words.empty() ? sets_->add_countries(name, countries)
                                                   : sets_->add_words(name, std::move(words)))) {
        reader.error("name", "there is another set of this name");
      }
      reader.finish();
    }
  }

  void read_policy(TableReader& file) {
    for (TableReader& reader : file.tables("policy")) {
      auto entry = std::make_unique<PolicyEntry>();
      entry->name = reader.required_text("name");
      reader.rename("policy " + entry->name);
      entry->meaning = reader.required_text("meaning");
      entry->unit = reader.text("unit").value_or("");
      entry->choices = reader.texts("choices");
      entry->place = reader.place();
      const toml::node* value = reader.node("value");
      if (value == nullptr || !set_value(*value, *entry))
        reader.error("value", "must be a truth, number, date, text or an array of texts");
      if (find_policy(entry->name) != nullptr) reader.error("name", "there is another setting of this name");
      reader.finish();
      policy_.push_back(std::move(entry));
    }
  }

  static bool set_value(const toml::node& node, PolicyEntry& entry) {
    if (const auto* truth = node.as_boolean()) {
      entry.value = Value::of(truth->get());
    } else if (const auto number = node.value<double>(); number && node.is_number()) {
      entry.value = Value::of(*number);
    } else if (const auto* date = node.as_date()) {
      entry.value = Value::of(Date::from_ymd(date->get().year, date->get().month, date->get().day));
    } else if (const auto* text = node.as_string()) {
      entry.text = text->get();
      entry.value = Value::of(std::string_view(entry.text));
    } else if (const auto* array = node.as_array()) {
      entry.list = true;
      for (const toml::node& word : *array) {
        if (!word.is_string()) return false;
        entry.words.push_back(word.as_string()->get());
      }
      entry.text = tables::join_parts(entry.words, ", ");
      entry.value = Value::of(std::string_view(entry.text));
    } else {
      return false;
    }
    append_value(entry.value, entry.preset);
    return true;
  }

  [[nodiscard]] PolicyEntry* find_policy(std::string_view name) const noexcept {
    for (const auto& entry : policy_)
      if (entry->name == name) return entry.get();
    return nullptr;
  }

  void apply(const PolicyOverrides& overrides) {
    std::vector<std::string_view> names;
    for (const auto& entry : policy_) names.push_back(entry->name);
    for (const auto& [name, text] : overrides) override_setting(name, text, names);
    for (auto& entry : policy_) {
      constants_.push_back({entry->name, entry->value, entry->list, entry->words});
      pack_->policy.push_back(std::move(entry));
    }
    context_.schema.policy = constants_;
  }

  void override_setting(const std::string& name, const std::string& text,
                        const std::vector<std::string_view>& names) {
    PolicyEntry* entry = find_policy(name);
    if (entry == nullptr) {
      settings_error(name, "unknown setting" + did_you_mean(name, names));
      return;
    }
    if (entry->list) return override_list(*entry, text);
    std::optional<Value> value = parse_setting(*entry, text);
    const bool allowed = entry->choices.empty() || std::find(entry->choices.begin(), entry->choices.end(),
                                                             text) != entry->choices.end();
    if (!value || !allowed) {
      std::string wanted = std::string(setting_type(entry->value.type));
      for (const std::string& choice : entry->choices)
        wanted += (&choice == &entry->choices[0] ? ": " : ", ") + choice;
      settings_error(name, "'" + text + "' must be " + wanted);
      return;
    }
    if (value->type == Type::string) {
      entry->text = text;
      value->string = entry->text;
    }
    entry->value = *value;
  }

  /// "US, EU": the words of a list, each one of the choices.
  void override_list(PolicyEntry& entry, const std::string& text) {
    std::vector<std::string> words = tables::split_parts(text, ',');
    for (std::string& word : words) {
      word = trim(word, " ");
      const std::vector<std::string>& known = entry.choices;
      if (known.empty() || std::find(known.begin(), known.end(), word) != known.end()) continue;
      return settings_error(entry.name, "'" + word + "' is none of " + tables::join_parts(known, ", "));
    }
    entry.words = std::move(words);
    entry.text = tables::join_parts(entry.words, ", ");
    entry.value = Value::of(std::string_view(entry.text));
  }

  void settings_error(const std::string& name, const std::string& what) {
    errors_.add_plain("policy." + name + ": " + what);
  }

  void read_predicates(TableReader& file) {
    for (TableReader& reader : file.tables("predicate")) {
      PredicateEntry entry;
      entry.predicate.name = reader.required_text("name");
      reader.rename("predicate " + entry.predicate.name);
      for (const std::string& text : reader.texts("parameters")) {
        const std::optional<Variable> parameter = parse_parameter(text, context_.schema);
        if (parameter) entry.predicate.parameters.push_back(*parameter);
        if (!parameter) reader.error("parameters", "'" + text + "' must be like \"p: party\"");
      }
      entry.predicate.text = reader.required_text("is");
      entry.meaning = reader.text("meaning").value_or("");
      entry.place = reader.place();
      reader.finish();
      const bool taken =
          std::any_of(context_.predicates.begin(), context_.predicates.end(),
                      [&](const Predicate& known) { return known.name == entry.predicate.name; });
      if (taken) reader.error("name", "there is another predicate of this name");
      context_.predicates.push_back(entry.predicate);
      pack_->predicates.push_back(std::move(entry));
    }
  }

  /// Each on its own, so that a mistake in one is told once, and also when nothing uses it.
  void check_predicates() {
    for (const PredicateEntry& entry : pack_->predicates) {
      std::vector<Variable> variables = entry.predicate.parameters;
      const std::vector<Variable> order = scope_variables(context_.schema, *context_.schema.object("order"));
      variables.insert(variables.end(), order.begin(), order.end());
      const Result<Expression> compiled =
          Expression::compile(entry.predicate.text, context_.schema, variables, context_.predicates);
      if (!compiled)
        errors_.add(entry.place, "predicate " + entry.predicate.name + ": is: " + compiled.error().text);
    }
  }

  void read_rules(TableReader& file) {
    for (TableReader& reader : file.tables("rule")) {
      pack_->rules.push_back(read_rule(reader, context_));
      pack_->rules.back().header.position = position_++;
    }
    for (TableReader& reader : file.tables("exception")) {
      pack_->exceptions.push_back(read_exception(reader, context_));
      pack_->exceptions.back().header.position = position_++;
    }
  }

  /// The day that stands for every rule without its own.
  void read_law_checked(TableReader& file) {
    const std::optional<Date> day = file.date("law_checked");
    if (!day) return;
    for (Rule& rule : pack_->rules)
      if (!rule.header.checked) rule.header.checked = day;
    for (ExceptionRule& exception : pack_->exceptions)
      if (!exception.header.checked) exception.header.checked = day;
  }

  static bool overlap(const RuleHeader& a, const RuleHeader& b) {
    if ((a.until && b.from && *a.until < *b.from) || (b.until && a.from && *b.until < *a.from)) return false;
    if (a.profiles.empty() || b.profiles.empty()) return true;
    return std::any_of(a.profiles.begin(), a.profiles.end(), [&](Profile profile) {
      return std::find(b.profiles.begin(), b.profiles.end(), profile) != b.profiles.end();
    });
  }

  /// Exceptions of one id may stand side by side when their codes differ: "GOV", "TMP".
  void check_versions() {
    std::vector<const RuleHeader*> headers;
    std::vector<std::string_view> codes;
    for (const Rule& rule : pack_->rules) headers.push_back(&rule.header);
    codes.resize(headers.size());
    for (const ExceptionRule& rule : pack_->exceptions) {
      headers.push_back(&rule.header);
      codes.push_back(rule.code);
    }
    for (std::size_t i = 0; i < headers.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (headers[i]->id == headers[j]->id && codes[i] == codes[j] && overlap(*headers[i], *headers[j]))
          errors_.add(headers[i]->place, "rule " + headers[i]->id + ": id: its dates overlap those of " +
                                             headers[j]->place.file + ":" +
                                             std::to_string(headers[j]->place.line));
  }

  void check_cures() {
    std::set<std::string_view> codes;
    std::set<std::string_view> cured;
    for (const ExceptionRule& rule : pack_->exceptions) codes.insert(rule.code);
    for (const Rule& rule : pack_->rules) {
      if (!rule.requirement) continue;
      if (rule.requirement->cures.size() > Requirement::kCuresMax)
        errors_.add(rule.header.place, "rule " + rule.header.id + ": cures: more than " +
                                           std::to_string(Requirement::kCuresMax) + " codes");
      for (const std::string& code : rule.requirement->cures) {
        cured.insert(code);
        if (!codes.contains(code))
          errors_.add(rule.header.place, "rule " + rule.header.id +
                                             ": cures: no [[exception]] has the code '" + code + "'" +
                                             did_you_mean(code, {codes.begin(), codes.end()}));
      }
    }
    for (const ExceptionRule& rule : pack_->exceptions)
      if (!cured.contains(rule.code))
        errors_.add(rule.header.place,
                    "exception " + rule.header.id + ": code: no requirement is cured by '" + rule.code + "'");
  }

  std::unique_ptr<PackSets> sets_;
  PackContext context_;
  PackErrors errors_;
  std::vector<toml::table> tables_;
  std::vector<TableReader> files_;
  std::vector<std::unique_ptr<PolicyEntry>> policy_;
  std::vector<PolicyConstant> constants_;
  std::unique_ptr<RulePack> pack_ = std::make_unique<RulePack>();
  std::uint32_t position_ = 0;
};

}  // namespace

Result<std::unique_ptr<const RulePack>> load_pack(std::span<const PackFile> files, const Schema& schema,
                                                  const PolicyOverrides& overrides) {
  return PackLoader(schema).run(files, overrides);
}

}  // namespace ordergate::rules
