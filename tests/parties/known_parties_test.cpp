#include "parties/known_parties.h"

#include <gtest/gtest.h>

#include <string>

#include "parties/known_name.h"

namespace ordergate::parties {
namespace {

constexpr std::string_view kHeader =
    "id,name,headquarters_country,owners,documents,date,valid_from,valid_until\n";

std::shared_ptr<const KnownParties> known_of(const std::string& text) {
  auto known = KnownParties::read("customers.csv", text);
  if (!known) ADD_FAILURE() << known.error().text;
  return std::move(known).value();
}

std::string error_of(const std::string& text) {
  const auto known = KnownParties::read("customers.csv", text);
  return known ? "" : known.error().text;
}

/// Why the row is rejected that stands behind a good one.
std::string rejection_of(const std::string& row) {
  const auto known = known_of(std::string(kHeader) + "A,Acme Ltd,GB,,,2026-01-01,,\n" + row + "\n");
  const auto& rejections = known->files().front().rejections;
  if (rejections.size() != 1 || rejections[0].line != 3) return "not rejected";
  return rejections[0].reason;
}

TEST(KnownParties, ReadsTheSamePartyFromCsvAndFromNdjson) {
  const auto csv =
      known_of(std::string(kHeader) +
               "C-1,Acme Ltd,GB,\"Beta, Inc|60.5|US; Gamma\",end_user_certificate|2026-01-10|2027-01-09|E7,"
               "2026-01-10,2026-01-01,2027-01-09\n");
  const auto ndjson = known_of(
      R"({"id":"C-1","name":"Acme Ltd","headquarters_country":"GB","owners":[{"name":"Beta, Inc","percent":60.5,)"
      R"("country":"US"},{"name":"Gamma"}],"documents":[{"type":"end_user_certificate","date":"2026-01-10",)"
      R"("valid_until":"2027-01-09","id":"E7"}],"date":"2026-01-10","valid_from":"2026-01-01","valid_until":"2027-01-09"})");
  ASSERT_EQ(csv->find("C-1").size(), 1U);
  ASSERT_EQ(ndjson->find("C-1").size(), 1U);
  const KnownParty &one = csv->find("C-1")[0].known, &other = ndjson->find("C-1")[0].known;
  EXPECT_EQ(one.party, other.party);
  EXPECT_EQ(one.party.owners[0].name, "Beta, Inc");
  EXPECT_EQ(*one.party.owners[0].percent, 60.5);
  EXPECT_EQ(one.documents[0].type, "end_user_certificate");
  EXPECT_EQ(one.documents[0].valid_until, other.documents[0].valid_until);
  EXPECT_EQ(one.valid_from, other.valid_from);
  EXPECT_EQ(csv->find("C-1")[0].source, "customers.csv:2");
}

TEST(KnownParties, FindsNothingForAnIdThatNobodyKnowsOrNone) {
  const auto known = known_of(std::string(kHeader) + "C-1,Acme Ltd,GB,,,2026-01-10,,\n");
  EXPECT_TRUE(known->find("C-2").empty());
  EXPECT_TRUE(known->find("").empty());
}

TEST(KnownParties, GivesTheRowFoundOutLastFirst) {
  const auto known =
      known_of(std::string(kHeader) + "C-1,Acme Ltd,GB,,,2025-01-10,,\nC-2,Beta,US,,,2025-01-10,,\n" +
               "C-1,Acme Ltd,IE,,,2026-01-10,,\n");
  const auto rows = known->find("C-1");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].known.party.headquarters_country, CountryCode::parse("IE"));
  EXPECT_EQ(rows[1].known.party.headquarters_country, CountryCode::parse("GB"));
}

