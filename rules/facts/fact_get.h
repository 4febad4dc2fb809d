// Short ways to write a fact: a member of the order's records or of the derived law, as a Value.
// Included by rules/facts/facts_*.cpp only.
//
// Answers are remembered (docs/decisions/answers-remembered.md), so whoever adds a fact owes them one thing:
// a fact whose answer turns on the destination that is judged is declared local(), and reads it by
// OrderAssessment::destination() or sets OrderAssessment::destination_asked.
// tests/rules/facts/local_facts_test.cpp fails when that is forgotten.
#pragma once

#include <optional>
#include <string_view>

#include "rules/facts/facts.h"
#include "rules/language/value.h"

namespace ordergate::rules {

inline constexpr TypeRef kBool = {Type::boolean, Type::boolean, 0};
inline constexpr TypeRef kNumber = {Type::number, Type::boolean, 0};
inline constexpr TypeRef kText = {Type::string, Type::boolean, 0};
inline constexpr TypeRef kDay = {Type::date, Type::boolean, 0};
inline constexpr TypeRef kCountry = {Type::country, Type::boolean, 0};

using FactGet = Value (*)(const void*, std::uint32_t) noexcept;

[[nodiscard]] inline const OrderAssessment& assessed_of(const void* context) noexcept {
  return *static_cast<const OrderAssessment*>(context);
}

[[nodiscard]] inline Value value_of(bool value) noexcept { return Value::of(value); }
[[nodiscard]] inline Value value_of(Tri value) noexcept { return Value::of(value); }
[[nodiscard]] inline Value value_of(double value) noexcept { return Value::of(value); }
[[nodiscard]] inline Value value_of(CountryCode value) noexcept { return Value::of(value); }
[[nodiscard]] inline Value value_of(Date value) noexcept { return Value::of(value); }
/// An empty text is an absent one.
[[nodiscard]] inline Value value_of(std::string_view value) noexcept {
  return value.empty() ? Value::unknown(Type::string) : Value::of(value);
}
[[nodiscard]] inline Value value_of(const std::optional<double>& value) noexcept {
  return value ? Value::of(*value) : Value::unknown(Type::number);
}
[[nodiscard]] inline Value value_of(const std::optional<Date>& value) noexcept {
  return value ? Value::of(*value) : Value::unknown(Type::date);
}

template <auto Member>
Value order_get(const void* context, std::uint32_t) noexcept {
  return value_of(assessed_of(context).order->*Member);
}
template <auto Part, auto Member>
Value part_get(const void* context, std::uint32_t) noexcept {
  return value_of(assessed_of(context).order->*Part.*Member);
}
template <auto Part, auto Member>
Value derived_get(const void* context, std::uint32_t) noexcept {
  return value_of(assessed_of(context).*Part.*Member);
}
template <auto Member>
Value item_get(const void* context, std::uint32_t item) noexcept {
  return value_of(assessed_of(context).order->items[item].*Member);
}
template <auto Member>
Value item_law_get(const void* context, std::uint32_t item) noexcept {
  return value_of(assessed_of(context).items[item].*Member);
}
template <auto Member>
Value party_get(const void* context, std::uint32_t party) noexcept {
  return value_of(assessed_of(context).order->parties[party].*Member);
}
template <auto Member>
Value party_law_get(const void* context, std::uint32_t party) noexcept {
  return value_of(assessed_of(context).parties[party].*Member);
}
template <auto Member>
Value license_get(const void* context, std::uint32_t license) noexcept {
  return value_of(assessed_of(context).order->licenses[license].*Member);
}
template <auto Member>
Value document_get(const void* context, std::uint32_t document) noexcept {
  return value_of(assessed_of(context).order->documents[document].*Member);
}
template <auto Member>
Value hit_law_get(const void* context, std::uint32_t hit) noexcept {
  return value_of(assessed_of(context).hits[hit].*Member);
}

/// A fact that asks for the destination that is judged.
[[nodiscard]] consteval FactDef local(FactDef fact) noexcept {
  fact.local = true;
  return fact;
}

/// The element of a list whose objects are numbered from 0.
inline Value same_index(const void*, std::uint32_t, std::uint32_t index) noexcept {
  return Value::object_of(index);
}
inline Value nested_element(const void*, std::uint32_t owner, std::uint32_t index) noexcept {
  return Value::object_of(nested_index(owner, index));
}

}  // namespace ordergate::rules
