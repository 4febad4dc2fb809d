#include "rules/items/item_identify.h"

#include <algorithm>
#include <string>
#include <utility>

#include "matchers/items/item_matcher.h"
#include "rules/items/load_item_lexicon.h"

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
  std::string seam;  // short pieces of it, read once more
  matchers::TextFolder folder;
  const matchers::FoldedTexts* folded = nullptr;  // during identify()
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
  return ItemScratch(std::make_unique<ItemScratch::State>(
      ItemScratch::State{layout_->matcher.make_scratch(), {}, {}, {}, nullptr}));
}

namespace {

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
  if (facts.model.empty() || item.control > facts.control) facts.model = item.model;
  if (facts.paragraph.empty() || item.control > facts.control) facts.paragraph = item.paragraph;
  facts.control = std::max(facts.control, item.control);
  facts.certainty = std::max(facts.certainty, item.certainty);
  if (!facts.designer_headquarters.known() && item.designer_headquarters.size() == 1)
    facts.designer_headquarters = item.designer_headquarters[0];
}

ItemFacts facts_of(const ItemTable& table, const ItemReading& reading) noexcept {
  ItemFacts facts;
  facts.certainty = Certainty::confirmed;
  if (reading.item != ItemId::none) {
    facts.data_center = Tri::no;
    add_item(facts, table.item(reading.item));
    const bool wider =
        reading.second != ItemId::none && (table.item(reading.second).category != ItemCategory::system ||
                                           table.item(reading.second).control > facts.control);
    const std::optional<double> units = facts.ics_per_unit;
    if (wider) add_item(facts, table.item(reading.second));
    facts.ics_per_unit = units;  // a bare chip name is one chip, not the board of eight
  }
  if (reading.part != PartId::none) {
    const PartRow& part = table.part(reading.part);
    if (!part.eccn.empty() && (facts.eccn.empty() || part.control >= facts.control)) facts.eccn = part.eccn;
    raise(facts.tpp, part.tpp);
    if (facts.model.empty()) facts.model = part.part_number;
    facts.control = std::max(facts.control, part.control);
  }
  facts.counted = reading.count > 1 && (!facts.ics_per_unit || reading.count > *facts.ics_per_unit);
  if (reading.count > 1) raise(facts.ics_per_unit, static_cast<double>(reading.count));
  return facts;
}

}  // namespace

namespace {

/// What is declared of the line goes first; numbers that no table holds are read like any other text.
void join(const ItemText& given, bool part_known, bool sku_known, std::string& text) noexcept {
  text.clear();
  const std::string_view parts[] = {given.manufacturer, given.model, given.description,
                                    part_known ? std::string_view() : given.part_number,
                                    sku_known ? std::string_view() : given.sku};
  for (const std::string_view part : parts) {
    if (part.empty()) continue;
    if (!text.empty()) text += ' ';
    text += part;
  }
}

bool names_goods(const ItemReading& reading) noexcept {
  return reading.item != ItemId::none || reading.part != PartId::none;
}

Control control_of(const ItemTable& table, const ItemReading& reading) noexcept {
  Control control = Control::none;
  for (const ItemId item : {reading.item, reading.second})
    if (item != ItemId::none) control = std::max(control, table.item(item).control);
  if (reading.part != PartId::none) control = std::max(control, table.part(reading.part).control);
  return control;
}

bool names_memory(const ItemTable& table, const ItemReading& reading) noexcept {
  return reading.item != ItemId::none && table.item(reading.item).category == ItemCategory::hbm;
}

/// Of two readings of one line, is the first the stricter?
bool stricter(const ItemTable& table, const ItemReading& left, const ItemReading& right) noexcept {
  if (names_goods(left) != names_goods(right)) {
    if (names_goods(left)) return control_of(table, left) > Control::none || !right.suspicious;
    return left.suspicious && !right.suspicious && control_of(table, right) == Control::none;
  }
  if (names_goods(left)) return control_of(table, left) > control_of(table, right);
  return left.suspicious && !right.suspicious;
}

std::size_t count_kept(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
  }));
}

/// The item of a reading: its own, or its part number's.
ItemId item_of(const ItemTable& table, const ItemReading& reading) noexcept {
  if (reading.item != ItemId::none) return reading.item;
  return reading.part == PartId::none ? ItemId::none : table.part(reading.part).item;
}

