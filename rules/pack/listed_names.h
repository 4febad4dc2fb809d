// Names in original characters that the official lists do not print: rules/ear/footnotes.csv. Cold.
#pragma once

#include <vector>

#include "base/result.h"
#include "lists/entry.h"
#include "tables/data_files.h"

namespace ordergate::rules {

/// Adds the native names of footnotes.csv as strong aliases to the Entity List entries whose primary
/// name is the same (case aside). Call it before the watchlist is built. Errors name file and line.
[[nodiscard]] Status add_native_names(const tables::DataFiles& files, std::vector<lists::ListFile>& lists);

}  // namespace ordergate::rules
