// Files that say who owns or manages whom, read to one table. The format is recognized by content. Cold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/date.h"
#include "base/hash.h"
#include "base/hash_map.h"
#include "base/result.h"
#include "lists/entry.h"
#include "lists/reader.h"
#include "matchers/text/fold.h"

namespace ordergate::lists {

enum class RelationKind : std::uint8_t {
  owns,
  stands_behind,  // the ultimate parent: a share of its own right, never added to the others
  manages,        // a director or manager; no ownership
};

/// One row. Parties are numbers of RelationTable.
struct Relation {
  static constexpr float kUnknownPercent = -1;
  std::uint32_t owner = 0, owned = 0;
  float percent = kUnknownPercent;  // 0 to 100; of a range its lower end
  RelationKind kind = RelationKind::owns;
  std::uint16_t file = 0;
  std::uint32_t line = 0;
  std::uint32_t source = 0;                             // RelationTable::source(); 0: none is told
  Date from{std::numeric_limits<std::int32_t>::min()};  // both inclusive
  Date until{std::numeric_limits<std::int32_t>::max()};
};

/// One file read.
struct RelationFile {
  std::string path, format, source, hash;  // hash: SHA-256 of the bytes, hex
  std::uint64_t relations = 0;
  std::vector<Rejection> rejections;
};

/// The relations of all files and the parties that they speak of. One party: the same LEI in any files, the
/// same id in files of FollowTheMoney, the same name (but for case, accents, punctuation) in files of the
/// user's own.
class RelationTable {
 public:
  RelationTable();

  [[nodiscard]] std::uint32_t by_name(std::string_view name);
  [[nodiscard]] std::uint32_t by_lei(std::string_view lei);
  [[nodiscard]] std::uint32_t by_id(std::string_view id);  // of FollowTheMoney
  [[nodiscard]] std::optional<std::uint32_t> find_id(std::string_view id) const;
  /// What a file says of a party itself; adds to what is known.
  void describe(std::uint32_t party, ListEntry entry);
  /// Two numbers that turned out to be one party.
  void join(std::uint32_t one, std::uint32_t other);
  [[nodiscard]] std::uint32_t add_source(std::string_view text);
  void add(const Relation& relation) { relations_.push_back(relation); }

  /// Settles what join() said. Once, before what follows.
  void finish();

  [[nodiscard]] std::size_t party_count() const noexcept { return parties_.size(); }
  [[nodiscard]] const std::vector<Relation>& relations() const noexcept { return relations_; }
  /// Names, countries, identifiers of a party; what is known of it.
  [[nodiscard]] ListEntry entry(std::uint32_t party) const;
  /// Its ids in files of FollowTheMoney.
  [[nodiscard]] std::string_view id(std::uint32_t party) const noexcept;
  [[nodiscard]] std::string_view source(std::uint32_t number) const noexcept { return sources_[number]; }

  std::vector<RelationFile> files;

 private:
  struct Party {
    std::uint32_t text = 0, size = 0;  // in texts_: a name or an LEI
    std::uint32_t details = 0;         // 1 + position in details_; 0: none
    std::uint32_t same_as = 0;         // itself, or the party that stands for it
    bool lei = false, id = false;
  };
  /// By half of a hash of the key; keys whose halves are one stand behind one another.
  struct Number {
    std::uint64_t other_half = 0;
    std::uint32_t party = 0;  // 1 + its number; 0: free
  };
  static constexpr std::size_t kNumbersMin = 1024;
  [[nodiscard]] std::uint32_t intern(std::uint64_t kind, std::string_view key, std::string_view text);
  [[nodiscard]] std::uint32_t stands_for(std::uint32_t party) const noexcept;
  [[nodiscard]] std::string_view text(const Party& party) const noexcept {
    return std::string_view(texts_).substr(party.text, party.size);
  }

  matchers::FoldedText folded_;  // of the last name
  std::vector<Party> parties_;
  HashMap<Number> numbers_{kNumbersMin};
  std::string texts_;
  std::vector<ListEntry> details_;
  std::vector<std::string> sources_;
  std::unordered_map<std::string, std::uint32_t> source_numbers_;
  std::vector<Relation> relations_;
};

/// Reads files and directories, as read_lists does, into one table. An error when one cannot be read, is no
/// known format or is cut. Errors name the path.
[[nodiscard]] Result<RelationTable> read_relations(const std::vector<std::string>& paths,
                                                   const ReadLimits& limits = {});

/// Invented relations of the parties of the sample list, for the examples of rules. They protect nobody.
[[nodiscard]] RelationTable example_relations();

/// A Legal Entity Identifier by its form (ISO 17442): 18 capitals or digits, then two digits.
[[nodiscard]] bool is_lei(std::string_view text) noexcept;

}  // namespace ordergate::lists
