// What a claimed license covers of an order (docs/policy.md, section 4): line, destination, days, licensee,
// end user, and the most of TPP, units and value. Cold unless an order claims one; noexcept, no allocation.
#pragma once

#include <cstdint>
#include <string_view>

#include "rules/facts/order_assessment.h"

namespace ordergate::rules {

/// The same letters and digits, whatever stands between them: "U.S. BIS" and "US BIS". Other alphabets byte
/// by byte.
[[nodiscard]] bool same_letters(std::string_view left, std::string_view right) noexcept;

/// Why `claim` does not reach line `item` on the regime date, as a clause ("it is for another destination");
/// empty when nothing that the order tells speaks against it.
[[nodiscard]] std::string_view license_gap(const OrderAssessment& assessed, const License& claim,
                                           std::uint32_t item) noexcept;
/// The same of the order as a whole, whose lines are not asked for.
[[nodiscard]] std::string_view license_gap(const OrderAssessment& assessed, const License& claim) noexcept;

/// What must be told before `claim` proves anything, and is not: of the license itself (number, authority,
/// destination, last day), or of the order where the license has a bound that it cannot be held against.
/// Empty: nothing. `runs_fixed_time`: licenses of the kind end by themselves, so that the first day is
/// enough.
[[nodiscard]] std::string_view license_untold(const OrderAssessment& assessed, const License& claim,
                                              bool runs_fixed_time) noexcept;

/// Units of base/work.h that one of the above may take for every license of the order together.
[[nodiscard]] std::uint64_t license_work(const Order& order) noexcept;

}  // namespace ordergate::rules
