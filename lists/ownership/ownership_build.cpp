// Making the graph of ownership. Cold.
#include <algorithm>
#include <atomic>
#include <future>
#include <limits>
#include <map>
#include <thread>
#include <utility>

#include "lists/ownership/ownership.h"

namespace ordergate::lists {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
constexpr unsigned kThreadsMax = 4;

/// A party of the relations, asked as one of an order is.
class Question {
 public:
  explicit Question(const ListEntry& entry) {
    for (const ListedName& name : entry.names)
      if (aliases_.size() < kPartyTextsMax) aliases_.push_back(name.text);
    for (const ListedIdentifier& identifier : entry.identifiers)
      if (identifiers_.size() < kPartyTextsMax) identifiers_.push_back(identifier.value);
    query_.name = aliases_.front();
    query_.aliases = std::span(aliases_).subspan(1);
    query_.identifiers = identifiers_;
    query_.kind = entry.kind;
    if (!entry.countries.empty()) query_.country = entry.countries.front();
    if (!entry.birth_dates.empty()) query_.birth_date = entry.birth_dates.front();
  }
  [[nodiscard]] const PartyQuery& query() const noexcept { return query_; }

 private:
  std::vector<std::string_view> aliases_, identifiers_;
  PartyQuery query_;
};

std::uint64_t next_serial() noexcept {
  static std::atomic<std::uint64_t> serial{0};
  return ++serial;
}

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

class OwnershipBuilder {
 public:
  OwnershipBuilder(RelationTable& table, Watchlist& listed) : table_(table), listed_(listed) {}

  Result<Ownership> build() {
    count_owned();
    find_listed();
    reach();
    Ownership graph;
    number(graph);
    take_steps(graph);
    take_hits(graph);
    if (Status status = add_owned(graph); !status) return status.error();
    graph.relations_ = table_.relations().size();
    graph.serial_ = next_serial();
    for (const RelationFile& file : table_.files) graph.file_names_.push_back(file_name(file.path));
    graph.files_ = std::move(table_.files);
    return graph;
  }

 private:
  /// The relations of each owner, one behind another.
  void count_owned() {
    const std::vector<Relation>& all = table_.relations();
    first_.assign(table_.party_count() + 1, 0);
    for (const Relation& relation : all) ++first_[relation.owner + 1];
    for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
    by_owner_.resize(all.size());
    std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
    for (std::uint32_t i = 0; i < all.size(); ++i) by_owner_[next[all[i].owner]++] = i;
  }

  struct Found {
    std::uint32_t party = 0;
    std::vector<PartyHit> hits;
  };

  /// Entries of a file of FollowTheMoney by the ids that its relations use.
  [[nodiscard]] std::multimap<std::string_view, EntryId> entries_by_id() const {
    std::multimap<std::string_view, EntryId> ids;
    for (std::uint32_t i = 0; i < listed_.entries().size(); ++i)
      if (listed_.file_of(EntryId{i}).source == "open_sanctions" && !listed_.entries()[i].id.empty())
        ids.emplace(listed_.entries()[i].id, EntryId{i});
    return ids;
  }

  void find_listed() {
    std::vector<std::uint32_t> owners;
    for (std::uint32_t i = 0; i + 1 < first_.size(); ++i)
      if (first_[i] != first_[i + 1]) owners.push_back(i);
    const auto ids = entries_by_id();
    const unsigned count = std::clamp(std::thread::hardware_concurrency(), 1U, kThreadsMax);
    std::vector<std::vector<Found>> found(count);
    std::vector<std::future<void>> parts;  // what one throws is thrown here
    for (unsigned t = 0; t < count; ++t)
      parts.push_back(std::async(std::launch::async, [&, t] {
        PartyScratch scratch;
        for (std::size_t i = owners.size() * t / count; i < owners.size() * (t + 1) / count; ++i)
          if (Found one = look_up(owners[i], ids, scratch); !one.hits.empty())
            found[t].push_back(std::move(one));
      }));
    for (std::future<void>& part : parts) part.get();
    for (std::vector<Found>& part : found) std::move(part.begin(), part.end(), std::back_inserter(found_));
  }

  [[nodiscard]] Found look_up(std::uint32_t party, const std::multimap<std::string_view, EntryId>& ids,
                              PartyScratch& scratch) const {
    Found found{party, {}};
    const ListEntry entry = table_.entry(party);
    const Question question(entry);
    (void)listed_.screen(question.query(), scratch, found.hits);
    std::erase_if(found.hits, [](const PartyHit& hit) { return hit.colocated; });
    if (const std::string_view id = table_.id(party); !id.empty())
      for (auto [at, end] = ids.equal_range(id); at != end; ++at) add_by_id(at->second, found.hits);
    return found;
  }

