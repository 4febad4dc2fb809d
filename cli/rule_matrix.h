// `ordergate rules matrix` and `rules due`: the pack's answers over goods and destinations, and its dated
// promises.
#pragma once

#include <string>

#include "base/date.h"
#include "cli/command.h"

namespace ordergate::cli {

/// Each of the goods of matrix.csv to each of its destinations, for an ordinary buyer: as a table, or a line
/// of JSON a cell.
[[nodiscard]] int print_matrix(const std::string& directory, const ScreeningSetup& setup, bool json);

/// The rows of calendar.csv, and the days on which a rule begins or ends, that are not past on `today`.
[[nodiscard]] int print_due(const std::string& directory, Date today, bool json);

}  // namespace ordergate::cli
