// The offset ledger against a slow, obviously right reference, and its corner cases.
#include "daemon/offset_ledger.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "tests/support/seed.h"

namespace ordergate::daemon {
namespace {

TEST(OffsetLedger, nothing_is_committable_before_anything_was_read) {
  OffsetLedger ledger(8);
  const Slot slot = ledger.open("orders", 0, 42);
  EXPECT_FALSE(ledger.committable(slot));
  EXPECT_EQ(ledger.position(slot), 42);
  EXPECT_FALSE(ledger.rewind(slot));
  std::vector<Committable> taken;
  ledger.take_committable(taken);
  EXPECT_TRUE(taken.empty());
}

TEST(OffsetLedger, an_offset_waits_for_every_piece_and_for_all_before_it) {
  OffsetLedger ledger(8);
  const Slot slot = ledger.open("orders", 0, 0);
  const Ticket first = ledger.admit(slot, 10, 2, 0);
  const Ticket second = ledger.admit(slot, 11, 1, 0);
  EXPECT_TRUE(ledger.acknowledge(second).complete);
  EXPECT_FALSE(ledger.committable(slot));
  EXPECT_FALSE(ledger.acknowledge(first).complete);
  EXPECT_FALSE(ledger.committable(slot));
  EXPECT_TRUE(ledger.acknowledge(first).complete);
  EXPECT_EQ(ledger.committable(slot), 12);
}

TEST(OffsetLedger, a_tombstone_advances_alone_but_not_past_an_order_in_flight) {
  OffsetLedger ledger(8);
  const Slot slot = ledger.open("orders", 0, 0);
  ledger.admit(slot, 5, 0, 0);
  EXPECT_EQ(ledger.committable(slot), 6);
  const Ticket order = ledger.admit(slot, 6, 1, 0);
  ledger.admit(slot, 9, 0, 0);
  EXPECT_EQ(ledger.committable(slot), 6);
  ledger.acknowledge(order);
  EXPECT_EQ(ledger.committable(slot), 10);
}

TEST(OffsetLedger, tickets_of_an_earlier_assignment_are_void) {
  OffsetLedger ledger(8);
  const Slot before = ledger.open("orders", 0, 0);
  const Ticket old = ledger.admit(before, 7, 1, 0);
  ledger.close(before);
  EXPECT_FALSE(ledger.acknowledge(old).valid);
  const Slot after = ledger.open("orders", 0, 7);
  ledger.admit(after, 7, 1, 0);
  EXPECT_FALSE(ledger.acknowledge(old).valid);
  EXPECT_FALSE(ledger.slot_of(old));
  EXPECT_FALSE(ledger.committable(after));
}

TEST(OffsetLedger, rewind_goes_back_to_the_oldest_incomplete_record_and_voids_tickets) {
  OffsetLedger ledger(8);
  const Slot slot = ledger.open("orders", 0, 0);
  const Ticket a = ledger.admit(slot, 1, 1, 0);
  const Ticket b = ledger.admit(slot, 4, 1, 0);
  const Ticket c = ledger.admit(slot, 5, 1, 0);
  ledger.acknowledge(a);
  ledger.acknowledge(c);
  EXPECT_EQ(ledger.rewind(slot), 4);
  EXPECT_EQ(ledger.committable(slot), 2);
  EXPECT_FALSE(ledger.acknowledge(b).valid);
  EXPECT_FALSE(ledger.continues(slot, 3));
  EXPECT_TRUE(ledger.continues(slot, 4));
  ledger.acknowledge(ledger.admit(slot, 4, 1, 0));
  EXPECT_EQ(ledger.committable(slot), 5);
  EXPECT_EQ(ledger.rewind(slot), 5);
}

TEST(OffsetLedger, a_failed_commit_is_given_again) {
  OffsetLedger ledger(8);
  const Slot slot = ledger.open("orders", 3, 0);
  ledger.acknowledge(ledger.admit(slot, 0, 1, 0));
  std::vector<Committable> taken;
  ledger.take_committable(taken);
  ASSERT_EQ(taken.size(), 1U);
  ledger.take_committable(taken);
  EXPECT_EQ(taken.size(), 1U);
  ledger.commit_failed(slot);
  ledger.take_committable(taken);
  ASSERT_EQ(taken.size(), 2U);
  EXPECT_EQ(taken[1].next_offset, 1);
}

TEST(OffsetLedger, is_full_at_its_bound_and_open_again_after_the_oldest_is_acknowledged) {
  OffsetLedger ledger(4);
  const Slot slot = ledger.open("orders", 0, 0);
  std::vector<Ticket> tickets;
  for (int i = 0; i < 4; ++i) tickets.push_back(ledger.admit(slot, i, 1, 0));
  EXPECT_TRUE(ledger.full(slot));
  ledger.acknowledge(tickets[1]);
  EXPECT_TRUE(ledger.full(slot));
  ledger.acknowledge(tickets[0]);
  EXPECT_EQ(ledger.tracked(slot), 2U);
}

/// What the ledger promises, spelled out: offsets with the pieces they still wait for.
struct Reference {
  std::map<std::int64_t, int> waiting;
  bool read_any = false;

  [[nodiscard]] std::optional<std::int64_t> committable(std::int64_t first) const {
    std::int64_t mark = -1;
    for (const auto& [offset, pieces] : waiting) {
      if (offset < first || pieces > 0) break;
      mark = offset + 1;
    }
    return mark < 0 ? std::nullopt : std::optional(mark);
  }
};

TEST(OffsetLedger, agrees_with_the_reference_on_random_histories) {
  const unsigned seed = ordergate::test::seed();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    OffsetLedger ledger(512);
    const Slot slot = ledger.open("orders", 0, 0);
    ledger.open("orders", 1, 0);
    Reference reference;
    std::int64_t offset = random() % 1000;
    const std::int64_t first = offset;
    std::vector<std::pair<Ticket, std::int64_t>> outstanding;
    for (int step = 0; step < 400; ++step) {
      const unsigned what = random() % 100;
      if (what < 45 && !ledger.full(slot)) {
        const int pieces = static_cast<int>(random() % 4);
        const Ticket ticket = ledger.admit(slot, offset, static_cast<std::uint16_t>(pieces), 0);
        reference.waiting[offset] = pieces;
        reference.read_any = true;
        for (int i = 0; i < pieces; ++i) outstanding.emplace_back(ticket, offset);
        offset += 1 + random() % 3;
      } else if (what < 98 && !outstanding.empty()) {
        const std::size_t pick = random() % outstanding.size();
        const auto [ticket, at] = outstanding[pick];
        outstanding.erase(outstanding.begin() + static_cast<std::ptrdiff_t>(pick));
        const auto acknowledged = ledger.acknowledge(ticket);
        if (acknowledged.valid) {
          EXPECT_EQ(acknowledged.complete, --reference.waiting[at] == 0);
        }
      } else if (what >= 98) {
        const std::optional<std::int64_t> target = ledger.rewind(slot);
        EXPECT_EQ(target.has_value(), reference.read_any);
        if (!target) continue;
        reference.waiting.erase(reference.waiting.lower_bound(*target), reference.waiting.end());
        for (const auto& [at, pieces] : reference.waiting) EXPECT_EQ(pieces, 0) << at;
        offset = *target;
      }
      ASSERT_EQ(ledger.committable(slot), reference.committable(first));
    }
  }
}

}  // namespace
}  // namespace ordergate::daemon
