// What one worker remembers of parties it has screened: customers repeat. A bounded cache from a hash
// of everything a party query says, and of the watchlist it was asked of, to its hits. All memory is
// taken once; old parties make room for new ones. One thread.
#pragma once

#include <cstdint>
#include <vector>

#include "base/completeness.h"
#include "base/hash.h"
#include "lists/watchlist.h"

namespace ordergate::lists {

class PartyCache {
 public:
  /// Powers of two. About 3 MB and 2.6 MB a worker as shipped.
  static constexpr std::size_t kParties = std::size_t{1} << 16;
  static constexpr std::size_t kHits = std::size_t{1} << 16;

  PartyCache();

  /// The key of a query; equal queries of one watchlist have equal keys.
  [[nodiscard]] Hash128 key_of(const PartyQuery& query, std::uint64_t watchlist_serial) const noexcept;

  /// Appends the hits of a party met before, with `query` pointing into the present query. False: not known.
  /// `work`: what the search may have taken; becomes what it took.
  [[nodiscard]] bool recall(const Hash128& key, const PartyQuery& query, std::vector<PartyHit>& hits,
                            Completeness& status, std::uint64_t& work) noexcept;

  /// Remembers hits[first..]. More hits than a quarter of the room are not remembered.
  void remember(const Hash128& key, const std::vector<PartyHit>& hits, std::size_t first, Completeness status,
                std::uint64_t work) noexcept;

 private:
  static constexpr std::size_t kWays = 4;
  struct Slot {
    Hash128 key;
    std::uint64_t hits_begin = 0;  // position in the endless sequence of remembered hits
    std::uint64_t work = 0;        // that the search took
    std::uint32_t used = 0;        // when it was last asked for
    std::uint16_t hit_count = 0;
    bool taken = false;
    Completeness status = Completeness::complete;
  };

  [[nodiscard]] Slot* bucket(const Hash128& key) noexcept {
    return &slots_[(key.low & (kParties / kWays - 1)) * kWays];
  }

  std::uint64_t seed_;  // nobody may prepare two parties of one key
  std::vector<Slot> slots_;
  std::vector<PartyHit> ring_;  // hit n is at n modulo kHits
  std::uint64_t hits_written_ = 0;
  std::uint32_t now_ = 0;
};

/// The text of a query that a hit matched.
[[nodiscard]] std::string_view query_text(const PartyQuery& query, QueryField field,
                                          std::size_t index) noexcept;

}  // namespace ordergate::lists
