#include "screening/item_stage.h"

#include <array>
#include <cstring>

#include "base/check.h"

namespace ordergate {
namespace {

using Cache = TextCache<rules::Identified>;

// Work in units of base/work.h, the same whether the line was met before or not.
constexpr std::uint64_t kLineWork = 200, kByteWork = 8;

/// Everything that identify() reads: what is not among it would be answered from another line's memory.
std::array<std::string_view, 6> parts_of(const rules::ItemText& text) noexcept {
  static_assert(sizeof text == 6 * sizeof(std::string_view), "a new member belongs into the list below");
  return {text.part_number, text.sku, text.manufacturer, text.model, text.description, text.more};
}

std::uint64_t work_of(const rules::ItemText& text) noexcept {
  std::uint64_t work = kLineWork;
  for (const std::string_view part : parts_of(text)) work += part.size() * kByteWork;
  return work;
}

/// The parts of a line, each behind its length, so that no two lines share a key. Empty when it is too long
/// to be remembered.
class LineKey {
 public:
  explicit LineKey(const rules::ItemText& text) noexcept {
    for (const std::string_view part : parts_of(text)) append(part);
  }
  [[nodiscard]] std::string_view text() const noexcept { return {bytes_.data(), fits_ ? size_ : 0}; }

 private:
  void append(std::string_view part) noexcept {
    fits_ = fits_ && part.size() < bytes_.size() - size_;
    if (!fits_) return;
    bytes_[size_++] = static_cast<char>(part.size());
    if (!part.empty()) std::memcpy(bytes_.data() + size_, part.data(), part.size());
    size_ += part.size();
  }
  std::array<char, Cache::kTextBytesMax> bytes_{};
  std::size_t size_ = 0;
  bool fits_ = true;
};

}  // namespace

void ItemStage::use(const rules::ItemCatalog& catalogue) {
  scratch_.emplace(catalogue.make_scratch());
  cache_.clear();
}

/// What a listing says beside its first line: the description, and the title where the line is not made of
/// it.
std::string_view ItemStage::beside(const Order& order, const Item& first) noexcept {
  const Listing& listing = order.listing;
  if (listing.title.empty() || listing.title.data() == first.description.data()) {
    return listing.description.data() == first.description.data() ? std::string_view() : listing.description;
  }
  listing_text_.assign(listing.title).append(" ; ").append(listing.description);
  return listing_text_;
}

void ItemStage::identify(const Order& order, const FoldStage& texts,
                         const rules::ItemCatalog& catalogue) noexcept {
  OG_CHECK(scratch_.has_value());
  folded_ = &texts.folded();
  readings_.clear();
  work_.restart();
  for (const Item& item : order.items) {
    rules::ItemText text;
    text.part_number = item.part_number;
    text.sku = item.sku;
    text.manufacturer = item.manufacturer;
    text.model = item.model;
    text.description = item.description;
    if (order.kind == OrderKind::listing && &item == order.items.begin()) text.more = beside(order, item);
    rules::Identified reading;
    readings_.push_back(identify(text, catalogue, reading));
  }
  elsewhere_ = {};
  if (!order.items.empty()) look_elsewhere(order, catalogue);
}

/// From the memory, or read into `reading`; incomplete when the record has no work left.
const rules::Identified& ItemStage::identify(const rules::ItemText& text, const rules::ItemCatalog& catalogue,
                                             rules::Identified& reading) noexcept {
  if (work_.left() == 0) {
    reading.completeness = Completeness::over_bound;
    return reading;
  }
  work_.spend(work_of(text));
  const LineKey key(text);
  if (const rules::Identified* const known = cache_.recall(key.text())) return *known;
  reading = catalogue.identify(text, *scratch_, folded_);
  reading.text = {};  // lives in the scratch, which the next line uses
  cache_.remember(key.text(), reading);
  return reading;
}

void ItemStage::look_elsewhere(const Order& order, const rules::ItemCatalog& catalogue) noexcept {
  look_in("notes", order.notes, false, catalogue);
  look_in("end_use.text", order.end_use.text, false, catalogue);
  for (const StrayText& stray : order.stray_texts) {
    const bool address = stray.text.find("://") != std::string_view::npos;  // of a picture, of a page
    if (!address) look_in(stray.place, stray.text, false, catalogue);
  }
  // "End-user certificate for 8 H100": a document is for the goods.
  for (const Document& document : order.documents) look_in("documents", document.id, true, catalogue);
}

/// An item named there as goods of the order; not one that the goods are for, nor a mere kind of goods.
void ItemStage::look_in(std::string_view place, std::string_view text, bool for_goods,
                        const rules::ItemCatalog& catalogue) noexcept {
  if (text.empty()) return;
  rules::Identified fresh;
  const rules::Identified& found = identify({.description = text}, catalogue, fresh);
  const matchers::ItemReading& reading = found.reading;
  const bool named = reading.item != matchers::ItemId::none || reading.part != matchers::PartId::none;
  // A server built around accelerators: which ones it holds is not told.
  const bool chassis = !named && reading.unlisted && reading.system && !reading.accessory && reading.end != 0;
  const bool only_near = (reading.fitted && !for_goods) || reading.labelled || reading.service;
  readings_[0].completeness &= found.completeness;
  if (!found.completeness || (!named && !chassis) || only_near || !rules::is_advanced_ic(found)) return;
  const rules::Control control = chassis ? rules::Control::unknown : found.facts.control;
  if (elsewhere_.control >= control) return;
  elsewhere_ = {place, chassis ? text.substr(reading.begin, reading.end - reading.begin) : found.facts.model,
                control};
}

}  // namespace ordergate
