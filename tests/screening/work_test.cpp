// The bounds of one record: a search for the order that takes and tells the most, under the limits of
// base/limits.h. Counted in units of work and in bytes, never by the clock.
#include "base/work.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "decisions/overlay.h"
#include "order/encoder.h"
#include "order/parser.h"
#include "rules/evaluation/verdict_bounds.h"
#include "screening/fold_stage.h"
#include "screening/item_stage.h"
#include "screening/party_stage.h"
#include "screening/picture.h"
#include "screening/screener.h"
#include "screening/snapshot.h"
#include "screening/text_stage.h"
#include "tests/support/seed.h"

namespace ordergate {
namespace {

constexpr Date kToday = Date::from_ymd(2026, 9, 1);
/// The parts stop when their work is used up; what one was just at (a name, a text of 64 KiB, a rule) is
/// finished.
constexpr std::uint64_t kOvershoot = 1'000'000;
constexpr std::uint64_t kWorkMax = kPartiesWorkMax + kItemsWorkMax + kTextsWorkMax + kPlacesWorkMax +
                                   kFoldWorkMax + kRulesWorkMax + kOvershoot;
/// Findings, places, and what else stands in a verdict, a quoted name of 64 KiB among it.
constexpr std::size_t kVerdictBytesMax =
    rules::kFindingsBytesMax + rules::kMissingBytesMax + (std::size_t{128} << 10);

std::shared_ptr<const Snapshot> snapshot() {
  static const auto made = load_snapshot({}).value();
  return made;
}

struct Answer {
  std::string verdict, error;
  Decision decision = Decision::allow;
  std::uint64_t work = 0;
};

/// The parts of a screening one by one, each with the work it took.
class Stages {
 public:
  Stages() {
    items_.use(snapshot()->book().items());
    texts_.use(snapshot()->flags());
  }
  std::uint64_t work(const std::string& record, const decisions::Overlay* overlay = nullptr) {
    arena_.reset();
    Order order;
    const ParseFailure failure = parser_.parse(record, arena_, order);
    EXPECT_FALSE(failure) << failure.message << " at " << failure.at;
    if (failure) return 0;
    rules::prepare_order(order, arena_);
    folded_.fold(order, arena_);
    parties_.screen(order, folded_, snapshot()->watchlist());
    items_.identify(order, folded_, snapshot()->book().items());
    texts_.scan(order, folded_, snapshot()->flags(), snapshot()->watchlist(), arena_);
    picture_.read(order, folded_, snapshot()->gazetteer(), arena_);
    rules::RuleInput input;
    input.order = &order;
    input.regime_date = order.regime_date(kToday);
    input.watchlist = &snapshot()->watchlist();
    input.parties = parties_.parties();
    input.items = items_.readings();
    input.texts = texts_.texts();
    input.text_hits = texts_.hits();
    input.places = picture_.places();
    input.decisions = overlay;
    Verdict verdict;
    snapshot()->book().evaluate(input, rules_, arena_, verdict);
    return folded_.work() + party_work() + items_.work() + texts_.work() + picture_.work() +
           rules::work_of(rules_);
  }

  [[nodiscard]] std::uint64_t party_work() { return parties_.work(); }
  [[nodiscard]] std::uint64_t rules_work() { return rules::work_of(rules_); }

