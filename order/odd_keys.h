// Keys that nothing reads and that look like one that is read: "Parties", "pаrties" with a Cyrillic letter.
#pragma once

#include <cstdint>
#include <string_view>

#include "order/field_table.h"

namespace ordergate {

/// The key of `table` that `key`, which is none of them, was probably meant for; empty when there is none.
/// Case, signs, look-alike letters, and one letter of five and more do not matter. Does not allocate.
[[nodiscard]] std::string_view meant_key(std::string_view key, const FieldTable& table) noexcept;

/// What stands under a key that nothing reads.
enum class OddValue : std::uint8_t {
  nothing,   // a number, true, false, null, empty
  code,      // one word
  model,     // one word of letters and digits: an identifier, or a model
  words,     // a text of several words, or of no Latin letters
  somebody,  // an object that holds a name, an address or a country, or a list of such
  holder,    // any other object or list
};

/// The field of `table` that other order systems call `key`: "shipTo" for parties, "lineItems" for items.
/// Empty where it is none, or where a value of that sort tells nothing of it: "customer": "C-1042".
[[nodiscard]] std::string_view called_key(std::string_view key, OddValue value,
                                          const FieldTable& table) noexcept;

/// Does an order say less without that key: who, what, where to?
[[nodiscard]] bool decides(std::string_view key) noexcept;

/// Does a key of an object that nothing reads name somebody?
[[nodiscard]] bool names_somebody(std::string_view key) noexcept;

}  // namespace ordergate
