// Searches figures that find more changed names at fewer alerts, on the half of the sample that may be seen.
#pragma once

#include <string>
#include <vector>

#include "matchers/names/fit/fit_sample.h"

namespace ordergate::matchers::fit {

struct SearchOptions {
  /// What a share of companies or persons alerted costs, in shares of changed names found. Shares of labeled
  /// pairs, found or reported wrongly, count once.
  double alert_price = 6;
  /// Least that a step of one figure must gain, in shares of changed names found: what few names show moves
  /// nothing.
  double gain_min = 1e-4;
  int rounds = 8;                 // over all figures, at most
  std::vector<std::string> keep;  // features whose figures stay as they are: set by hand
};

/// Coordinate search from `start`: one figure after the other, in steps of a hundredth or more, as long as
/// that gains. A share is smooth (a query counts by how far it is over the threshold), so that near misses
/// count. The same for the same sample; signs are held, and equal names keep what the same words in another
/// order have.
[[nodiscard]] Figures search_figures(const Sample& sample, const Figures& start,
                                     const SearchOptions& options);

}  // namespace ordergate::matchers::fit
