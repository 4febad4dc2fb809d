// Drawn decisions, in drawn partitions and orders, asked for drawn matches: the overlay answers what a search
// through all of them does.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "decisions/overlay.h"
#include "tests/support/seed.h"

namespace ordergate::decisions {
namespace {

using Random = std::mt19937_64;

std::string one_of(Random& random, const std::vector<std::string>& texts) {
  return texts[random() % texts.size()];
}

const std::vector<std::string> kLists = {"EL", "SDN"}, kEntries = {"1", "2"}, kHashes = {"h1", "h1", "h2"},
                               kParties = {std::string(64, 'a'), std::string(64, 'b')},
                               kCustomers = {"", "", "C-1", "C-2"}, kNames = {"Acme", "Apex", ""},
                               kPlaces = {"", "", "SG", "DE"}, kClasses = {"", "", "5A992", "EAR99"},
                               kClocks = {"T09:12:00Z", "T09:12:00.000Z", "T09:12:00.500Z", "T09:12:01Z"},
                               kDays = {"", "2026-02-28", "2026-03-01"};

std::string id_of(Random& random) { return "d-" + std::to_string(random() % 40); }

Decision drawn(Random& random) {
  Decision made;
  made.id = id_of(random);
  made.by = "ada";
  made.at = "2026-02-1" + std::to_string(random() % 10) + one_of(random, kClocks);
  made.reason = "r" + std::to_string(random() % 3);
  if (random() % 6 == 0) {
    made.kind = Kind::withdraw;
    made.scope.decision_id = id_of(random);
    return made;
  }
  made.valid_until = parse_date(one_of(random, kDays));
  made.scope.list = one_of(random, kLists);
  made.scope.entry = one_of(random, kEntries);
  made.scope.entry_hash = one_of(random, kHashes);
  made.scope.party = one_of(random, kParties);
  made.scope.party_id = one_of(random, kCustomers);
  made.scope.party_name = one_of(random, kNames);
  made.scope.destination = CountryCode::parse(one_of(random, kPlaces));
  made.scope.item_class = one_of(random, kClasses);
  return made;
}

/// What a partition holds, in its order; without a decision: the record of that id is gone.
struct Written {
  std::string id;
  std::optional<Decision> decision;
};
using Partition = std::vector<Written>;

std::vector<Partition> drawn_topic(Random& random) {
  std::vector<Partition> partitions(1 + random() % 3);
  const std::size_t records = random() % 60;
  for (std::size_t i = 0; i < records; ++i) {
    Partition& partition = partitions[random() % partitions.size()];
    if (random() % 8 == 0) {
      partition.push_back({id_of(random), std::nullopt});
      continue;
    }
    const Decision decision = drawn(random);
    partition.push_back({decision.id, decision});
  }
  return partitions;
}

/// Reads the partitions as a client may: each in its order, in no order between them.
std::shared_ptr<const Overlay> read(const std::vector<Partition>& partitions, Random& random) {
  OverlayBuilder builder({});
  std::vector<std::size_t> at(partitions.size(), 0);
  builder.set_topic("t", std::vector<std::int64_t>(partitions.size(), 0));
  for (;;) {
    std::vector<std::size_t> left;
    for (std::size_t i = 0; i < partitions.size(); ++i)
      if (at[i] < partitions[i].size()) left.push_back(i);
    if (left.empty()) return builder.build();
    const std::size_t from = left[random() % left.size()];
    const Written& each = partitions[from][at[from]];
    const auto partition = static_cast<std::int32_t>(from);
    if (each.decision)
      builder.add_record(each.id, write_decision(*each.decision, nullptr), partition,
                         static_cast<std::int64_t>(at[from]));
    else
      builder.remove(each.id, partition);
    ++at[from];
  }
}

/// All that was written, searched as docs/decisions-and-review.md says.
class Reference {
 public:
  explicit Reference(const std::vector<Partition>& partitions) {
    std::set<std::string> withdrawals;
    for (const Partition& partition : partitions)
      for (const Written& each : partition)
        if (each.decision && each.decision->kind == Kind::withdraw) {
          withdrawn_.insert(each.decision->scope.decision_id);
          withdrawals.insert(each.id);
        }
    std::map<std::string, Decision> latest;
    for (const Partition& partition : partitions) {
      std::map<std::string, Decision> here;
      for (const Written& each : partition) {
        here.erase(each.id);
        if (each.decision && !withdrawals.contains(each.id)) here.emplace(each.id, *each.decision);
      }
      for (const auto& [id, decision] : here) {
        const auto [found, fresh] = latest.emplace(id, decision);
        if (!fresh && key(found->second) < key(decision)) found->second = decision;
      }
    }
    for (const auto& [id, decision] : latest) clearances_.push_back(decision);
    std::sort(clearances_.begin(), clearances_.end(), [](const Decision& a, const Decision& b) {
      return time(a) != time(b) ? time(a) > time(b) : a.id > b.id;
    });
  }

