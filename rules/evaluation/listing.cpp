// Listings: one item, many destinations, buyers unknown (docs/policy.md, section 11).
#include <algorithm>
#include <bit>
#include <vector>

#include "base/hash.h"
#include "base/hash_map.h"
#include "rules/evaluation/evaluation.h"
#include "rules/evaluation/rulebook_layout.h"

namespace ordergate::rules {
namespace {

/// A finding that some destinations share.
struct Shared {
  Finding finding;
  std::uint32_t judged = 0;          // classes in which it fired
  std::uint32_t last = 0;            // the latest of them, from 1
  ArenaList<CountryCode> countries;  // in which it fired at hold or deny
};

/// Destinations that nothing tells apart.
struct DestinationClass {
  std::uint32_t number = 0;
  ArenaList<CountryCode> members;
};

struct Listing {
  const RuleBook::Layout& layout;
  RuleScratch::State& scratch;
  Arena& arena;
  bool worldwide;
  ArenaList<CountryCode> named;  // by the order itself: facts may compare the destination with them
  ArenaList<DestinationClass> classes;
  ArenaList<Finding> common;  // that every destination has
  ArenaList<Shared> shared;
  std::uint32_t judged = 0;
  std::size_t told_bytes = 0;  // of `common` and `shared`
};

bool names(const Listing& listing, CountryCode code) noexcept {
  return std::find(listing.named.begin(), listing.named.end(), code) != listing.named.end();
}

void add_named(Listing& listing, CountryCode code) noexcept {
  if (!code.known() || names(listing, code)) return;
  listing.named.push_back(listing.arena, code);
}

void add_named(Listing& listing, const Party& party) noexcept {
  add_named(listing, party.country);
  add_named(listing, party.headquarters_country);
  add_named(listing, party.ultimate_parent_headquarters);
  for (const Address& address : party.addresses) add_named(listing, address.country);
  for (const Owner& owner : party.owners) add_named(listing, owner.country);
}

/// Every country that the order names: each is a class of its own.
void add_named_by_order(Listing& listing, const Order& order) noexcept {
  add_named(listing, order.from_country);
  add_named(listing, order.site.country);
  add_named(listing, order.iaas.provider_headquarters_country);
  add_named(listing, order.model.stored_in);
  add_named(listing, order.fabrication.packaging_country);
  for (const CountryCode code : order.iaas.user_headquarters_countries) add_named(listing, code);
  for (const CountryCode code : order.transit_countries) add_named(listing, code);
  for (const License& license : order.licenses) add_named(listing, license.destination_country);
  for (const Party& party : order.parties) add_named(listing, party);
  for (const Item& item : order.items) {
    add_named(listing, item.origin_country);
    add_named(listing, item.designer_headquarters_country);
    add_named(listing, item.fabricated_in);
  }
}

std::uint32_t class_number(const Listing& listing, CountryCode code) noexcept {
  constexpr std::uint32_t kAlone = 1U << 16U;
  if (names(listing, code)) return kAlone | code.index();
  return listing.layout.destination_classes.of(code, listing.scratch.assessed.at,
                                               listing.scratch.assessed.totals.any_controlled);
}

void add_destination(Listing& listing, CountryCode code) noexcept {
  const std::uint32_t number = class_number(listing, code);
  DestinationClass* place = nullptr;
  for (DestinationClass& known : listing.classes)
    if (known.number == number) place = &known;
  if (place == nullptr) place = &listing.classes.push_back(listing.arena, {number, {}});
  place->members.push_back(listing.arena, code);
}

/// The destinations in classes, by the code of their first.
void add_destinations(Listing& listing, const Order& order) noexcept {
  if (listing.worldwide) {
    const std::vector<CountryCode>& never = listing.layout.outcomes.never_ships_to;
    for (const CountryRow& row : listing.layout.countries->rows())
      if (std::find(never.begin(), never.end(), row.code) == never.end()) add_destination(listing, row.code);
    return;
  }
  ArenaList<CountryCode> codes;
  for (const CountryCode code : order.listing.ships_to) codes.push_back(listing.arena, code);
  std::sort(codes.begin(), codes.end());
  for (const CountryCode code : codes) add_destination(listing, code);
}

void append(Listing& listing, const ArenaList<CountryCode>& from, ArenaList<CountryCode>& to) noexcept {
  for (const CountryCode code : from) to.push_back(listing.arena, code);
}

/// The same reason in another destination: the same rule, place and listed entry.
bool same_reason(const Finding& a, const Finding& b) noexcept {
  return a.rule == b.rule && a.subject == b.subject && a.match.list == b.match.list &&
         a.match.entry == b.match.entry;
}

/// Where a finding's place is kept, or would be.
std::uint32_t* slot_of(Listing& listing, const Finding& finding) noexcept {
  std::vector<std::uint32_t>& index = listing.scratch.reasons;
  const std::uint64_t hash = mix64(
      hash64(finding.rule) ^ mix64(hash64(finding.subject) ^
                                   mix64(hash64(finding.match.list) ^ mix64(hash64(finding.match.entry)))));
  return &index[probe(index.size(), hash, [&](std::size_t at) {
    return index[at] == 0 || same_reason(listing.shared[index[at] - 1].finding, finding);
  })];
}

/// Places of `shared` by the hash of their reason, at most half full: 0 is free, else one more than the
/// place.
void index_reasons(Listing& listing) noexcept {
  std::vector<std::uint32_t>& index = listing.scratch.reasons;
  constexpr std::size_t kLeast = 1024;
  if (2 * (listing.shared.size() + 1) <= index.size() && listing.shared.size() > 0) return;
  index.assign(std::max(kLeast, std::bit_ceil(4 * std::size_t{listing.shared.size()})), 0);
  for (std::uint32_t i = 0; i < listing.shared.size(); ++i)
    *slot_of(listing, listing.shared[i].finding) = i + 1;
}

Shared& shared_with(Listing& listing, const Finding& finding) noexcept {
  index_reasons(listing);
  std::uint32_t& slot = *slot_of(listing, finding);
  if (slot == 0) {
    listing.told_bytes += json_bytes(finding);
    listing.shared.push_back(listing.arena, {finding, 0, 0, {}});
    slot = listing.shared.size();
  }
  return listing.shared[slot - 1];
}

void add_finding(Listing& listing, const Finding& finding, const DestinationClass& where) noexcept {
  Shared* const place = &shared_with(listing, finding);
  if (finding.outcome > place->finding.outcome) place->finding = finding;
  if (place->last != listing.judged) ++place->judged;
  place->last = listing.judged;
  if (finding.outcome != Outcome::annotate) append(listing, where.members, place->countries);
}

void judge_class(Listing& listing, Evaluation& evaluation, const DestinationClass& where,
                 Verdict& verdict) noexcept {
  ArenaList<Finding> findings;
  listing.scratch.told_bytes = listing.told_bytes;
  listing.scratch.assessed.judge(where.members[0]);
  if (listing.judged++ == 0) {
    evaluation.run_first(findings, listing.common);
    for (const Finding& finding : listing.common) listing.told_bytes += json_bytes(finding);
  } else {
    evaluation.run_further(findings);
  }
  Outcome worst = Outcome::annotate;
  for (const Finding& finding : listing.common) worst = std::max(worst, finding.outcome);
  for (const Finding& finding : findings) {
    worst = std::max(worst, finding.outcome);
    add_finding(listing, finding, where);
  }
  if (listing.scratch.in_part) worst = std::max(worst, Outcome::hold);
  if (worst == Outcome::annotate) return;
  append(listing, where.members,
         worst == Outcome::deny ? verdict.destinations.deny : verdict.destinations.hold);
}

/// "Ships to: CN, HK, MO." behind the message, bounded.
std::string_view with_countries(Listing& listing, Shared& shared) noexcept {
  constexpr std::uint32_t kShownMax = 60;
  std::sort(shared.countries.begin(), shared.countries.end());
  std::string& text = listing.scratch.text;
  text.assign(shared.finding.message).append(" Destinations: ");
  for (std::uint32_t i = 0; i < shared.countries.size() && i < kShownMax; ++i) {
    if (i > 0) text.append(", ");
    text.append(shared.countries[i].text());
  }
  if (shared.countries.size() > kShownMax) text.append(" and others");
  text.push_back('.');
  return listing.arena.copy(text);
}

/// Where nothing may go, or no law says what may, is no matter of the goods: the verdict says where. What the
/// goods need a license for elsewhere holds.
Outcome worldwide_at_most(const Listing& listing, const Shared& shared) noexcept {
  const CountryTable& countries = *listing.layout.countries;
  const Date at = listing.scratch.assessed.at;
  for (const CountryCode code : shared.countries)
    if (!countries.in(CountrySet::EMBARGO, code, at) && !countries.in(CountrySet::NO_EAR_ROW, code, at))
      return std::max(listing.layout.outcomes.worldwide, Outcome::hold);
  return listing.layout.outcomes.worldwide;
}

void merge_findings(Listing& listing, Verdict& verdict) noexcept {
  bool independent_allows = true;
  for (const Finding& finding : listing.common) {
    if (finding.outcome != Outcome::annotate) independent_allows = false;
    verdict.findings.push_back(listing.arena, finding);
  }
  for (Shared& shared : listing.shared) {
    const bool everywhere = shared.judged == listing.judged;
    const bool remark = shared.finding.outcome == Outcome::annotate;
    Finding& finding = shared.finding;
    if (!everywhere && finding.outcome != Outcome::annotate) {
      finding.message = with_countries(listing, shared);
      // Worldwide, a country that is denied is a reason to hold: the offer may leave it out.
      if (listing.worldwide) finding.outcome = std::min(finding.outcome, worldwide_at_most(listing, shared));
    }
    if (everywhere && finding.outcome != Outcome::annotate) independent_allows = false;
    if (!everywhere && remark) continue;
    verdict.findings.push_back(listing.arena, finding);
  }
  verdict.destinations.allow_otherwise = independent_allows;
}

}  // namespace

void evaluate_listing(const RuleBook::Layout& layout, Evaluation& evaluation, RuleScratch::State& scratch,
                      Arena& arena, Verdict& verdict) noexcept {
  const Order& order = *scratch.assessed.order;
  Listing listing{layout, scratch, arena, order.listing.worldwide, {}, {}, {}, {}, 0};
  verdict.destinations.present = true;
  add_named_by_order(listing, order);
  add_destinations(listing, order);
  for (const DestinationClass& where : listing.classes) judge_class(listing, evaluation, where, verdict);
  std::sort(verdict.destinations.deny.begin(), verdict.destinations.deny.end());
  std::sort(verdict.destinations.hold.begin(), verdict.destinations.hold.end());
  merge_findings(listing, verdict);
  // Worldwide, what is denied somewhere is a reason to hold, told or not.
  if (listing.worldwide) scratch.worst_untold = std::min(scratch.worst_untold, Outcome::hold);
  scratch.assessed.judge({});
}

}  // namespace ordergate::rules
