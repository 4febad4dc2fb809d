#include "screening/item_stage.h"

#include "base/check.h"

namespace ordergate {

void ItemStage::use(const rules::ItemCatalog& catalogue) { scratch_.emplace(catalogue.make_scratch()); }

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

void ItemStage::identify(const Order& order, const rules::ItemCatalog& catalogue) noexcept {
  OG_CHECK(scratch_.has_value());
  readings_.clear();
  for (const Item& item : order.items) {
    rules::ItemText text;
    text.part_number = item.part_number;
    text.sku = item.sku;
    text.manufacturer = item.manufacturer;
    text.model = item.model;
    text.description = item.description;
    if (order.kind == OrderKind::listing && &item == order.items.begin()) text.more = beside(order, item);
    readings_.push_back(catalogue.identify(text, *scratch_));
  }
}

}  // namespace ordergate
