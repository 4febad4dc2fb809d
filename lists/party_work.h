// The work that the searches of one record take together (base/work.h).
#pragma once

#include <cstdint>

#include "lists/watchlist.h"

namespace ordergate::lists {

/// The searches that follow may take so much work together; what comes then is over the bound. Without it
/// there is none.
void begin_record(PartyScratch& scratch, std::uint64_t work_max) noexcept;
/// Work of the searches since; the same whether they were answered from the party cache or not.
[[nodiscard]] std::uint64_t record_work(PartyScratch& scratch) noexcept;

}  // namespace ordergate::lists
