#include "rules/item_identify.h"

#include <algorithm>
#include <string>
#include <utility>

#include "matchers/item_matcher.h"
#include "rules/item_lexicon.h"

namespace ordergate::rules {

using matchers::ItemReading;
using matchers::ReadingCertainty;

struct ItemCatalog::Layout {
  ItemTable table;
  matchers::ItemMatcher matcher;
};

struct ItemScratch::State {
  matchers::ItemMatchScratch matcher;
  std::string text;
};

ItemScratch::ItemScratch(std::unique_ptr<State> state) : state_(std::move(state)) {}
ItemScratch::~ItemScratch() = default;
ItemScratch::ItemScratch(ItemScratch&&) noexcept = default;
ItemScratch& ItemScratch::operator=(ItemScratch&&) noexcept = default;

ItemCatalog::ItemCatalog(std::unique_ptr<const Layout> layout) : layout_(std::move(layout)) {}
ItemCatalog::~ItemCatalog() = default;
ItemCatalog::ItemCatalog(ItemCatalog&&) noexcept = default;
ItemCatalog& ItemCatalog::operator=(ItemCatalog&&) noexcept = default;

Result<ItemCatalog> ItemCatalog::load(const ItemSources& sources) {
  Result<ItemTable> table = ItemTable::load(sources);
  if (!table) return table.error();
  Result<matchers::ItemLexicon> lexicon = load_item_lexicon(sources.files, table.value());
  if (!lexicon) return lexicon.error();
  Result<matchers::ItemMatcher> matcher = matchers::ItemMatcher::compile(std::move(lexicon).value());
  if (!matcher) return matcher.error();
  return ItemCatalog(std::make_unique<Layout>(Layout{std::move(table).value(), std::move(matcher).value()}));
}

const ItemTable& ItemCatalog::table() const noexcept { return layout_->table; }

ItemScratch ItemCatalog::make_scratch() const {
  return ItemScratch(
      std::make_unique<ItemScratch::State>(ItemScratch::State{layout_->matcher.make_scratch(), {}}));
}

namespace {

/// Vendor part numbers inside a text: long tokens of letters, digits and dashes.
std::uint32_t part_in_text(const ItemTable& table, std::string_view text, std::uint32_t& begin,
                           std::uint32_t& end) noexcept {
  constexpr std::size_t kShortest = 8;
  const auto inside = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
  };
  std::uint32_t best = ItemTable::kNone;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!inside(text[at])) continue;
    std::size_t stop = at;
    bool digits = false;
    for (; stop < text.size() && inside(text[stop]); ++stop) digits |= text[stop] >= '0' && text[stop] <= '9';
    const std::string_view token = text.substr(at, stop - at);
    if (digits && token.size() >= kShortest) {
      const std::uint32_t part = table.find_part(token);
      if (part != ItemTable::kNone &&
          (best == ItemTable::kNone || table.parts()[part].control > table.parts()[best].control)) {
        best = part;
        begin = static_cast<std::uint32_t>(at);
        end = static_cast<std::uint32_t>(stop);
      }
    }
    at = stop;
  }
  return best;
}

/// The larger of two values; the known one where only one is.
void raise(std::optional<double>& value, const std::optional<double>& other) noexcept {
  if (other && (!value || *other > *value)) value = other;
}

void add_item(ItemFacts& facts, const ItemRow& item) noexcept {
  raise(facts.ics_per_unit, item.ics_per_unit);
  raise(facts.tpp, item.tpp);
  raise(facts.performance_density, item.performance_density);
  raise(facts.memory_bandwidth_gbps, item.memory_bandwidth_gbps);
  raise(facts.interconnect_gbps, item.interconnect_gbps);
  if (!facts.die_area_mm2) facts.die_area_mm2 = item.die_area_mm2;
  facts.data_center = facts.data_center || item.data_center;
  if (facts.eccn.empty() || item.control > facts.control) facts.eccn = item.eccn;
  if (facts.paragraph.empty() || item.control > facts.control) facts.paragraph = item.paragraph;
  facts.control = std::max(facts.control, item.control);
  facts.certainty = std::max(facts.certainty, item.certainty);
  if (!facts.designer_headquarters.known() && item.designer_headquarters.size() == 1)
    facts.designer_headquarters = item.designer_headquarters[0];
}

