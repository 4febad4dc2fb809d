// Are two parsed addresses the same building, and how alike are they? The one judgement behind
// AddressIndex::find and compare_addresses.
#pragma once

#include <cstdint>

#include "matchers/addresses/address_parse.h"

namespace ordergate::matchers {

/// How one part of two addresses compares.
enum class PartAgreement : std::uint8_t { absent, one_sided, agrees, differs };

struct AddressScore {
  std::uint8_t score = 0;  // 0..100; at least kAddressThreshold for the same building or the same text
  AddressRelation relation = AddressRelation::different;
  bool other_code = false;       // postal codes that name buildings differ
  bool other_direction = false;  // north of the one street, south of the other
  PartAgreement country = PartAgreement::absent;
  PartAgreement house = PartAgreement::absent;
  PartAgreement block = PartAgreement::absent;
  PartAgreement floor = PartAgreement::absent;
  PartAgreement unit = PartAgreement::absent;
  PartAgreement postal = PartAgreement::absent;
  PartAgreement box = PartAgreement::absent;
  PartAgreement place = PartAgreement::absent;
  PartAgreement street = PartAgreement::absent;  // the words that name street and building
};

/// One city is the whole country: its districts say little, its buildings are shared by many.
[[nodiscard]] bool city_state(CountryCode country) noexcept;

/// Noexcept, no allocation; bounded by kAddressWordsMax squared.
[[nodiscard]] AddressScore score_addresses(const AddressView& one, const AddressView& other) noexcept;

/// 0..1: how alike two address words are; 0 below what counts as the same word.
[[nodiscard]] float address_word_similarity(const AddressView& left, std::size_t i, const AddressView& right,
                                            std::size_t j) noexcept;

}  // namespace ordergate::matchers
