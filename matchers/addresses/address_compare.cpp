// One pair of addresses, with what agreed and what did not. Cold.
#include <memory>

#include "matchers/addresses/address_index.h"
#include "matchers/addresses/address_score.h"

namespace ordergate::matchers {

AddressComparison compare_addresses(const AddressText& left, const AddressText& right) {
  const auto parsed_left = std::make_unique<ParsedAddress>();
  const auto parsed_right = std::make_unique<ParsedAddress>();
  parse_address(left, *parsed_left);
  parse_address(right, *parsed_right);
  const AddressScore score = score_addresses(view(*parsed_left), view(*parsed_right));
  AddressComparison result;
  result.score = score.score;
  result.relation = score.relation;
  const std::pair<const char*, PartAgreement> parts[] = {
      {"country", score.country}, {"city", score.place},   {"postal_code", score.postal},
      {"street", score.street},   {"number", score.house}, {"block", score.block},
      {"floor", score.floor},     {"unit", score.unit},    {"post_office_box", score.box}};
  for (const auto& [name, agreement] : parts) {
    if (agreement == PartAgreement::agrees) result.agreed.emplace_back(name);
    if (agreement == PartAgreement::differs) result.differed.emplace_back(name);
  }
  return result;
}

}  // namespace ordergate::matchers