ItemFacts facts_of(const ItemTable& table, const ItemReading& reading) noexcept {
  ItemFacts facts;
  facts.certainty = Certainty::confirmed;
  if (reading.item != ItemReading::kNone) {
    facts.data_center = Tri::no;
    add_item(facts, table.items()[reading.item]);
    const bool wider = reading.second != ItemReading::kNone &&
                       table.items()[reading.second].category != ItemCategory::system;
    const std::optional<double> units = facts.ics_per_unit;
    if (wider) add_item(facts, table.items()[reading.second]);
    facts.ics_per_unit = units;  // a bare chip name is one chip, not the board of eight
  }
  if (reading.part != ItemReading::kNone) {
    const PartRow& part = table.parts()[reading.part];
    if (!part.eccn.empty() && (facts.eccn.empty() || part.control >= facts.control)) facts.eccn = part.eccn;
    raise(facts.tpp, part.tpp);
    facts.control = std::max(facts.control, part.control);
  }
  if (reading.count > 1) raise(facts.ics_per_unit, static_cast<double>(reading.count));
  return facts;
}

}  // namespace

namespace {

void join(const ItemText& given, std::string& text) noexcept {
  text.clear();
  for (const std::string_view part : {given.manufacturer, given.model, given.description}) {
    if (part.empty()) continue;
    if (!text.empty()) text += ' ';
    text += part;
  }
}

/// A listing's description speaks where the title names nothing; against a title that sets the item
/// aside as something else, it leaves the reading in doubt.
void take_description(const ItemReading& more, std::size_t offset, ItemReading& reading) noexcept {
  const bool set_aside = reading.accessory || reading.laptop || reading.other_product;
  const bool speaks = more.item != ItemReading::kNone || (more.suspicious && !set_aside);
  if (!speaks) return;
  const bool doubt = reading.suspicious || set_aside;
  reading = more;
  reading.suspicious = reading.suspicious || doubt;
  reading.begin += static_cast<std::uint32_t>(offset);
  reading.end += static_cast<std::uint32_t>(offset);
}

/// A part number decides; what the text names beside it is kept when it is stricter.
void take_part(const ItemTable& table, std::uint32_t part, std::uint32_t item,
               ItemReading& reading) noexcept {
  reading.part = part;
  reading.certainty = ReadingCertainty::part_number;
  if (item == ItemTable::kNone) return;
  const bool stricter = reading.item != ItemReading::kNone && reading.item != item &&
                        table.items()[reading.item].control > table.items()[item].control;
  reading.second = stricter ? reading.item : ItemReading::kNone;
  reading.item = item;
  reading.accessory = reading.laptop = reading.other_product = reading.suspicious = false;
}

}  // namespace

Identified ItemCatalog::identify(const ItemText& given, ItemScratch& scratch) const noexcept {
  ItemScratch::State& state = scratch.state();
  const ItemTable& table = layout_->table;
  Identified identified;
  ItemReading& reading = identified.reading;
  join(given, state.text);
  const std::size_t title_size = state.text.size();
  identified.complete = layout_->matcher.read(state.text, state.matcher, reading);
  if (!given.more.empty()) {
    state.text += " ; ";
    const std::size_t offset = state.text.size();
    state.text += given.more;
    ItemReading more;
    identified.complete = layout_->matcher.read(given.more, state.matcher, more) && identified.complete;
    if (reading.item == ItemReading::kNone) take_description(more, offset, reading);
  }
  identified.text = state.text;
  std::uint32_t part = table.find_part(given.part_number);
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  // A part number in free text stands for the item only where the text does not speak of an accessory.
  if (part == ItemTable::kNone && !reading.accessory)
    part = part_in_text(table, std::string_view(state.text).substr(0, title_size), begin, end);
  const std::uint32_t by_sku = table.find_sku(given.sku);
  if (part != ItemTable::kNone || by_sku != ItemTable::kNone) {
    const bool named = part != ItemTable::kNone && table.parts()[part].item != ItemTable::kNone;
    take_part(table, part, named ? table.parts()[part].item : by_sku, reading);
    if (end > 0) {
      reading.begin = begin;
      reading.end = end;
    }
  }
  identified.facts = facts_of(table, reading);
  return identified;
}

Identified ItemCatalog::identify(const ItemText& given, ItemScratch& scratch, Arena& arena) const noexcept {
  Identified identified = identify(given, scratch);
  identified.text = arena.copy(identified.text);
  return identified;
}

bool is_advanced_ic(const Identified& identified) noexcept {
  if (!identified.complete || identified.reading.suspicious) return true;
  if (identified.reading.item == ItemReading::kNone && identified.reading.part == ItemReading::kNone)
    return false;
  const Control control = identified.facts.control;
  return control != Control::none && control != Control::other;
}

}  // namespace ordergate::rules
