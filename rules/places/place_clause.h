// What rules out a place that a running text names: "not for Iran", "made in Iran", "export to Iran
// prohibited".
#pragma once

#include <cstddef>

#include "rules/places/gazetteer.h"

namespace ordergate::rules {

/// The words [first, after) of a text that was read by Gazetteer::find are a place. Is it ruled out by the
/// words of its own clause? A clause ends at a comma, a bracket, a line or a sentence. Only a list of places
/// reads over commas: "not to Russia, Belarus or Iran", "Russia, Belarus and Syria is prohibited". In doubt
/// it is not ruled out.
[[nodiscard]] bool ruled_out(const GazetteerScratch& scratch, std::size_t first, std::size_t after) noexcept;

}  // namespace ordergate::rules
