// The whole way from a record's bytes to a verdict, on the sample list and the pack inside the binary.
#include "screening/screener.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "lists/reader.h"
#include "order/encoder.h"
#include "screening/snapshot.h"
#include "tests/support/allocation_counter.h"

namespace ordergate {
namespace {

constexpr Date kToday = Date::from_ymd(2026, 9, 1);

std::shared_ptr<const Snapshot> sample_snapshot() {
  static const std::shared_ptr<const Snapshot> snapshot = [] {
    Result<std::shared_ptr<const Snapshot>> loaded = load_snapshot({});
    if (!loaded) ADD_FAILURE() << loaded.error().text;
    return std::move(loaded).value();
  }();
  return snapshot;
}

Screener sample_screener(const RecordLimits& limits = {}) {
  Screener screener(limits);
  screener.use(sample_snapshot());
  return screener;
}

RecordContext line(std::uint64_t number) {
  RecordContext context;
  context.source.file = "orders.ndjson";
  context.source.line = number;
  context.today = kToday;
  return context;
}

std::vector<std::string> example_orders() {
  std::ifstream file(std::string(OG_SOURCE_DIR) + "/examples/orders.ndjson");
  std::vector<std::string> lines;
  for (std::string text; std::getline(file, text);) lines.push_back(text);
  return lines;
}

std::string encoded(const Verdict& verdict) {
  std::string out;
  encode_verdict(verdict, snapshot_json(*sample_snapshot()), 0, out);
  return out;
}

std::string sale_to(const std::string& name, const std::string& country) {
  return R"({"order_id":"S-1","kind":"sale","created_at":"2026-02-10T09:12:00Z","from_country":"US",)"
         R"("destination_country":")" +
         country + R"(","parties":[{"role":"purchaser","name":")" + name + R"(","country":")" + country +
         R"("}],"items":[{"description":"paper clips","eccn":"EAR99","quantity":1}]})";
}

TEST(Screener, HoldsARecordThatIsNoOrderAndSaysWhere) {
  Screener screener = sample_screener();
  const Verdict& verdict = screener.screen(R"({"order_id":"X-9","kind":)", line(3));
  EXPECT_EQ(verdict.decision, Decision::hold);
  EXPECT_EQ(verdict.order_id, "X-9");
  EXPECT_EQ(verdict.error.code, "truncated_json");
  EXPECT_FALSE(verdict.error.message.empty());
  EXPECT_FALSE(verdict.summary.empty());
}

TEST(Screener, HoldsAnEmptyRecord) {
  Screener screener = sample_screener();
  EXPECT_EQ(screener.screen("", line(1)).decision, Decision::hold);
}

TEST(Screener, HoldsARecordOverTheConfiguredLimit) {
  RecordLimits limits;
  limits.record_bytes_max = 64;
  Screener screener = sample_screener(limits);
  const Verdict& verdict = screener.screen(sale_to("Anyone GmbH", "DE"), line(1));
  EXPECT_EQ(verdict.decision, Decision::hold);
  EXPECT_EQ(verdict.error.code, "record_too_large");
}

TEST(Screener, AllowsAnOrdinarySaleAndDeniesTheSameSaleToAListedParty) {
  Screener screener = sample_screener();
  EXPECT_EQ(screener.screen(sale_to("Allgaeu Druckwerk GmbH", "DE"), line(1)).decision, Decision::allow);
  EXPECT_EQ(screener.screen(sale_to("Ostrava Denied Trading s.r.o.", "CZ"), line(2)).decision,
            Decision::deny);
  EXPECT_EQ(screener.screen(sale_to("Allgaeu Druckwerk GmbH", "DE"), line(3)).decision, Decision::allow);
}

TEST(Screener, HoldsAMisspelledListedParty) {
  Screener screener = sample_screener();
  const Verdict& verdict = screener.screen(sale_to("Northern Lantren Microsystem Co Ltd", "DE"), line(1));
  EXPECT_EQ(verdict.decision, Decision::hold);
  ASSERT_FALSE(verdict.findings.empty());
  EXPECT_EQ(verdict.findings[0].rule, "party-name-fuzzy");
}

