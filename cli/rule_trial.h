// Orders of a file screened with a rule pack that is not in use.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "cli/command.h"
#include "cli/output.h"
#include "screening/screener.h"

namespace ordergate::cli {

/// With the lists of `setup` and the pack of a directory; empty: the one inside the program.
[[nodiscard]] Screener screener_for(ScreeningSetup setup, const std::string& directory);

/// Calls `take` for each order of an NDJSON file, with what it is screened in; says how far it is.
void each_order(const std::string& path, const ScreeningSetup& setup,
                const std::function<void(std::string_view record, const RecordContext& context)>& take);

/// Which verdicts of a file of orders rule `id` of the pack in `directory` speaks in, and which hang on it.
void print_use(const std::string& id, const std::string& directory, const std::string& orders,
               const ScreeningSetup& setup, bool json, Output& output);

}  // namespace ordergate::cli
