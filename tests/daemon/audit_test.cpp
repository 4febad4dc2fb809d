// The audit: what it proves, and what it does not whatever the ledger says.
#include "daemon/audit.h"

#include <gtest/gtest.h>

namespace ordergate::daemon {
namespace {

constexpr Slot kSlot{0};
constexpr Ticket kFirst{7}, kSecond{8}, kThird{9};

Pieces pieces(std::initializer_list<OutputTopic> topics) {
  Pieces made;
  for (const OutputTopic topic : topics) made.add(topic);
  return made;
}
const Pieces kVerdict = pieces({OutputTopic::verdicts});

class AuditTest : public ::testing::Test {
 protected:
  AuditTest() { audit.open(kSlot, 100); }
  void acknowledge(Ticket ticket, OutputTopic topic = OutputTopic::verdicts) {
    audit.acknowledged(kSlot, ticket, topic);
  }
  DeliveryAudit audit;
};

TEST_F(AuditTest, proves_nothing_beyond_where_reading_started) {
  EXPECT_TRUE(audit.proves(kSlot, 100));
  EXPECT_FALSE(audit.proves(kSlot, 101));
}

TEST_F(AuditTest, proves_what_was_acknowledged_with_everything_before_it) {
  audit.admitted(kSlot, kFirst, 100, 100, kVerdict);
  audit.admitted(kSlot, kSecond, 101, 101, kVerdict);
  acknowledge(kSecond);
  EXPECT_FALSE(audit.proves(kSlot, 101));
  acknowledge(kFirst);
  EXPECT_TRUE(audit.proves(kSlot, 102));
  EXPECT_FALSE(audit.proves(kSlot, 103));
}

TEST_F(AuditTest, an_acknowledgement_of_the_same_piece_twice_is_none_of_the_other) {
  audit.admitted(kSlot, kFirst, 100, 100, pieces({OutputTopic::verdicts, OutputTopic::dead_letter}));
  acknowledge(kFirst);
  acknowledge(kFirst);
  EXPECT_FALSE(audit.proves(kSlot, 101));
  acknowledge(kFirst, OutputTopic::dead_letter);
  EXPECT_TRUE(audit.proves(kSlot, 101));
}

TEST_F(AuditTest, an_acknowledgement_of_another_ticket_proves_nothing) {
  audit.admitted(kSlot, kFirst, 100, 100, kVerdict);
  acknowledge(kSecond);
  acknowledge(Ticket{(std::uint64_t{1} << 32) | kFirst.value});  // of an earlier assignment
  EXPECT_FALSE(audit.proves(kSlot, 101));
}

TEST_F(AuditTest, a_record_that_does_not_continue_the_partition_is_never_proved) {
  audit.admitted(kSlot, kFirst, 100, 100, kVerdict);
  audit.admitted(kSlot, kSecond, 103, 103, kVerdict);  // nobody told of a gap
  acknowledge(kFirst);
  acknowledge(kSecond);
  EXPECT_TRUE(audit.proves(kSlot, 101));
  EXPECT_FALSE(audit.proves(kSlot, 104));
}

TEST_F(AuditTest, a_gap_that_was_told_of_and_a_record_without_answer_are_accounted_for) {
  audit.admitted(kSlot, kFirst, 100, 104, {});
  EXPECT_TRUE(audit.proves(kSlot, 105));
}

TEST_F(AuditTest, what_is_read_again_is_owed_again_with_the_gap_before_it) {
  audit.admitted(kSlot, kFirst, 100, 100, kVerdict);
  audit.admitted(kSlot, kSecond, 101, 105, kVerdict);
  acknowledge(kFirst);
  audit.read_again(kSlot, 105);
  acknowledge(kSecond);
  EXPECT_FALSE(audit.proves(kSlot, 106));
  audit.admitted(kSlot, kThird, 105, 105, kVerdict);
  acknowledge(kThird);
  EXPECT_TRUE(audit.proves(kSlot, 106));
}

TEST_F(AuditTest, what_was_proved_is_not_any_more_once_it_is_read_again) {
  audit.admitted(kSlot, kFirst, 100, 100, kVerdict);
  acknowledge(kFirst);
  audit.read_again(kSlot, 100);
  EXPECT_FALSE(audit.proves(kSlot, 101));
}

TEST_F(AuditTest, where_the_start_is_unknown_the_first_record_says_it) {
  audit.open(kSlot, -1);
  audit.admitted(kSlot, kFirst, 500, 500, kVerdict);
  acknowledge(kFirst);
  EXPECT_TRUE(audit.proves(kSlot, 501));
}

TEST_F(AuditTest, counts_what_is_committed_without_a_proof) {
  EXPECT_EQ(audit.unproven(kSlot), 0);
  audit.admitted(kSlot, kFirst, 100, 100, kVerdict);
  audit.committed(kSlot, 101);
  EXPECT_EQ(audit.unproven(kSlot), 1);
  acknowledge(kFirst);
  EXPECT_EQ(audit.unproven(kSlot), 0);
}

TEST_F(AuditTest, tickets_are_found_when_their_numbers_wrap_around) {
  const Ticket last{0xffffffff}, next{0};
  audit.admitted(kSlot, last, 100, 100, kVerdict);
  audit.admitted(kSlot, next, 101, 101, kVerdict);
  acknowledge(next);
  acknowledge(last);
  EXPECT_TRUE(audit.proves(kSlot, 102));
}

}  // namespace
}  // namespace ordergate::daemon
