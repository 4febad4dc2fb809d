// What one screened order adds to its worker's counters.
#pragma once

#include "daemon/counters.h"
#include "daemon/record.h"
#include "order/verdict.h"
#include "screening/screen_stats.h"

namespace ordergate::daemon {

/// `age_ms`: how long before it was read the order was written.
void count_order(const Record& record, const Verdict& verdict, const ScreenStats& stats, std::int64_t age_ms,
                 WorkerCounters& counters) noexcept;

/// Why a hold is one: its error, else the rule of its first finding that holds.
[[nodiscard]] std::string_view hold_reason(const Verdict& verdict) noexcept;

}  // namespace ordergate::daemon
