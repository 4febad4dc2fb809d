// Which places and seats a message means where its rule speaks of several: "Iran (parties[1].addresses[0])".
#pragma once

#include <string_view>

#include "rules/facts/order_assessment.h"

namespace ordergate::rules {

/// The places that OrderTotals::any_embargoed means, the destination first; of many the first four. Lives
/// until either function is called again, or the order ends. Empty: none.
[[nodiscard]] std::string_view tell_embargoed(const OrderAssessment& assessed) noexcept;
/// The headquarters and ultimate parents in D:5 or Macau of the controlling parties, the same way.
[[nodiscard]] std::string_view tell_d5m_seats(const OrderAssessment& assessed) noexcept;

}  // namespace ordergate::rules
