// Keys that nothing reads and that look like one that is read: "Parties", "pаrties" with a Cyrillic letter.
#pragma once

#include <string_view>

#include "order/field_table.h"

namespace ordergate {

/// The key of `table` that `key`, which is none of them, was probably meant for; empty when there is none.
/// Case, signs, look-alike letters, and one letter of five and more do not matter. Does not allocate.
[[nodiscard]] std::string_view meant_key(std::string_view key, const FieldTable& table) noexcept;

/// Does an order say less without that key: who, what, where to?
[[nodiscard]] bool decides(std::string_view key) noexcept;

/// Does a key of an object that nothing reads name somebody?
[[nodiscard]] bool names_somebody(std::string_view key) noexcept;

}  // namespace ordergate
