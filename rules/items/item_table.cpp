#include "rules/items/item_table.h"

#include <array>

#include "rules/items/part_number.h"

namespace ordergate::rules {
namespace {

template <IdType Id>
Id found(const auto& index, std::string_view key) noexcept {
  const auto at = index.find(key);
  return at == index.end() ? Id::none : Id{at->second};
}

}  // namespace

std::string_view to_string(ItemCategory category) noexcept {
  constexpr std::array<std::string_view, 16> kWords = {
      "gpu_card",     "gpu_module",        "module",        "system",
      "server",       "computer",          "cpu",           "network",
      "wafer_engine", "cloud_accelerator", "iaas_instance", "hbm",
      "sme",          "foundry_job",       "ai_weights",    "other"};
  return kWords[static_cast<std::size_t>(category)];
}

ItemId ItemTable::find(std::string_view id) const noexcept { return found<ItemId>(by_id_, id); }

PartId ItemTable::find_part(std::string_view part_number) const noexcept {
  PartKey key;
  return make_part_key(part_number, key) ? found<PartId>(by_part_, key.text()) : PartId::none;
}

ItemTable::SkuTarget ItemTable::find_sku(std::string_view sku) const noexcept {
  const auto at = by_sku_.find(sku);
  return at == by_sku_.end() ? SkuTarget{} : sku_targets_[at->second];
}

}  // namespace ordergate::rules
