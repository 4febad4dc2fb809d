#include "decisions/overlay.h"

#include <algorithm>

#include "base/hash.h"
#include "base/sha256.h"

namespace ordergate::decisions {
namespace {

constexpr std::array<std::string_view, 8> kReasons = {
    "",       "withdrawn", "expired", "entry_changed", "party_changed", "confirmed_identity",
    "denied", "unreadable"};

std::uint64_t entry_key(std::string_view list, std::string_view entry) noexcept {
  return hash64(entry, hash64(list));
}

std::uint64_t party_key(std::string_view list, std::string_view entry, std::string_view party) noexcept {
  return hash64(party, entry_key(list, entry)) | 1U;
}

std::uint64_t customer_key(std::string_view list, std::string_view entry, std::string_view id,
                           std::uint64_t name_key) noexcept {
  const std::uint64_t seed = entry_key(list, entry);
  return (id.empty() ? mix64(name_key ^ seed) : hash64(id, seed)) | 1U;
}

bool of_entry(const Scope& scope, const MatchQuery& query) noexcept {
  return scope.list == query.list && scope.entry == query.entry;
}

/// One of its own class or a paragraph of it: 5A992 of 5A992.c.
bool of_class(std::string_view eccn, std::string_view item_class) noexcept {
  return eccn.starts_with(item_class) && (eccn.size() == item_class.size() || eccn[item_class.size()] == '.');
}

/// Does the decision speak of orders like this one? What is not known of the order is not in its scope.
bool in_scope(const Scope& scope, const MatchQuery& query) noexcept {
  // Who is told by name and country alone is somebody by whom they stand behind.
  if (scope.party_id.empty() ? query.by_name : scope.party_id != query.party_id) return false;
  if (scope.destination.known() && scope.destination != query.destination) return false;
  if (scope.item_class.empty()) return true;
  return !query.eccns.empty() &&
         std::all_of(query.eccns.begin(), query.eccns.end(),
                     [&](std::string_view eccn) { return of_class(eccn, scope.item_class); });
}

EndReason ended(const Decision& decision, bool withdrawn, const MatchQuery& query) noexcept {
  if (withdrawn) return EndReason::withdrawn;
  if (decision.scope.entry_hash != query.entry_hash) return EndReason::entry_changed;
  if (decision.valid_until && *decision.valid_until < query.day) return EndReason::expired;
  return EndReason::none;
}

}  // namespace

std::string_view to_string(EndReason reason) noexcept { return kReasons[static_cast<std::size_t>(reason)]; }

std::span<const Overlay::Clearance> Overlay::Index::of(std::uint64_t key) const noexcept {
  const Range* const range = ranges.find(key);
  if (range == nullptr) return {};
  return std::span(clearances).subspan(range->first, std::min<std::size_t>(range->count, kLookedAtMax));
}

MatchAnswer Overlay::find(const MatchQuery& query) const noexcept {
  MatchAnswer answer;
  for (const Clearance& each : by_party_.of(party_key(query.list, query.entry, query.party))) {
    const Scope& scope = each.decision->scope;
    if (!of_entry(scope, query) || scope.party != query.party || !in_scope(scope, query)) continue;
    const EndReason why = unreadable_ ? EndReason::unreadable : ended(*each.decision, each.withdrawn, query);
    if (why == EndReason::none) return {each.decision, why};
    if (answer.decision == nullptr) answer = {each.decision, why};
  }
  if (answer.decision != nullptr) return answer;
  // Of the same customer, told otherwise than when it was decided.
  const auto changed = [&](std::string_view id, std::uint64_t name_key) -> const Decision* {
    for (const Clearance& each : by_customer_.of(customer_key(query.list, query.entry, id, name_key))) {
      const Scope& scope = each.decision->scope;
      if (!of_entry(scope, query) || scope.party == query.party || scope.party_id != id) continue;
      if ((id.empty() || query.by_name) && each.name_key != name_key) continue;
      if (!each.withdrawn) return each.decision;
    }
    return nullptr;
  };
  const Decision* found = query.party_id.empty() ? nullptr : changed(query.party_id, query.name_key);
  if (found == nullptr && query.name_key != 0 && !query.by_name) found = changed({}, query.name_key);
  return found == nullptr ? MatchAnswer{} : MatchAnswer{found, EndReason::party_changed};
}

const Decision* Overlay::by_id(std::string_view id) const noexcept {
  const auto found =
      std::lower_bound(decisions_.begin(), decisions_.end(), id,
                       [](const auto& each, std::string_view wanted) { return each->id < wanted; });
  return found == decisions_.end() || (*found)->id != id ? nullptr : found->get();
}

void Overlay::fill(Index& index, std::vector<std::pair<std::uint64_t, Clearance>> rows) {
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    const Decision& left = *a.second.decision;
    const Decision& right = *b.second.decision;
    const std::string left_at = sortable_time(left), right_at = sortable_time(right);
    return left_at != right_at ? left_at > right_at : left.id > right.id;
  });
  for (const auto& [key, clearance] : rows) {
    Range& range = index.ranges.at(key);
    if (range.count++ == 0) range.first = static_cast<std::uint32_t>(index.clearances.size());
    index.clearances.push_back(clearance);
  }
}

std::shared_ptr<const Overlay> OverlayBuilder::build() const {
  std::shared_ptr<Overlay> overlay(new Overlay);
  overlay->powers_ = options_.powers;
  overlay->unreadable_ = unreadable_ || overfull_;
  overlay->withdrawn_ = withdrawn_;
  std::string hashes;
  std::set<std::string_view> told;
  for (const auto& [id, copies] : decisions_) {
    const std::shared_ptr<const Decision>& decision = latest(copies);
    overlay->decisions_.push_back(decision);
    hashes += decision->hash;
    if (decision->kind == Kind::withdraw) told.insert(decision->scope.decision_id);
  }
  // What is withdrawn by a record that is not among them decides, too.
  for (const std::string& id : withdrawn_)
    if (!told.contains(id)) hashes.append("\nwithdrawn ").append(id);
  Fingerprinter names;
  std::vector<std::pair<std::uint64_t, Overlay::Clearance>> by_party, by_customer;
  for (const std::shared_ptr<const Decision>& each : overlay->decisions_) {
    if (each->kind != Kind::not_the_party) continue;
    const Scope& scope = each->scope;
    const Overlay::Clearance clearance{each.get(), names.name_key(scope.party_name),
                                       overlay->withdrawn(each->id)};
    by_party.emplace_back(party_key(scope.list, scope.entry, scope.party), clearance);
    by_customer.emplace_back(customer_key(scope.list, scope.entry, scope.party_id, clearance.name_key),
                             clearance);
  }
  Overlay::fill(overlay->by_party_, std::move(by_party));
  Overlay::fill(overlay->by_customer_, std::move(by_customer));
  overlay->hash_ = to_hex(sha256(hashes));
  overlay->json_ = json_of(overlay->hash_);
  return overlay;
}

}  // namespace ordergate::decisions
