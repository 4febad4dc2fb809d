// The clerk's functions: what a value is read as, and what is not guessed.
#include "mapping/clerk.h"

#include <gtest/gtest.h>

namespace ordergate::mapping {
namespace {

std::string number(std::string_view text, char decimal = '\0') {
  const auto value = read_number(text, decimal);
  return value ? std::to_string(*value) : "none";
}

TEST(ClerkTest, numbers_are_read_with_either_separator) {
  EXPECT_EQ(number("4310.00"), "4310.000000");
  EXPECT_EQ(number("1.234,50"), "1234.500000");
  EXPECT_EQ(number("1,234.50"), "1234.500000");
  EXPECT_EQ(number("1 234,50"), "1234.500000");
  EXPECT_EQ(number("1\xC2\xA0"
                   "234,50"),
            "1234.500000");
  EXPECT_EQ(number("12'000.5"), "12000.500000");
  EXPECT_EQ(number("1,234,567"), "1234567.000000");
  EXPECT_EQ(number("12,34,567.00"), "1234567.000000");
  EXPECT_EQ(number("1.234", ','), "1234.000000");
  EXPECT_EQ(number("1,5", ','), "1.500000");
  EXPECT_EQ(number("100.00-"), "-100.000000");
  EXPECT_EQ(number("-3"), "-3.000000");
  EXPECT_EQ(number("1.5E3"), "1500.000000");
}

TEST(ClerkTest, a_number_that_could_be_two_is_none) {
  EXPECT_EQ(number("1,234"), "none");
  EXPECT_EQ(number("1,5"), "none");
  EXPECT_EQ(number("1.23.4"), "none");
  EXPECT_EQ(number("1,23,45.6"), "none");
  for (const char* text : {"", "-", "abc", "12a", "$5", "1e", "1..2", ",5,", "1e999", "0x10", "NaN", "inf"})
    EXPECT_EQ(number(text), "none") << text;
}

TEST(ClerkTest, decimals_are_big_endian_bytes) {
  EXPECT_EQ(read_decimal_bytes("DeqA", 2), 9120.0);  // 0x0DEA80
  EXPECT_EQ(read_decimal_bytes("/w==", 0), -1.0);
  EXPECT_EQ(read_decimal_bytes("/zg=", 2), -2.0);
  EXPECT_EQ(read_decimal_bytes("AMg=", 2), 2.0);
  EXPECT_FALSE(read_decimal_bytes("", 2));
  EXPECT_FALSE(read_decimal_bytes("!!", 2));
  EXPECT_FALSE(read_decimal_bytes("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 2));
}

std::string day(std::string_view text, std::string_view form) {
  const auto date = read_day(text, *time_form(form));
  return date ? format_date(*date) : "none";
}

TEST(ClerkTest, days_are_read_in_each_form) {
  EXPECT_EQ(day("2026-02-03", "iso"), "2026-02-03");
  EXPECT_EQ(day("2026-02-03T23:30:00-05:00", "iso"), "2026-02-04");
  EXPECT_EQ(day("2026-02-03T00:30:00+0100", "iso"), "2026-02-02");
  EXPECT_EQ(day("2026-02-03 23:30:00", "iso"), "2026-02-03");
  EXPECT_EQ(day("/Date(1770076800000)/", "odata"), "2026-02-03");
  EXPECT_EQ(day("/Date(1770076800000+0000)/", "odata"), "2026-02-03");
  EXPECT_EQ(day("20260203", "yyyymmdd"), "2026-02-03");
  EXPECT_EQ(day("20260203093144", "yyyymmdd"), "2026-02-03");
  EXPECT_EQ(day("03.02.2026", "dmy"), "2026-02-03");
  EXPECT_EQ(day("2/3/2026", "mdy"), "2026-02-03");
  EXPECT_EQ(day("20487", "days"), "2026-02-03");
  EXPECT_EQ(day("1770111104", "s"), "2026-02-03");
  EXPECT_EQ(day("1770111104000000", "us"), "2026-02-03");
  EXPECT_EQ(day("-1", "s"), "1969-12-31");
}

TEST(ClerkTest, what_is_no_day_is_none) {
  for (const char* text :
       {"2026-02-30", "2026-13-01", "2026-2-3", "26-02-03", "20261301", "/Date(x)/", "/Date(1)",
        "2026-02-03T25:00:00Z", "2026-02-03Tnoon", "", "today", "99999999999999999999"})
    EXPECT_EQ(day(text, "iso"), "none") << text;
  EXPECT_EQ(day("31.02.2026", "dmy"), "none");
  EXPECT_EQ(day("999999999", "days"), "none");
  EXPECT_FALSE(time_form("unix"));
}

std::string moment(std::string_view text, std::string_view form, std::string_view zone = "") {
  Arena arena;
  const auto time = read_time(text, *time_form(form), zone, arena);
  return time ? std::string(*time) : "none";
}

TEST(ClerkTest, a_moment_keeps_its_zone_and_needs_one) {
  EXPECT_EQ(moment("2026-02-03T04:31:44-05:00", "iso"), "2026-02-03T04:31:44-05:00");
  EXPECT_EQ(moment("2026-02-03T09:31:44.000+0000", "iso"), "2026-02-03T09:31:44.000+00:00");
  EXPECT_EQ(moment("2026-02-03T09:31:44Z", "iso"), "2026-02-03T09:31:44Z");
  EXPECT_EQ(moment("2026-02-03 09:31:44", "iso"), "none");
  EXPECT_EQ(moment("2026-02-03 09:31:44", "iso", "Z"), "2026-02-03T09:31:44Z");
  EXPECT_EQ(moment("2026-02-03 09:31", "iso", "+01:00"), "2026-02-03T09:31:00+01:00");
  EXPECT_EQ(moment("1770111104", "s"), "2026-02-03T09:31:44Z");
  EXPECT_EQ(moment("1770111104123", "ms"), "2026-02-03T09:31:44.123Z");
  EXPECT_EQ(moment("2026-02-03", "iso"), "2026-02-03");
}

TEST(ClerkTest, countries_are_read_in_any_spelling) {
  for (const char* text : {"SG", "sg", "SGP", "702", "Singapore", "Singapur", "singapore "})
    EXPECT_EQ(read_country(text).text(), "SG") << text;
  EXPECT_EQ(read_country("Denmark").text(), "DK");
  EXPECT_EQ(read_country("CHN").text(), "CN");
  EXPECT_EQ(read_country("中国").text(), "CN");
  EXPECT_EQ(read_country("8").text(), "AL");
  for (const char* text : {"", "Atlantis", "ZZ", "ZZZ", "999", "-", "1000"})
    EXPECT_FALSE(read_country(text).known()) << text;
}

TEST(ClerkTest, roles_are_read_by_their_codes_and_others_are_kept_as_other) {
  EXPECT_EQ(read_role("sap", "WE"), "ultimate_consignee");
  EXPECT_EQ(read_role("sap", "SP"), "freight_forwarder");
  EXPECT_EQ(read_role("x12", "BY"), "purchaser");
  EXPECT_EQ(read_role("edifact", "UD"), "end_user");
  EXPECT_EQ(read_role("sap", "Z9"), "other");
  EXPECT_FALSE(is_role_scheme("iso"));
}

TEST(ClerkTest, words_for_nothing_are_nothing) {
  for (const char* text : {"", "  ", "-", "N/A", "n/a", "null", "—"}) EXPECT_TRUE(says_nothing(text)) << text;
  for (const char* text : {"NA", "No", "None Ltd", "0", "--x", "Null Co"})
    EXPECT_FALSE(says_nothing(text)) << text;
}

}  // namespace
}  // namespace ordergate::mapping