TEST(Screener, HoldsAListedNameInTheNotesAndSaysWhere) {
  Screener screener = sample_screener();
  std::string order = sale_to("Allgaeu Druckwerk GmbH", "DE");
  order.insert(order.size() - 1, R"(,"notes":"deliver on behalf of Baltic Meridian Shipping LLC, gate 4")");
  const Verdict& verdict = screener.screen(order, line(1));
  EXPECT_EQ(verdict.decision, Decision::hold);
  ASSERT_FALSE(verdict.findings.empty());
  EXPECT_EQ(verdict.findings[0].rule, "party-name-fuzzy");
  EXPECT_EQ(verdict.findings[0].subject, "notes");
}

TEST(Screener, HoldsAListedNameInAnAddressASiteOrADocumentAndSaysWhere) {
  Screener screener = sample_screener();
  const std::string name = "c/o Baltic Meridian Shipping LLC, 5 Paper Street, Hamburg";
  const struct {
    std::string subject, at, insert;
  } cases[] = {
      {"parties[0].addresses[1]", R"("country":"DE"})",
       R"("country":"DE","addresses":["Hamburg",")" + name + R"("]})"},
      {"site.address", "]}", R"(],"site":{"country":"DE","address":")" + name + R"("}})"},
      {"documents[0].covers_parties[0]", "]}",
       R"(],"documents":[{"type":"site_visit","covers_parties":[")" + name + R"("]}]})"},
  };
  for (const auto& at : cases) {
    std::string order = sale_to("Allgaeu Druckwerk GmbH", "DE");
    order.replace(order.rfind(at.at), at.at.size(), at.insert);
    for (int round = 0; round < 2; ++round) {
      const Verdict& verdict = screener.screen(order, line(1));
      EXPECT_EQ(verdict.decision, Decision::hold) << order;
      ASSERT_FALSE(verdict.findings.empty()) << order;
      EXPECT_EQ(verdict.findings[0].subject, at.subject);
    }
  }
}

