// What an entry is called from one publication of a list to the next, and whether it still says the same.
#pragma once

#include <string>

#include "lists/entry.h"

namespace ordergate::lists {

/// The publisher's id; where there is none, 16 hex digits of a hash of the list, the primary name (the first
/// address where there is no name) and the citation. The place in the file plays no part.
[[nodiscard]] std::string key_of(const ListEntry& entry);

/// 16 hex digits of a hash of all that the entry says, whatever the order it says it in.
[[nodiscard]] std::string content_hash_of(const ListEntry& entry);

}  // namespace ordergate::lists
