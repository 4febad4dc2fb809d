// What a text was read to sell. Indices are the caller's (rules/items/item_table.h).
#pragma once

#include <cstdint>

#include "base/id.h"

namespace ordergate::matchers {

/// How the text led to the item, ordered by how sure it is.
enum class ReadingCertainty : std::uint8_t {
  none,         // no item read
  suspicious,   // no item, but the text speaks of accelerators: unclassified, to be held
  stricter_of,  // a family or several variants fit; `item` is one of them, `second` the strictest other
  model,        // one model named in text
  part_number,  // an exact part number
};

/// An item, by its place in the caller's table.
enum class ItemId : std::uint32_t { none = UINT32_MAX };
/// A part number, by its place in the caller's table.
enum class PartId : std::uint32_t { none = UINT32_MAX };
/// A family of models, by its place in the lexicon.
enum class FamilyId : std::uint32_t { none = UINT32_MAX };

struct ItemReading {
  ItemId item = ItemId::none;    // index of the item read
  PartId part = PartId::none;    // the part number read
  ItemId second = ItemId::none;  // another item the same words can mean
  ReadingCertainty certainty = ReadingCertainty::none;
  bool accessory = false;      // a part for the item, not the item: no item is read
  bool laptop = false;         // a laptop: its chip of the same name is another, smaller one
  bool other_product = false;  // the name is another product's (a camera A100)
  bool suspicious = false;     // accelerator words, an unknown model of a known family, an impossible memory
  bool unlisted = false;       // suspicious by a model, a maker or a memory that only accelerators have
  bool fitted = false;         // named only as what something is for, or goes into
  bool vague = false;          // nothing in it says what is sold: blank, "goods", "sample"
  bool heading = false;        // nothing but words of a customs heading: "integrated circuits"
  bool labelled = false;       // behind a word that makes it the number of something: "gate B200"
  bool service = false;        // a rental or cloud instance
  bool system = false;         // a complete system that contains the item
  bool evasive = false;        // spelled to avoid being found (H1OO, N V I D I A)
  bool broken = false;         // for parts, not working
  bool below = false;          // names a card that is known to be below every threshold
  bool conflict = false;       // the line names one thing, its declaration or title another that is less
  std::uint32_t count = 1;     // ICs or units in one unit sold, as the text says ("8x", "8-GPU")
  std::uint32_t lot = 1;       // units sold together ("lot of 4")
  std::uint32_t begin = 0, end = 0;  // bytes of the text that led there
};

}  // namespace ordergate::matchers
