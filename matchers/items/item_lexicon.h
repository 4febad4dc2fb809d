// The words that items are recognized by, as the matcher takes them. The data comes from the caller
// (rules/ear/item_*.csv); nothing here knows what an item is worth to the law beyond its rank.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "matchers/items/item_reading.h"

namespace ordergate::matchers {

/// What a word of the surrounding text means. A word may have several meanings.
enum class WordClass : std::uint8_t {
  vendor,      // names a vendor (tag)
  aib,         // a maker of graphics cards
  gpu,         // speaks of graphics cards or their memory
  compute,     // speaks of servers and training
  form,        // a form factor (tag)
  not_form,    // takes a form factor back: "not SXM" (tag)
  accessory,   // decides by itself: "box only", "no PCB"
  tight_part,  // the same, and rarely said of a card itself: bracket, backplate, waterblock
  part,        // an accessory when it is the thing sold: "bracket for", "A100 heatsink"
  packing,     // what goods come in: a part only when it is for them ("tray for A100")
  inside,      // the model next to it is what really is sold: "H100 inside"
  feature,     // looks like a part but is a property: "triple fan"
  with,        // what follows comes along: "with", "incl."
  for_,        // what follows is what it fits: "for", "compatible with"
  laptop,
  desktop,      // a card after all, in a text that mentions laptops
  other,        // another kind of product
  service,      // a rental
  system,       // a complete system
  broken,       // for parts, not working
  accelerator,  // speaks of controlled goods in general
  known_gpu,    // a card known to be below every threshold
  maker,        // a maker of accelerators alone (tag: the vendor): a model of it that is not known is one
  unit,         // counts what stands before it: "pcs", "张"
  lot,          // counts what stands after it: "lot of"
  amount,       // is a count itself (tag): "pair", "dozen"
  number,       // a number in words (tag), read as its digits
  vague,        // says nothing of the goods: "sample", "merchandise"
  heading,      // says no more than a heading of the customs tariff: "processing units"
  hardware,     // right beside a short name, says that it is computing hardware: "L40 cards"
  chip_making,  // speaks of wafers, dies, processes and masks: with a node below 16 nm, of an advanced one
  label,        // right before a name, says that it numbers something: "gate B200"
  count
};
inline constexpr std::uint32_t class_bit(WordClass c) noexcept { return 1U << static_cast<std::uint32_t>(c); }

struct LexiconWord {
  WordClass meaning = WordClass::gpu;
  std::uint16_t tag = 0;  // a vendor or form, from 1; a count or number; 0: none
  std::string text;
};

enum class FamilyKind : std::uint8_t {
  chip,      // a data-center accelerator
  card,      // a workstation card: a laptop chip may share its name
  geforce,   // a consumer card: a laptop chip shares its name
  module,    // embedded
  system,    // a complete system of the vendor
  server,    // another maker's server that contains the chips
  platform,  // a server built for accelerators that are not stated
  network,
  service,  // a cloud instance
  hbm,
  sme,       // semiconductor manufacturing equipment
  below,     // known to be below every threshold, without an item of its own
  unlisted,  // an accelerator without an item of its own: unclassified
  code,      // a chip or board code that several models share: decides where the text names no model
};

struct ItemVariant {
  ItemId item = ItemId::none;
  std::uint8_t form = 0;              // tag; 0: any
  std::vector<std::uint16_t> memory;  // GB that speak for it
};

struct ItemFamily {
  std::string name;
  std::uint8_t vendor = 0;  // tag
  FamilyKind kind = FamilyKind::chip;
  std::vector<ItemVariant> variants;  // the first is what the bare name usually means
};

/// How much context a spelling needs.
enum class Strength : std::uint8_t {
  near,   // its vendor next to it, or memory and a word for graphics cards
  bound,  // its vendor or a word of its trade anywhere in the text
  sure,   // none
};

struct ItemSpelling {
  FamilyId family = FamilyId::none;
  Strength strength = Strength::sure;
  bool open = false;  // more letters or digits may follow (a maker's article number)
  std::string text;
};

/// A vendor's part number, found in text with any punctuation.
struct ItemPart {
  PartId part = PartId::none;
  std::uint8_t control = 0;  // as ItemRank::control
  bool below = false;        // its classification is known to be below every threshold
  std::string text;
};

/// How strict an item is, for choosing among readings: control first, then TPP, then bandwidth.
struct ItemRank {
  std::uint8_t control = 0;
  double tpp = 0, bandwidth = 0;
  friend constexpr auto operator<=>(const ItemRank&, const ItemRank&) = default;
};

struct ItemLexicon {
  std::vector<ItemFamily> families;
  std::vector<ItemSpelling> spellings;
  std::vector<LexiconWord> words;
  std::vector<ItemPart> parts;
  std::vector<std::string> glue_before, glue_after;  // may stand against a model without a space
  std::vector<ItemRank> ranks;                       // by item
};

}  // namespace ordergate::matchers
