#include <gtest/gtest.h>

#include <string>

#include "matchers/addresses/address_index.h"

namespace ordergate::matchers {
namespace {

AddressComparison compare(const char* left, const char* right) {
  return compare_addresses({left, {}}, {right, {}});
}

struct Pair {
  const char* left;
  const char* right;
};

TEST(AddressCompare, NothingIsNoBuilding) {
  for (const Pair& pair :
       {Pair{"", ""}, Pair{"", "10 Anson Road, Singapore"}, Pair{",,,", " "}, Pair{"\xFF\xFE", "5"}}) {
    EXPECT_NE(compare(pair.left, pair.right).relation, AddressRelation::same_building) << pair.left;
    EXPECT_LT(compare(pair.left, pair.right).score, kAddressThreshold) << pair.left;
  }
}

TEST(AddressCompare, OverlongAddressesAreReadToTheLimit) {
  const std::string flood = std::string(70'000, 'a') + " 10 Anson Road";
  const std::string words = [] {
    std::string text;
    for (int i = 0; i < 5'000; ++i) text += "road " + std::to_string(i) + ", ";
    return text;
  }();
  EXPECT_NE(compare(flood.c_str(), words.c_str()).relation, AddressRelation::same_building);
}

TEST(AddressCompare, RangesOfManyDigitsAreRead) {
  for (const std::size_t digits : {9, 10, 11, 20, 31, 32, 33, 40, 63}) {
    const std::string text =
        std::string(digits + 1, '2') + "-" + std::string(digits, '2') + " Anson Road, Singapore";
    EXPECT_EQ(compare(text.c_str(), text.c_str()).relation, AddressRelation::same_building) << digits;
    EXPECT_NE(compare(text.c_str(), "10 Anson Road, Singapore").relation, AddressRelation::same_building)
        << digits;
  }
}

TEST(AddressCompare, AddressesInTheirOwnScriptAreTheOnesInLatinLetters) {
  const Pair same[] = {
      {"香港九龍旺角彌敦道610號荷李活商業中心13樓1318-20室",
       "Rooms 1318-20, 13/F, Hollywood Plaza, 610 Nathan Road, Mong Kok, Hong Kong"},
      {"香港弥敦道610号", "No. 610 Nathan Rd., Kowloon, HK"},
      {"灣仔軒尼詩道253-261號依時商業大廈",
       "Room 1902, Easey Commercial Building, 253-261 Hennessy Road, Wan Chai, Hong Kong"},
      {"〒106-0044東京都港区東麻布1-8-1 東麻布ISビル4F",
       "1-8-1 Higashi-Azabu, Minato-ku, Tokyo 106-0044, Japan"},
      {"東京都千代田区丸の内1丁目8番1号", "1-8-1 Marunouchi, Chiyoda-ku, Tokyo, Japan"},
      {"南京市秦淮区御道街29号", "No. 29 Yudao Street, Nanjing, Jiangsu, CN"},
      {"北京市海淀区学院路37号", "37 Xueyuan Road, Haidian District, Beijing, CN"},
  };
  for (const Pair& pair : same)
    EXPECT_EQ(compare(pair.left, pair.right).relation, AddressRelation::same_building) << pair.left;
  const Pair other[] = {
      {"香港九龍旺角彌敦道610號", "612 Nathan Road, Mong Kok, Hong Kong"},
      {"香港九龍旺角花園街610號", "610 Nathan Road, Mong Kok, Hong Kong"},
      {"東京都千代田区丸の内1丁目8番2号", "1-8-1 Marunouchi, Chiyoda-ku, Tokyo, Japan"},
      {"東京都港区東麻布1-8-1", "1-8-1 Nishi-Azabu, Minato-ku, Tokyo, Japan"},
      {"广州市番禺区东环路8号", "8 Donghuan Road, Shenzhen, CN"},
  };
  for (const Pair& pair : other)
    EXPECT_NE(compare(pair.left, pair.right).relation, AddressRelation::same_building) << pair.left;
}

TEST(AddressCompare, PartsAreFoundWhereverTheyStand) {
  const Pair same[] = {
      {"22 M.G. Road, Bangalore, India", "22 MG Road, Bangalore, India"},
      {"Mumbai, India, 14 S. V. Road, Andheri", "14 S.V. Road, Andheri, Mumbai, India"},
      {"Tamaulipas, Mexico, 1418 Yucatan, Nuevo Laredo", "1418 Yucatan, Nuevo Laredo, Tamaulipas, Mexico"},
      {"Room 19C Lockhart Centre 301-307, Lockhart Rd. Wan Chai, Hong Kong",
       "19C, Lockhart Centre, 301–307 Lockhart Road, Wan Chai, HK"},
      {"SIX BATTERY ROAD,LEVEL 30,SINGAPORE", "Six Battery Road, Level 30, Singapore"},
      {"12/F 610 Nathan Road Mong Kok Hong Kong", "610 Nathan Rd., Mong Kok, Hong Kong"},
  };
  for (const Pair& pair : same)
    EXPECT_EQ(compare(pair.left, pair.right).relation, AddressRelation::same_building) << pair.left;
  const Pair other[] = {
      {"71 Ubi Crescent, Singapore 408571", "71 Ubi Road 1, Oxley Bizhub, Singapore 408732"},
      {"No. 9 Building, Lantern Software Park, 8 Dongbei Road, Beijing, CN",
       "Building 36, Lantern Software Park, 8 Dongbei Road, Beijing, CN"},
  };
  for (const Pair& pair : other)
    EXPECT_NE(compare(pair.left, pair.right).relation, AddressRelation::same_building) << pair.left;
}

TEST(AddressCompare, SameBuildingIsFoundAcrossSpellings) {
  const Pair pairs[] = {
      {"Rm 1318, 13/F, Hollywood Plaza, 610 Nathan Road, Mongkok, Kowloon, HK",
       "Room 1318-19, 13th Floor, Hollywood Plaza, No. 610 Nathan Rd., Mong Kok, Hong Kong"},
      {"Room 803, Chevalier House 45-51, Chatham Road South, Tsim Sha Tsui, Hong Kong",
       "Chevalier House, 47 Chatham Rd South, Kowloon, HK"},
      {"1199 Bin?an Road, Binjiang High-tech Zone, Hangzhou",
       "1199 Bin'an Rd, Binjiang High-tech Zone, Hangzhou"},
      {"Flat/RM 2309, 23/F, Ho King COMM Center, 2-16 Fa Yuen Street, Mongkok KLN, HK",
       "Ho King Commercial Centre, 2-16 Fayuen Street, Hong Kong"},
      {"Akara Building, 24 Castro Street, Wickhams Cay 1, P.O. Box 3136, Road Town, Tortola, Virgin Islands, "
       "British",
       "De Castro Street 24, Akara Building, Wickhams Cay 1, Road Town, Tortola, VG"},
      {"ul. Dubrovinskogo, d. 43, Krasnoyarsk, 660017, Russia", "43 Dubrovinskogo St., Krasnoyarsk, RU"},
      {"ул. Дубровинского, д. 43, Красноярск, Россия", "43 Dubrovinskogo Street, Krasnoyarsk, Russia"},
      {"10 Anson Road #12-03, Singapore 079903",
       "International Plaza, 10 Anson Rd, #29-05A, 079903, Singapore"},
      {"Calle 74 No. 53-30, Barranquilla, Colombia", "CALLE 74 # 53-30, Barranquilla, CO"},
      {"17-22, UOB Plaza 2, Raffles Place, Singapore 048624, Singapore",
       "80 Raffles Place, #17-22 UOB Plaza, Singapore, 048624, Singapore"},
      {"P.O. Box 42340, Dubai, AE", "PO Box 42340, Deira, Dubai, United Arab Emirates"},
      {"123 Main St, Springfield, IL", "Main St 123, Springfield, IL"},
      {"Suite 10, 3rd Floor, La Ciotat, Mont Fleuri, Mahe Island, Seychelles",
       "Suite 10, 3rd Floor, La Ciotat, Mont Fleuri, Mahe, Seychelles"},
      {"Trust Company Complex, Ajeltake Road, Majuro 96960, Marshall Islands",
       "Trust Company Complex, Ajeltake Road, Ajeltake Island, Majuro MH96960, MH"},
      {"北京市海淀区中关村大街27号", "27 Zhongguancun Dajie, Haidian, Beijing, China"},
  };
  for (const Pair& pair : pairs) {
    const AddressComparison result = compare(pair.left, pair.right);
    EXPECT_EQ(result.relation, AddressRelation::same_building) << pair.left << "\n" << pair.right;
    EXPECT_GE(result.score, kAddressThreshold) << pair.left << "\n" << pair.right;
  }
}

TEST(AddressCompare, OtherBuildingsAreNotTheSame) {
  const Pair pairs[] = {
      {"610 Nathan Road, Mong Kok, Kowloon, Hong Kong", "612 Nathan Road, Mong Kok, Kowloon, Hong Kong"},
      {"610 Nathan Road, Kowloon, Hong Kong", "Nathan Road, Kowloon, Hong Kong"},
      {"7 Queen Road #37-08, Singapore 484030", "Rm. 502, Arion Centre, 2-12 Queen's Rd West, HK"},
      {"47 Queen Street, London, GB", "47 Queen Anne Street, London W1G 9JG, United Kingdom"},
      {"5 Lenina Street, Samara, Russia", "5 Lenina Street, Perm, Russia"},
      {"d. 43 k. 1, ul. Dubrovinskogo, Krasnoyarsk", "d. 43 k. 2, ul. Dubrovinskogo, Krasnoyarsk"},
      {"Calle 74 No. 53-30, Barranquilla, Colombia", "Calle 74 No. 60-12, Barranquilla, Colombia"},
      {"King Tower, 187 Gran Via Street, Hong Kong", "Rm. 4, 16/F, Ho King Comm Ctr, Hong Kong, China"},
      {"P.O. Box 42340, Dubai, AE", "P.O. Box 42341, Dubai, AE"},
      {"Havana, Cuba", "Havana, CU"},
      {"10 Anson Road, Singapore", "10 Anson Road, Melbourne, Australia"},
      {"A13-07, Lampovaya Avenue Suites, Subang Jaya, Malaysia",
       "B-3A-7 Empire Lampovaya, Subang Jaya, Malaysia"},
      {"34 Jalan Ampang #22-12, Kuala Lumpur",
       "20-114, Level 20, Menara Safuan, No.80, Jalan Ampang, Kuala Lumpur"},
  };
  for (const Pair& pair : pairs) {
    const AddressComparison result = compare(pair.left, pair.right);
    EXPECT_NE(result.relation, AddressRelation::same_building) << pair.left << "\n" << pair.right;
  }
}

TEST(AddressCompare, EqualTextScoresFullEvenWithoutABuilding) {
  EXPECT_EQ(compare("Havana, Cuba", "Havana, CU").score, 100);
  EXPECT_EQ(compare("Capital District, Venezuela", "Capital District, VE").score, 100);
}

TEST(AddressCompare, TheAnswerDoesNotDependOnTheOrder) {
  const char* left = "Room 803, Chevalier House 45-51, Chatham Road South, Tsim Sha Tsui, Hong Kong";
  const char* right = "Rm 12, 47 Chatham Rd South, Kowloon, HK";
  EXPECT_EQ(compare(left, right).score, compare(right, left).score);
  EXPECT_EQ(compare(left, right).relation, compare(right, left).relation);
}

TEST(AddressCompare, TheTextOutranksTheCountryBesideIt) {
  const AddressText listed{"88 Paper Lantern Road, Beijing, CN", CountryCode::parse("CN")};
  const auto relation = [&](const char* text, const char* country) {
    return compare_addresses(listed, {text, CountryCode::parse(country)}).relation;
  };
  EXPECT_EQ(relation("88 Paper Lantern Rd, Beijing, China", "BR"), AddressRelation::same_building);
  EXPECT_EQ(relation("88 Paper Lantern Rd, Beijing, CN", "BR"), AddressRelation::same_building);
  EXPECT_EQ(relation("88 Paper Lantern Rd, Beijing", "HK"), AddressRelation::same_building);
  EXPECT_EQ(relation("88 Paper Lantern Rd", "BR"), AddressRelation::different);
}

TEST(AddressCompare, SaysWhatAgreedAndWhatDiffered) {
  const AddressComparison result =
      compare("Room 5, 610 Nathan Road, Kowloon, Hong Kong", "Room 6, 612 Nathan Road, Kowloon, Hong Kong");
  EXPECT_EQ(result.agreed, (std::vector<std::string>{"country", "city", "street"}));
  EXPECT_EQ(result.differed, (std::vector<std::string>{"number", "unit"}));
}

}  // namespace
}  // namespace ordergate::matchers