/// A listing's description speaks where the title names nothing, and where it names something stricter;
/// against a title that sets the item aside as something else, it leaves the reading in doubt.
void take_description(const ItemTable& table, const ItemReading& more, std::size_t offset,
                      ItemReading& reading) noexcept {
  const auto found_there = [&] {
    reading.begin = more.begin + static_cast<std::uint32_t>(offset);
    reading.end = more.end + static_cast<std::uint32_t>(offset);
  };
  if (names_goods(reading)) {
    if (control_of(table, more) <= control_of(table, reading)) return;
    reading.second = item_of(table, more);
    if (reading.second == ItemId::none) reading.part = more.part;
    reading.certainty = ReadingCertainty::stricter_of;
    reading.conflict = true;
    return found_there();
  }
  const bool set_aside = reading.accessory || reading.laptop || reading.other_product;
  const bool speaks = names_goods(more) || (more.suspicious && !set_aside && !reading.below);
  if (!speaks) return;
  const bool doubt = reading.suspicious || set_aside;
  const bool below = reading.below;
  reading = more;
  reading.suspicious = reading.suspicious || doubt;
  reading.below = below;
  reading.conflict = below && control_of(table, more) > Control::none;
  found_there();
}

/// The title read together with the description's words of memory: a card that is known to be below every
/// threshold has no such one.
void take_memory(const ItemTable& table, const ItemReading& both, ItemReading& reading) noexcept {
  const bool stricter_item = names_goods(both) && control_of(table, both) > control_of(table, reading);
  if (stricter_item || (both.suspicious && !names_goods(reading))) reading = both;
}

/// More control, or clearly more performance under the same.
bool stricter_item(const ItemRow& left, const ItemRow& right) noexcept {
  constexpr double kClearly = 1.05;  // sources differ by less for one chip
  if (left.control != right.control) return left.control > right.control;
  return left.tpp && right.tpp && *left.tpp > *right.tpp * kClearly;
}

/// A part number decides; what the text names beside it is kept when it is stricter.
void take_part(const ItemTable& table, PartId part, ItemId item, ItemReading& reading) noexcept {
  const bool doubted = reading.suspicious && reading.certainty == ReadingCertainty::suspicious;
  reading.part = part;
  reading.certainty = ReadingCertainty::part_number;
  if (item == ItemId::none) {
    if (doubted && part != PartId::none) reading.suspicious = false;
    return;
  }
  const bool stricter = reading.item != ItemId::none && reading.item != item &&
                        stricter_item(table.item(reading.item), table.item(item));
  reading.second = stricter ? reading.item : ItemId::none;
  reading.item = item;
  reading.accessory = reading.laptop = reading.other_product = reading.suspicious = false;
}

}  // namespace

Completeness ItemCatalog::read(std::string_view text, ItemScratch& scratch,
                               ItemReading& reading) const noexcept {
  ItemScratch::State& state = scratch.state();
  const matchers::TextForms* const known = state.folded != nullptr ? state.folded->find(text) : nullptr;
  const matchers::TextForms& forms = known != nullptr ? *known : state.folder.fold(text);
  if (!layout_->matcher.read(forms, state.matcher, reading)) return Completeness::over_bound;
  if (reading.part != PartId::none)
    take_part(layout_->table, reading.part, layout_->table.part(reading.part).item, reading);
  return Completeness::complete;
}

/// A name cut in two by the end of the title: "NVIDIA H" and "100 80GB".
Completeness ItemCatalog::read_across(std::string_view before, std::string_view after, ItemScratch& scratch,
                                      ItemReading& reading) const noexcept {
  constexpr std::size_t kBytesEachMax = 64;
  std::string& text = scratch.state().seam;
  text.assign(before.substr(before.size() - std::min(before.size(), kBytesEachMax)));
  text.append(1, ' ').append(after.substr(0, kBytesEachMax));
  ItemReading across;
  if (!read(text, scratch, across)) return Completeness::over_bound;
  if (!names_goods(across) || control_of(layout_->table, across) == Control::none)
    return Completeness::complete;
  reading = across;
  reading.begin = reading.end = 0;
  return Completeness::complete;
}

