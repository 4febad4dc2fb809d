// What else the text of a listed name says: a member and its parent, a name without the words in its
// brackets, what the brackets hold, notes that are no part of it. Cold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lists/entry.h"

namespace ordergate::lists {

struct NamePart {
  std::string text;
  ListedName::Role role = ListedName::Role::weak_alias;
};

/// The name without what a notice says behind it: "; and any successor ...", ", and its sub-units ...".
[[nodiscard]] std::string_view without_notice(std::string_view name);

/// "A. Affiliated Entity: B", "A, Subordinate Institution - B", "A, and subordinate entity B",
/// "B (Parent Organization: A)": B by itself, weak where it is generic ("204th Research Institute"), and A,
/// weak: it is not what the row lists. None for other names.
[[nodiscard]] std::vector<NamePart> members(std::string_view name);

/// The name without each of its brackets, and the words of a bracket that are a name of their own.
[[nodiscard]] std::vector<NamePart> bracketed(std::string_view name);

}  // namespace ordergate::lists
