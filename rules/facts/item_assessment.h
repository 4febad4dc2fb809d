// What one order line is under 3A090, 4A090 and .z on the regime date: the stricter of what the order
// declares, what its parameters say and what is known of the item (docs/policy.md, section 9). Hot.
#pragma once

#include <optional>
#include <string_view>

#include "base/date.h"
#include "base/tri.h"
#include "order/order.h"
#include "rules/items/item_identify.h"
#include "rules/items/item_table.h"

namespace ordergate::rules {

inline constexpr Date kFirstChipRule = Date::from_ymd(2022, 10, 7);    // 87 FR 62186
inline constexpr Date kSecondChipRule = Date::from_ymd(2023, 11, 17);  // 88 FR 73458
inline constexpr Date kMemoryRule = Date::from_ymd(2024, 12, 2);       // 89 FR 96790: 3A090.c
inline constexpr double kTpp2022Min = 4800;
inline constexpr double kInterconnect2022Min = 600;        // GB/s, all inputs and outputs
inline constexpr double kLetterMemoryMin = 4000;           // GB/s of the H20, which the letters name
inline constexpr double kLetterInterconnectMin = 900;      // GB/s of the H20
inline constexpr double kMemoryDensityMin = 2;             // 3A090.c: more than this, GB/s/mm2
inline constexpr double kMemoryDensityExceptionMax = 3.3;  // License Exception HBM: below this

struct ItemAssessment {
  // Parameters that decide, per IC unless said otherwise; absent: unknown.
  std::optional<double> tpp, performance_density, memory_bandwidth, memory_density, interconnect;
  double ics_per_unit = 1;          // 1 where neither order nor table says
  double units = 0;                 // of the line: the larger of its quantity and what its text counts
  double ics = 0;                   // of the line
  std::optional<double> tpp_total;  // of the line
  Tri data_center = Tri::unknown;
  std::string_view eccn;    // the stricter of declared and known; empty: none
  bool identified = false;  // a known item or part number

  // Classification on the regime date.
  Control declared = Control::none;                     // by the declared ECCN
  Control known = Control::none;                        // by the table
  Control measured = Control::none;                     // by the parameters
  bool a = false, b = false, c = false;                 // 3A090.a, .b, .c or the 4A090 or .z form of it
  bool a1 = false, a2 = false, b1 = false, b2 = false;  // paragraphs met by the parameters
  bool z = false;                                       // a .z code
  bool equipment = false;                               // listed semiconductor manufacturing equipment
  bool letter = false;        // reached by the is-informed letters of 2025, or as fast as what they name
  bool undetermined = false;  // the parameters cannot settle it
  bool says_nothing = false;  // no field says what the goods are
  bool only_heading = false;  // nor does its description: it repeats a heading of the customs tariff
  bool doubted = false;       // the text speaks of controlled kinds of goods, the declaration does not
  bool presumed = false;      // 3A090.a by the foundry presumption
  Tri interconnect_test = Tri::no;  // the 2022 rule: TPP and 600 GB/s

  bool eccn_mismatch = false, tpp_mismatch = false, density_mismatch = false;  // declared less strict
  bool name_mismatch = false;  // the declared model or part number is less than what the line names
  std::string_view known_as;   // the model that the reading leaves, the strictest; empty: none
  std::string_view named_in;   // where the order names a stricter item than any line does; empty: nowhere
  CountryCode designer;        // its headquarters, as declared or known

  /// The text counts more of a controlled item than the quantity does.
  [[nodiscard]] bool recounted(double quantity) const noexcept { return advanced() && units > quantity; }
  [[nodiscard]] bool mismatch() const noexcept {
    return eccn_mismatch || tpp_mismatch || density_mismatch || name_mismatch;
  }
  [[nodiscard]] bool chip() const noexcept { return a || b; }
  [[nodiscard]] bool advanced() const noexcept { return a || b || c || z || equipment; }
  /// License Exceptions NAC and ACA (740.8): 3A090 but .c, 4A090, .z; not a data-center .a item.
  [[nodiscard]] bool notified_eligible() const noexcept { return chip() && !(a && data_center != Tri::no); }
};

/// `presumed`: the foundry presumption stands for this order.
[[nodiscard]] ItemAssessment item_assessment(const Item& item, const Identified* identified,
                                             const ItemRow* known_item, bool presumed, Date at) noexcept;

}  // namespace ordergate::rules