  /// The list and the relation name it by one id: nothing is more certain.
  void add_by_id(EntryId entry, std::vector<PartyHit>& hits) const {
    for (PartyHit& hit : hits)
      if (hit.entry == entry) {
        hit.sure = true;
        hit.evidence |= kEvidenceIdentifier;
        return;
      }
    PartyHit& hit = hits.emplace_back();
    hit.entry = entry;
    hit.score = 100;
    hit.sure = true;
    hit.evidence = kEvidenceIdentifier;
    if (const auto& names = listed_.entry(entry).names; !names.empty()) hit.matched = names.front().text;
  }

  /// Who is owned or managed by a listed party, in any number of steps, on any day.
  void reach() {
    behind_.assign(table_.party_count(), 0);
    std::vector<std::uint32_t> open;
    for (const Found& found : found_) open.push_back(found.party);
    while (!open.empty()) {
      const std::uint32_t owner = open.back();
      open.pop_back();
      for (std::uint32_t i = first_[owner]; i < first_[owner + 1]; ++i) {
        const std::uint32_t owned = table_.relations()[by_owner_[i]].owned;
        if (std::exchange(behind_[owned], 1) == 0) open.push_back(owned);
      }
    }
  }

  [[nodiscard]] std::uint32_t take(std::uint32_t party, Ownership& graph) {
    if (number_[party] == kNone) {
      number_[party] = graph.size();
      parties_.push_back(party);
      graph.names_.push_back(table_.entry(party).names.front().text);
    }
    return number_[party];
  }

  void number(Ownership& graph) {
    number_.assign(table_.party_count(), kNone);
    for (const Found& found : found_) (void)take(found.party, graph);
    for (std::uint32_t party = 0; party < behind_.size(); ++party)
      if (behind_[party] != 0) (void)take(party, graph);
  }

  void take_steps(Ownership& graph) {
    std::vector<std::pair<std::uint32_t, OwnerStep>> steps;
    std::map<std::uint32_t, std::uint32_t> source_numbers{{0, 0}};
    graph.sources_.emplace_back();
    for (const Relation& relation : table_.relations()) {
      if (number_[relation.owner] == kNone) continue;
      const auto [source, added] =
          source_numbers.emplace(relation.source, static_cast<std::uint32_t>(graph.sources_.size()));
      if (added) graph.sources_.emplace_back(table_.source(relation.source));
      OwnerStep step{number_[relation.owner], relation.percent, relation.kind, relation.file,
                     relation.line,           source->second,   relation.from, relation.until};
      steps.emplace_back(number_[relation.owned], step);
    }
    std::stable_sort(steps.begin(), steps.end(), [](const auto& a, const auto& b) {
      if (a.first != b.first) return a.first < b.first;
      if (a.second.owner != b.second.owner) return a.second.owner < b.second.owner;
      return a.second.percent > b.second.percent;
    });
    graph.first_step_.assign(graph.size() + 1, 0);
    for (const auto& [owned, step] : steps) {
      ++graph.first_step_[owned + 1];
      graph.steps_.push_back(step);
    }
    for (std::size_t i = 1; i < graph.first_step_.size(); ++i)
      graph.first_step_[i] += graph.first_step_[i - 1];
  }

  /// What is asked for is the name of the party, which lives with the graph.
  void take_hits(Ownership& graph) {
    graph.first_hit_.assign(graph.size() + 1, 0);
    for (const Found& found : found_) {  // numbered in this order
      const std::uint32_t party = number_[found.party];
      for (PartyHit hit : found.hits) {
        hit.field = QueryField::name;
        hit.query = graph.names_[party];
        graph.hits_.push_back(hit);
      }
      graph.first_hit_[party + 1] = static_cast<std::uint32_t>(found.hits.size());
    }
    for (std::size_t i = 1; i < graph.first_hit_.size(); ++i) graph.first_hit_[i] += graph.first_hit_[i - 1];
  }

  Status add_owned(Ownership& graph) {
    std::vector<ListEntry> owned;
    for (std::uint32_t party = 0; party < graph.size(); ++party) {
      if (graph.first_step_[party] == graph.first_step_[party + 1]) continue;
      owned.push_back(table_.entry(parties_[party]));
      owned.back().list = ListCode::other;
      graph.owned_.push_back(party);
    }
    return owned.empty() ? Status(Done{}) : listed_.add_owned(std::move(owned));
  }

  RelationTable& table_;
  Watchlist& listed_;
  std::vector<std::uint32_t> first_, by_owner_;
  std::vector<Found> found_;
  std::vector<std::uint8_t> behind_;
  std::vector<std::uint32_t> number_, parties_;  // party of the table to that of the graph, and back
};

Result<Ownership> Ownership::build(RelationTable table, Watchlist& listed) {
  return OwnershipBuilder(table, listed).build();
}

void Ownership::append_source(const OwnerStep& step, std::string& out) const {
  out.append(file_names_[step.file]).append(":").append(std::to_string(step.line));
  if (step.source != 0) out.append(", ").append(sources_[step.source]);
}

}  // namespace ordergate::lists
