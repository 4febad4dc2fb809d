#include "cli/rule_page.h"

#include <algorithm>
#include <string_view>

#include "base/date.h"
#include "cli/terminal_text.h"

namespace ordergate::cli {
namespace {

using rules::RuleBook;
using rules::RuleDescription;

constexpr std::size_t kLabel = 14;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

std::string spaced(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

void labelled(std::string_view label, const std::string& value, Output& output) {
  if (value.empty()) return;
  std::string head(label);
  head.resize(kLabel, ' ');
  std::string line = value;  // expressions are written over several lines
  std::replace(line.begin(), line.end(), '\n', ' ');
  output.write(
      wrapped(printable(line), std::string(kLabel, ' '), output.columns(), output.colored(head, Color::dim)));
}

std::string unknown_text(const std::string& word) {
  if (word == "hold") return "holds, and lists what is missing";
  if (word == "missing") return "only lists what is missing";
  return word == "ignore" ? "does not speak" : "";
}

std::string license_text(const std::string& word) {
  if (word == "cures") return "one that covers line, destination, dates and TPP settles it";
  if (word == "holds") return "one that is claimed is checked by a person";
  return word == "none" ? "does not settle it" : "";
}

std::string ending_text(const rules::RuleEnding& ending, bool only) {
  std::string text = ending.outcome;
  if (!ending.policy.empty()) text += ", license required (" + spaced(ending.policy) + ")";
  if (!ending.when.empty()) return text + " when " + ending.when;
  return only ? text : text + " otherwise";
}

/// What it takes to be cured: "NAC (exc-nac): License Exception NAC ...".
void print_cures(const RuleBook& book, const RuleDescription& rule, Output& output) {
  bool first = true;
  for (const std::string& code : rule.cures)
    for (const RuleDescription& exception : book.rules()) {
      if (exception.code != code) continue;
      labelled(first ? "cured by" : "", code + " (" + exception.id + "): " + exception.title, output);
      first = false;
    }
}

/// The requirements that an exception serves.
void print_served(const RuleBook& book, const RuleDescription& exception, Output& output) {
  std::vector<std::string> served;
  for (const RuleDescription& rule : book.rules())
    if (std::find(rule.cures.begin(), rule.cures.end(), exception.code) != rule.cures.end() &&
        std::find(served.begin(), served.end(), rule.id) == served.end())
      served.push_back(rule.id);
  labelled("serves", joined(served), output);
}

void print_settings(const RuleBook& book, const RuleDescription& rule, Output& output) {
  bool first = true;
  for (const std::string& name : rule.settings)
    for (const rules::PolicySetting& setting : book.policy()) {
      if (setting.name != name) continue;
      labelled(first ? "settings" : "", name + " = " + setting.value + ": " + setting.meaning, output);
      first = false;
    }
}

void print_outcomes(const RuleBook& book, const RuleDescription& rule, Output& output) {
  for (std::size_t i = 0; i < rule.endings.size(); ++i)
    labelled(i == 0 ? "outcome" : "", ending_text(rule.endings[i], rule.endings.size() == 1), output);
  labelled("if unknown", unknown_text(rule.unknown), output);
  labelled("a license", license_text(rule.license), output);
  print_cures(book, rule, output);
  if (!rule.code.empty()) print_served(book, rule, output);
  print_settings(book, rule, output);
}

void print_version(const RuleBook& book, const RuleDescription& rule, Output& output) {
  output.line(output.colored(rule.id, Color::bold) + "  " + printable(rule.title));
  labelled("citation", rule.citation, output);
  labelled("read in", rule.source, output);
  labelled("certainty", rule.certainty, output);
  labelled("law checked", rule.checked ? format_date(*rule.checked) : "", output);
  labelled("in force", span_of(rule), output);
  labelled("profiles", rule.profiles.empty() ? "all" : joined(rule.profiles), output);
  labelled("annotates in", joined(rule.annotate_in), output);
  labelled("for each", rule.scope, output);
  labelled("only if", rule.guard, output);
  labelled("when", rule.condition, output);
  for (std::size_t i = 0; i < rule.conditions.size(); ++i)
    labelled(i == 0 ? "and needs" : "", rule.conditions[i], output);
  print_outcomes(book, rule, output);
  labelled("shows", joined(rule.facts), output);
  labelled("message", rule.message, output);
  labelled("settle by", rule.resolve, output);
  labelled("tested by",
           std::to_string(rule.examples) + " examples, " + std::to_string(rule.counterexamples) +
               " counterexamples",
           output);
  labelled("file", rule.file + ":" + std::to_string(rule.line), output);
  output.line("");
}

void print_examples(const RuleBook& book, const std::string& id, Output& output) {
  for (const rules::RuleExample& example : book.examples()) {
    if (example.rule != id) continue;
    std::string head = example.must_fire ? "fires on" : "does not fire on";
    if (!example.title.empty()) head += " \"" + example.title + "\"";
    if (!example.outcome.empty()) head += (example.must_fire ? ", " : ", or at most: ") + example.outcome;
    head += " (" + example.file + ":" + std::to_string(example.line) + ")";
    output.line(output.colored(printable(head), Color::dim));
    output.write(wrapped(printable(example.order_json), "   ", output.columns()));
  }
}

}  // namespace

std::string span_of(const RuleDescription& rule) {
  if (!rule.from && !rule.until) return "always";
  if (!rule.until) return "since " + format_date(*rule.from);
  if (!rule.from) return "until " + format_date(*rule.until);
  return format_date(*rule.from) + " to " + format_date(*rule.until);
}

void print_rule(const RuleBook& book, const std::vector<RuleDescription>& versions, Output& output) {
  for (const RuleDescription& rule : versions) print_version(book, rule, output);
  if (!versions.empty()) print_examples(book, versions.front().id, output);
}

}  // namespace ordergate::cli
