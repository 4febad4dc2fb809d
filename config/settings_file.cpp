#include "config/settings_file.h"

#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

#include "base/near_name.h"
#include "config/duration.h"
#include "config/raw_settings.h"
#include "config/substitute.h"

namespace ordergate {
namespace {

constexpr std::size_t kFileBytesMax = std::size_t{1} << 20;

std::string_view type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number with a point";
    case toml::node_type::boolean:
      return "true or false";
    default:
      return "a date or time";
  }
}

std::uint32_t line_of(const toml::node& node) { return static_cast<std::uint32_t>(node.source().begin.line); }

std::string expected(std::string_view wanted, const toml::node& found) {
  return "expected " + std::string(wanted) + ", found " + std::string(type_name(found));
}

}  // namespace

std::string comma_joined(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

struct SettingsFile::Document {
  toml::table root;
};

SettingsFile::SettingsFile(const std::string& path) : path_(path), document_(std::make_unique<Document>()) {
  const Result<std::string> text = read_text_file(path, kFileBytesMax);
  if (!text) {
    problem_ = text.error();
    return;
  }
  try {
    document_->root = toml::parse(text.value(), path);
  } catch (const toml::parse_error& error) {
    const auto line = static_cast<std::uint32_t>(error.source().begin.line);
    const std::string quotes = quotation_problem(line_of_text(text.value(), line));
    fail(line, quotes.empty() ? std::string(error.description())
                              : quotes + " (" + std::string(error.description()) + ")");
  }
}
SettingsFile::~SettingsFile() = default;

void SettingsFile::fail(std::uint32_t line, const std::string& what) {
  if (problem_) return;
  problem_ = Error{path_ + (line == 0 ? "" : ":" + std::to_string(line)) + ": " + what};
}

std::size_t SettingsFile::tables_in(const std::string& name) {
  if (name.find('.') == std::string::npos) tables_.push_back(name);
  if (problem_) return 0;
  const auto found = document_->root.at_path(name);
  if (!found) return 0;
  const toml::array* const array = found.as_array();
  if (array != nullptr && array->is_homogeneous<toml::table>()) return array->size();
  fail(line_of(*found.node()), "[" + name + "]: expected [[" + name + "]], one table for each");
  return 0;
}

void SettingsFile::refuse_unknown_tables() {
  for (const auto& [key, node] : document_->root) {
    const std::string name(key.str());
    if (std::find(tables_.begin(), tables_.end(), name) != tables_.end()) continue;
    const std::vector<std::string_view> known(tables_.begin(), tables_.end());
    const std::string what =
        node.is_table() ? "[" + name + "]: no such table" : name + ": stands outside any table";
    return fail(line_of(node), what + did_you_mean(name, known));
  }
}

SettingsTable::SettingsTable(SettingsFile& file, std::string name, const std::vector<std::string_view>& keys)
    : file_(file), name_(std::move(name)) {
  if (name_.find_first_of(".[") == std::string::npos) file_.tables_.push_back(name_);
  if (file_.problem_) return;
  const auto found = file_.document_->root.at_path(name_);
  if (!found) return;
  if (!found.is_table()) {
    file_.fail(line_of(*found.node()), "[" + name_ + "]: " + expected("a table", *found.node()));
    return;
  }
  table_ = found.as_table();
  if (!keys.empty()) refuse_unknown_keys(keys);
}

void SettingsTable::refuse_unknown_keys(const std::vector<std::string_view>& keys) {
  for (const auto& [key, node] : *static_cast<const toml::table*>(table_)) {
    if (std::find(keys.begin(), keys.end(), key.str()) != keys.end()) continue;
    const std::string name(key.str());
    return file_.fail(line_of(node),
                      "[" + name_ + "] " + name + ": no such setting" + did_you_mean(name, keys));
  }
}

bool SettingsTable::has(std::string_view key) const {
  return table_ != nullptr && static_cast<const toml::table*>(table_)->contains(key);
}

void SettingsTable::fail(std::string_view key, const std::string& what) {
  std::uint32_t line = 0;
  if (table_ != nullptr) {
    const auto& table = *static_cast<const toml::table*>(table_);
    const toml::node* const direct = table.get(key);
    const toml::node* const dotted = table.at_path(key).node();
    line = line_of(direct != nullptr ? *direct : (dotted != nullptr ? *dotted : table));
  }
  file_.fail(line, "[" + name_ + "] " + std::string(key) + ": " + what);
}

/// What needs toml++'s types.
struct SettingsTable::Walk {
  SettingsTable& table;

  /// The node of `key`, or null when absent or when something was wrong before.
  const toml::node* node(std::string_view key) const {
    if (table.file_.problem_ || table.table_ == nullptr) return nullptr;
    return static_cast<const toml::table*>(table.table_)->get(key);
  }

  bool string(std::string_view key, const toml::node& node, std::string& into) const {
    const toml::value<std::string>* const value = node.as_string();
    if (value == nullptr) {
      table.fail(key, expected("a string", node));
      return false;
    }
    Result<Substituted> text = substitute(value->get());
    if (!text) {
      table.fail(key, text.error().text);
      return false;
    }
    if (text.value().secret) table.file_.secrets_.insert(table.name_ + "." + std::string(key));
    into = std::move(text).value().text;
    return true;
  }

  /// "US, EU" of an array of strings.
  bool join(std::string_view key, const toml::array& array, std::string& into) const {
    for (const toml::node& element : array) {
      std::string text;
      if (!string(key, element, text)) return false;
      into.append(into.empty() ? "" : ", ").append(text);
    }
    return true;
  }

  void flatten(const toml::table& from, const std::string& prefix, Arrays arrays,
               std::map<std::string, std::string>& into) const {
    for (const auto& [key, node] : from) {
      const std::string name = prefix + std::string(key.str());
      if (const toml::table* const inner = node.as_table()) {
        flatten(*inner, name + ".", arrays, into);
        continue;
      }
      std::string& value = into[name];
      if (node.is_string()) {
        if (!string(name, node, value)) return;
      } else if (node.is_array() && arrays == Arrays::joined) {
        if (!join(name, *node.as_array(), value)) return;
      } else if (node.is_integer() || node.is_floating_point() || node.is_boolean()) {
        std::ostringstream text;
        node.visit([&text](const auto& plain) { text << plain; });
        value = text.str();
      } else {
        return table.file_.fail(line_of(node), "[" + table.name_ + "] " + name + ": " +
                                                   expected("a string, a number or true or false", node));
      }
    }
  }
};

void SettingsTable::text(std::string_view key, std::string& into) {
  const Walk walk{*this};
  if (const toml::node* const node = walk.node(key)) walk.string(key, *node, into);
}

void SettingsTable::word(std::string_view key, std::string& into, std::span<const std::string_view> words) {
  text(key, into);
  if (file_.problem_ || std::find(words.begin(), words.end(), into) != words.end()) return;
  fail(key, "'" + into + "' is none of: " + comma_joined(words) +
                did_you_mean(into, std::vector<std::string_view>(words.begin(), words.end())));
}

void SettingsTable::texts(std::string_view key, std::vector<std::string>& into) {
  const Walk walk{*this};
  const toml::node* const node = walk.node(key);
  if (node == nullptr) return;
  const toml::array* const array = node->as_array();
  if (array == nullptr) return fail(key, expected("an array of strings", *node));
  into.clear();
  for (const toml::node& element : *array)
    if (!walk.string(key, element, into.emplace_back())) return;
}

void SettingsTable::truth(std::string_view key, bool& into) {
  const toml::node* const node = Walk{*this}.node(key);
  if (node == nullptr) return;
  if (!node->is_boolean()) return fail(key, expected("true or false", *node));
  into = node->as_boolean()->get();
}

void SettingsTable::duration(std::string_view key, std::chrono::milliseconds& into,
                             std::chrono::milliseconds low, std::chrono::milliseconds high) {
  if (!has(key)) return;
  std::string written;
  text(key, written);
  if (file_.problem_) return;
  const std::optional<std::chrono::milliseconds> duration = parse_duration(written);
  if (!duration)
    return fail(key, "'" + written + "' is no duration: a whole number and its unit ms, s, m, h or d");
  if (*duration < low || *duration > high)
    return fail(key, "must be from " + format_duration(low) + " to " + format_duration(high));
  into = *duration;
}

bool SettingsTable::read_whole(std::string_view key, std::int64_t& into, std::int64_t low,
                               std::int64_t high) {
  const toml::node* const node = Walk{*this}.node(key);
  if (node == nullptr) return false;
  if (!node->is_integer()) {
    fail(key, expected("a whole number", *node));
    return false;
  }
  into = node->as_integer()->get();
  if (into >= low && into <= high) return true;
  fail(key, "must be from " + std::to_string(low) + " to " + std::to_string(high));
  return false;
}

void SettingsTable::properties(std::map<std::string, std::string>& into, Arrays arrays) {
  if (file_.problem_ || table_ == nullptr) return;
  Walk{*this}.flatten(*static_cast<const toml::table*>(table_), "", arrays, into);
}

}  // namespace ordergate