Identified ItemCatalog::identify(const ItemText& given, ItemScratch& scratch,
                                 const matchers::FoldedTexts* folded) const noexcept {
  ItemScratch::State& state = scratch.state();
  state.folded = folded;
  const ItemTable& table = layout_->table;
  Identified identified;
  ItemReading& reading = identified.reading;
  const ItemTable::SkuTarget by_sku = table.find_sku(given.sku);
  const PartId stated = table.find_part(given.part_number);
  const PartId part = stated == PartId::none ? by_sku.part : stated;
  join(given, stated != PartId::none, by_sku.known(), state.text);
  Completeness& all = identified.completeness;
  all &= read(state.text, scratch, reading);
  if (all == Completeness::complete) all &= read_fields(given, scratch, reading);
  if (!given.more.empty()) {
    state.text += " ; ";
    const std::size_t offset = state.text.size();
    state.text += given.more;
    ItemReading more;
    all &= read(given.more, scratch, more);
    // What the description says of a card's memory it says of the card: both are read as one text.
    const bool card = reading.below || names_goods(reading);
    if (card && (names_memory(table, more) || (reading.below && !names_goods(more)))) {
      all &= read(state.text, scratch, more);
      take_memory(table, more, reading);
    } else {
      take_description(table, more, offset, reading);
    }
    if (!names_goods(reading) && offset > 3)
      all &= read_across(std::string_view(state.text).substr(0, offset - 3), given.more, scratch, reading);
  }
  identified.text = state.text;
  if (part != PartId::none || by_sku.known()) {
    const Control by_text = control_of(table, reading);
    const bool named = part != PartId::none && table.part(part).item != ItemId::none;
    const ItemId item = named ? table.part(part).item : by_sku.item;
    take_part(table, part, item, reading);
    const Control declared = part != PartId::none ? table.part(part).control : table.item(item).control;
    reading.conflict = reading.conflict || by_text > declared;
  } else if (!given.model.empty() && control_of(table, reading) > Control::none) {
    all &= check_declared(given, scratch, reading);
  }
  identified.facts = facts_of(table, reading);
  // A card below every threshold hides nothing by its spelling.
  reading.evasive = reading.evasive && is_advanced_ic(identified);
  return identified;
}

/// A field that names the goods names them, whatever stands beside it: "H100" stays one next to "bracket".
/// The description alone counts against words of other fields that make it an accessory.
Completeness ItemCatalog::read_fields(const ItemText& given, ItemScratch& scratch,
                                      ItemReading& reading) const noexcept {
  constexpr std::size_t kNameMin = 4;  // letters and digits that tell a model from a size, a grade, a shelf
  const bool set_aside = reading.accessory || reading.laptop || reading.other_product || reading.below;
  const bool unnamed = !set_aside && !reading.suspicious && !names_goods(reading);
  const std::string_view text = scratch.state().text;
  const std::string_view fields[] = {given.model, given.part_number, given.sku,
                                     reading.accessory ? given.description : std::string_view()};
  for (const std::string_view field : fields) {
    const std::size_t at = text.find(field);
    const bool all = field.size() == text.size();
    if (field.empty() || all || at == std::string_view::npos) continue;
    // Beside words that say nothing of goods, a short model is the model that it is alone.
    if (given.manufacturer.empty() && count_kept(field) < kNameMin && !unnamed) continue;
    std::string& alone = scratch.state().seam;
    alone.assign(given.manufacturer);
    if (!alone.empty()) alone += ' ';
    const auto before = static_cast<std::uint32_t>(alone.size());
    alone += field;
    ItemReading read_alone;
    if (!read(alone, scratch, read_alone)) return Completeness::over_bound;
    if (!stricter(layout_->table, read_alone, reading)) continue;
    const bool counts = control_of(layout_->table, read_alone) > Control::none || read_alone.suspicious;
    if (unnamed && !counts) continue;
    read_alone.lot = std::max(read_alone.lot, reading.lot);
    const auto place = [&](std::uint32_t in_alone) {
      return static_cast<std::uint32_t>(at) + std::max(in_alone, before) - before;
    };
    read_alone.begin = place(read_alone.begin);
    read_alone.end = place(read_alone.end);
    reading = read_alone;
  }
  return Completeness::complete;
}

/// Does the model that the line declares name something less strict than the rest of the line?
Completeness ItemCatalog::check_declared(const ItemText& given, ItemScratch& scratch,
                                         ItemReading& reading) const noexcept {
  std::string& text = scratch.state().seam;
  text.assign(given.manufacturer).append(1, ' ').append(given.model);
  ItemReading declared;
  if (!read(text, scratch, declared)) return Completeness::over_bound;
  const bool known = names_goods(declared) || declared.below;
  const bool less = control_of(layout_->table, declared) < control_of(layout_->table, reading);
  reading.conflict = reading.conflict || (known && less);
  return Completeness::complete;
}

bool is_advanced_ic(const Identified& identified) noexcept {
  if (!identified.completeness || identified.reading.suspicious) return true;
  if (identified.reading.item == ItemId::none && identified.reading.part == PartId::none) return false;
  const Control control = identified.facts.control;
  return control != Control::none && control != Control::other;
}

}  // namespace ordergate::rules
