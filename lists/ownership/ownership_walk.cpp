#include "lists/ownership/ownership_walk.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace ordergate::lists {
namespace {

constexpr int kRoundsMax = 64;  // of sums that feed each other in a cycle
constexpr double kNoChange = 1e-9;

/// "30", "12.5": at most two digits behind the point.
void append_percent(double percent, std::string& out) {
  std::array<char, 32> text;
  const double rounded = std::round(percent * 100) / 100;
  const auto [end, status] = std::to_chars(text.data(), text.data() + text.size(), rounded);
  if (status == std::errc()) out.append(text.data(), end);
}

}  // namespace

std::uint32_t OwnershipWalk::place_of(std::uint32_t party) noexcept {
  if (seen_[party] == walk_) return place_[party];
  if (parties_.size() == kPartiesMax) {
    over_bound_ = true;
    return kPartiesMax;
  }
  seen_[party] = walk_;
  place_[party] = static_cast<std::uint32_t>(parties_.size());
  parties_.push_back(party);
  return place_[party];
}

Completeness OwnershipWalk::up(const Ownership& graph, std::uint32_t party, Date day) noexcept {
  graph_ = &graph;
  day_ = day;
  if (serial_ != graph.serial()) {
    serial_ = graph.serial();
    seen_.assign(graph.size(), 0);
    place_.resize(graph.size());
    walk_ = 0;
  }
  if (++walk_ == 0) {
    std::fill(seen_.begin(), seen_.end(), 0);
    walk_ = 1;
  }
  over_bound_ = false;
  parties_.clear();
  arcs_.clear();
  first_arc_.clear();
  managers_.clear();
  (void)place_of(party);
  for (std::uint32_t place = 0; place < parties_.size(); ++place) add_arcs(place);
  first_arc_.push_back(static_cast<std::uint32_t>(arcs_.size()));
  itself_.assign(parties_.size(), 0);
  percent_.assign(parties_.size(), 0);
  find_chains();
  return completeness(!over_bound_);
}

/// One arc an owner: of what several files or days say of two parties the most counts, it is no second share.
void OwnershipWalk::add_arcs(std::uint32_t place) noexcept {
  first_arc_.push_back(static_cast<std::uint32_t>(arcs_.size()));
  std::uint32_t last = UINT32_MAX;
  for (const OwnerStep& step : graph_->owners(parties_[place])) {
    if (!step.at(day_)) continue;
    if (step.kind == RelationKind::manages) {
      if (place == 0 && !graph_->listed_as(step.owner).empty()) managers_.push_back(&step);
      continue;
    }
    const bool behind = step.kind == RelationKind::stands_behind;
    if (last == step.owner && arcs_.size() > first_arc_.back()) {
      Arc& known = arcs_.back();
      if (known.stands_behind && !behind) {  // told as a share, too: that is the one
        known.stands_behind = false;
        known.percent = step.percent;
        known.step = &step;
      } else if (known.stands_behind == behind && step.percent > known.percent) {
        known.percent = step.percent;
        known.step = &step;
      }
      continue;
    }
    if (arcs_.size() == kStepsMax) {
      over_bound_ = true;
      return;
    }
    const std::uint32_t owner = place_of(step.owner);
    if (owner == kPartiesMax) return;
    last = step.owner;
    arcs_.push_back({place, owner, step.percent, behind, &step});
  }
}

/// The strongest chain from each owner down: of known shares the greatest product, else any. Shares are at
/// most one, so no cycle makes a chain stronger.
void OwnershipWalk::find_chains() noexcept {
  chain_.assign(parties_.size(), 0);
  chain_known_.assign(parties_.size(), 0);
  chain_arc_.assign(parties_.size(), 0);
  queue_.clear();
  chain_[0] = 1;
  chain_known_[0] = 1;
  queue_.push_back(0);
  for (std::size_t head = 0; head < queue_.size() && queue_.size() < kStepsMax * 8; ++head) {
    const std::uint32_t at = queue_[head];
    for (std::uint32_t i = first_arc_[at]; i < first_arc_[at + 1]; ++i) {
      const Arc& arc = arcs_[i];
      if (arc.owner == 0) continue;
      const bool known = chain_known_[at] != 0 && arc.percent >= 0;
      const double share = known ? chain_[at] * arc.percent / 100 : 0;
      const bool better = chain_arc_[arc.owner] == 0 || (known && chain_known_[arc.owner] == 0) ||
                          (known && share > chain_[arc.owner] + kNoChange);
      if (!better) continue;
      chain_[arc.owner] = share;
      chain_known_[arc.owner] = known ? 1 : 0;
      chain_arc_[arc.owner] = i + 1;
      queue_.push_back(arc.owner);
    }
  }
  listed_.clear();
  for (std::uint32_t place = 1; place < parties_.size(); ++place)
    if (chain_arc_[place] != 0 && !graph_->listed_as(parties_[place]).empty())
      listed_.push_back({place, chain_[place], chain_known_[place] != 0});
  direct_.clear();
  for (std::uint32_t i = first_arc_[0]; i < first_arc_[1]; ++i)
    direct_.push_back({arcs_[i].owner, arcs_[i].percent, arcs_[i].stands_behind});
}

