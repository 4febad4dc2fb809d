// Which of OFAC's lists an entry is on, where its file does not say.
#pragma once

#include <vector>

#include "lists/entry.h"

namespace ordergate::lists {

/// OFAC writes the SDN List and the consolidated list of all others in one form. Are these entries those of
/// the consolidated one? Then each gets the list that its programs and remarks name.
[[nodiscard]] bool name_consolidated_lists(std::vector<ListEntry>& entries);

}  // namespace ordergate::lists
