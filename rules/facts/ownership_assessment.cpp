#include "rules/facts/ownership_assessment.h"

#include <algorithm>

#include "rules/facts/barring_lists.h"
#include "rules/facts/order_assessment.h"
#include "rules/items/eccn.h"

namespace ordergate::rules {
namespace {

constexpr std::size_t kMeantMax = 4;    // parties on file that one name is taken for
constexpr std::size_t kListedMax = 32;  // listed owners of one of them whose hits are told
constexpr std::size_t kPathsMax = 3;    // chains that are written out

using lists::ListCode;
using lists::PartyHit;

bool in_force(const lists::ListEntry& entry, Date at) noexcept {
  return (!entry.start_date || *entry.start_date <= at) && !(entry.end_date && *entry.end_date < at);
}

bool blocks(ListCode list) noexcept { return list == ListCode::sdn; }
bool any_list(ListCode /*list*/) noexcept { return true; }

/// Looks at one party on file at a time.
class Search {
 public:
  Search(OrderAssessment& assessed, std::uint32_t party)
      : assessed_(assessed),
        graph_(*assessed.input->ownership),
        entries_(assessed.input->watchlist->entries()),
        party_(party) {}

  void party_itself(std::span<const PartyHit> meant) noexcept {
    for (const PartyHit& hit : first(meant)) {
      if (!hit.sure) {
        may_be(hit);
        continue;
      }
      up(hit);
      take_shares();
      take_managers();
      add_hits(HitVia::owner, HitAssessment::kOnFile);
      write_paths(result().ownership_path);
    }
  }

  void parent(std::span<const PartyHit> meant) noexcept {
    for (const PartyHit& hit : first(meant)) {
      if (!hit.sure) continue;
      up(hit);
      add_hits(HitVia::parent, 0);
      write_paths(result().ownership_path);
    }
  }

  /// Does the declared owner count, by what is on file of it?
  void declared_owner(std::span<const PartyHit> meant, std::uint32_t owner) noexcept {
    std::uint8_t& counts = assessed_.owners_on_file[result().first_owner + owner];
    for (const PartyHit& hit : first(meant)) {
      if (!hit.sure) continue;
      up(hit);
      if (aggregate(blocks).percent >= lists::OwnershipWalk::kCountsFrom) counts |= OrderAssessment::kBlocked;
      if (aggregate(ownership_list).percent >= lists::OwnershipWalk::kCountsFrom)
        counts |= OrderAssessment::kListed;
      add_hits(HitVia::owner, owner);
      write_paths(result().ownership_path);
    }
  }

 private:
  [[nodiscard]] static std::span<const PartyHit> first(std::span<const PartyHit> hits) noexcept {
    return hits.first(std::min(hits.size(), kMeantMax));
  }
  [[nodiscard]] PartyAssessment& result() noexcept { return assessed_.parties[party_]; }

  /// Surely on a list that counts, in force.
  template <typename Counts>
  [[nodiscard]] bool on_list(std::uint32_t party, Counts&& counts) const noexcept {
    const std::span<const PartyHit> hits = graph_.listed_as(party);
    return std::any_of(hits.begin(), hits.end(), [&](const PartyHit& hit) {
      const lists::ListEntry& entry = entries_[index_of(hit.entry)];
      return hit.sure && counts(entry.list) && in_force(entry, assessed_.at);
    });
  }
  template <typename Counts>
  [[nodiscard]] lists::Aggregate aggregate(Counts&& counts) noexcept {
    return assessed_.walk.aggregate([&](std::uint32_t party) { return on_list(party, counts); });
  }

  void up(const PartyHit& hit) noexcept {
    assessed_.owned_on_file = true;
    const Completeness whole = assessed_.walk.up(graph_, graph_.party_of(hit), assessed_.at);
    result().owners_cut = result().owners_cut || !whole;
  }

  void take_shares() noexcept {
    const lists::Aggregate all = aggregate(any_list);
    if (!result().owned_percent || all.multiplied > *result().owned_percent)
      result().owned_percent = all.multiplied;
    std::vector<ShareOnFile>& shares = assessed_.shares_on_file;
    const std::size_t begin = result().first_share;
    (void)aggregate(blocks);
    for (const auto& direct : assessed_.walk.direct())
      if (assessed_.walk.counts(direct.place)) share_of(direct, shares, begin).blocked = true;
    (void)aggregate(ownership_list);
    for (const auto& direct : assessed_.walk.direct())
      if (assessed_.walk.counts(direct.place)) share_of(direct, shares, begin).listed = true;
    result().share_count = static_cast<std::uint32_t>(shares.size() - begin);
  }