double OwnershipWalk::share_of(std::uint32_t place, bool& unknown) const noexcept {
  double shares = 0, behind = 0;
  for (std::uint32_t i = first_arc_[place]; i < first_arc_[place + 1]; ++i) {
    const Arc& arc = arcs_[i];
    if (arc.owner == place || !counts(arc.owner)) continue;
    if (arc.percent < 0) unknown = true;
    if (arc.stands_behind) behind = std::max(behind, arc.percent);
    if (!arc.stands_behind && arc.percent > 0) shares += arc.percent;
  }
  return std::min(100.0, std::max(shares, behind));
}

/// From nothing up: a party counts only for what is proved, so parties that own each other prove nothing.
Aggregate OwnershipWalk::sum() noexcept {
  std::fill(percent_.begin(), percent_.end(), 0);
  bool unknown = false;
  bool changed = true;
  for (std::size_t round = 0; changed && round <= parties_.size(); ++round) {
    changed = false;
    for (std::size_t i = parties_.size(); i-- > 0;) {
      bool ignored = false;
      const double share = share_of(static_cast<std::uint32_t>(i), ignored);
      changed = changed || share > percent_[i];
      percent_[i] = share;
    }
  }
  Aggregate out;
  out.percent = share_of(0, unknown);
  out.unknown = unknown;
  multiply();
  out.multiplied = std::min(100.0, multiplied_[0] * 100);
  return out;
}

void OwnershipWalk::multiply() noexcept {
  multiplied_.assign(parties_.size(), 0);
  for (int round = 0; round < kRoundsMax; ++round) {
    double most = 0;
    for (std::size_t i = parties_.size(); i-- > 0;) {
      double share = 0;
      for (std::uint32_t a = first_arc_[i]; a < first_arc_[i + 1]; ++a) {
        const Arc& arc = arcs_[a];
        if (arc.percent <= 0 || arc.stands_behind || arc.owner == i) continue;
        share += arc.percent / 100 * (itself_[arc.owner] != 0 ? 1 : multiplied_[arc.owner]);
      }
      share = std::min(1.0, share);
      most = std::max(most, share - multiplied_[i]);
      multiplied_[i] = share;
    }
    if (most < kNoChange) return;
  }
}

void OwnershipWalk::append_path(const ListedOwner& owner, std::string& out) const {
  std::uint32_t place = owner.place;
  std::size_t steps = 0;
  for (; place != 0 && steps < kPartiesMax; ++steps) {
    const Arc& arc = arcs_[chain_arc_[place] - 1];
    if (steps == 0) out.append(graph_->name(parties_[place]));
    out.append(steps == 0 ? " " : ", which ");
    if (arc.stands_behind) {
      out.append("stands behind ");
      if (arc.percent >= 0) {
        out.append("(");
        append_percent(arc.percent, out);
        out.append(" %) ");
      }
    } else if (arc.percent >= 0) {
      out.append("owns ");
      append_percent(arc.percent, out);
      out.append(" % of ");
    } else {
      out.append("owns a share that is not told of ");
    }
    place = arc.owned;
    out.append(graph_->name(parties_[place]));
  }
  out.append(" (");
  if (steps > 1 && owner.known) {
    append_percent(owner.share * 100, out);
    out.append(" % by this chain; ");
  }
  place = owner.place;
  for (std::size_t i = 0; i < steps; ++i) {
    const Arc& arc = arcs_[chain_arc_[place] - 1];
    if (i > 0) out.append("; ");
    graph_->append_source(*arc.step, out);
    place = arc.owned;
  }
  out.append(")");
}

}  // namespace ordergate::lists
