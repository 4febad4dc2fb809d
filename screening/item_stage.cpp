#include "screening/item_stage.h"

#include "base/check.h"

namespace ordergate {

void ItemStage::use(const rules::ItemCatalog& catalogue) { scratch_.emplace(catalogue.make_scratch()); }

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
    if (order.kind == OrderKind::listing) text.more = order.listing.description;
    readings_.push_back(catalogue.identify(text, *scratch_));
  }
}

}  // namespace ordergate