  /// One owner may be told in several files, under several names: its highest share counts, once.
  [[nodiscard]] ShareOnFile& share_of(const lists::OwnershipWalk::DirectOwner& direct,
                                      std::vector<ShareOnFile>& shares, std::size_t begin) noexcept {
    const std::uint32_t owner = assessed_.walk.party(direct.place);
    for (std::size_t i = begin; i < shares.size(); ++i) {
      if (shares[i].owner != owner && !one_listed(shares[i].owner, owner)) continue;
      shares[i].percent = std::max(shares[i].percent, direct.percent);
      return shares[i];
    }
    return shares.emplace_back(ShareOnFile{owner, direct.percent, direct.stands_behind, false, false});
  }

  [[nodiscard]] bool one_listed(std::uint32_t a, std::uint32_t b) const noexcept {
    for (const PartyHit& left : graph_.listed_as(a))
      for (const PartyHit& right : graph_.listed_as(b))
        if (left.sure && right.sure && left.entry == right.entry) return true;
    return false;
  }

  void add_hits(HitVia via, std::uint32_t owner) noexcept {
    const std::span<const lists::ListedOwner> listed = assessed_.walk.listed();
    if (listed.size() > kListedMax) result().owners_cut = true;
    for (const lists::ListedOwner& one : listed.first(std::min(listed.size(), kListedMax)))
      assessed_.add_hits(graph_.listed_as(assessed_.walk.party(one.place)), via, party_, owner, true);
  }

  void take_managers() noexcept {
    for (const lists::OwnerStep* const step : assessed_.walk.managers()) {
      if (!on_list(step->owner, any_list)) continue;
      const bool bars = on_list(step->owner, [](ListCode list) { return ownership_list(list); });
      result().managed_by_barred = result().managed_by_barred || bars;
      std::string& text = assessed_.text_for(result().managers);
      if (!text.empty()) text.append("; ");
      text.append(graph_.name(step->owner)).append(" (");
      graph_.append_source(*step, text);
      text.append(")");
    }
  }

  void write_paths(std::uint32_t& place) noexcept {
    std::size_t written = 0;
    for (const lists::ListedOwner& one : assessed_.walk.listed()) {
      if (!on_list(assessed_.walk.party(one.place), any_list)) continue;
      std::string& text = assessed_.text_for(place);
      if (++written > kPathsMax) {
        text.append("; ...");
        return;
      }
      if (!text.empty()) text.append("; ");
      assessed_.walk.append_path(one, text);
    }
  }

  void may_be(const PartyHit& hit) noexcept {
    if (result().may_be_owned != 0) return;
    up(hit);
    write_paths(result().may_be_owned);
  }

  OrderAssessment& assessed_;
  const lists::Ownership& graph_;
  const std::vector<lists::ListEntry>& entries_;
  std::uint32_t party_;
};

}  // namespace

void add_owners_on_file(OrderAssessment& assessed, std::uint32_t party) noexcept {
  PartyAssessment& result = assessed.parties[party];
  result.first_share = static_cast<std::uint32_t>(assessed.shares_on_file.size());
  result.first_owner = static_cast<std::uint32_t>(assessed.owners_on_file.size());
  assessed.owners_on_file.resize(
      assessed.owners_on_file.size() + assessed.order->parties[party].owners.size(), 0);
  if (assessed.input->ownership == nullptr || party >= assessed.input->parties.size()) return;
  const PartyScreening& screening = assessed.input->parties[party];
  Search search(assessed, party);
  search.party_itself(screening.owned);
  search.parent(screening.parent_owned);
  for (std::uint32_t o = 0; o < screening.owners_owned.size(); ++o)
    search.declared_owner(screening.owners_owned[o], o);
}

bool declared_too(const OrderAssessment& assessed, std::uint32_t party, const ShareOnFile& share) noexcept {
  const lists::Ownership& graph = *assessed.input->ownership;
  for (const Owner& owner : assessed.order->parties[party].owners)
    if (equal_ignoring_case(owner.name, graph.name(share.owner))) return true;
  const PartyAssessment& result = assessed.parties[party];
  for (std::uint32_t i = 0; i < result.hit_count; ++i) {
    const HitAssessment& hit = assessed.hits[result.first_hit + i];
    if (hit.via != HitVia::owner || hit.behind || !hit.hit->sure) continue;
    for (const PartyHit& listed : graph.listed_as(share.owner))
      if (listed.sure && listed.entry == hit.hit->entry) return true;
  }
  return false;
}

}  // namespace ordergate::rules
