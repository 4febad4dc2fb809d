// The party side of the snapshot: every entry of every list, indexed by name, address and
// identifier. Immutable; any number of threads may search it, each with its own scratch.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/completeness.h"
#include "base/country.h"
#include "base/date.h"
#include "base/result.h"
#include "lists/entry.h"
#include "matchers/addresses/address_index.h"
#include "matchers/names/name_index.h"

namespace ordergate::lists {

/// How many aliases, addresses and identifiers of one party are searched; more is over the bound.
inline constexpr std::size_t kPartyTextsMax = 64;

/// One party as asked. Views live as long as the order.
struct PartyQuery {
  std::string_view name, native_name;
  std::span<const std::string_view> aliases;
  PartyKind kind = PartyKind::unknown;
  CountryCode country;
  std::span<const matchers::AddressText> addresses;
  std::span<const std::string_view> identifiers;  // values
  std::optional<Date> birth_date;
};

/// What agreed or contradicted; a bit set.
enum Evidence : std::uint32_t {
  kEvidenceName = 1U << 0,
  kEvidenceCountry = 1U << 1,
  kEvidenceAddress = 1U << 2,
  kEvidenceBirthDate = 1U << 3,
  kEvidenceIdentifier = 1U << 4,
  kEvidenceKind = 1U << 5,
  kAgainstCountry = 1U << 8,
  kAgainstBirthDate = 1U << 9,
  kAgainstKind = 1U << 10,
};

/// Which text of the query matched.
enum class QueryField : std::uint8_t { name, native_name, alias, address, identifier };

struct PartyHit {
  EntryId entry{};
  std::uint8_t score = 0;  // 0..100, of the best name (or address for a co-located hit)
  bool sure = false;       // an identity as docs/policy.md, section 2 says
  bool colocated = false;  // same building as a listed address, not the name
  bool neighbor = false;   // ... a building that many parties share, and neither floor nor room agrees
  bool same_room = false;  // ... the very room of a listed address
  std::uint32_t evidence = 0;
  QueryField field = QueryField::name;
  std::uint16_t field_index = 0;  // which alias, address or identifier
  std::string_view matched;       // the listed name, address or identifier; lives with the watchlist
  std::string_view query;         // the text that matched it; lives with the query
};

struct WatchlistOptions {
  int name_threshold = matchers::kNameThreshold;
  int address_threshold = matchers::kAddressThreshold;
};

/// How often a scratch was used, for metrics.
struct PartySearchStats {
  std::uint64_t asked = 0;       // searches
  std::uint64_t remembered = 0;  // of these, answered from the party cache
  std::uint64_t candidates = 0;  // entries looked at closely in the others
};

/// Per-worker working memory, with the party cache (a bounded cache of repeated parties). One thread.
class PartyScratch {
 public:
  PartyScratch();
  ~PartyScratch();
  PartyScratch(PartyScratch&&) noexcept;
  PartyScratch& operator=(PartyScratch&&) noexcept;
  struct State;
  [[nodiscard]] State& state() noexcept { return *state_; }
  [[nodiscard]] PartySearchStats stats() const noexcept;

 private:
  std::unique_ptr<State> state_;
};

class Watchlist {
 public:
  struct Layout;
  ~Watchlist();
  Watchlist(Watchlist&&) noexcept;
  Watchlist& operator=(Watchlist&&) noexcept;

  [[nodiscard]] static Result<Watchlist> build(std::vector<ListFile> files, const WatchlistOptions& options);

  /// Adds parties that no list names but a listed one owns or manages: one search meets both. They are met by
  /// names and identifiers, not by addresses, and change nothing of what is found of the lists' entries,
  /// which stay where they are. Once; cold; before other threads search.
  [[nodiscard]] Status add_owned(std::vector<ListEntry> parties);

  /// Appends the hits of one party, at most one per entry and kind (identity, co-location), best first.
  /// `owned`: those of add_owned's parties, PartyHit::entry their number there.
  [[nodiscard]] Completeness screen(const PartyQuery& query, PartyScratch& scratch,
                                    std::vector<PartyHit>& hits, std::vector<PartyHit>& owned) const noexcept;
  /// The same without the owned.
  [[nodiscard]] Completeness screen(const PartyQuery& query, PartyScratch& scratch,
                                    std::vector<PartyHit>& hits) const noexcept;

  [[nodiscard]] const std::vector<ListEntry>& entries() const noexcept;
  [[nodiscard]] const ListEntry& entry(EntryId id) const noexcept { return entries()[index_of(id)]; }
  /// Files as read, without their entries (those are in entries()).
  [[nodiscard]] const std::vector<ListFile>& files() const noexcept;
  /// The file that an entry came from.
  [[nodiscard]] const ListFile& file_of(EntryId id) const noexcept;

 private:
  explicit Watchlist(std::unique_ptr<Layout> layout);
  /// The hits of entries and owned, as they are numbered within.
  [[nodiscard]] Completeness screen_all(const PartyQuery& query, PartyScratch::State& state,
                                        std::vector<PartyHit>& hits) const noexcept;
  std::unique_ptr<Layout> layout_;
};

}  // namespace ordergate::lists