 private:
  OrderParser parser_{RecordLimits{}};
  Arena arena_;
  FoldStage folded_;
  PartyStage parties_;
  ItemStage items_;
  TextStage texts_;
  Picture picture_;
  rules::RuleScratch rules_;
};

/// Screens, and takes the work; both remember what they met before.
struct Desk {
  Desk() { screener.use(snapshot()); }
  Screener screener{RecordLimits{}};
  Stages stages;
};

Answer ask(Desk& desk, const std::string& record) {
  RecordContext context;
  context.source.file = "worst";
  context.today = kToday;
  const Verdict& verdict = desk.screener.screen(record, context);
  Answer answer{"", std::string(verdict.error.code), verdict.decision, desk.stages.work(record)};
  encode_verdict(verdict, "{}", 0, answer.verdict);
  return answer;
}

/// What an order is made of: how often each of its lists repeats, and how alike the entries are.
struct Shape {
  int parties = 1, owners = 0, aliases = 0, addresses = 0, items = 1, text_bytes = 0;
  bool listing = false, worldwide = false, listed = false, equal = false;
};

std::string name_of(const Shape& shape, int number) {
  static constexpr const char* kListed[] = {"Copper Finch University of Technology",
                                            "Joint Stock Company Tundra Instrument Plant",
                                            "Violet Abacus Supercomputing Center"};
  const std::string base = shape.listed ? kListed[number % 3] : "Harbor Juniper Quarry Works";
  return shape.equal ? base : base + " " + std::to_string(number);
}

template <typename Each>
std::string list_of(const char* key, int count, Each each) {
  if (count == 0) return "";
  std::string text = std::string(",\"") + key + "\":[";
  for (int i = 0; i < count; ++i) text.append(i == 0 ? "" : ",").append(each(i));
  return text + "]";
}

std::string party(const Shape& shape, int number) {
  const auto quoted = [&](int i) { return '"' + name_of(shape, number * 1000 + i) + '"'; };
  return R"({"name":)" + quoted(0) + list_of("aliases", shape.aliases, quoted) +
         list_of(
             "addresses", shape.addresses,
             [&](int i) { return "\"" + std::to_string(i) + " Harbor Road, Room 7, Shenzhen, China\""; }) +
         list_of("owners", shape.owners,
                 [&](int i) { return R"({"name":)" + quoted(i) + R"(,"percent":1})"; }) +
         "}";
}

std::string order_of(const Shape& shape) {
  std::string text = R"({"order_id":"W","from_country":"US","ship_date":"2026-03-01","kind":)";
  text += shape.listing ? R"("listing","listing":{"title":"H100","ships_to":)"
                        : R"("sale","destination_country":"SG")";
  if (shape.listing) text += shape.worldwide ? R"(["*"]})" : R"(["SG","CN","IR","DE"]})";
  text += list_of("parties", shape.parties, [&](int i) { return party(shape, i); });
  const std::string words(static_cast<std::size_t>(shape.text_bytes), 'w');
  text += list_of("items", shape.items, [&](int i) {
    return R"({"quantity":8,"manufacturer":"NVIDIA","description":"HGX H200 8-GPU baseboard )" +
           (shape.equal ? "" : std::to_string(i)) + " " + words + R"("})";
  });
  return text + "}";
}

Shape change(Shape shape, std::minstd_rand& random) {
  constexpr int kCounts[] = {0, 1, 4, 16, 64, 200, 512};
  const auto count = [&](int most) { return std::min(kCounts[random() % 7], most); };
  switch (random() % 8) {
    case 0:
      shape.parties = std::max(1, count(64));
      break;
    case 1:
      shape.owners = count(512);
      break;
    case 2:
      shape.aliases = count(64);
      break;
    case 3:
      shape.addresses = count(64);
      break;
    case 4:
      shape.items = std::max(1, count(512));
      break;
    case 5:
      shape.text_bytes = count(512) * static_cast<int>(random() % 128);
      break;
    case 6:
      shape.listing = random() % 2 == 0;
      shape.worldwide = random() % 2 == 0;
      break;
    default:
      shape.listed = random() % 2 == 0;
      shape.equal = random() % 2 == 0;
  }
  return shape;
}

void expect_bounded(const Answer& answer) {
  EXPECT_LE(answer.work, kWorkMax);
  EXPECT_LE(answer.verdict.size(), kVerdictBytesMax);
  if (!answer.error.empty()) {
    EXPECT_NE(answer.decision, Decision::allow);
  }
}

/// Climbs from one order to worse ones.
void search(const std::function<std::uint64_t(const Answer&)>& badness) {
  std::minstd_rand random(test::seed());
  Desk desk;
  Shape worst;
  std::uint64_t most = 0;
  for (int i = 0; i < 60; ++i) {
    const Shape shape = change(worst, random);
    const std::string record = order_of(shape);
    if (record.size() > RecordLimits{}.record_bytes_max) continue;
    const Answer answer = ask(desk, record);
    expect_bounded(answer);
    if (badness(answer) < most) continue;
    most = badness(answer);
    worst = shape;
  }
  std::printf("the worst found: %llu, an order of %zu bytes\n", static_cast<unsigned long long>(most),
              order_of(worst).size());
}

