// What each line of an order sells, read from its part number, model and texts.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/work.h"
#include "order/order.h"
#include "rules/facts/rule_input.h"
#include "rules/items/item_identify.h"
#include "screening/fold_stage.h"
#include "screening/text_cache.h"

namespace ordergate {

/// Identifies the lines of one order after another. Warm, it allocates nothing. One thread.
class ItemStage {
 public:
  /// Makes the working memory for a snapshot's catalogue. Allocates; called at swap time.
  void use(const rules::ItemCatalog& catalogue);

  /// The readings live until the next call, what they point to as long as the catalogue.
  void identify(const Order& order, const FoldStage& texts, const rules::ItemCatalog& catalogue) noexcept;

  /// Parallel to the order's items; without their texts.
  [[nodiscard]] std::span<const rules::Identified> readings() const noexcept { return readings_; }
  /// The strictest item that the order names outside its lines: in notes, end use or documents.
  [[nodiscard]] const rules::NamedElsewhere& elsewhere() const noexcept { return elsewhere_; }

  /// Work of the last record, in units of base/work.h.
  [[nodiscard]] std::uint64_t work() const noexcept { return work_.used(); }

 private:
  void look_elsewhere(const Order& order, const rules::ItemCatalog& catalogue) noexcept;
  void look_in(std::string_view place, std::string_view text, bool for_goods,
               const rules::ItemCatalog& catalogue) noexcept;
  [[nodiscard]] const rules::Identified& identify(const rules::ItemText& text,
                                                  const rules::ItemCatalog& catalogue,
                                                  rules::Identified& reading) noexcept;
  [[nodiscard]] std::string_view beside(const Order& order, const Item& first) noexcept;

  const matchers::FoldedTexts* folded_ = nullptr;  // during identify()
  std::string listing_text_;
  std::optional<rules::ItemScratch> scratch_;
  std::vector<rules::Identified> readings_;
  rules::NamedElsewhere elsewhere_;
  TextCache<rules::Identified> cache_;
  WorkBudget work_{kItemsWorkMax};
};

}  // namespace ordergate
