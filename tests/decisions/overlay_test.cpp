#include "decisions/overlay.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ordergate::decisions {
namespace {

const std::string kParty(64, 'a'), kOther(64, 'b');

/// A clearance; `more` replaces its fields, one a line: "scope.destination=SG".
Decision clearance(const std::string& id, const std::vector<std::pair<std::string, std::string>>& more = {}) {
  Decision decision;
  decision.id = id;
  decision.by = "ada";
  decision.at = "2026-02-10T09:12:00Z";
  decision.reason = "another party";
  decision.scope.list = "EL";
  decision.scope.entry = "1";
  decision.scope.entry_hash = "h1";
  decision.scope.party = kParty;
  decision.scope.party_name = "Acme";
  for (const auto& [field, value] : more) {
    if (field == "at") decision.at = value;
    if (field == "until") decision.valid_until = parse_date(value);
    if (field == "party") decision.scope.party = value;
    if (field == "party_id") decision.scope.party_id = value;
    if (field == "destination") decision.scope.destination = CountryCode::parse(value);
    if (field == "item_class") decision.scope.item_class = value;
    if (field == "entry") decision.scope.entry = value;
  }
  return decision;
}

Decision withdrawal(const std::string& id, const std::string& of) {
  Decision decision = clearance(id);
  decision.kind = Kind::withdraw;
  decision.scope = {};
  decision.scope.decision_id = of;
  return decision;
}

std::shared_ptr<const Overlay> overlay_of(const std::vector<Decision>& decisions) {
  OverlayBuilder builder({});
  std::string lines;
  for (const Decision& each : decisions) lines += write_decision(each, nullptr) + "\n";
  EXPECT_TRUE(builder.add_lines("decisions.ndjson", lines).ok());
  for (const Rejection& each : builder.rejections()) ADD_FAILURE() << to_text(each);
  return builder.build();
}

MatchQuery query() {
  static const std::vector<std::string_view> kEccns = {"5A992.c", "EAR99"};
  MatchQuery query;
  query.list = "EL";
  query.entry = "1";
  query.entry_hash = "h1";
  query.party = kParty;
  query.name_key = Fingerprinter().name_key("ACME");
  query.day = Date::from_ymd(2026, 3, 1);
  query.destination = CountryCode::parse("SG");
  query.eccns = kEccns;
  return query;
}

std::string answer(const Overlay& overlay, const MatchQuery& asked) {
  const MatchAnswer found = overlay.find(asked);
  if (found.decision == nullptr) return "";
  return found.decision->id +
         (found.ended == EndReason::none ? "" : " " + std::string(to_string(found.ended)));
}

TEST(Overlay, AClearanceCountsForItsPartyAndItsEntryAlone) {
  const auto overlay = overlay_of({clearance("d")});
  EXPECT_EQ(answer(*overlay, query()), "d");
  MatchQuery other = query();
  other.entry = "2";
  EXPECT_EQ(answer(*overlay, other), "");
  other = query();
  other.list = "SDN";
  EXPECT_EQ(answer(*overlay, other), "");
  other = query();
  other.party = kOther;
  other.name_key = 1;
  EXPECT_EQ(answer(*overlay, other), "");
}

TEST(Overlay, WhoIsToldByNameAloneIsClearedForOneCustomerAlone) {
  MatchQuery owner = query();
  owner.by_name = true;
  owner.party_id = "C-1";
  EXPECT_EQ(answer(*overlay_of({clearance("d")}), owner), "");
  const auto bound = overlay_of({clearance("d", {{"party_id", "C-1"}})});
  EXPECT_EQ(answer(*bound, owner), "d");
  owner.party_id = "C-2";
  EXPECT_EQ(answer(*bound, owner), "");
  owner.party_id = "";
  EXPECT_EQ(answer(*bound, owner), "");
}

TEST(Overlay, AClearanceEndsByItself) {
  MatchQuery asked = query();
  asked.entry_hash = "h2";
  EXPECT_EQ(answer(*overlay_of({clearance("d")}), asked), "d entry_changed");
  asked = query();
  asked.party = kOther;
  EXPECT_EQ(answer(*overlay_of({clearance("d")}), asked), "d party_changed");
  EXPECT_EQ(answer(*overlay_of({clearance("d", {{"until", "2026-03-01"}})}), query()), "d");
  EXPECT_EQ(answer(*overlay_of({clearance("d", {{"until", "2026-02-28"}})}), query()), "d expired");
  EXPECT_EQ(answer(*overlay_of({clearance("d"), withdrawal("w", "d")}), query()), "d withdrawn");
  EXPECT_EQ(answer(*overlay_of({withdrawal("w", "d"), clearance("d")}), query()), "d withdrawn");
}

TEST(Overlay, TheLatestThatCountsIsQuotedElseTheLatestThatEnded) {
  const Decision old = clearance("z-old", {{"until", "2026-12-31"}});
  const Decision later = clearance("a-later", {{"at", "2026-02-11T00:00:00Z"}, {"until", "2026-02-12"}});
  EXPECT_EQ(answer(*overlay_of({old, later}), query()), "z-old");
  MatchQuery asked = query();
  asked.entry_hash = "h2";
  EXPECT_EQ(answer(*overlay_of({old, later}), asked), "a-later entry_changed");
}

TEST(Overlay, WhatIsNotKnownOfTheOrderIsNotInScope) {
  const auto to = [](const char* field, const char* value) {
    return overlay_of({clearance("d", {{field, value}})});
  };
  EXPECT_EQ(answer(*to("destination", "SG"), query()), "d");
  EXPECT_EQ(answer(*to("destination", "DE"), query()), "");
  MatchQuery several = query();
  several.destination = {};
  EXPECT_EQ(answer(*to("destination", "SG"), several), "");
  EXPECT_EQ(answer(*to("item_class", "EAR99"), query()), "");
  const std::vector<std::string_view> of_class = {"5A992.c", "5A992"}, near = {"5A9921"},
                                      unknown = {"5A992", ""};
  MatchQuery asked = query();
  asked.eccns = of_class;
  EXPECT_EQ(answer(*to("item_class", "5A992"), asked), "d");
  asked.eccns = near;
  EXPECT_EQ(answer(*to("item_class", "5A992"), asked), "");
  asked.eccns = unknown;
  EXPECT_EQ(answer(*to("item_class", "5A992"), asked), "");
  asked.eccns = {};
  EXPECT_EQ(answer(*to("item_class", "5A992"), asked), "");
}

TEST(Overlay, AClearanceOfACustomerIsNobodyElses) {
  const auto overlay = overlay_of({clearance("d", {{"party_id", "C-1"}})});
  EXPECT_EQ(answer(*overlay, query()), "");
  MatchQuery asked = query();
  asked.party_id = "C-1";
  EXPECT_EQ(answer(*overlay, asked), "d");
  asked.party = kOther;
  EXPECT_EQ(answer(*overlay, asked), "d party_changed");
  asked.party_id = "C-2";
  EXPECT_EQ(answer(*overlay, asked), "");
}

TEST(Overlay, WhatIsRefusedIsCountedAndNeverApplied) {
  auto key =
      std::make_shared<const SigningKey>(std::move(SigningKey::of(std::string(32, 'k'), "key")).value());
  const SigningKey other = std::move(SigningKey::of(std::string(32, 'o'), "key")).value();
  OverlayBuilder::Options options;
  options.key = key;
  OverlayBuilder builder(options);
  const std::string forged = write_decision(clearance("forged"), &other);
  const std::string plain = write_decision(clearance("plain"), nullptr);
  ASSERT_TRUE(builder.add_lines("d.ndjson", forged + "\n" + plain + "\n\n{\"decision_id\":\n").ok());
  EXPECT_EQ(builder.build()->size(), 0U);
  EXPECT_EQ(answer(*builder.build(), query()), "");
  const auto& refused = builder.refused();
  EXPECT_EQ(refused[static_cast<std::size_t>(Refusal::forged)], 1U);
  EXPECT_EQ(refused[static_cast<std::size_t>(Refusal::not_signed)], 1U);
  EXPECT_EQ(refused[static_cast<std::size_t>(Refusal::malformed)], 1U);
  ASSERT_EQ(builder.rejections().size(), 3U);
  EXPECT_EQ(to_text(builder.rejections()[0]), "d.ndjson:1: signature: not of the signing key (forged)");
  EXPECT_EQ(builder.rejections()[2].line, 4U);
}

TEST(Overlay, TheHashIsOfWhatCountsHoweverItCame) {
  const Decision a = clearance("a"), b = clearance("b", {{"entry", "2"}});
  EXPECT_EQ(overlay_of({a, b})->hash(), overlay_of({b, a, b})->hash());
  EXPECT_NE(overlay_of({a, b})->hash(), overlay_of({a})->hash());
  OverlayBuilder builder({});
  builder.set_topic("ordergate.decisions", {0, 8});
  builder.add_record("a", write_decision(a, nullptr), 1, 7);
  const std::string json(builder.build()->json());
  EXPECT_NE(json.find(R"("topic":"ordergate.decisions","offsets":[0,8])"), std::string::npos) << json;
}

TEST(Overlay, ARecordThatIsGoneEndsItsClearanceAndNoWithdrawal) {
  OverlayBuilder builder({});
  builder.set_topic("t", {0});
  builder.add_record("d", write_decision(clearance("d"), nullptr), 0, 0);
  builder.add_record("w", write_decision(withdrawal("w", "d"), nullptr), 0, 1);
  builder.remove("w", 0);
  EXPECT_EQ(answer(*builder.build(), query()), "d withdrawn");
  builder.add_record("w", write_decision(clearance("w"), nullptr), 0, 2);  // nor is it written over
  EXPECT_EQ(answer(*builder.build(), query()), "d withdrawn");
  builder.remove("d", 1);
  EXPECT_EQ(answer(*builder.build(), query()), "d withdrawn");
  builder.remove("d", 0);
  EXPECT_EQ(answer(*builder.build(), query()), "");
}

TEST(Overlay, WhatWasWithdrawnStaysSoWhateverBecomesOfTheRecord) {
  OverlayBuilder builder({});
  builder.set_topic("t", {0});
  builder.add_record("d", write_decision(clearance("d"), nullptr), 0, 0);
  builder.add_record("w", write_decision(withdrawal("w", "e"), nullptr), 0, 1);
  builder.add_record("w", write_decision(withdrawal("w", "d"), nullptr), 0, 2);
  const std::string hash(builder.build()->hash());
  EXPECT_TRUE(builder.build()->withdrawn("d"));
  EXPECT_TRUE(builder.build()->withdrawn("e"));
  EXPECT_TRUE(builder.rejections().empty());
  builder.add_record("w", write_decision(clearance("w"), nullptr), 0, 3);
  ASSERT_EQ(builder.rejections().size(), 1U);
  EXPECT_EQ(to_text(builder.rejections().front().failure), "decision_id: that of a withdrawal");
  EXPECT_EQ(builder.build()->hash(), hash);
  OverlayBuilder again({});
  again.add_record("d", write_decision(clearance("d"), nullptr), 0, 0);
  EXPECT_EQ(answer(*again.build(), query()), "d");
  const std::string before(again.build()->hash());
  again.keep_withdrawals(builder);
  EXPECT_EQ(answer(*again.build(), query()), "d withdrawn");
  EXPECT_NE(again.build()->hash(), before);
}

TEST(Overlay, AWithdrawalCountsThoughThereIsNoRoomForIt) {
  OverlayBuilder builder({.key = nullptr, .four_eyes = false, .powers = {}, .decisions_max = 1});
  ASSERT_TRUE(builder
                  .add_lines("d", write_decision(clearance("d"), nullptr) + "\n" +
                                      write_decision(clearance("e"), nullptr) + "\n" +
                                      write_decision(withdrawal("w", "d"), nullptr))
                  .ok());
  EXPECT_EQ(builder.rejections().size(), 1U);
  EXPECT_EQ(answer(*builder.build(), query()), "d withdrawn");
}

TEST(Overlay, AWithdrawalCountsAsSoonAsItIsTheDeciders) {
  const SigningKey other = std::move(SigningKey::of(std::string(32, 'o'), "key")).value();
  OverlayBuilder::Options options;
  options.key =
      std::make_shared<const SigningKey>(std::move(SigningKey::of(std::string(32, 'k'), "key")).value());
  const auto after = [&](Decision wrong, const SigningKey& key) {
    OverlayBuilder builder(options);
    EXPECT_TRUE(builder
                    .add_lines("d", write_decision(clearance("d"), options.key.get()) + "\n" +
                                        write_decision(wrong, &key))
                    .ok());
    EXPECT_EQ(builder.rejections().size(), 1U);
    return answer(*builder.build(), query());
  };
  Decision wrong = withdrawal("w", "d");
  wrong.at = "yesterday";
  EXPECT_EQ(after(wrong, *options.key), "d withdrawn");
  EXPECT_EQ(after(wrong, other), "d");
  wrong.by = "";
  wrong.reason = "";
  EXPECT_EQ(after(wrong, *options.key), "d withdrawn");
}

TEST(Overlay, ARecordUnderAnotherKeyIsRefused) {
  OverlayBuilder builder({});
  builder.set_topic("t", {0});
  builder.add_record("e", write_decision(clearance("d"), nullptr), 0, 0);
  builder.add_record(std::nullopt, write_decision(clearance("d"), nullptr), 0, 1);
  EXPECT_EQ(builder.rejections().size(), 2U);
  EXPECT_EQ(answer(*builder.build(), query()), "");
  builder.add_record("d", write_decision(clearance("d"), nullptr), 0, 2);
  builder.add_record("other", write_decision(withdrawal("w", "d"), nullptr), 0, 3);
  EXPECT_EQ(answer(*builder.build(), query()), "d withdrawn");
}

TEST(Overlay, OfOneIdInTwoPartitionsTheLastMadeCountsInWhateverOrderTheyAreRead) {
  const Decision first = clearance("d", {{"at", "2026-02-11T00:00:00Z"}}),
                 second = clearance("d", {{"at", "2026-02-13T00:00:00Z"}, {"entry", "2"}}),
                 third = clearance("d", {{"at", "2026-02-12T00:00:00Z"}, {"entry", "3"}});
  const auto hash = [](const std::vector<std::pair<int, Decision>>& read) {
    OverlayBuilder builder({});
    builder.set_topic("t", {0, 0});
    for (const auto& [partition, decision] : read)
      builder.add_record("d", write_decision(decision, nullptr), partition, 0);
    return std::string(builder.build()->hash());
  };
  // Of one partition the last: the first here is gone.
  EXPECT_EQ(hash({{0, second}, {0, first}, {1, third}}), hash({{1, third}}));
  EXPECT_EQ(hash({{1, third}, {0, second}, {0, first}}), hash({{1, third}}));
  EXPECT_EQ(hash({{0, second}, {1, third}}), hash({{0, second}}));
  EXPECT_EQ(hash({{1, third}, {0, second}}), hash({{0, second}}));
}

TEST(Overlay, NothingIsClearedWhileDecisionsCannotBeRead) {
  OverlayBuilder builder({});
  ASSERT_TRUE(builder.add_lines("d", write_decision(clearance("d"), nullptr)).ok());
  builder.set_unreadable(true);
  EXPECT_EQ(answer(*builder.build(), query()), "d unreadable");
  EXPECT_NE(builder.build()->json().find("unreadable"), std::string_view::npos);
}

TEST(PartyFingerprint, IsTheSameHoweverItIsWrittenAndAnotherOnceAFactDiffers) {
  Arena arena;
  const auto party = [&](std::string_view name, std::string_view alias = {}, std::string_view address = {}) {
    Party made;
    made.name = name;
    made.country = CountryCode::parse("SG");
    if (!alias.empty()) made.aliases.push_back(arena, alias);
    Address at;
    at.text = address;
    if (!address.empty()) made.addresses.push_back(arena, at);
    return made;
  };
  Fingerprinter of;
  const std::string plain(of.of(party("Acme Trading, Pte. Ltd.")).text());
  EXPECT_EQ(of.of(party("ACME  TRADING PTE LTD")).text(), plain);
  EXPECT_EQ(of.of(party("Ácme Trading Pte-Ltd")).text(), plain);
  EXPECT_NE(of.of(party("Acme Trading")).text(), plain);
  EXPECT_NE(of.of(party("Acme Trading, Pte. Ltd.", "Apex")).text(), plain);
  EXPECT_NE(of.of(party("Acme Trading, Pte. Ltd.", "", "10 Anson Road")).text(), plain);
  Party elsewhere = party("Acme Trading, Pte. Ltd.");
  elsewhere.country = CountryCode::parse("MY");
  EXPECT_NE(of.of(elsewhere).text(), plain);
  Party born = party("Acme Trading, Pte. Ltd.");
  born.birth_date = Date::from_ymd(1990, 1, 1);
  EXPECT_NE(of.of(born).text(), plain);
  Party two = party("A", "B", "C");
  two.aliases.push_back(arena, "D");
  Party turned = party("A", "D", "C");
  turned.aliases.push_back(arena, "B");
  EXPECT_EQ(of.of(two).text(), of.of(turned).text());
  Party moved = party("Acme Trading, Pte. Ltd.");
  moved.headquarters_country = CountryCode::parse("HK");
  EXPECT_NE(of.of(moved).text(), plain);
  Party person = party("Acme Trading, Pte. Ltd.");
  person.nationalities.push_back(arena, CountryCode::parse("IN"));
  const std::string of_one(of.of(person).text());
  EXPECT_NE(of_one, plain);
  person.nationalities.push_back(arena, CountryCode::parse("RU"));
  EXPECT_NE(of.of(person).text(), of_one);
  Party founded = party("Acme Trading, Pte. Ltd.");
  founded.established_on = Date::from_ymd(1990, 1, 1);
  EXPECT_NE(of.of(founded).text(), plain);
  EXPECT_NE(of.of(founded).text(), of.of(born).text());
  // Names that only sound the same, or of letters that nothing is read as, and a parent of the same name.
  for (const auto& [one, other] :
       {std::pair("北灯", "北登"), std::pair("حسن", "هسن"), std::pair("Подъезд", "Подезд"),
        std::pair("ΝΙΚΗ", "ΝΗΚΙ"), std::pair("Acme ⵣⴰ", "Acme ⵣⵣ")})
    EXPECT_NE(of.of(party(one)).text(), of.of(party(other)).text()) << one;
  EXPECT_EQ(of.of(party("ООО НИКОЛЬ")).text(), of.of(party("ООО Николь")).text());
  EXPECT_EQ(of.of(party("A\u200Bсme")).text(), of.of(party("Асme")).text());
  Party bare;
  bare.name = "Acme";
  EXPECT_NE(of.of(bare).text(), of.of(SearchedAs::parent, "Acme", {}).text());
}

}  // namespace
}  // namespace ordergate::decisions
