// The same party on the lists of several publishers, or several times on one: which entries are one party as
// far as the lists themselves tell. Made once when a watchlist is built; it hides no entry and joins no hits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lists/entry.h"

namespace ordergate::lists {

/// Do two entries with a name in common name one party? They do when they bear one id on one list, or when a
/// second fact agrees (birth date or year, identifier, country) and none contradicts (kind, birth date). A
/// name alone does not: many bear it. Cold.
[[nodiscard]] bool second_fact_agrees(const ListEntry& one, const ListEntry& other);

/// Immutable; any number of threads.
class PartyGroups {
 public:
  PartyGroups() = default;
  /// Entries whose primary name, but for case, accents and punctuation, is the primary name or a strong alias
  /// of another, and of which second_fact_agrees(). Who is one party with a second is one with a third by
  /// that. Cold.
  explicit PartyGroups(const std::vector<ListEntry>& entries);

  /// All entries of the party of `entry`, itself among them, ascending.
  [[nodiscard]] std::span<const EntryId> of(EntryId entry) const noexcept {
    const std::uint32_t group = group_[index_of(entry)];
    return std::span(members_).subspan(first_[group], first_[group + 1] - first_[group]);
  }
  [[nodiscard]] bool one(EntryId entry, EntryId other) const noexcept {
    return group_[index_of(entry)] == group_[index_of(other)];
  }

 private:
  std::vector<std::uint32_t> group_;  // by entry
  std::vector<std::uint32_t> first_;  // by group
  std::vector<EntryId> members_;      // by group
};

}  // namespace ordergate::lists
