// What people decided of a match before (docs/decisions-and-review.md).
#include "rules/evaluation/evaluation.h"

namespace ordergate::rules {
namespace {

using decisions::EndReason;
using decisions::PartyFingerprint;
using decisions::SearchedAs;

/// Units of base/work.h that a fingerprint takes.
constexpr std::uint64_t kFingerprintWork = 20;

/// Whom the hit is about; nothing where the order tells nobody by that name: an owner on file, a name in a
/// text.
std::optional<PartyFingerprint> searched(const OrderAssessment& assessed, const HitAssessment& hit,
                                         decisions::Fingerprinter& fingerprinter) noexcept {
  if (hit.behind || hit.via == HitVia::text) return std::nullopt;
  const Order& order = *assessed.order;
  if (hit.via == HitVia::site)
    return fingerprinter.of(SearchedAs::site, order.site.operator_name, order.site.country,
                            order.site.address);
  const Party& party = order.parties[hit.party];
  if (hit.via == HitVia::party) return fingerprinter.of(party);
  if (hit.via == HitVia::parent)
    return fingerprinter.of(SearchedAs::parent, party.ultimate_parent_name,
                            party.ultimate_parent_headquarters);
  if (hit.owner == HitAssessment::kOnFile) return std::nullopt;
  const Owner& owner = party.owners[hit.owner];
  return fingerprinter.of(SearchedAs::owner, owner.name, owner.country);
}

/// Where the order goes, when that is one place.
CountryCode only_destination(const OrderAssessment& assessed) noexcept {
  const bool one = assessed.order->kind != OrderKind::listing && assessed.further.empty();
  return one ? assessed.declared_destination() : CountryCode{};
}

}  // namespace

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
  scratch_.work.spend(kFingerprintWork);
  const std::optional<PartyFingerprint> party = searched(assessed_, hit, scratch_.fingerprinter);
  if (!party) return decided;
  decided.party = keep(party->text());
  if (result.outcome == Outcome::annotate || result.replaced) return decided;
  decisions::MatchQuery query;
  query.list = lists::to_string(hit.entry->list);
  query.entry = hit.entry->key;
  query.entry_hash = hit.entry->content_hash;
  query.party = decided.party;
  query.name_key = party->name_key;
  if (hit.via == HitVia::party) query.party_id = assessed_.order->parties[hit.party].id;
  query.day = assessed_.at;
  query.destination = only_destination(assessed_);
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