/// The second text has the name at the same place as the first one; neither may be remembered as harmless.
TEST(Screener, HoldsAListedNameThatTwoTextsOfAnEarlierOrderHadAtOnePlace) {
  const std::string text = "for Baltic Meridian Shipping LLC";
  const auto order = [&](const std::string& fields) {
    std::string sale = sale_to("Allgaeu Druckwerk GmbH", "DE");
    return sale.insert(sale.size() - 1, fields);
  };
  Screener screener = sample_screener();
  const Verdict& both =
      screener.screen(order(R"(,"end_use":{"text":")" + text + R"("},"notes":")" + text + '"'), line(1));
  ASSERT_GE(both.findings.size(), 2U);
  EXPECT_EQ(both.findings[0].subject, "end_use.text");
  EXPECT_EQ(both.findings[1].subject, "notes");
  const Verdict& later = screener.screen(order(R"(,"notes":")" + text + '"'), line(2));
  EXPECT_EQ(later.decision, Decision::hold);
}

/// What goods it names is not known, and they may be goods of the order.
TEST(Screener, HoldsATextThatNamesMoreGoodsThanAreRead) {
  std::string goods;
  for (int i = 0; i < 9'000; ++i) goods += "h100 ";
  const std::string sale = sale_to("Allgaeu Druckwerk GmbH", "DE");
  Screener screener = sample_screener();
  ASSERT_EQ(screener.screen(sale, line(1)).decision, Decision::allow);
  for (const std::string& field : {R"(,"notes":")" + goods + '"', R"(,"remarks":")" + goods + '"',
                                   R"(,"end_use":{"text":")" + goods + R"("})"}) {
    std::string order = sale;
    const Verdict& verdict = screener.screen(order.insert(order.size() - 1, field), line(2));
    EXPECT_EQ(verdict.decision, Decision::hold) << field.substr(0, 20);
    EXPECT_EQ(verdict.error.code, "screened_in_part") << field.substr(0, 20);
    EXPECT_EQ(verdict.summary.find("no open restriction"), std::string_view::npos) << field.substr(0, 20);
  }
}

TEST(Screener, HoldsANameThatCannotBeRead) {
  Screener screener = sample_screener();
  EXPECT_EQ(screener.screen(sale_to("---", "DE"), line(1)).decision, Decision::hold);
  EXPECT_EQ(screener.screen(sale_to("ᚠᚢᚦᚨᚱᚲ", "DE"), line(1)).decision, Decision::hold);
  EXPECT_EQ(screener.screen(sale_to("ហ៊ុន ម៉ាណែត", "DE"), line(1)).decision, Decision::allow);
}

TEST(Screener, GivesTheSameBytesForTheSameRecord) {
  Screener first = sample_screener();
  Screener second = sample_screener();
  const std::vector<std::string> orders = example_orders();
  ASSERT_FALSE(orders.empty());
  for (const std::string& order : orders) (void)second.screen(order, line(1));  // other history
  for (const std::string& order : orders) {
    const std::string once = encoded(first.screen(order, line(7)));
    EXPECT_EQ(once, encoded(first.screen(order, line(7)))) << order;
    EXPECT_EQ(once, encoded(second.screen(order, line(7)))) << order;
  }
}

TEST(Screener, GivesAnotherIdToAnotherPlaceAndToOtherBytes) {
  Screener screener = sample_screener();
  const std::string order = sale_to("Allgaeu Druckwerk GmbH", "DE");
  const VerdictId id = screener.screen(order, line(1)).id;
  EXPECT_EQ(id.words, screener.screen(order, line(1)).id.words);
  EXPECT_NE(id.words, screener.screen(order, line(2)).id.words);
  EXPECT_NE(id.words, screener.screen(order + " ", line(1)).id.words);
}

TEST(Screener, JudgesByTheOverridingDate) {
  Screener screener = sample_screener();
  RecordContext context = line(1);
  context.date_override = Date::from_ymd(2023, 1, 2);
  EXPECT_EQ(screener.screen(sale_to("Allgaeu Druckwerk GmbH", "DE"), context).regime_date,
            Date::from_ymd(2023, 1, 2));
}

TEST(Screener, AllocatesNothingOnceWarm) {
  Screener screener = sample_screener();
  const std::vector<std::string> orders = example_orders();
  std::string out;
  const auto screen_all = [&] {
    for (const std::string& order : orders) {
      out.clear();
      encode_verdict(screener.screen(order, line(1)), snapshot_json(*sample_snapshot()), 0, out);
    }
  };
  screen_all();
  screen_all();
  EXPECT_EQ(test::count_allocations(screen_all), 0U);
}

TEST(LoadSnapshot, NamesAListThatIsNotThere) {
  SnapshotOptions options;
  options.list_paths = {"/nonexistent/list.csv"};
  const Result<std::shared_ptr<const Snapshot>> loaded = load_snapshot(options);
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().text.find("/nonexistent/list.csv"), std::string::npos);
}

TEST(LoadSnapshot, RefusesAnUnknownProfileAndAnUnknownPolicy) {
  SnapshotOptions options;
  options.profile = "lenient";
  EXPECT_FALSE(load_snapshot(options));
  options.profile = "enforced";
  options.policy = {{"no_such_setting", "1"}};
  const Result<std::shared_ptr<const Snapshot>> loaded = load_snapshot(options);
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().text.find("no_such_setting"), std::string::npos);
}

TEST(Snapshot, ChangesItsIdWithAThreshold) {
  SnapshotOptions options;
  options.name_threshold = 99;
  const Result<std::shared_ptr<const Snapshot>> loaded = load_snapshot(options);
  ASSERT_TRUE(loaded);
  EXPECT_NE(snapshot_id(*loaded.value()), snapshot_id(*sample_snapshot()));
}

