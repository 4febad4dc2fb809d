// Addresses of any bytes: comparing is symmetric and within bounds, the index finds nothing that comparing
// does not, and finds an address that is listed in the same words. (That it also finds what one typo made
// of it is tested on invented addresses: tests/matchers/addresses/address_index_test.cpp.)
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "matchers/addresses/address_index.h"

namespace ordergate::matchers {
namespace {

std::vector<std::string_view> lines_of(std::string_view bytes) {
  std::vector<std::string_view> lines;
  while (!bytes.empty() && lines.size() < 12) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    lines.push_back(bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return lines;
}

/// The first line is the query, the others are the list.
void check(std::string_view bytes) {
  const std::vector<std::string_view> lines = lines_of(bytes);
  if (lines.size() < 2) return;
  const AddressText query{lines[0], {}};
  AddressIndexBuilder builder;
  for (std::uint32_t i = 1; i < lines.size(); ++i) builder.add(AddressId{i}, {lines[i], {}});
  const AddressIndex index = builder.build();
  static AddressScratch scratch;
  std::vector<AddressHit> hits;
  const Completeness complete = index.find(query, kAddressThreshold, scratch, hits);
  for (std::uint32_t i = 1; i < lines.size(); ++i) {
    const AddressComparison forth = compare_addresses(query, {lines[i], {}});
    const AddressComparison back = compare_addresses({lines[i], {}}, query);
    OG_CHECK(forth.score <= 100 && forth.relation == back.relation);
    OG_CHECK(std::max(forth.score, back.score) - std::min(forth.score, back.score) <= 1);
    const bool hit =
        std::any_of(hits.begin(), hits.end(), [&](const AddressHit& h) { return h.address == AddressId{i}; });
    const bool expected =
        forth.relation == AddressRelation::same_building && forth.score >= kAddressThreshold;
    OG_CHECK(!hit || expected);
    OG_CHECK(complete == Completeness::over_bound || hit || !expected || lines[i] != lines[0]);
  }
}

}  // namespace
}  // namespace ordergate::matchers

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ordergate::matchers::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
