// What people decided of a match before (docs/decisions-and-review.md).
#include <algorithm>

#include "rules/evaluation/evaluation.h"

namespace ordergate::rules {
namespace {

using decisions::EndReason;
using decisions::PartyFingerprint;
using decisions::SearchedAs;

/// Units of base/work.h that a look for decisions takes, and a fingerprint besides one for each byte folded.
constexpr std::uint64_t kLookWork = 20, kFingerprintWork = 200;

PartyFingerprint fingerprint_of(const Order& order, const HitAssessment& hit,
                                decisions::Fingerprinter& fingerprinter) noexcept {
  if (hit.via == HitVia::site)
    return fingerprinter.of(SearchedAs::site, order.site.operator_name, order.site.country,
                            order.site.address);
  const Party& party = order.parties[hit.party];
  if (hit.via == HitVia::party) return fingerprinter.of(party);
  if (hit.via == HitVia::parent)
    return fingerprinter.of(SearchedAs::parent, party.ultimate_parent_name,
                            party.ultimate_parent_headquarters);
  const Owner& owner = party.owners[hit.owner];
  return fingerprinter.of(SearchedAs::owner, owner.name, owner.country);
}

/// Does the order go to this party, or by it to another?
bool consigned(PartyRole role) noexcept {
  return role == PartyRole::unknown || role == PartyRole::intermediate_consignee ||
         role == PartyRole::ultimate_consignee || role == PartyRole::end_user ||
         role == PartyRole::installer || role == PartyRole::iaas_customer || role == PartyRole::facility ||
         role == PartyRole::employee;
}

template <typename Countries>
bool all_are(const Countries& countries, CountryCode only) noexcept {
  return std::all_of(countries.begin(), countries.end(), [&](CountryCode each) { return each == only; });
}

bool none_or(CountryCode country, CountryCode only) noexcept { return !country.known() || country == only; }

bool party_within(const Order& order, const Party& party, CountryCode only) noexcept {
  // By whom it passes, not told where.
  if (party.role == PartyRole::intermediate_consignee && party.country != only) return false;
  if (order.action == OrderAction::deemed_export && !all_are(party.nationalities, only)) return false;
  return party.role != PartyRole::iaas_customer || none_or(party.headquarters_country, only);
}

/// Who uses rented compute is where it goes: not told, they may be anywhere.
bool rent_within(const Order& order, CountryCode only) noexcept {
  if (order.kind != OrderKind::iaas && !order.iaas.present) return true;
  return order.iaas.has_user_headquarters && all_are(order.iaas.user_headquarters_countries, only);
}

/// Where the order goes, when that is one place beyond doubt: nothing that it tells or mentions is elsewhere.
CountryCode only_destination(const OrderAssessment& assessed) noexcept {
  const Order& order = *assessed.order;
  const CountryCode only = assessed.declared_destination();
  if (order.kind == OrderKind::listing || !only.known() || !assessed.further.empty()) return {};
  const auto told = [](const Party& each) { return each.nationalities.size() > 0; };
  if (order.action == OrderAction::deemed_export &&
      std::none_of(order.parties.begin(), order.parties.end(), told))
    return {};
  if (assessed.destination() != only) return {};
  const bool within = all_are(assessed.mentioned, only) && all_are(assessed.passing, only) &&
                      all_are(assessed.doubtful, only) && none_or(order.model.stored_in, only) &&
                      none_or(order.fabrication.packaging_country, only) && rent_within(order, only) &&
                      std::all_of(order.parties.begin(), order.parties.end(),
                                  [&](const Party& each) { return party_within(order, each, only); });
  if (!within) return {};
  for (const OrderPlace& place : assessed.input->places) {
    const bool of_party = place.as == PlaceAs::located && place.party < order.parties.size();
    if (of_party && !consigned(order.parties[place.party].role)) continue;
    if (place.as != PlaceAs::mentioned && !none_or(place.country, only)) return {};
  }
  return only;
}

}  // namespace

std::size_t Evaluation::place_of(const HitAssessment& hit) noexcept {
  const Order& order = *assessed_.order;
  const std::uint32_t site = 2 * order.parties.size();
  if (scratch_.searched.empty()) {
    scratch_.searched_owners.clear();
    std::uint32_t next = site + 1;
    for (const Party& party : order.parties) {
      scratch_.searched_owners.push_back(next);
      next += party.owners.size();
    }
    scratch_.searched.resize(next);
  }
  if (hit.via == HitVia::site) return site;
  if (hit.via == HitVia::owner) return scratch_.searched_owners[hit.party] + hit.owner;
  return 2 * hit.party + (hit.via == HitVia::parent ? 1 : 0);
}

const SearchedSubject* Evaluation::searched(const HitAssessment& hit) noexcept {
  if (hit.behind || hit.via == HitVia::text) return nullptr;
  if (hit.via == HitVia::owner && hit.owner == HitAssessment::kOnFile) return nullptr;
  SearchedSubject& subject = scratch_.searched[place_of(hit)];
  if (!subject.party.empty()) return &subject;
  const PartyFingerprint made = fingerprint_of(*assessed_.order, hit, scratch_.fingerprinter);
  scratch_.work.spend(kFingerprintWork + scratch_.fingerprinter.bytes_folded());
  subject = {keep(made.text()), made.name_key};
  return &subject;
}

CountryCode Evaluation::only_destination() noexcept {
  if (!scratch_.only_destination) scratch_.only_destination = ordergate::rules::only_destination(assessed_);
  return *scratch_.only_destination;
}

/// A line of which it is doubtful what it is counts as not classified.
std::span<const std::string_view> Evaluation::eccns() noexcept {
  if (scratch_.eccns_read) return scratch_.eccns;
  scratch_.eccns_read = true;
  scratch_.eccns.clear();
  for (const ItemAssessment& item : assessed_.items) {
    const bool doubtful = item.eccn_mismatch || item.tpp_mismatch || item.density_mismatch ||
                          item.name_mismatch || item.undetermined || item.doubted;
    scratch_.eccns.push_back(doubtful ? std::string_view() : item.eccn);
  }
  return scratch_.eccns;
}

Decided Evaluation::apply_decisions(const HitAssessment& hit, RequirementResult& result) noexcept {
  const decisions::Overlay& overlay = *assessed_.input->decisions;
  Decided decided;
  const SearchedSubject* const subject = searched(hit);
  if (subject == nullptr) return decided;
  decided.party = subject->party;
  if (result.outcome == Outcome::annotate || result.replaced || overlay.size() == 0) return decided;
  scratch_.work.spend(kLookWork);
  decisions::MatchQuery query;
  query.list = lists::to_string(hit.entry->list);
  query.entry = hit.entry->key;
  query.entry_hash = hit.entry->content_hash;
  query.party = decided.party;
  query.name_key = subject->name_key;
  query.by_name = hit.via != HitVia::party;
  query.party_id = hit.via == HitVia::site ? decisions::site_customer(*assessed_.order)
                                           : assessed_.order->parties[hit.party].id;
  query.day = assessed_.at;
  query.destination = only_destination();
  query.eccns = eccns();
  decisions::MatchAnswer answer = overlay.find(query);
  if (answer.decision == nullptr) return decided;
  const decisions::Powers& powers = overlay.powers();
  if (answer.ended == EndReason::none && hit.hit->sure && !powers.clear_sure)
    answer.ended = EndReason::confirmed_identity;
  if (answer.ended == EndReason::none && result.outcome == Outcome::deny && !powers.release_denied)
    answer.ended = EndReason::denied;
  const decisions::Decision& decision = *answer.decision;
  decided.decision = {decision.id, decision.by,     decision.approved_by,
                      decision.at, decision.reason, to_string(answer.ended)};
  if (answer.ended == EndReason::none) result.outcome = Outcome::annotate;
  return decided;
}

}  // namespace ordergate::rules
