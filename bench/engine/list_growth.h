// A list made larger by parties that do not exist, as like the real ones as their own words allow.
#pragma once

#include <vector>

#include "lists/entry.h"

namespace ordergate::bench {

/// Adds `factor` - 1 copies of every entry. In a copy each word that few names share becomes another
/// pronounceable word of the same length, the same one wherever it stands in that copy, so that common words
/// stay common, rare ones rare, and no name is repeated. Words in other scripts than Latin stay as they are.
void grow_lists(std::vector<lists::ListFile>& files, unsigned factor);

}  // namespace ordergate::bench
