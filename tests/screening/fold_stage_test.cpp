// Each text of an order is folded once, in its own stage, and not at all when it is remembered.
#include "screening/fold_stage.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "order/parser.h"
#include "rules/evaluation/rulebook.h"
#include "screening/item_stage.h"
#include "screening/picture.h"
#include "screening/snapshot.h"
#include "screening/text_stage.h"

namespace ordergate {
namespace {

std::shared_ptr<const Snapshot> snapshot() {
  static const auto made = load_snapshot({}).value();
  return made;
}

/// A text in every field that a finder reads, each its own.
constexpr const char* kSale =
    R"({"order_id":"F","kind":"sale","from_country":"US","destination_country":"DE","ship_date":"2026-03-01",
    "parties":[{"role":"purchaser","name":"Harbor Works GmbH","native_name":"Hafenwerke","country":"DE",
      "business":"makes harbor cranes","addresses":[{"street":"5 Quay Road","city":"Bremen","region":"Bremen Land",
      "postal_code":"28195","country":"DE"},"7 Dock Lane, Hamburg"]}],
    "items":[{"description":"crane motor","model":"CM-5","manufacturer":"Dockside","quantity":1},
      {"description":"crane hook","quantity":2}],
    "end_use":{"text":"lifting of containers"},"notes":"call before delivery","remarks":"gate four",
    "site":{"operator":"Quay Operator","country":"DE","address":"9 Pier Street, Bremen","space":"two halls"},
    "documents":[{"type":"end_user_certificate","id":"EUC-7","covers_parties":["Covered Works"]}],
    "licenses":[{"id":"D1","licensee":"Licensed Works","end_user":"Using Works"}]})";
constexpr const char* kListing =
    R"({"order_id":"F","kind":"listing","from_country":"US","created_at":"2026-03-01T00:00:00Z",
    "listing":{"title":"crane motor","description":"of a <b>harbor</b> crane","ships_to":["DE"]}})";

struct Folded {
  std::size_t ahead = 0, in_all = 0;
};

struct Stages {
  Stages() {
    items.use(snapshot()->book().items());
    texts.use(snapshot()->flags());
  }
  Folded screen(const std::string& record) {
    arena.reset();
    Order order;
    const ParseFailure failure = parser.parse(record, arena, order);
    EXPECT_FALSE(failure) << failure.message << " at " << failure.at;
    rules::prepare_order(order, arena);
    folded.fold(order, arena);
    Folded count;
    count.ahead = folded.folded().count();
    items.identify(order, folded, snapshot()->book().items());
    texts.scan(order, folded, snapshot()->flags(), snapshot()->watchlist(), arena);
    picture.read(order, folded, snapshot()->gazetteer(), arena);
    count.in_all = folded.folded().count();
    return count;
  }
  OrderParser parser{RecordLimits{}};
  Arena arena;
  FoldStage folded;
  ItemStage items;
  TextStage texts;
  Picture picture;
};

TEST(FoldStage, FoldsEveryTextAheadOfItsFinders) {
  for (const char* const record : {kSale, kListing}) {
    Stages stages;
    const Folded count = stages.screen(record);
    EXPECT_GT(count.ahead, 1U);
    EXPECT_EQ(count.in_all, count.ahead) << "a field that fold() does not visit, in " << record;
  }
}

TEST(FoldStage, FoldsNoTextThatFindersRemember) {
  for (const char* const record : {kSale, kListing}) {
    Stages stages;
    (void)stages.screen(record);
    const Folded again = stages.screen(record);
    EXPECT_EQ(again.in_all, 0U) << "a text that fold() visits and no finder remembers, in " << record;
  }
}

TEST(FoldStage, FoldsNothingMoreThanItsFindersRead) {
  Stages all;
  const std::size_t ahead = all.screen(kSale).ahead;
  // name, native name, business, three parts of an address and their whole, one free address, two lines, a
  // model, end use, notes, remarks, the site's address and space, a covered party, licensee, end user
  EXPECT_EQ(ahead, 19U);
}

TEST(FoldStage, ALongRecordIsFoldedAheadUpToItsBoundAndBehindItWhereItIsRead) {
  std::string record =
      R"({"order_id":"F","kind":"sale","from_country":"US","destination_country":"DE",)"
      R"("ship_date":"2026-03-01","parties":[{"role":"purchaser","name":"Harbor Works GmbH"}],)"
      R"("items":[{"description":"crane","quantity":1})";
  for (int i = 0; i < 14; ++i)
    record += R"(,{"quantity":1,"description":")" + std::to_string(i) + std::string(60'000, 'w') + "\"}";
  record += "]}";
  Stages stages;
  const Folded count = stages.screen(record);
  EXPECT_LT(count.ahead, 14U);
  EXPECT_LE(stages.folded.work(), kFoldWorkMax + (std::uint64_t{64} << 10) + 5);
}

TEST(FoldStage, JoinsThePartsOfAnAddressOnce) {
  Stages stages;
  (void)stages.screen(kSale);
  EXPECT_EQ(stages.folded.address(0, 0), "5 Quay Road, Bremen, Bremen Land, 28195");
  EXPECT_EQ(stages.folded.address(0, 1), "7 Dock Lane, Hamburg");
}

TEST(FoldStage, ForgetsAtASwapOfTheSnapshot) {
  Stages stages;
  (void)stages.screen(kSale);
  stages.folded.clear();
  EXPECT_EQ(stages.folded.recall("crane hook", TextAs::text), nullptr);
}

}  // namespace
}  // namespace ordergate
