// The customers that the user knows, from files of the user's own (docs/known-parties.md). Immutable once
// loaded and shared by all threads; a reload makes a new one.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "order/known_party.h"

namespace ordergate::parties {

inline constexpr std::size_t kKnownFileBytesMax = std::size_t{1} << 30;
inline constexpr std::size_t kKnownPartiesMax = 500'000;     // rows of all files; about 1 KiB of memory each
inline constexpr std::size_t kKnownRowBytesMax = 64 * 1024;  // of a row, as JSON
inline constexpr std::uint32_t kKnownRowsOfIdMax = 64;

/// A row that was not taken.
struct KnownRejection {
  std::uint64_t line = 0;
  std::string reason;
};

struct KnownFile {
  std::string path, hash;                    // hash: SHA-256 of its bytes, hex
  std::size_t rows = 0;                      // taken
  std::vector<KnownRejection> rejections;    // in order
  std::vector<std::string> ignored_columns;  // of a CSV file, or keys of NDJSON as "N keys"
};

/// One row, with what comparing needs.
struct KnownRow {
  KnownParty known;
  std::string_view source;  // "customers.csv:3 (customer due diligence)"
  std::uint64_t name_key = 0, native_key = 0;
  ArenaList<std::uint64_t> alias_keys;
};

class KnownParties {
 public:
  /// Reads files, CSV or NDJSON by their first byte. A row that cannot be read is rejected and told; a file
  /// that cannot be read, has no row that can be, or is over a limit is an error that names it. Cold.
  [[nodiscard]] static Result<std::shared_ptr<const KnownParties>> load(
      const std::vector<std::string>& paths);
  /// The same of bytes that `name` stands for.
  [[nodiscard]] static Result<std::shared_ptr<const KnownParties>> read(std::string_view name,
                                                                        std::string_view bytes);
  /// The customers that the examples of the rules speak of.
  [[nodiscard]] static std::shared_ptr<const KnownParties> example();

  /// All rows of a party, of any day, the one found out last first; empty when it is not known. Hot.
  [[nodiscard]] std::span<const KnownRow> find(std::string_view id) const noexcept;

  [[nodiscard]] const std::vector<KnownFile>& files() const noexcept { return files_; }
  [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }

 private:
  KnownParties() = default;
  [[nodiscard]] Status add(const std::string& path, std::string_view bytes);
  [[nodiscard]] Status finish();

  struct Rows {
    std::uint32_t first = 0, count = 0;
  };
  Arena arena_;
  std::vector<KnownRow> rows_;
  std::unordered_map<std::string_view, Rows> by_id_;
  std::vector<KnownFile> files_;
};

}  // namespace ordergate::parties
