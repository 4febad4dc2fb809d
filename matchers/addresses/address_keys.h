// What an address is looked up by: words with a house number, a postal code with a house number, the
// words of a building's name, a post-office box, a room code. Two spellings of one building share at
// least one key; two buildings of one street rarely do.
#pragma once

#include <array>
#include <cstdint>

#include "base/completeness.h"
#include "matchers/addresses/address_parse.h"

namespace ordergate::matchers {

inline constexpr std::size_t kAddressKeysMax = 4096;

struct AddressKeys {
  std::array<std::uint64_t, kAddressKeysMax> values;  // never 0; may repeat
  std::size_t count = 0;
  Completeness completeness = Completeness::complete;  // false: more keys than fit
};

/// `listed`: of the list, whose common words and units give fewer keys than a query's; a query meets
/// whatever the list chose. Noexcept, no allocation.
void address_keys(const AddressView& address, bool listed, AddressKeys& out) noexcept;

}  // namespace ordergate::matchers