TEST(Work, the_order_that_takes_the_most_stays_under_the_bound) {
  search([](const Answer& answer) { return answer.work; });
}

TEST(Work, the_order_that_tells_the_most_stays_under_the_bound) {
  search([](const Answer& answer) { return answer.verdict.size(); });
}

Shape crowded() {
  Shape shape;
  shape.parties = 64;
  shape.owners = 200;
  shape.listed = true;
  return shape;
}

TEST(Work, an_order_over_the_bound_is_held_and_says_so) {
  Desk desk;
  const Answer answer = ask(desk, order_of(crowded()));
  expect_bounded(answer);
  EXPECT_EQ(answer.error, "screened_in_part");
  EXPECT_NE(answer.decision, Decision::allow);
}

/// Lines of unknown goods with long descriptions fill the room; the last line is denied by a later rule.
TEST(Work, a_denial_behind_more_findings_than_there_is_room_for_denies_and_is_told) {
  std::string words;
  for (int i = 0; i < 12; ++i) words += "graphics board of an unknown maker with 80GB HBM3 memory ";
  std::string record =
      R"({"order_id":"W","kind":"sale","from_country":"US","ship_date":"2026-03-01","destination_country":"CN",)"
      R"("parties":[{"role":"purchaser","name":"Harbor Works","country":"CN","headquarters_country":"CN",)"
      R"("ultimate_parent":{"name":"self"}}])";
  record += list_of("items", 512, [&](int i) {
    return i < 511 ? R"({"quantity":8,"description":")" + words + "\"}"
                   : R"({"quantity":1,"eccn":"0A606.a"})";
  });
  Desk desk;
  const Answer answer = ask(desk, record + "}");
  expect_bounded(answer);
  EXPECT_EQ(answer.error, "screened_in_part");
  EXPECT_EQ(answer.decision, Decision::deny);
  const std::size_t first = answer.verdict.find(R"("outcome":)");
  EXPECT_EQ(answer.verdict.substr(first, 16), R"("outcome":"deny")") << answer.verdict.substr(0, 600);
}

/// The listed designer twice as the purchaser, once as the end user; one owner three times, and once with
/// another share.
TEST(Work, equal_parties_and_owners_are_searched_and_told_once) {
  const auto order = [](const std::string& parties) {
    return R"({"order_id":"W","kind":"sale","from_country":"US","destination_country":"SG","ship_date":"2026-03-01",)"
           R"("items":[{"eccn":"EAR99","quantity":1,"description":"keyboard"}],"parties":[)" +
           parties + "]}";
  };
  const auto count = [](const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
  };
  const std::string listed = "Northern Lantern Microsystems Co., Ltd.";
  const std::string owner = R"({"name":")" + listed + R"(","country":"CN","percent":30})";
  const std::string other = R"({"name":")" + listed + R"(","country":"CN","percent":31})";
  const auto party = [](const std::string& role, const std::string& name, const std::string& owners) {
    return R"({"role":")" + role + R"(","name":")" + name + R"(","country":"SG","owners":[)" + owners + "]}";
  };
  Desk desk;
  const std::string buyer = party("purchaser", listed, "");
  const std::string once = ask(desk, order(buyer)).verdict;
  const std::size_t told = count(once, R"("subject":"parties[0].name")");
  ASSERT_GT(told, 0U) << once;
  const std::string thrice =
      ask(desk, order(buyer + "," + buyer + "," + party("end_user", listed, ""))).verdict;
  EXPECT_EQ(count(thrice, R"("subject":"parties[0].name")"), told);
  EXPECT_EQ(count(thrice, R"("subject":"parties[1].name")"), 0U);
  EXPECT_GT(count(thrice, R"("subject":"parties[2].name")"), 0U) << "in another role it is another party";

  Stages two, nine;
  two.work(order(buyer + "," + buyer));
  std::string many = buyer;
  for (int i = 0; i < 8; ++i) many.append(",").append(buyer);
  nine.work(order(many));
  EXPECT_EQ(nine.party_work(), two.party_work());

  Stages one_owner, many_owners;
  one_owner.work(order(party("purchaser", "Harbor Works", owner + "," + other)));
  many_owners.work(
      order(party("purchaser", "Harbor Works", owner + "," + owner + "," + other + "," + owner)));
  EXPECT_EQ(many_owners.party_work(), one_owner.party_work());
}

