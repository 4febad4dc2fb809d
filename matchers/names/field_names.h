// Several names in one field: "A, a/k/a B", "A / B", "X Inc and Y GmbH".
#pragma once

#include <cstddef>
#include <string_view>

namespace ordergate::matchers {

class NameText;

/// Numbers the names that a field holds from token `first` on (NameToken::segment) and takes the words
/// between them out. More than kNameSegmentsMax: the name is over its bound.
void part_names(NameText& field, std::size_t first) noexcept;

/// "and" in the languages in which companies are named together; of a folded word.
[[nodiscard]] bool is_and_word(std::string_view word) noexcept;

/// Does the name, which was read, begin with a legal form that is written in front: "OOO", "Public
/// Joint-Stock Company"?
[[nodiscard]] bool form_in_front(NameText& name) noexcept;
/// Has it one anywhere?
[[nodiscard]] bool has_form(const NameText& name) noexcept;

}  // namespace ordergate::matchers
