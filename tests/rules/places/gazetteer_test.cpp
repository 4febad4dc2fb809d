// Where a text says that something is: towns and countries in every script, and what only looks like one.
#include "rules/places/gazetteer.h"

#include <gtest/gtest.h>

#include <string>

#include "rules/pack/files.h"

namespace ordergate::rules {
namespace {

const Gazetteer& gazetteer() {
  static const CountryTable countries = std::move(CountryTable::load(pack_files())).value();
  static const Gazetteer loaded = std::move(Gazetteer::load(pack_files(), countries)).value();
  return loaded;
}

std::string said(const std::vector<PlaceReading>& readings) {
  std::string text;
  for (const PlaceReading& reading : readings) {
    const std::string one = std::string(reading.country.text()) + (occupied(reading.region) ? "!" : "");
    if (text.find(one) == std::string::npos) text += text.empty() ? one : " " + one;
  }
  return text;
}

std::string in_address(const char* text, const char* told = "") {
  GazetteerScratch scratch;
  std::vector<PlaceReading> readings;
  EXPECT_EQ(gazetteer().read_address(matchers::TextFolder().fold(text), CountryCode::parse(told), scratch,
                                     readings),
            Completeness::complete);
  return said(readings);
}

TEST(Gazetteer, ReadsCountryAndTownAtTheEndOfAnAddress) {
  EXPECT_EQ(in_address("Unit 5, Valiasr Street, Tehran, Iran", "AE"), "IR");
  EXPECT_EQ(in_address("Prospekt Mira 911, Moscow, Russia", "KZ"), "RU");
  EXPECT_EQ(in_address("Building 5, Keji South Road, Nanshan District, Shenzhen 518057, China", "DE"), "CN");
  EXPECT_EQ(in_address("115191 Moskau", ""), "RU");
  EXPECT_EQ(in_address("Valiasr Street Tehran Iran", ""), "IR");
}

TEST(Gazetteer, ReadsOtherScripts) {
  EXPECT_EQ(in_address("г. Минск, ул. Примерная 1"), "BY");
  EXPECT_EQ(in_address("广东省深圳市南山区科技南路"), "CN");
  EXPECT_EQ(in_address("تهران، خیابان ولیعصر"), "IR");
}

TEST(Gazetteer, KnowsTheTownsOfTheOccupiedRegions) {
  for (const char* town : {"Yalta",      "Kerch",      "Feodosia", "Feodosiya", "Yevpatoriya", "Yevpatoria",
                           "Simferopol", "Sevastopol", "Mariupol", "Horlivka",  "Gorlovka",    "Luhansk",
                           "Lugansk",    "Donetsk",    "Krimea",   "Crimea",    "Симферополь", "Сімферополь",
                           "Ялта",       "Керчь",      "Донецк",   "Донецьк",   "Луганськ",    "DNR"})
    EXPECT_EQ(in_address((std::string("12 Kirova St, ") + town).c_str(), "UA"), "UA!") << town;
  EXPECT_EQ(in_address("12 Kirova St, 98612", "UA"), "UA!");
  EXPECT_EQ(in_address("12 Khreshchatyk, Kyiv 01001", "UA"), "UA");
}

TEST(Gazetteer, TakesNoStreetForATown) {
  for (const char* address : {"vul. Donetska 5, Kyiv", "Donetska street 5, Kyiv", "vul. Yaltynska 3, Kyiv",
                              "12 Sevastopolska Square, Kyiv", "вул. Донецька 5, Київ"})
    EXPECT_EQ(in_address(address, "UA").find('!'), std::string::npos) << address;
  EXPECT_EQ(in_address("12 Moscow Road, London", "GB").find("RU"), std::string::npos);
  EXPECT_EQ(in_address("Havanna Strasse 12, Hamburg", "DE").find("CU"), std::string::npos);
  EXPECT_EQ(in_address("5 rue de Damas, Paris", "FR").find("SY"), std::string::npos);
  EXPECT_EQ(in_address("8 Beijing Road, Tsim Sha Tsui, Hong Kong", "HK").find("CN"), std::string::npos);
  EXPECT_EQ(in_address("Plaza de Damasco 1, 28016 Madrid", "ES").find("SY"), std::string::npos);
  EXPECT_EQ(in_address("Moscow Place 7, Wellington 6011", "NZ").find("RU"), std::string::npos);
  EXPECT_EQ(in_address("ул. Севастопол 3, 4000 Пловдив", "BG").find('!'), std::string::npos);
}

TEST(Gazetteer, TakesNoCountryBeforeAHouseNumberForWhereItIs) {
  EXPECT_EQ(in_address("República de Cuba 14, 06010 Ciudad de México", "MX").find("CU"), std::string::npos);
  EXPECT_EQ(in_address("República Árabe Siria 2800, C1428 Buenos Aires", "AR").find("SY"), std::string::npos);
  EXPECT_EQ(in_address("5 Valiasr Street, Tehran 15", "AE"), "IR") << "nothing comes after it";
}

TEST(Gazetteer, ReadsTownsBehindOtherCommasAndBeforeAStreet) {
  EXPECT_EQ(in_address("تهران، خیابان ولیعصر", "AE"), "IR");
  EXPECT_EQ(in_address("莫斯科阿尔巴特街5号", "AE"), "RU");
  EXPECT_EQ(in_address("ул. Ленина 5, Донецк", "AE").find("UA!") == std::string::npos, false)
      << "a namesake in Russia takes nothing from it";
}

TEST(Gazetteer, ReadsATownWhereTheAddressSaysItIs) {
  EXPECT_EQ(in_address("415 Jackson Street, Moscow, Idaho 83843", "US").find("RU"), std::string::npos);
  EXPECT_EQ(in_address("415 Jackson Street, Moscow, Idaho 83843").find("RU"), std::string::npos);
  EXPECT_EQ(in_address("10 Main St, Lebanon, NH", "US").find("LB"), std::string::npos);
  EXPECT_EQ(in_address("10 Main St, Moscow", "GB"), "RU");
}

TEST(Gazetteer, ReadsPostsInNames) {
  const auto in_name = [](const char* text) {
    GazetteerScratch scratch;
    std::vector<PlaceReading> readings;
    EXPECT_EQ(gazetteer().read_name(matchers::TextFolder().fold(text), scratch, readings),
              Completeness::complete);
    return said(readings);
  };
  EXPECT_EQ(in_name("Embassy of the Islamic Republic of Iran"), "IR");
  EXPECT_EQ(in_name("Permanent Mission of the DPRK to the United Nations"), "KP");
  EXPECT_EQ(in_name("Ejercito Bolivariano Parque Central"), "VE");
  EXPECT_EQ(in_name("Persian Carpet House of Iran"), "");
}

TEST(Gazetteer, TellsWhereATextSendsTheGoods) {
  const auto sent = [](const char* text) {
    GazetteerScratch scratch;
    std::vector<PlaceReading> readings;
    EXPECT_EQ(gazetteer().read_text(matchers::TextFolder().fold(text), scratch, readings),
              Completeness::complete);
    std::erase_if(readings, [](const PlaceReading& reading) { return !reading.directed || reading.negated; });
    return said(readings);
  };
  EXPECT_EQ(sent("goods to be forwarded to Russia"), "RU");
  EXPECT_EQ(sent("will be shipped on to Shenzhen, China"), "CN");
  EXPECT_EQ(sent("for our Iranian customer"), "IR");
  EXPECT_EQ(sent("end user in Sevastopol"), "UA!");
  EXPECT_EQ(sent("для заказчика в Минске, Беларусь"), "BY");
  EXPECT_EQ(sent("January plus Iran piece"), "");
  EXPECT_EQ(sent("drinks at Cuba Libre"), "");
  EXPECT_EQ(sent("Persian Nowruz dinner"), "");
  EXPECT_EQ(sent("Not for re-export to Russia or Belarus"), "");
  EXPECT_EQ(sent("made in China"), "");
  EXPECT_EQ(sent("товар для дальнейшей отправки в Россию"), "RU");
  EXPECT_EQ(sent("ostateczny odbiorca w Rosji"), "RU");
  EXPECT_EQ(sent("eindbestemming Rusland"), "RU");
  EXPECT_EQ(sent("kirim ke Iran"), "IR");
  EXPECT_EQ(sent("livrer au boulevard de Sébastopol"), "");
}

}  // namespace
}  // namespace ordergate::rules
