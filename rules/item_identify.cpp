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
    if (wider && reading.part != ItemReading::kNone) facts.ics_per_unit = units;
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

Identified ItemCatalog::identify(const ItemText& given, ItemScratch& scratch) const noexcept {
  ItemScratch::State& state = scratch.state();
  const ItemTable& table = layout_->table;
  Identified identified;
  state.text.clear();
  for (const std::string_view part : {given.manufacturer, given.model, given.description}) {
    if (part.empty()) continue;
    if (!state.text.empty()) state.text += ' ';
    state.text += part;
  }
  const std::size_t title_size = state.text.size();
  if (!given.more.empty()) {
    state.text += " ; ";
    state.text += given.more;
  }
  identified.text = state.text;
  ItemReading& reading = identified.reading;
  identified.complete =
      layout_->matcher.read(std::string_view(state.text).substr(0, title_size), state.matcher, reading);
  if (identified.complete && !given.more.empty() && reading.item == ItemReading::kNone) {
    ItemReading more;
    identified.complete = layout_->matcher.read(given.more, state.matcher, more);
    const bool says_more =
        more.item != ItemReading::kNone || (more.suspicious && !reading.accessory && !reading.laptop);
    if (says_more) {
      const auto offset = static_cast<std::uint32_t>(state.text.size() - given.more.size());
      const bool contradicts = reading.accessory || reading.laptop || reading.other_product;
      reading = more;
      reading.begin += offset;
      reading.end += offset;
      reading.suspicious = reading.suspicious || contradicts;
    }
  }
  // A part number decides, wherever it stands; one in free text only for the item itself.
  std::uint32_t part = table.find_part(given.part_number);
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  if (part == ItemTable::kNone && !reading.accessory)
    part = part_in_text(table, std::string_view(state.text).substr(0, title_size), begin, end);
  const std::uint32_t by_sku = table.find_sku(given.sku);
  if (part != ItemTable::kNone || by_sku != ItemTable::kNone) {
    const std::uint32_t item = part != ItemTable::kNone && table.parts()[part].item != ItemTable::kNone
                                   ? table.parts()[part].item
                                   : by_sku;
    reading.part = part;
    reading.certainty = ReadingCertainty::part_number;
    if (item != ItemTable::kNone) {
      // The text may still name something stricter than the number: said, not dropped.
      const bool other = reading.item != ItemReading::kNone && reading.item != item &&
                         table.items()[reading.item].control > table.items()[item].control;
      reading.second = other ? reading.item : ItemReading::kNone;
      reading.item = item;
      reading.accessory = reading.laptop = reading.other_product = reading.suspicious = false;
    }
    if (end > 0) {
      reading.begin = begin;
      reading.end = end;
    }
  }
  identified.facts = facts_of(table, reading);
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