/// Whom decisions are about: what the party says is read, and counted, once for all that it is met as.
TEST(Work, decisions_read_a_party_once_however_many_entries_it_is_met_as) {
  const auto order = [](int aliases, int addresses) {
    const Shape listed{.listed = true};
    return R"({"order_id":"W","kind":"sale","from_country":"US","destination_country":"SG","ship_date":"2026-03-01",)"
           R"("items":[{"eccn":"EAR99","quantity":1,"description":"keyboard"}],"parties":[{"name":")" +
           name_of(listed, 0) + '"' +
           list_of("aliases", aliases, [&](int i) { return '"' + name_of(listed, i + 1) + '"'; }) +
           list_of("addresses", addresses,
                   [](int i) { return "\"" + std::to_string(i) + " Harbor Road, Room 7, Shenzhen\""; }) +
           "}]}";
  };
  const auto overlay = decisions::OverlayBuilder({}).build();
  const auto taken = [&](const std::string& record) {
    Stages plain, decided;
    plain.work(record);
    decided.work(record, overlay.get());
    return decided.rules_work() - plain.rules_work();
  };
  const std::string many = order(2, 60);
  EXPECT_GE(taken(many), 60U * 30U);
  EXPECT_LE(taken(many), many.size() + 300U);
}

/// What a name says in brackets is searched a second time: by about as much as the bare words.
TEST(Work, every_search_of_a_name_is_counted) {
  const auto order = [](const std::string& name) {
    return R"({"order_id":"W","kind":"sale","from_country":"US","destination_country":"SG","ship_date":"2026-03-01",)"
           R"("parties":[{"name":")" +
           name + R"("}],"items":[{"eccn":"EAR99","quantity":1,"description":"keyboard"}]})";
  };
  Stages plain, apart;
  const std::uint64_t once = plain.work(order("Harbor Juniper Quarry Works of Lantern Street"));
  const std::uint64_t twice = apart.work(order("Harbor (Juniper Quarry Works of Lantern Street)"));
  EXPECT_GT(twice, once + 300);
}

TEST(Work, the_same_order_takes_the_same_and_says_the_same_with_warm_and_cold_caches) {
  for (Shape shape : {crowded(), Shape{.parties = 64, .aliases = 64, .items = 512, .text_bytes = 300}}) {
    const std::string record = order_of(shape);
    Desk warm;
    const Answer first = ask(warm, record);
    (void)ask(warm, order_of({}));
    const Answer again = ask(warm, record);
    EXPECT_EQ(first.work, again.work);
    EXPECT_EQ(first.verdict, again.verdict);
  }
}

TEST(Work, an_order_of_many_plain_lines_is_screened_whole) {
  std::string record =
      R"({"order_id":"W","kind":"sale","from_country":"US","ship_date":"2026-03-01",)"
      R"("destination_country":"DE","parties":[{"role":"purchaser","name":"Harbor Works GmbH",)"
      R"("country":"DE","headquarters_country":"DE","ultimate_parent":{"name":"self"}}])";
  record += list_of("items", 512, [](int i) {
    return R"({"quantity":3,"eccn":"EAR99","description":"USB keyboard, German layout, box )" +
           std::to_string(i) + R"("})";
  });
  Desk desk;
  const Answer answer = ask(desk, record + "}");
  EXPECT_EQ(answer.error, "");
  EXPECT_EQ(answer.decision, Decision::allow) << answer.verdict.substr(0, 800);
}

}  // namespace
}  // namespace ordergate
