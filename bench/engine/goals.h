// What the engine shall reach, beside what it did.
#pragma once

#include <string>

#include "bench/engine/engine_bench.h"

namespace ordergate::bench {

/// A line a goal: reached or not. Empty where a size or stream that a goal speaks of was not measured.
[[nodiscard]] std::string goals_of(const EngineReport& report);

}  // namespace ordergate::bench
