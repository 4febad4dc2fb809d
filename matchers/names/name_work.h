// A bound on the work of a search that is tighter than the index's own.
#pragma once

#include <cstdint>

#include "matchers/names/name_index.h"

namespace ordergate::matchers {

/// The finds that follow take at most so many steps each, and at most kFindStepsMax; with more they are over
/// the bound.
void limit_steps(NameScratch& scratch, std::uint64_t steps_max) noexcept;

}  // namespace ordergate::matchers