TEST(Screener, WhatWasMetBeforeGetsTheSameVerdict) {
  Screener used = sample_screener();
  for (int round = 0; round < 2; ++round)
    for (const std::string& order : example_orders()) {
      Screener fresh = sample_screener();
      EXPECT_EQ(encoded(used.screen(order, line(1))), encoded(fresh.screen(order, line(1)))) << order;
    }
}

TEST(Screener, APartyListedTwiceIsOneFindingWithBothCitations) {
  std::vector<lists::ListFile> files;
  files.push_back(lists::sample_list());
  files.push_back(lists::sample_list());
  for (lists::ListEntry& entry : files[1].entries) entry.citation = "99 FR 12345";
  Result<std::shared_ptr<const Snapshot>> twice = assemble_snapshot(std::move(files), SnapshotOptions{});
  ASSERT_TRUE(twice) << twice.error().text;
  Screener screener(RecordLimits{});
  const std::string order = sale_to("Northern Lantern Microsystems Co., Ltd.", "CN");
  screener.use(sample_snapshot());
  const std::uint32_t findings = screener.screen(order, line(1)).findings.size();
  screener.use(twice.value());
  const Verdict& verdict = screener.screen(order, line(1));
  EXPECT_EQ(verdict.findings.size(), findings);
  ASSERT_TRUE(verdict.findings[0].match.present);
  EXPECT_NE(verdict.findings[0].match.citation.find("; 99 FR 12345"), std::string_view::npos)
      << verdict.findings[0].match.citation;
}

TEST(Screener, HoldsALiveOrderOfADayLongPast) {
  Screener screener = sample_screener();
  const std::string order = sale_to("Hohentwiel Klimarechnung GmbH", "DE");  // of 2026-02-10
  RecordContext context = line(1);
  EXPECT_EQ(screener.screen(order, context).decision, Decision::allow);
  context.live = true;
  context.today = Date::from_ymd(2026, 3, 12);
  EXPECT_EQ(screener.screen(order, context).decision, Decision::allow) << "30 days";
  context.today = Date::from_ymd(2026, 3, 13);
  const Verdict& held = screener.screen(order, context);
  EXPECT_EQ(held.decision, Decision::hold);
  ASSERT_FALSE(held.findings.empty());
  EXPECT_EQ(held.findings[0].rule, "date-out-of-range");
  context.date_override = Date::from_ymd(2026, 2, 10);
  EXPECT_EQ(screener.screen(order, context).decision, Decision::allow) << "--date";
}

TEST(Screener, SaysWhichPlacesItReadAndWhere) {
  Screener screener = sample_screener();
  const Verdict& verdict = screener.screen(
      R"({"order_id":"S-2","kind":"sale","created_at":"2026-02-10T09:12:00Z","from_country":"US",)"
      R"("destination_country":"AE","parties":[{"role":"purchaser","name":"Zephyrine Quill Supplies","country":"AE",)"
      R"("addresses":["Unit 5, Valiasr Street, Tehran, Iran"]}],"Notes":"","items":[{"description":"clips","quantity":1}]})",
      line(1));
  EXPECT_EQ(verdict.decision, Decision::deny);
  ASSERT_TRUE(verdict.coverage.present);
  EXPECT_EQ(verdict.coverage.ignored_keys, 1U);
  ASSERT_EQ(verdict.coverage.odd_keys.size(), 1U);
  EXPECT_EQ(verdict.coverage.odd_keys[0], "Notes");
  bool read = false;
  for (const CoveredPlace& place : verdict.coverage.places)
    read = read || (place.country == CountryCode::parse("IR") && place.at == "parties[0].addresses[0]" &&
                    place.read == "address");
  EXPECT_TRUE(read);
}

}  // namespace
}  // namespace ordergate