TEST(KnownParties, RejectsABadRowByItsLineAndKeepsTheOthers) {
  EXPECT_EQ(rejection_of("C-1,Acme Ltd,gb,,,2026-01-10,,").find("invalid_value at headquarters_country"), 0U);
  EXPECT_EQ(rejection_of(",Acme Ltd,GB,,,2026-01-10,,").find("missing_field at id"), 0U);
  EXPECT_EQ(rejection_of("C-1,,GB,,,2026-01-10,,").find("missing_field at name"), 0U);
  EXPECT_EQ(rejection_of("C-1,Acme Ltd,GB,,,,,").find("missing_field at date"), 0U);
  EXPECT_EQ(rejection_of("C-1,Acme Ltd,GB,,,10.01.2026,,").find("invalid_value at date"), 0U);
  EXPECT_EQ(rejection_of("C-1,Acme Ltd,GB,Beta|sixty,,2026-01-10,,"),
            "owners: a percentage that is no number");
  EXPECT_EQ(rejection_of("C-1,Acme Ltd,GB,Beta|101,,2026-01-10,,").find("invalid_value at owners[0].percent"),
            0U);
  EXPECT_EQ(rejection_of("C-1,Acme Ltd,GB,,a_letter|2026-01-10,2026-01-10,,")
                .find("invalid_value at documents[0].type"),
            0U);
  EXPECT_EQ(rejection_of("C-1,Acme Ltd,GB,,end_user_certificate|,2026-01-10,,")
                .find("missing_field at documents[0].date"),
            0U);
  EXPECT_EQ(rejection_of("C-1,Acme Ltd,GB,,end_user_certificate|2026-01-10|2026-01-09,2026-01-10,,"),
            "documents: valid_until is before date");
  EXPECT_EQ(rejection_of("C-1,Acme Ltd,GB,,,2026-01-10,2026-02-01,2026-01-01"),
            "valid_until is before valid_from");
  EXPECT_EQ(rejection_of("C-1,Acme Ltd"), "expected 8 fields, found 2");
  EXPECT_EQ(rejection_of("C-1," + std::string(kKnownRowBytesMax, 'x') + ",GB,,,2026-01-10,,")
                .find("record_too_large"),
            0U);
}

TEST(KnownParties, RefusesAFileThatSaysNothing) {
  EXPECT_EQ(error_of(""), "customers.csv: empty file");
  EXPECT_EQ(error_of("id,name\nC-1,Acme\n"), "customers.csv: no column \"date\" (docs/known-parties.md)");
  EXPECT_EQ(error_of(std::string(kHeader)), "customers.csv: no row could be read");
  EXPECT_EQ(error_of("id,name,date,date\n"), "customers.csv: column \"date\" stands twice");
  EXPECT_NE(error_of(R"({"id":"C-1"})").find("no row could be read; line 1: missing_field at"),
            std::string::npos);
  EXPECT_FALSE(KnownParties::load({"/nowhere/customers.csv"}).ok());
}

TEST(KnownParties, NamesColumnsThatNothingReads) {
  const auto known = known_of("id,name,date,headquarter_country,phone\nC-1,Acme,2026-01-10,DE,1\n");
  ASSERT_EQ(known->files()[0].ignored_columns.size(), 2U);
  EXPECT_EQ(known->files()[0].ignored_columns[0],
            "headquarter_country (did you mean 'headquarters_country'?)");
}

TEST(KnownParties, BoundsTheRowsOfOneId) {
  std::string text(kHeader);
  for (std::uint32_t i = 0; i <= kKnownRowsOfIdMax; ++i) text += "C-1,Acme Ltd,GB,,,2026-01-10,,\n";
  EXPECT_NE(error_of(text).find("more than 64 rows of id 'C-1'"), std::string::npos);
}

TEST(KnownName, IsTheSameButForCaseAccentsOrderPunctuationAndLegalForm) {
  matchers::NameText scratch;
  const auto key = [&](std::string_view name) { return name_key(name, scratch); };
  EXPECT_EQ(key("Hohentwiel Klimarechnung GmbH"), key("HOHENTWIEL KLIMARECHNUNG"));
  EXPECT_EQ(key("Société Générale d'Optique S.A."), key("Societe Generale d'Optique"));
  EXPECT_EQ(key("Smith, John"), key("John Smith"));
  EXPECT_NE(key("Hohentwiel Klimarechnung GmbH"), key("Hohentwiel Klimarechnung Shanghai GmbH"));
  EXPECT_NE(key("Acme Nord"), key("Acme Sued"));
  EXPECT_EQ(key("GmbH"), 0U);
  EXPECT_EQ(key(""), 0U);
}

}  // namespace
}  // namespace ordergate::parties
