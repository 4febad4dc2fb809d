#include "cli/rule_diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "base/date.h"
#include "base/trim.h"
#include "cli/stop.h"
#include "rules/evaluation/rulebook.h"
#include "rules/pack/files.h"

namespace ordergate::cli {
namespace {

using rules::RuleBook;
using rules::RuleDescription;
using Fields = std::vector<std::pair<std::string, std::string>>;
using Key = std::pair<std::string, std::string>;  // part, name

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

std::string day_of(const std::optional<Date>& date) { return date ? format_date(*date) : ""; }

Fields fields_of(const RuleDescription& rule) {
  Fields fields = {{"title", rule.title},
                   {"citation", rule.citation},
                   {"source", rule.source},
                   {"certainty", rule.certainty},
                   {"checked", day_of(rule.checked)},
                   {"from", day_of(rule.from)},
                   {"until", day_of(rule.until)},
                   {"profiles", joined(rule.profiles)},
                   {"annotates in", joined(rule.annotate_in)},
                   {"for", rule.scope},
                   {"guard", rule.guard},
                   {"when", rule.condition},
                   {"unknown", rule.unknown},
                   {"license", rule.license},
                   {"cures", joined(rule.cures)},
                   {"facts", joined(rule.facts)},
                   {"missing", joined(rule.missing)},
                   {"message", rule.message},
                   {"resolve", rule.resolve}};
  std::string endings;
  for (const rules::RuleEnding& ending : rule.endings)
    endings.append(endings.empty() ? "" : "; ")
        .append(ending.outcome)
        .append(ending.policy.empty() ? "" : " (" + ending.policy + ")")
        .append(ending.when.empty() ? "" : " when " + ending.when);
  fields.emplace_back("outcome", endings);
  fields.emplace_back("conditions", joined(rule.conditions));
  return fields;
}

/// Versions of one id are told apart by their place among each other.
std::map<Key, Fields> rules_of(const RuleBook& book) {
  std::map<Key, Fields> parts;
  std::map<std::string, int> versions;
  for (const RuleDescription& rule : book.rules()) {
    const int version = ++versions[rule.id];
    const std::string name = version == 1 ? rule.id : rule.id + " (version " + std::to_string(version) + ")";
    parts[{rule.code.empty() ? "rule" : "exception", name}] = fields_of(rule);
  }
  return parts;
}

/// The value of `name = "…"` at the start of a line.
std::string name_in(std::string_view block) {
  constexpr std::string_view kName = "\nname = \"";
  const std::size_t at = block.find(kName);
  if (at == std::string_view::npos) return "";
  const std::size_t begin = at + kName.size();
  return std::string(block.substr(begin, block.find('"', begin) - begin));
}

/// The blocks of one file that are no rules: "[[predicate]]" up to the next "[[" at the start of a line.
void add_blocks(std::string_view text, std::map<Key, Fields>& parts) {
  constexpr std::string_view kHead = "\n[[";
  std::size_t at = text.starts_with("[[") ? 0 : text.find(kHead);
  while (at != std::string_view::npos) {
    if (text[at] == '\n') ++at;
    const std::size_t next = text.find(kHead, at);
    const std::string_view block = text.substr(at, next == std::string_view::npos ? next : next - at);
    const std::string part(block.substr(2, block.find(']') - 2));
    const std::string_view body = trim(block.substr(std::min(block.size(), block.find('\n'))), "", " \n");
    const std::string_view plain = body.substr(0, body.find("\n#"));
    if (part == "predicate" || part == "set" || part == "policy" || part == "sample")
      parts[{part, name_in(block)}] = {{"text", std::string(trim(plain, "", " \n"))}};
    at = next;
  }
}

tables::DataFiles files_of(const std::string& directory) {
  Result<tables::DataFiles> files = rules::pack_files(directory);
  if (!files) throw Stop(kUnreadable, files.error().text);
  return std::move(files).value();
}

std::string text_of(const tables::DataFiles& files, const std::string& name) {
  Result<std::string> text = files.read(name);
  if (!text) throw Stop(kUnreadable, text.error().text);
  return std::move(text).value();
}

std::map<Key, Fields> blocks_of(const tables::DataFiles& files) {
  std::map<Key, Fields> parts;
  for (const std::string& name : files.names(".toml")) add_blocks(text_of(files, name), parts);
  return parts;
}

std::multiset<std::string> rows_of(const tables::DataFiles& files, const std::string& name) {
  std::multiset<std::string> rows;
  const std::vector<std::string> known = files.names(".csv");
  if (std::find(known.begin(), known.end(), name) == known.end()) return rows;
  const std::string text = text_of(files, name);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) rows.insert(text.substr(at, end - at));
    at = end + 1;
  }
  return rows;
}

void compare_parts(const std::map<Key, Fields>& before, const std::map<Key, Fields>& after,
                   std::vector<PartChange>& changes) {
  for (const auto& [key, fields] : before)
    if (!after.contains(key)) changes.push_back({PartChange::Kind::removed, key.first, key.second, {}});
  for (const auto& [key, fields] : after) {
    const auto old = before.find(key);
    PartChange change{PartChange::Kind::added, key.first, key.second, {}};
    if (old != before.end()) {
      change.kind = PartChange::Kind::changed;
      for (std::size_t i = 0; i < fields.size(); ++i)
        if (old->second[i].second != fields[i].second)
          change.fields.push_back({fields[i].first, old->second[i].second, fields[i].second});
      if (change.fields.empty()) continue;
    }
    changes.push_back(std::move(change));
  }
}

void compare_tables(const tables::DataFiles& before, const tables::DataFiles& after,
                    std::vector<PartChange>& changes) {
  std::set<std::string> names;
  for (const tables::DataFiles* files : {&before, &after})
    for (const std::string& name : files->names(".csv")) names.insert(name);
  for (const std::string& name : names) {
    const std::multiset<std::string> old = rows_of(before, name), now = rows_of(after, name);
    PartChange change{PartChange::Kind::changed, "table", name, {}};
    std::vector<std::string> gone, come;
    std::set_difference(old.begin(), old.end(), now.begin(), now.end(), std::back_inserter(gone));
    std::set_difference(now.begin(), now.end(), old.begin(), old.end(), std::back_inserter(come));
    for (const std::string& row : gone) change.fields.push_back({"row", row, ""});
    for (const std::string& row : come) change.fields.push_back({"row", "", row});
    if (!change.fields.empty()) changes.push_back(std::move(change));
  }
}

}  // namespace

std::vector<PartChange> compare_packs(const std::string& before_directory, const RuleBook& before,
                                      const std::string& after_directory, const RuleBook& after) {
  const tables::DataFiles old = files_of(before_directory), now = files_of(after_directory);
  std::vector<PartChange> changes;
  compare_parts(rules_of(before), rules_of(after), changes);
  compare_parts(blocks_of(old), blocks_of(now), changes);
  compare_tables(old, now, changes);
  return changes;
}

}  // namespace ordergate::cli
