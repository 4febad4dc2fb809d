// A postal address, read lightly: folded words with what each does, numbers with what each counts.
// No gazetteer of streets, no grammar of one country: markers (Rm, No., ul.), commas and position decide.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/completeness.h"
#include "base/country.h"
#include "matchers/addresses/address_index.h"
#include "matchers/addresses/address_words.h"

namespace ordergate::matchers {

enum class AddressNumberKind : std::uint8_t {
  house,  // also ranges: 2-16, and pairs: 53-30, 23/1
  block,  // block, korpus, tower: another one is another building
  floor,
  unit,
  postal,
  box,  // post-office box
};

/// A number or a code with a digit in it.
struct AddressNumber {
  AddressNumberKind kind = AddressNumberKind::house;
  char suffix = '\0';  // "15B": 'b'
  bool range = false;  // low..high; else a pair when high != 0
  bool code = false;   // letters and digits mixed: low is a hash of the text
  bool opens_part = false;
  std::uint8_t part = 0;
  std::uint32_t low = 0, high = 0;
};

struct AddressToken {
  std::uint64_t hash = 0;          // of the word as spelled
  std::uint64_t phonetic_key = 0;  // of how it sounds: the same for most transliterations
  std::uint16_t begin = 0;         // in the folded text
  std::uint8_t size = 0;
  std::uint8_t part = 0;  // which comma-separated part, from 0
  AddressWord meaning = AddressWord::name;
  bool in_building = false;  // names a building: stands before "Tower", after "Edificio"
  bool in_street = false;    // names a street: stands before "Road", after "ulitsa"
  bool digits = false;       // a number that is a street's name: "Calle 74"
  float weight = 0;          // in a comparison; 0: says nothing by itself
};

/// The limits of one address; what lies beyond is not read, and `completeness` says so.
inline constexpr std::size_t kAddressBytesMax = 1024;  // folded
inline constexpr std::size_t kAddressTokensMax = 96;   // words and numbers, before country and noise go
inline constexpr std::size_t kAddressWordsMax = 64;
inline constexpr std::size_t kAddressNumbersMax = 32;

/// Words and numbers that carry meaning: noise, markers and the country are gone. Large; reuse it.
struct ParsedAddress {
  std::array<char, kAddressBytesMax> text;
  std::array<AddressToken, kAddressWordsMax> words;
  std::array<AddressNumber, kAddressNumbersMax> numbers;
  std::uint16_t text_size = 0;
  std::uint8_t word_count = 0, number_count = 0;
  CountryCode country;
  Completeness completeness = Completeness::complete;
};

/// What scoring looks at; the storage belongs to a ParsedAddress or to the index.
struct AddressView {
  const char* text = nullptr;
  const AddressToken* words = nullptr;
  const AddressNumber* numbers = nullptr;
  std::uint8_t word_count = 0, number_count = 0;
  CountryCode country;

  [[nodiscard]] std::string_view word(std::size_t i) const noexcept {
    return {text + words[i].begin, words[i].size};
  }
};

[[nodiscard]] inline AddressView view(const ParsedAddress& address) noexcept {
  return {address.text.data(), address.words.data(), address.numbers.data(),
          address.word_count,  address.number_count, address.country};
}

/// Reads an address of any script. Noexcept, no allocation.
void parse_address(const AddressText& address, ParsedAddress& out) noexcept;

/// The second half of parsing, once all words and numbers are known: which numbers are postal codes,
/// which words say only where the place is, and which name the street or the building.
void resolve_address(ParsedAddress& address) noexcept;

/// How a folded word sounds: consonants, with transliteration variants made one.
[[nodiscard]] std::uint64_t address_phonetic_key(std::string_view word) noexcept;

}  // namespace ordergate::matchers
