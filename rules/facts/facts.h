// The vocabulary of the rule language over an order: every kind of object and its facts. Expressions
// compiled against fact_objects() are evaluated with an OrderAssessment as context.
#pragma once

#include <cstdint>
#include <span>

#include "rules/facts/order_assessment.h"
#include "rules/language/fact_schema.h"

namespace ordergate::rules {

/// Kinds of objects, in the order of Schema::objects. Indices of objects: position in the order; an
/// address or owner is party << 16 | position; a hit is a position in OrderAssessment::hits.
enum class ObjectKind : std::uint8_t { order, item, party, hit, address, owner, license, document };
inline constexpr std::uint32_t kObjectKindCount = 8;

[[nodiscard]] constexpr std::uint32_t nested_index(std::uint32_t party, std::uint32_t position) noexcept {
  return party << 16U | position;
}
[[nodiscard]] constexpr std::uint32_t outer_index(std::uint32_t nested) noexcept { return nested >> 16U; }
[[nodiscard]] constexpr std::uint32_t inner_index(std::uint32_t nested) noexcept { return nested & 0xffffU; }

/// Every object and fact; immutable, static.
[[nodiscard]] std::span<const ObjectDef> fact_objects() noexcept;

[[nodiscard]] constexpr TypeRef object_type(ObjectKind kind) noexcept {
  return {Type::object, Type::boolean, static_cast<std::uint8_t>(kind)};
}
[[nodiscard]] constexpr TypeRef list_of_objects(ObjectKind kind) noexcept {
  return {Type::list, Type::object, static_cast<std::uint8_t>(kind)};
}

// One table a file: rules/facts/facts_*.cpp.
[[nodiscard]] std::span<const FactDef> order_facts() noexcept;
[[nodiscard]] std::span<const FactDef> item_facts() noexcept;
[[nodiscard]] std::span<const FactDef> item_ccl_facts() noexcept;  // the rest of the item's
[[nodiscard]] std::span<const FactDef> party_facts() noexcept;
[[nodiscard]] std::span<const FactDef> hit_facts() noexcept;
[[nodiscard]] std::span<const FactDef> address_facts() noexcept;
[[nodiscard]] std::span<const FactDef> owner_facts() noexcept;
[[nodiscard]] std::span<const FactDef> license_facts() noexcept;
[[nodiscard]] std::span<const FactDef> document_facts() noexcept;

}  // namespace ordergate::rules
