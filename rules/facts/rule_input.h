// What the rules are asked about: one order, what its parties and texts met in the lists, and what its lines
// are.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/date.h"
#include "lists/watchlist.h"
#include "order/order.h"
#include "rules/items/item_identify.h"

namespace ordergate::rules {

/// The hits of one party of the order. The texts that were searched live with the order.
struct PartyScreening {
  std::span<const lists::PartyHit> party;   // by its names, addresses and identifiers
  std::span<const lists::PartyHit> parent;  // of ultimate_parent.name; empty for "self" or none
  std::span<const std::span<const lists::PartyHit>> owners;  // parallel to Party::owners, or empty
  bool over_bound = false;  // not everything was compared: the verdict must hold
};

/// A listed name met in running text, such as the notes.
struct TextHit {
  lists::PartyHit hit;
  std::string_view place;  // "notes", "items[2].description"
};

/// One free text of the order and what it speaks of.
struct ScannedText {
  std::string_view place, text;
  std::uint32_t flags = 0;  // bit per TextFlag (rules/facts/text_flags.h)
};

/// An item that the order names outside its lines.
struct NamedElsewhere {
  std::string_view place;  // "notes", "end_use.text", "documents"; empty: none
  std::string_view model;  // as in the table
  Control control = Control::none;
};

struct RuleInput {
  const Order* order = nullptr;  // as prepare_order() left it
  Date regime_date;
  const lists::Watchlist* watchlist = nullptr;     // null: no lists are loaded, the verdict holds
  std::span<const PartyScreening> parties;         // parallel to order->parties
  std::span<const lists::PartyHit> site_operator;  // of site.operator, searched with site.address
  bool site_over_bound = false;
  std::span<const Identified> items;  // parallel to order->items
  NamedElsewhere elsewhere;
  std::span<const ScannedText> texts;
  std::span<const TextHit> text_hits;
  bool texts_over_bound = false;
};

/// Brings the order into the shape that rules read: a listing without items gets one item made of
/// its title and description (quantity 1), so that it can be identified like any other line.
void prepare_order(Order& order, Arena& arena);

}  // namespace ordergate::rules
