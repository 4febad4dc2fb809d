// What the rules are asked about: one order, what its parties and texts met in the lists, and what its lines
// are.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/completeness.h"
#include "base/date.h"
#include "lists/ownership/ownership.h"
#include "lists/same_party.h"
#include "lists/watchlist.h"
#include "order/known_party.h"
#include "order/order.h"
#include "rules/items/item_identify.h"
#include "rules/places/gazetteer.h"

namespace ordergate::decisions {
class Overlay;
}

namespace ordergate::rules {

/// The hits of one party of the order. The texts that were searched live with the order.
struct PartyScreening {
  std::span<const lists::PartyHit> party;   // by its names, addresses and identifiers
  std::span<const lists::PartyHit> parent;  // of ultimate_parent.name; empty for "self" or none
  std::span<const std::span<const lists::PartyHit>> owners;  // parallel to Party::owners, or empty
  Completeness completeness = Completeness::complete;
  // Whom files of ownership know by these names: hits of RuleInput::ownership.
  std::span<const lists::PartyHit> owned, parent_owned;
  std::span<const std::span<const lists::PartyHit>> owners_owned;  // parallel to Party::owners, or empty
};

/// A listed name met in running text, such as the notes.
struct TextHit {
  lists::PartyHit hit;
  std::string_view place;  // "notes", "items[2].description"
};

/// One free text of the order and what it speaks of.
struct ScannedText {
  static constexpr std::uint32_t kNoParty = UINT32_MAX;
  static constexpr std::uint32_t kNoLine = UINT32_MAX;
  std::string_view place, text;
  std::uint32_t flags = 0;         // bit per TextFlag (rules/facts/text_flags.h)
  std::uint64_t goods = 0;         // bit per kind of goods (rules/ccl/control_list.h)
  std::uint32_t party = kNoParty;  // whose business or name it is
  bool name = false;
  std::uint32_t line = kNoLine;  // whose description it is
  bool stray = false;            // under a key that nothing reads
};

/// An item that the order names outside its lines.
struct NamedElsewhere {
  std::string_view place;  // "notes", "end_use.text", "documents"; empty: none
  std::string_view model;  // as in the table
  Control control = Control::none;
};

/// What a place is to the order, and how it was read.
enum class PlaceAs : std::uint8_t { destination, site, located, transit, mentioned };
enum class PlaceRead : std::uint8_t { declared, address, text };

/// One place that the order names.
struct OrderPlace {
  static constexpr std::uint32_t kNoParty = UINT32_MAX;
  CountryCode country;
  Region region = Region::none;
  PlaceAs as = PlaceAs::located;
  PlaceRead read = PlaceRead::declared;
  std::string_view at;             // path in the record
  std::uint32_t party = kNoParty;  // that is located there
  bool contested = false;          // the country that the order declares for it is another
  bool names_country = false, post = false, directed = false, negated = false;  // see PlaceReading
  /// Told or read beyond doubt: not a town alone against a declared country, not an embassy abroad.
  [[nodiscard]] bool certain() const noexcept { return !post && (!contested || names_country); }
};

struct RuleInput {
  const Order* order = nullptr;  // as prepare_order() left it
  Date regime_date;
  std::optional<Date> live_today;               // the day on which a live order arrives
  const lists::Watchlist* watchlist = nullptr;  // null: no lists are loaded, the verdict holds
  const lists::PartyGroups* same_party =
      nullptr;                                  // of the watchlist; null: nobody is told to be listed twice
  const lists::Ownership* ownership = nullptr;  // null: no files of ownership are loaded
  std::span<const PartyScreening> parties;      // parallel to order->parties
  std::span<const lists::PartyHit> site_operator;  // of site.operator, searched with site.address
  Completeness site_completeness = Completeness::complete;
  std::span<const Identified> items;  // parallel to order->items
  NamedElsewhere elsewhere;
  std::span<const ScannedText> texts;
  std::span<const TextHit> text_hits;
  Completeness texts_completeness = Completeness::complete;
  std::span<const OrderPlace> places;             // the picture of the order
  const decisions::Overlay* decisions = nullptr;  // null: none are read
  std::span<const PartyDifference> differences;   // parallel to order->parties, or empty: nothing differs
};

/// Brings the order into the shape that rules read: a listing without items gets one item made of
/// its title and description (quantity 1), so that it can be identified like any other line.
void prepare_order(Order& order, Arena& arena);

}  // namespace ordergate::rules
