// Searches weights that find more changed names at fewer alerts, on the half of the sample that may be seen.
#pragma once

#include <string>
#include <vector>

#include "matchers/names/fit/fit_sample.h"

namespace ordergate::matchers::fit {

/// The defaults are what did best on the unseen half and in bench/quality.
struct SearchOptions {
  /// What a share of companies or persons alerted costs, in shares of changed names found. Shares of labeled
  /// pairs, found or reported wrongly, count once.
  double alert_price = 20;
  /// Least that a step of one weight must gain, in shares of changed names found: what few names show moves
  /// nothing.
  double gain_min = 5e-4;
  int rounds = 8;  // over all weights, at most
  /// Features whose weights stay as they are: set by hand (docs/decisions/name-score.md), or hardly shown by
  /// changed names.
  std::vector<std::string> keep = {"abroad",        "equal",        "fathers",        "kinds",
                                   "listed_common", "listed_place", "number",         "numbers",
                                   "query_place",   "reordered",    "swapped_common", "unwritten"};
};

/// Coordinate search from `start`: one weight after the other, in steps of a hundredth or more, as long as
/// that gains. A share is smooth (a query counts by how far it is over the threshold), so that near misses
/// count. The same for the same sample; signs are held, and equal names keep what the same words in another
/// order have.
[[nodiscard]] Weights search_weights(const Sample& sample, const Weights& start,
                                     const SearchOptions& options);

}  // namespace ordergate::matchers::fit
