// Joins what is known of its parties to an order, before anything is judged.
//
// A fact that the order leaves out is filled in, as if the order told it; one that it tells stays, and where
// the two differ the difference is told, for a person to look at. Names are never replaced: those that are
// known of the party are searched beside its own. When the order's name is none of those known by its id, the
// id may be another party's: nothing is taken.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/date.h"
#include "matchers/names/tokens.h"
#include "order/order.h"
#include "order/verdict.h"
#include "parties/known_parties.h"

namespace ordergate::parties {

/// One thread; reuse it, so that a warm one allocates nothing outside the arena.
class KnownJoin {
 public:
  /// Fills `order` with what is known and holds on `day`. What it adds lives in `arena` and in `known`.
  void join(Order& order, const KnownParties& known, Date day, Arena& arena) noexcept;
  /// Nothing is known: no facts, no differences.
  void clear() noexcept;

  /// Of the last order: what was filled in, and what differs, parallel to its parties (empty: nothing does).
  [[nodiscard]] const ArenaList<TakenFact>& facts() const noexcept { return facts_; }
  [[nodiscard]] std::span<const PartyDifference> differences() const noexcept { return differences_; }

 private:
  void join_row(Party& party, const KnownRow& row) noexcept;
  [[nodiscard]] bool same_party(const Party& party, const KnownRow& row) noexcept;
  [[nodiscard]] bool same_name(std::string_view a, std::string_view b) noexcept;
  [[nodiscard]] bool same_owners(const ArenaList<Owner>& told, const ArenaList<Owner>& known) noexcept;
  void add_names(Party& party, const KnownRow& row) noexcept;
  void add_name(Party& party, std::string_view name, const KnownRow& row) noexcept;
  void fill_country(std::string_view field, CountryCode& told, CountryCode known,
                    const KnownRow& row) noexcept;
  void fill_parent(Party& party, const KnownRow& row) noexcept;
  void fill_owners(Party& party, const KnownRow& row) noexcept;
  void fill_website(Party& party, const KnownRow& row) noexcept;
  void fill_truth(std::string_view field, Tri& told, Tri known, const KnownRow& row) noexcept;
  void fill_day(std::string_view field, std::optional<Date>& told, std::optional<Date> known,
                const KnownRow& row) noexcept;
  void fill_documents(const Party& party, const KnownRow& row) noexcept;
  void take(std::string_view field, std::string_view value, const KnownRow& row) noexcept;
  void differ(std::string_view field, std::string_view told, std::string_view known, const KnownRow& row,
              bool contradicts = true) noexcept;

  // During join().
  Order* order_ = nullptr;
  Arena* arena_ = nullptr;
  Date day_;
  std::uint32_t index_ = 0;            // of the party
  std::uint32_t order_documents_ = 0;  // documents of the order itself

  ArenaList<TakenFact> facts_;
  std::vector<PartyDifference> differences_;
  matchers::NameText names_;
  std::string text_, difference_;
  bool contradicts_ = false;
};

}  // namespace ordergate::parties
