// The vocabulary of postal addresses, folded: what "ul", "calle", "room", "floor", "plaza" or
// "oblast" mean, in the languages of the lists. Data, with one look-up.
#pragma once

#include <cstdint>
#include <string_view>

namespace ordergate::matchers {

/// What a word does in an address.
enum class AddressWord : std::uint8_t {
  name,           // any other word: part of the name of a street, building, district
  street_type,    // street, rd, ulitsa, calle: says that its neighbors name a street
  building_type,  // building, tower, plaza, house: says that its neighbors name a building
  house_marker,   // no, number, dom: the number after it is the house's
  unit_marker,    // room, flat, suite, ofis: the number beside it is inside the building
  floor_marker,   // floor, etazh, piso
  block_marker,   // block, korpus, stroenie, phase: a part of the premises
  box_marker,     // the "box" of a post-office box
  region_type,    // district, oblast, city: says that its neighbors name a place
  place,          // a large city or region: says where, not which building
  weak,           // west, industrial, park: helps little to tell buildings apart
  noise,          // the, of, near: says nothing
};

/// What is known of a folded word (lower-case ASCII).
struct AddressMeaning {
  AddressWord meaning = AddressWord::name;
  std::string_view spelling;  // one for several: "comm" -> "commercial"; the word itself when unknown
  std::uint64_t hash = 0;     // of the spelling
};

/// Unknown words are names. Noexcept, no allocation.
[[nodiscard]] AddressMeaning address_meaning(std::string_view word) noexcept;

}  // namespace ordergate::matchers
