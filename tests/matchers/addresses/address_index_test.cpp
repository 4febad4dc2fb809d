#include "matchers/addresses/address_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "matchers/addresses/address_parse.h"
#include "matchers/addresses/address_score.h"

namespace ordergate::matchers {
namespace {

AddressIndex index_of(const std::vector<std::string>& texts) {
  AddressIndexBuilder builder;
  for (std::uint32_t i = 0; i < texts.size(); ++i) builder.add(AddressId{i}, {texts[i], {}});
  return builder.build();
}

std::vector<std::uint32_t> found(const AddressIndex& index, const std::string& query,
                                 bool* complete = nullptr) {
  AddressScratch scratch;
  std::vector<AddressHit> hits;
  const Completeness all = index.find({query, {}}, kAddressThreshold, scratch, hits);
  if (complete != nullptr) *complete = all == Completeness::complete;
  std::vector<std::uint32_t> ids;
  for (const AddressHit& hit : hits) ids.push_back(ordergate::index_of(hit.address));
  return ids;
}

TEST(AddressIndex, AnEmptyIndexFindsNothing) {
  const AddressIndex index = index_of({});
  EXPECT_TRUE(found(index, "10 Anson Road, Singapore").empty());
  EXPECT_TRUE(found(index, "").empty());
}

TEST(AddressIndex, AddressesThatNameNoBuildingAreNeverHits) {
  const AddressIndex index = index_of({"Havana, Cuba", "Russia", "CN", "", "Moscow, Russia"});
  EXPECT_EQ(index.address_count(), 5U);
  EXPECT_TRUE(found(index, "Havana, Cuba").empty());
  EXPECT_TRUE(found(index, "Moscow, Russia").empty());
}

TEST(AddressIndex, WhatExceedsABoundIsSaid) {
  const AddressIndex index = index_of({"10 Anson Road, Singapore"});
  bool complete = true;
  (void)found(index, std::string(5'000, 'x') + " 10 Anson Road", &complete);
  EXPECT_FALSE(complete);
  std::string words;
  for (int i = 0; i < 500; ++i) words += "word" + std::to_string(i) + " ";
  (void)found(index, words, &complete);
  EXPECT_FALSE(complete);
  (void)found(index, "10 Anson Road, Singapore", &complete);
  EXPECT_TRUE(complete);
}

TEST(AddressIndex, EqualAddressesOfSeveralOwnersAreAllFound) {
  const AddressIndex index = index_of({"80 Broad Street, Monrovia, Liberia", "Elsewhere 5, Paris, France",
                                       "80 BROAD STREET, MONROVIA, LR", "80, Broad St., Monrovia, Liberia"});
  EXPECT_EQ(found(index, "80 Broad Street, Monrovia, Liberia").size(), 3U);
}

TEST(AddressIndex, BestHitsComeFirst) {
  const AddressIndex index = index_of({"Room 9, 5/F, 610 Nathan Road, Kowloon, Hong Kong",
                                       "Room 5, 5/F, 610 Nathan Road, Kowloon, Hong Kong"});
  EXPECT_EQ(found(index, "Room 5, 5/F, 610 Nathan Road, Kowloon, Hong Kong"),
            (std::vector<std::uint32_t>{1, 0}));
}

/// Invented addresses in the layouts of the lists.
class AddressMaker {
 public:
  explicit AddressMaker(std::uint32_t seed) : random_(seed) {}

  std::string make() {
    const std::string number = std::to_string(1 + random_() % 60);
    const std::string street = pick(kStreets);
    const std::string city = pick(kCities);
    switch (random_() % 5) {
      case 0:
        return number + " " + street + " Street, " + city;
      case 1:
        return "ul. " + street + ", d. " + number + ", " + city;
      case 2:
        return "Room " + std::to_string(random_() % 20) + ", " + pick(kStreets) + " Tower, " + number + " " +
               street + " Road, " + city;
      case 3:
        return "P.O. Box " + number + ", " + city;
      default:
        return street + " " + number + "-" + std::to_string(2 + random_() % 70) + ", " + city;
    }
  }

  /// The same with one letter changed, or in other words.
  std::string vary(std::string address) {
    if (random_() % 2 == 0 && address.size() > 4) {
      char& letter = address[1 + random_() % (address.size() - 2)];
      if (letter >= 'a' && letter <= 'z') letter = static_cast<char>('a' + random_() % 26);
    }
    const auto replace = [&](const char* from, const char* to) {
      const std::size_t at = address.find(from);
      if (at != std::string::npos) address.replace(at, std::string_view(from).size(), to);
    };
    replace(" Street", " St.");
    replace(" Road", " Rd");
    replace("Room ", "Rm. ");
    return address;
  }

 private:
  static constexpr std::array kStreets = {
      "Lantern", "Abacus",    "Krasnopresnenskaya", "Fa Yuen",      "Hollywood",
      "Anson",   "Tverskaya", "Calle Ejemplo",      "Zhongguancun", "Harbor Crescent"};
  static constexpr std::array kCities = {"Moscow, Russia", "Hong Kong", "Singapore", "Springfield, US",
                                         "Dubai, AE"};
  template <typename Array>
  const char* pick(const Array& words) {
    return words[random_() % words.size()];
  }
  std::mt19937 random_;
};

TEST(AddressIndex, FindsEverythingThatComparingWithAllFinds) {
  constexpr std::uint32_t kSeed = 20260731;
  AddressMaker maker(kSeed);
  std::vector<std::string> texts;
  for (int i = 0; i < 2'000; ++i) texts.push_back(maker.make());
  const AddressIndex index = index_of(texts);
  std::vector<std::unique_ptr<ParsedAddress>> parsed;
  for (const std::string& text : texts) {
    parsed.push_back(std::make_unique<ParsedAddress>());
    parse_address({text, {}}, *parsed.back());
  }
  auto query = std::make_unique<ParsedAddress>();
  std::size_t expected = 0;
  std::size_t missed = 0;
  for (int n = 0; n < 200; ++n) {
    const std::string text = maker.vary(texts[static_cast<std::size_t>(n)]);
    parse_address({text, {}}, *query);
    const std::vector<std::uint32_t> ids = found(index, text);
    for (std::uint32_t i = 0; i < texts.size(); ++i) {
      const AddressScore score = score_addresses(view(*query), view(*parsed[i]));
      if (score.relation != AddressRelation::same_building || score.score < kAddressThreshold) continue;
      ++expected;
      if (std::find(ids.begin(), ids.end(), i) != ids.end()) continue;
      ++missed;
      ADD_FAILURE() << "seed " << kSeed << ": " << text << " | " << texts[i];
    }
  }
  EXPECT_GT(expected, 200U);
  EXPECT_EQ(missed, 0U);
}

}  // namespace
}  // namespace ordergate::matchers
