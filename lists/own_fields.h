// The user's own list, as CSV or as lines of JSON: the same field names, documented in docs/lists.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lists/entry_builder.h"

namespace ordergate::lists {

/// The fields of an own list, in the order of the template.
[[nodiscard]] const std::vector<std::string_view>& own_fields();

/// Does the field hold several values (";" in CSV, an array in JSON)?
[[nodiscard]] bool is_own_list_field(std::string_view field);

/// Puts one value into the entry. Empty, or why the value cannot be used.
[[nodiscard]] std::string set_own_field(std::string_view field, std::string_view value,
                                        EntryBuilder& builder);

/// What an entry of an own list is before its fields say more.
void start_own_entry(EntryBuilder& builder);

}  // namespace ordergate::lists
