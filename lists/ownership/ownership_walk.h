// From one party up to all who own or manage it on a day: chains multiplied, aggregates summed, cycles
// survived.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/completeness.h"
#include "base/date.h"
#include "lists/ownership/ownership.h"

namespace ordergate::lists {

/// A listed party that owns the one that was asked for, directly or through others.
struct ListedOwner {
  std::uint32_t place = 0;  // OwnershipWalk::party(place)
  double share = 0;         // 0 to 1: the product along the strongest chain
  bool known = false;       // every share of that chain is told; else `share` says nothing
};

/// What owners that count for a rule have of the party that was asked for.
struct Aggregate {
  double percent = 0;     // 0 to 100: known shares of direct owners that count, added up
  bool unknown = false;   // the share of a direct owner that counts is not told
  double multiplied = 0;  // 0 to 100: shares of listed parties through every chain, multiplied and added up
};

/// Working memory of one worker; warm, it allocates nothing. One thread.
class OwnershipWalk {
 public:
  static constexpr std::size_t kPartiesMax = 1024;  // above the one that is asked for, and itself
  static constexpr std::size_t kStepsMax = 8192;

  /// A party with half of its shares in the hands of parties that count counts itself (OFAC guidance of
  /// 2014-08-13; 90 FR 47201).
  static constexpr double kCountsFrom = 50;

  /// Goes up from `party`. Over bound: there are more owners than are looked at. What it gives lives until
  /// the next call.
  [[nodiscard]] Completeness up(const Ownership& graph, std::uint32_t party, Date day) noexcept;

  /// Parties by place; 0 is the one that was asked for, then its owners, then theirs.
  [[nodiscard]] std::size_t size() const noexcept { return parties_.size(); }
  [[nodiscard]] std::uint32_t party(std::uint32_t place) const noexcept { return parties_[place]; }
  /// Owners with a hit of the lists, in order of place.
  [[nodiscard]] std::span<const ListedOwner> listed() const noexcept { return listed_; }
  /// Who manages the party itself, of those with a hit: steps of the graph.
  [[nodiscard]] std::span<const OwnerStep* const> managers() const noexcept { return managers_; }

  /// A direct owner: its place, and its share (negative: not told).
  struct DirectOwner {
    std::uint32_t place = 0;
    double percent = 0;
    bool stands_behind = false;  // see RelationKind
  };
  [[nodiscard]] std::span<const DirectOwner> direct() const noexcept { return direct_; }

  /// `listed(party)`: does the party itself count? Fills counts().
  template <typename Listed>
  [[nodiscard]] Aggregate aggregate(Listed&& listed) noexcept {
    for (std::size_t i = 0; i < parties_.size(); ++i) itself_[i] = listed(parties_[i]) ? 1 : 0;
    return sum();
  }
  /// After aggregate(): is the party at that place listed, or owned by half by such?
  [[nodiscard]] bool counts(std::uint32_t place) const noexcept {
    return itself_[place] != 0 || percent_[place] >= kCountsFrom;
  }

  /// "A owns 60 % of B, which owns 50 % of C (30 %; owners.csv:3; owners.csv:2)".
  void append_path(const ListedOwner& owner, std::string& out) const;

 private:
  struct Arc {
    std::uint32_t owned = 0, owner = 0;  // places
    double percent = 0;                  // negative: not told
    bool stands_behind = false;
    const OwnerStep* step = nullptr;
  };
  [[nodiscard]] std::uint32_t place_of(std::uint32_t party) noexcept;
  void add_arcs(std::uint32_t place) noexcept;
  void find_chains() noexcept;
  [[nodiscard]] Aggregate sum() noexcept;
  [[nodiscard]] double share_of(std::uint32_t place, bool& unknown) const noexcept;
  void multiply() noexcept;

  const Ownership* graph_ = nullptr;
  std::uint64_t serial_ = 0;
  Date day_;
  bool over_bound_ = false;
  std::vector<std::uint32_t> seen_, place_;  // by party of the graph: the walk that met it last, and where
  std::uint32_t walk_ = 0;
  std::vector<std::uint32_t> parties_;
  std::vector<Arc> arcs_;                 // by place of the owned
  std::vector<std::uint32_t> first_arc_;  // by place
  std::vector<ListedOwner> listed_;
  std::vector<const OwnerStep*> managers_;
  std::vector<DirectOwner> direct_;
  // By place: the strongest chain down to the party that was asked for.
  std::vector<double> chain_;
  std::vector<std::uint8_t> chain_known_;
  std::vector<std::uint32_t> chain_arc_;  // 1 + the first arc down; 0: none yet
  std::vector<std::uint32_t> queue_;
  std::vector<std::uint8_t> itself_;
  std::vector<double> percent_, multiplied_;
};

}  // namespace ordergate::lists
