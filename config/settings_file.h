// A TOML file being turned into settings: typed reads that remember the first thing that is wrong.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/result.h"

namespace ordergate {

/// "text, json".
[[nodiscard]] std::string comma_joined(std::span<const std::string_view> words);

class SettingsTable;

class SettingsFile {
 public:
  /// Reads and parses; what is wrong is in problem().
  explicit SettingsFile(const std::string& path);
  ~SettingsFile();
  SettingsFile(const SettingsFile&) = delete;
  SettingsFile& operator=(const SettingsFile&) = delete;

  [[nodiscard]] const std::optional<Error>& problem() const noexcept { return problem_; }
  /// Full names ("kafka.consumer.sasl.password") of the settings whose value came out of a secret file.
  [[nodiscard]] const std::set<std::string>& secrets() const noexcept { return secrets_; }
  /// How many tables stand in the array `name` ("lists.source": [[lists.source]]); each is the table
  /// "lists.source[0]" and so on. Fails when it is no array of tables.
  [[nodiscard]] std::size_t tables_in(const std::string& name);
  /// Fails when the file holds a table or key at its top that nobody asked for.
  void refuse_unknown_tables();

 private:
  friend class SettingsTable;
  struct Document;
  void fail(std::uint32_t line, const std::string& what);

  std::string path_;
  std::unique_ptr<Document> document_;
  std::vector<std::string> tables_;  // asked for
  std::optional<Error> problem_;
  std::set<std::string> secrets_;
};

/// One [table]. Each read leaves `into` alone when the key is absent or something was wrong before.
class SettingsTable {
 public:
  /// `keys` are all keys that the table may hold besides its subtables; others are refused at once.
  SettingsTable(SettingsFile& file, std::string name, const std::vector<std::string_view>& keys);

  void text(std::string_view key, std::string& into);
  void word(std::string_view key, std::string& into, std::span<const std::string_view> words);
  void texts(std::string_view key, std::vector<std::string>& into);
  void truth(std::string_view key, bool& into);
  void duration(std::string_view key, std::chrono::milliseconds& into, std::chrono::milliseconds low,
                std::chrono::milliseconds high);
  template <typename T>
  void whole(std::string_view key, T& into, std::int64_t low, std::int64_t high) {
    static_assert(std::is_integral_v<T>);
    std::int64_t value = 0;
    if (read_whole(key, value, low, high)) into = static_cast<T>(value);
  }
  /// Every value of the table as text; tables inside it give dotted names, as librdkafka has them. An array
  /// of strings is refused, or one text: "US, EU".
  enum class Arrays : std::uint8_t { refused, joined };
  void properties(std::map<std::string, std::string>& into, Arrays arrays = Arrays::refused);

  [[nodiscard]] bool has(std::string_view key) const;
  void fail(std::string_view key, const std::string& what);

 private:
  struct Walk;
  bool read_whole(std::string_view key, std::int64_t& into, std::int64_t low, std::int64_t high);
  void refuse_unknown_keys(const std::vector<std::string_view>& keys);

  SettingsFile& file_;
  std::string name_;
  const void* table_ = nullptr;  // the document's own; null when absent
};

}  // namespace ordergate