  [[nodiscard]] std::string answer(const MatchQuery& query, std::string_view name) const {
    std::string ended;
    for (const Decision& each : clearances_) {
      if (!of_entry(each, query) || each.scope.party != query.party || !in_scope(each.scope, query)) continue;
      std::string why;
      if (each.valid_until && *each.valid_until < query.day) why = " expired";
      if (each.scope.entry_hash != query.entry_hash) why = " entry_changed";
      if (withdrawn_.contains(each.id)) why = " withdrawn";
      if (why.empty()) return each.id;
      if (ended.empty()) ended = each.id + why;
    }
    if (!ended.empty()) return ended;
    if (!query.party_id.empty())
      for (const Decision& each : clearances_)
        if (was_of(each, query) && each.scope.party_id == query.party_id &&
            (!query.by_name || each.scope.party_name == name))
          return each.id + " party_changed";
    if (query.by_name || name.empty()) return "";
    for (const Decision& each : clearances_)
      if (was_of(each, query) && each.scope.party_id.empty() && each.scope.party_name == name)
        return each.id + " party_changed";
    return "";
  }

 private:
  static std::pair<std::string, std::string> key(const Decision& decision) {
    Decision read;
    EXPECT_FALSE(read_decision(write_decision(decision, nullptr), {}, read));
    return {time(read), read.hash};
  }
  static std::string time(const Decision& decision) {
    return decision.at.size() == 24 ? decision.at : decision.at.substr(0, 19) + ".000Z";
  }
  static bool of_entry(const Decision& decision, const MatchQuery& query) {
    return decision.scope.list == query.list && decision.scope.entry == query.entry;
  }
  [[nodiscard]] bool was_of(const Decision& decision, const MatchQuery& query) const {
    return of_entry(decision, query) && decision.scope.party != query.party &&
           !withdrawn_.contains(decision.id);
  }
  static bool in_scope(const Scope& scope, const MatchQuery& query) {
    if (query.by_name && scope.party_id.empty()) return false;
    if (!scope.party_id.empty() && scope.party_id != query.party_id) return false;
    if (scope.destination.known() && scope.destination != query.destination) return false;
    if (scope.item_class.empty()) return true;
    bool all = !query.eccns.empty();
    for (const std::string_view eccn : query.eccns)
      all = all && (eccn == scope.item_class || eccn.starts_with(scope.item_class + "."));
    return all;
  }

  std::vector<Decision> clearances_;  // those that may count, the last made first
  std::set<std::string> withdrawn_;
};

TEST(OverlayRandom, AnswersAreThoseOfASearchThroughAllDecisions) {
  const std::uint64_t seed = test::seed();
  Random random(seed);
  const std::vector<std::vector<std::string_view>> lines = {
      {}, {"EAR99"}, {"5A992.c", "5A992"}, {"5A992.c", "EAR99"}, {"5A9920"}, {""}};
  Fingerprinter names;
  std::map<std::string, int> seen;
  for (int round = 0; round < 400; ++round) {
    const std::vector<Partition> topic = drawn_topic(random);
    const auto overlay = read(topic, random);
    EXPECT_EQ(read(topic, random)->hash(), overlay->hash()) << "the order of reading decides; seed " << seed;
    const Reference reference(topic);
    for (int i = 0; i < 50; ++i) {
      const std::string list = one_of(random, kLists), entry = one_of(random, kEntries),
                        hash = one_of(random, kHashes), party = one_of(random, kParties),
                        customer = one_of(random, kCustomers), name = one_of(random, kNames);
      MatchQuery query;
      query.list = list;
      query.entry = entry;
      query.entry_hash = hash;
      query.party = party;
      query.name_key = names.name_key(name);
      query.party_id = customer;
      query.by_name = random() % 3 == 0;
      query.day = Date::from_ymd(2026, 3, 1);
      query.destination = CountryCode::parse(one_of(random, kPlaces));
      query.eccns = lines[random() % lines.size()];
      const MatchAnswer found = overlay->find(query);
      std::string answer = found.decision == nullptr ? "" : found.decision->id;
      if (found.ended != EndReason::none) answer += " " + std::string(to_string(found.ended));
      ASSERT_EQ(answer, reference.answer(query, name))
          << "seed " << seed << ", round " << round << ", question " << i;
      const std::size_t space = answer.find(' ');
      ++seen[answer.empty() ? "nobody" : space == std::string::npos ? "counts" : answer.substr(space + 1)];
    }
  }
  for (const char* const each :
       {"nobody", "counts", "withdrawn", "expired", "entry_changed", "party_changed"})
    EXPECT_GT(seen[each], 100) << each;
}

}  // namespace
}  // namespace ordergate::decisions
