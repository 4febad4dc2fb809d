// The foundry presumption of Note 1 to 3A090 (90 FR 5298): an applicable advanced logic IC leaving a
// front-end fabricator or OSAT is 3A090.a unless one of three ways shows otherwise. Hot.
#pragma once

#include "base/date.h"
#include "base/tri.h"
#include "order/order.h"
#include "rules/ccl/control_list.h"
#include "rules/countries/country_table.h"
#include "rules/facts/law_tables.h"
#include "rules/items/item_table.h"

namespace ordergate::rules {

inline constexpr Date kFoundryCompliance = Date::from_ymd(2025, 1, 31);
/// Until then a designer may be authorized without an application of its own (Note 1.a(2)).
inline constexpr Date kAuthorizedUntil = Date::from_ymd(2026, 12, 31);
inline constexpr double kApplicableNodeNmMax = 16;

/// The tables that the law of an order is read from.
struct OrderTables {
  const CountryTable& countries;
  const ItemTable& items;
  const LawTables& law;
  const ControlList& control_list;
};

enum class FoundryWay : std::uint8_t { none, designer, fabricator_packaged, osat_packaged };

struct FoundryAssessment {
  bool bound = false;       // a fabrication order of a fabricator or OSAT on or after compliance
  bool applicable = false;  // applicable advanced logic IC; unknown counts as applicable
  bool presumed = false;    // 3A090.a stands
  FoundryWay way = FoundryWay::none;
  bool count_confirmed = false;     // by the fabricator or the OSAT
  bool customer_word_only = false;  // Note 1.d: not enough
  bool designer_in_d5m = false;     // cannot be approved or authorized (748.16)
  bool packager_in_d5m = false;
  bool designer_authorized = false;  // valid on the day, not merely claimed
  double transistors_max = 0;
};

/// `designer_listed`: the designer's name is in Supplement 6 to part 740.
[[nodiscard]] FoundryAssessment foundry_assessment(const Order& order, Date at, const OrderTables& tables,
                                                   bool designer_listed) noexcept;

}  // namespace ordergate::rules
