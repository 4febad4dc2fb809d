// Addresses against the published lists and the labelled pairs; skipped where those are absent.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "lists/reader.h"
#include "matchers/addresses/address_index.h"

namespace ordergate::lists {
namespace {

using matchers::AddressRelation;
using matchers::kAddressThreshold;

const std::string kShared = OG_SOURCE_DIR "/../shared/data/";

struct Pair {
  std::string left, right;
};

std::vector<Pair> labelled_pairs(std::string_view set) {
  std::vector<Pair> pairs;
  std::ifstream in(kShared + "cases/addresses.jsonl");
  for (std::string line; std::getline(in, line);) {
    const auto json = nlohmann::json::parse(line);
    const std::string name = json["set"];
    if (name.find(set) != std::string::npos) pairs.push_back({json["query"], json["candidate"]});
  }
  return pairs;
}

double share_matched(const std::vector<Pair>& pairs) {
  const auto matched = std::count_if(pairs.begin(), pairs.end(), [](const Pair& pair) {
    return matchers::compare_addresses({pair.left, {}}, {pair.right, {}}).score >= kAddressThreshold;
  });
  return static_cast<double>(matched) / static_cast<double>(pairs.size());
}

/// The left of one pair with the right of another that does not write the same.
std::vector<Pair> unrelated(const std::vector<Pair>& pairs, std::size_t count) {
  std::mt19937 random(1);
  std::vector<Pair> result;
  while (result.size() < count) {
    const Pair& left = pairs[random() % pairs.size()];
    const Pair& right = pairs[random() % pairs.size()];
    if (left.left.substr(0, 10) != right.left.substr(0, 10)) result.push_back({left.left, right.right});
  }
  return result;
}

TEST(AddressQuality, SpellingsOfTwoPublishersMatchAndUnrelatedOnesDoNot) {
  if (!std::filesystem::exists(kShared)) GTEST_SKIP() << "the labelled pairs are not here: " << kShared;
  const std::vector<Pair> ofac = labelled_pairs("OFAC");
  ASSERT_GT(ofac.size(), 1'000U);
  EXPECT_GE(share_matched(ofac), 0.99);
  EXPECT_LE(share_matched(unrelated(ofac, 5'000)), 0.001);
  const std::vector<Pair> un = labelled_pairs("HMT x UN");
  ASSERT_GT(un.size(), 10U);
  EXPECT_GE(share_matched(un), 0.95);
}

TEST(AddressQuality, SharedAddressesAreFoundInTheFullList) {
  const std::string path = kShared + "lists/csl/consolidated_2026-07-31.csv";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "the full list is not here: " << path;
  const auto file = read_list_file(path);
  ASSERT_TRUE(file) << file.error().text;
  matchers::AddressIndexBuilder builder;
  std::uint32_t count = 0;
  for (const ListEntry& entry : file.value().entries) {
    for (const ListedAddress& address : entry.addresses)
      builder.add(matchers::AddressId{count++}, {address.text, address.country});
  }
  const matchers::AddressIndex index = builder.build();
  EXPECT_GE(index.address_count(), 29'000U);
  matchers::AddressScratch scratch;
  std::ifstream in(kShared + "cases/shared_addresses.jsonl");
  std::size_t asked = 0;
  std::vector<std::string> missed;
  for (std::string line; std::getline(in, line);) {
    const std::string address = nlohmann::json::parse(line)["address"];
    std::vector<matchers::AddressHit> hits;
    EXPECT_EQ(index.find({address, {}}, kAddressThreshold, scratch, hits), Completeness::complete) << address;
    ++asked;
    if (hits.empty()) missed.push_back(address);
  }
  EXPECT_EQ(asked, 96U);
  EXPECT_EQ(missed, (std::vector<std::string>{"1209 Orange Street, Wilmington, DE 19801"}))
      << "which is not listed";
}

}  // namespace
}  // namespace ordergate::lists
