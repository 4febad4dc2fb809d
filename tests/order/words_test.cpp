#include "order/words.h"

#include <gtest/gtest.h>

namespace ordergate {
namespace {

/// Every word leads back to its value, and the last value of the enum has the last word.
template <typename Table, typename E>
void expect_round_trip(const Table& table, E last) {
  EXPECT_EQ(static_cast<std::size_t>(last) + 1, table.words.size());
  for (std::size_t i = 0; i < table.words.size(); ++i) {
    ASSERT_FALSE(table.words[i].empty());
    EXPECT_EQ(table.find(table.words[i]), static_cast<E>(i)) << table.words[i];
    EXPECT_EQ(to_string(static_cast<E>(i)), table.words[i]);
  }
  EXPECT_FALSE(table.find(""));
  EXPECT_FALSE(table.find("nonsense"));
}

TEST(Words, EveryEnumReadsBothWays) {
  expect_round_trip(kOrderKindWords, OrderKind::service);
  expect_round_trip(kOrderActionWords, OrderAction::service);
  expect_round_trip(kPartyRoleWords, PartyRole::contact);
  expect_round_trip(kPartyKindWords, PartyKind::government);
  expect_round_trip(kAddressTypeWords, AddressType::mail_drop);
  expect_round_trip(kIdentifierTypeWords, IdentifierType::swift);
  expect_round_trip(kLicenseTypeWords, LicenseType::national);
  expect_round_trip(kDecisionWords, Decision::deny);
  expect_round_trip(kOutcomeWords, Outcome::deny);
  expect_round_trip(kReviewPolicyWords, ReviewPolicy::policy_of_denial);
  expect_round_trip(kOrderErrorWords, OrderError::invalid_value);
}

TEST(Words, StandAtTheirValue) {
  EXPECT_EQ(to_string(OrderAction::export_), "export");
  EXPECT_EQ(to_string(PartyRole::iaas_customer), "iaas_customer");
  EXPECT_EQ(to_string(AddressType::virtual_office), "virtual_office");
  EXPECT_EQ(to_string(IdentifierType::imo), "imo");
  EXPECT_EQ(to_string(OrderError::trailing_content), "trailing_content");
  EXPECT_EQ(to_string(OrderError::duplicate_key), "duplicate_key");
}

}  // namespace
}  // namespace ordergate
