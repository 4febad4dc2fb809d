// Countries that telephone numbers, mail and web addresses, accounts and bank codes tell.
#include "rules/places/contact_places.h"

#include <gtest/gtest.h>

#include <string>

#include "rules/pack/files.h"

namespace ordergate::rules {
namespace {

const ContactPlaces& contacts() {
  static const CountryTable countries = std::move(CountryTable::load(pack_files())).value();
  static const ContactPlaces loaded = std::move(ContactPlaces::load(pack_files(), countries)).value();
  return loaded;
}

std::string said(const std::vector<ContactReading>& readings) {
  std::string text;
  for (const ContactReading& reading : readings)
    text += (text.empty() ? "" : " ") + std::string(reading.country.text());
  return text;
}

std::string in_text(std::string_view text) {
  std::vector<ContactReading> readings;
  contacts().read_text(text, readings);
  return said(readings);
}

std::string in_field(std::string_view text) {
  std::vector<ContactReading> readings;
  contacts().read_field(text, readings);
  return said(readings);
}

TEST(ContactPlaces, NothingTellsNothing) {
  for (const char* text :
       {"", "@", "+", "00", "www.", "http://", "@.", "a@b", "SWIFT", "BIC: ", "+98", "IR82"}) {
    EXPECT_EQ(in_text(text), "") << text;
    EXPECT_EQ(in_field(text), "") << text;
  }
  EXPECT_EQ(in_text(std::string(70'000, '.') + "ir"), "");
  EXPECT_EQ(in_text(std::string(70'000, '9')), "");
}

TEST(ContactPlaces, ReadsDomainsOfMailAndWeb) {
  EXPECT_EQ(in_text("mail import@sepehr.ir today"), "IR");
  EXPECT_EQ(in_text("SEND TO A.B@SEPEHR.CO.IR."), "IR");
  EXPECT_EQ(in_text("see www.sepehr.ir/shop.html"), "IR");
  EXPECT_EQ(in_text("https://detal-snab.ru:8080/a"), "RU");
  EXPECT_EQ(in_text("почта: склад@завод.рф"), "RU");
  EXPECT_EQ(in_field("sepehr.ir"), "IR");
  EXPECT_EQ(in_field("office@star-co.com.kp"), "KP");
}

TEST(ContactPlaces, TakesNoWordOrFileForADomain) {
  for (const char* text :
       {"bit.ly/x.iron", "file report.cut", "v2.1.ru1", "done.by me", "a@b.irish", "www.shop.com/page.ir",
        "name.ru@gmail.com", "sepehr.ir without a sign that it is a host"})
    EXPECT_EQ(in_text(text), "") << text;
  EXPECT_EQ(in_field("https://shop.com/page.ir"), "");
}

TEST(ContactPlaces, MailboxesThatPeopleEverywhereHaveTellNothing) {
  EXPECT_EQ(in_text("tulpan@mail.ru, a.b@yandex.ru"), "");
  EXPECT_EQ(in_text("a@notmail.ru"), "RU") << "a host of its own";
}

TEST(ContactPlaces, ReadsTelephoneNumbersWithTheirPrefix) {
  EXPECT_EQ(in_text("Reza, +98 (912) 345-67-89"), "IR");
  EXPECT_EQ(in_text("tel.+98.21.88776655"), "IR");
  EXPECT_EQ(in_text("0098-21-88776655"), "IR");
  EXPECT_EQ(in_text("+7 495 123 45 67"), "RU");
  EXPECT_EQ(in_text("+375 17 200 11 22 and +850 2 381 1234"), "BY KP");
}

TEST(ContactPlaces, TakesNoOtherNumberForATelephone) {
  EXPECT_EQ(in_text("+7 701 123 45 67"), "") << "Kazakhstan has the prefix too";
  for (const char* text : {"+49 98 123456", "98 21 88776655", "order 0098-21", "-40 to +98 C",
                           "PO+98218877665", "+98 pieces of 2188", "+9821887766551234567", "+98218877665x"})
    EXPECT_EQ(in_text(text), "") << text;
}

TEST(ContactPlaces, ReadsAccountsAndBanks) {
  EXPECT_EQ(in_text("IBAN IR820540102680020817909002"), "IR");
  EXPECT_EQ(in_text("to IR82 0540 1026 8002 0817 9090 02, thanks"), "IR");
  EXPECT_EQ(in_text("SWIFT: MELIIRTH"), "IR");
  EXPECT_EQ(in_text("BIC ROMZRUMM"), "RU");
  EXPECT_EQ(ContactPlaces::country_of_bank("MELIIRTHXXX").text(), "IR");
}

TEST(ContactPlaces, ReadsNumbersOfCompaniesWhoseCheckDigitsAreRight) {
  EXPECT_EQ(in_text("registered under 91440300708461136T"), "CN");
  EXPECT_EQ(in_field("91110000802100433b"), "CN");
  EXPECT_EQ(in_text("Company: OGRN 1027700132195, Moscow"), "RU");
  EXPECT_EQ(in_text("ИНН: 7707083893"), "RU");
  EXPECT_EQ(ContactPlaces::country_of_registration("914403001922038216").text(), "CN");
}

TEST(ContactPlaces, TakesNoOtherNumberForACompanys) {
  for (const char* text :
       {"91440300708461136U", "91440300708461136", "91440300708461136T5", "serial 123456789012345678",
        "1027700132195", "OGRN 1027700132196", "INN 7707083894", "INN of Court 12", "9144I300708461136T"})
    EXPECT_EQ(in_text(text), "") << text;
}

TEST(ContactPlaces, TakesNoOtherCodeForAnAccountOrBank) {
  for (const char* text :
       {"DE89370400440532013000", "IR8205401026800208179090", "IR82054010268002081790900212", "REQUIRED",
        "SWIFT DEUTDEFF", "swiftly delivered", "BICYCLES"})
    EXPECT_EQ(in_text(text), "") << text;
  EXPECT_FALSE(ContactPlaces::country_of_bank("DEUTDEF").known());
  EXPECT_FALSE(ContactPlaces::country_of_bank("12345678").known());
}

}  // namespace
}  // namespace ordergate::rules
