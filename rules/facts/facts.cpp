#include "rules/facts/facts.h"

#include <array>
#include <vector>

namespace ordergate::rules {
namespace {

/// The facts of an item stand in two tables.
std::vector<FactDef> all_item_facts() {
  std::vector<FactDef> all(item_facts().begin(), item_facts().end());
  all.insert(all.end(), item_ccl_facts().begin(), item_ccl_facts().end());
  return all;
}

}  // namespace

std::span<const ObjectDef> fact_objects() noexcept {
  static const std::vector<FactDef> kItemFacts = all_item_facts();
  static const std::array<ObjectDef, kObjectKindCount> kObjects = {{
      {"order", order_facts()},
      {"item", kItemFacts},
      {"party", party_facts()},
      {"hit", hit_facts()},
      {"address", address_facts()},
      {"owner", owner_facts()},
      {"license", license_facts()},
      {"document", document_facts()},
  }};
  return kObjects;
}

}  // namespace ordergate::rules
