#include "rules/items/item_table.h"

#include <array>

#include "rules/items/part_number.h"

namespace ordergate::rules {
namespace {

std::uint32_t found(const auto& index, std::string_view key) noexcept {
  const auto at = index.find(key);
  return at == index.end() ? ItemTable::kNone : at->second;
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

std::uint32_t ItemTable::find(std::string_view id) const noexcept { return found(by_id_, id); }

matchers::PartId ItemTable::find_part(std::string_view part_number) const noexcept {
  PartKey key;
  if (!make_part_key(part_number, key)) return matchers::PartId::none;
  static_assert(static_cast<std::uint32_t>(matchers::PartId::none) == kNone);
  return static_cast<matchers::PartId>(found(by_part_, key.text()));
}

ItemTable::SkuTarget ItemTable::find_sku(std::string_view sku) const noexcept {
  const std::uint32_t at = found(by_sku_, sku);
  return at == kNone ? SkuTarget{} : sku_targets_[at];
}

}  // namespace ordergate::rules
