// Reads tables of a rule pack key by key, so that every mistake is told with file, line and key, and
// no key goes unread. Internal to the pack loader.
#pragma once

#include <toml++/toml.h>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "rules/pack/rule.h"

namespace ordergate::rules {

/// Collects what is wrong with a pack; a person mends several mistakes at once.
class PackErrors {
 public:
  static constexpr std::size_t kShownMax = 20;

  void add(const PackPlace& place, const std::string& what);
  /// For what does not stand in the pack: settings of the user.
  void add_plain(std::string line);
  [[nodiscard]] bool any() const noexcept { return !lines_.empty(); }
  [[nodiscard]] Error error() const;

 private:
  std::vector<std::string> lines_;
  std::size_t more_ = 0;
};

class TableReader {
 public:
  /// `what` names the table in messages: "rule hq-unknown". All must outlive the reader.
  TableReader(const toml::table& table, std::string file, std::string what, PackErrors& errors);

  // Each reads one key once. A wrong type is an error and gives the same as an absent key.
  [[nodiscard]] std::optional<std::string> text(std::string_view key);
  [[nodiscard]] std::string required_text(std::string_view key);
  [[nodiscard]] std::optional<bool> boolean(std::string_view key);
  [[nodiscard]] std::optional<double> number(std::string_view key);
  /// A TOML date, or a text "2026-01-15".
  [[nodiscard]] std::optional<Date> date(std::string_view key);
  /// An array of texts; one text alone counts as an array of it.
  [[nodiscard]] std::vector<std::string> texts(std::string_view key);
  /// An array of tables, or none.
  [[nodiscard]] std::vector<TableReader> tables(std::string_view key);
  [[nodiscard]] std::optional<TableReader> table(std::string_view key);
  /// The bare node; null when absent.
  [[nodiscard]] const toml::node* node(std::string_view key);

  /// The value whose word stands under `key`; nullopt when absent or when there is no such word.
  template <typename Find>
  auto word(std::string_view key, Find find) -> decltype(find(std::string_view())) {
    const std::optional<std::string> found = text(key);
    if (!found) return std::nullopt;
    auto value = find(std::string_view(*found));
    if (!value) error(key, "unknown word '" + *found + "'");
    return value;
  }

  void error(std::string_view key, const std::string& what);
  /// Tells every key that nothing asked for. Call last.
  void finish();

  [[nodiscard]] PackPlace place() const { return {file_, line_of(table_)}; }
  [[nodiscard]] PackErrors& errors() noexcept { return *errors_; }
  [[nodiscard]] const std::string& what() const noexcept { return what_; }
  void rename(std::string what) { what_ = std::move(what); }

 private:
  [[nodiscard]] static std::uint64_t line_of(const toml::node& node) noexcept {
    return node.source().begin.line;
  }
  const toml::table& table_;
  std::string file_;
  std::string what_;
  PackErrors* errors_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace ordergate::rules
