// The matcher's lexicon from the data files: item_families.csv, item_variants.csv, item_platforms.csv,
// item_words.csv, and the user's own items. Cold.
#pragma once

#include "base/result.h"
#include "matchers/items/item_lexicon.h"
#include "rules/items/item_table.h"
#include "tables/data_files.h"

namespace ordergate::rules {

/// Errors name file and line: an unknown kind, class, family or item, a spelling of two families.
[[nodiscard]] Result<matchers::ItemLexicon> load_item_lexicon(const tables::DataFiles& files,
                                                              const ItemTable& table);

}  // namespace ordergate::rules
