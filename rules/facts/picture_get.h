// What the picture of the order says of it: where it goes, which places its texts name, what contradicts
// what. Included by rules/facts/facts_order.cpp only.
#pragma once

#include "rules/facts/fact_get.h"

namespace ordergate::rules {

inline Value list_of(const void* context, std::uint32_t count) noexcept {
  static_cast<void>(context);
  return Value::list_of(0, count);
}

inline Value destination_not_shipped_to(const void* c, std::uint32_t) noexcept {
  const Order& order = *assessed_of(c).order;
  if (order.listing.worldwide || !order.destination_country.known()) return Value::of(false);
  for (const CountryCode code : order.listing.ships_to)
    if (code == order.destination_country) return Value::of(false);
  return Value::of(true);
}
inline Value live(const void* c, std::uint32_t) noexcept {
  return Value::of(assessed_of(c).input->live_today.has_value());
}
inline Value days_in_the_past(const void* c, std::uint32_t) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  if (!assessed.input->live_today) return Value::unknown(Type::number);
  return Value::of(static_cast<double>(assessed.input->live_today->days - assessed.at.days));
}
/// The first key that looks like one that says who, what or where to.
inline Value misspelled_key(const void* c, std::uint32_t) noexcept {
  for (const OddKey& key : assessed_of(c).order->odd_keys)
    if (key.decides) return Value::of(key.place);
  return Value::unknown(Type::string);
}
/// The destination first, where it is known.
inline Value goes_to(const void* c, std::uint32_t) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  return list_of(
      c, static_cast<std::uint32_t>(assessed.further.size()) + (assessed.destination().known() ? 1 : 0));
}
inline Value goes_to_element(const void* c, std::uint32_t, std::uint32_t index) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  if (assessed.destination().known() && index-- == 0) return Value::of(assessed.destination());
  return Value::of(assessed.further[index]);
}
inline Value any_known_difference(const void* c, std::uint32_t) noexcept {
  return Value::of(!assessed_of(c).input->differences.empty());
}
inline Value any_transit(const void* c, std::uint32_t) noexcept {
  return Value::of(assessed_of(c).order->transit_countries.size() > 0);
}
inline Value any_place_in_doubt(const void* c, std::uint32_t) noexcept {
  return Value::of(!assessed_of(c).doubtful.empty());
}
template <auto Member>
inline Value countries_of(const void* c, std::uint32_t) noexcept {
  return list_of(c, static_cast<std::uint32_t>((assessed_of(c).*Member).size()));
}
template <auto Member>
inline Value country_at(const void* c, std::uint32_t, std::uint32_t index) noexcept {
  return Value::of((assessed_of(c).*Member)[index]);
}
}  // namespace ordergate::rules
