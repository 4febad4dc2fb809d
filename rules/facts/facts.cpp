#include "rules/facts/facts.h"

#include <array>

namespace ordergate::rules {

std::span<const ObjectDef> law_objects() noexcept {
  static const std::array<ObjectDef, kObjectKindCount> kObjects = {{
      {"order", order_facts()},
      {"item", item_facts()},
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
