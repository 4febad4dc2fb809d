// Listings: one item, many destinations, buyers unknown (docs/policy.md, section 11).
#include <algorithm>

#include "rules/evaluation.h"
#include "rules/rulebook_layout.h"

namespace ordergate::rules {
namespace {

/// A finding that some destinations share.
struct Shared {
  Finding finding;
  std::uint32_t judged = 0;          // destinations (one a class) in which it fired
  ArenaList<CountryCode> countries;  // in which it fired at hold or deny
};

struct Listing {
  const RuleBook::Layout& layout;
  RuleScratch::State& scratch;
  Arena& arena;
  bool worldwide;
  ArenaList<CountryCode> destinations;
  ArenaList<std::uint64_t> signatures;  // parallel to destinations
  ArenaList<Shared> shared;
  std::uint32_t judged = 0;
};

bool named_alone(const RuleBook::Layout& layout, CountryCode code) noexcept {
  return std::find(layout.named_countries.begin(), layout.named_countries.end(), code) !=
         layout.named_countries.end();
}

/// Equal for countries that are judged alike: same sets on the day, and none that the pack names by
/// itself.
std::uint64_t signature_of(const Listing& listing, CountryCode code) noexcept {
  static_assert(kCountrySetCount < 48);
  const CountryTable& table = *listing.layout.countries;
  if (named_alone(listing.layout, code)) return (std::uint64_t{1} << 63U) | code.index();
  std::uint64_t signature = table.exists(code) ? std::uint64_t{1} << 48U : 0;
  for (std::uint32_t set = 0; set < kCountrySetCount; ++set)
    if (table.in(static_cast<CountrySet>(set), code, listing.scratch.law.at))
      signature |= std::uint64_t{1} << set;
  return signature;
}

/// Appends the destinations that are judged like destination `first`.
void append_class(Listing& listing, std::uint32_t first, ArenaList<CountryCode>& out) noexcept {
  for (std::uint32_t i = first; i < listing.destinations.size(); ++i)
    if (listing.signatures[i] == listing.signatures[first])
      out.push_back(listing.arena, listing.destinations[i]);
}

void add_finding(Listing& listing, const Finding& finding, std::uint32_t first) noexcept {
  Shared* place = nullptr;
  for (Shared& known : listing.shared)
    if (known.finding.rule == finding.rule && known.finding.subject == finding.subject) place = &known;
  if (place == nullptr) place = &listing.shared.push_back(listing.arena, {finding, 0, {}});
  if (finding.outcome > place->finding.outcome) place->finding = finding;
  ++place->judged;
  if (finding.outcome != Outcome::annotate) append_class(listing, first, place->countries);
}

void judge_class(Listing& listing, Evaluation& evaluation, std::uint32_t first, Verdict& verdict) noexcept {
  ArenaList<Finding> findings;
  ArenaList<std::string_view> missing;
  listing.scratch.law.judge(listing.destinations[first]);
  evaluation.run(findings, missing);
  ++listing.judged;
  Outcome worst = Outcome::annotate;
  for (const Finding& finding : findings) {
    worst = std::max(worst, finding.outcome);
    add_finding(listing, finding, first);
  }
  if (worst == Outcome::annotate) return;
  append_class(listing, first,
               worst == Outcome::deny ? verdict.destinations.deny : verdict.destinations.hold);
}

/// "Ships to: CN, HK, MO." behind the message, bounded.
std::string_view with_countries(Listing& listing, const Shared& shared) noexcept {
  constexpr std::uint32_t kShownMax = 60;
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

void settle_findings(Listing& listing, Verdict& verdict) noexcept {
  bool independent_allows = true;
  for (Shared& shared : listing.shared) {
    const bool everywhere = shared.judged == listing.judged;
    Finding& finding = shared.finding;
    if (!everywhere && finding.outcome != Outcome::annotate) {
      finding.message = with_countries(listing, shared);
      // Worldwide, a country that is denied is a reason to hold: the offer may leave it out.
      if (listing.worldwide && !listing.layout.outcomes.worldwide_denies)
        finding.outcome = std::min(finding.outcome, Outcome::hold);
    }
    if (everywhere && finding.outcome != Outcome::annotate) independent_allows = false;
    if (!everywhere && finding.outcome == Outcome::annotate) continue;
    verdict.findings.push_back(listing.arena, finding);
  }
  verdict.destinations.allow_otherwise = independent_allows;
}

}  // namespace

void evaluate_listing(const RuleBook::Layout& layout, Evaluation& evaluation, RuleScratch::State& scratch,
                      Arena& arena, Verdict& verdict) noexcept {
  const Order& order = *scratch.law.order;
  Listing listing{layout, scratch, arena, order.listing.worldwide, {}, {}, {}, 0};
  if (listing.worldwide) {
    for (const CountryRow& row : layout.countries->rows()) listing.destinations.push_back(arena, row.code);
  } else {
    for (const CountryCode code : order.listing.ships_to) listing.destinations.push_back(arena, code);
  }
  std::sort(listing.destinations.begin(), listing.destinations.end());
  verdict.destinations.present = true;
  for (const CountryCode code : listing.destinations)
    listing.signatures.push_back(arena, signature_of(listing, code));
  for (std::uint32_t i = 0; i < listing.destinations.size(); ++i) {
    const auto before = listing.signatures.begin() + i;
    if (std::find(listing.signatures.begin(), before, listing.signatures[i]) == before)
      judge_class(listing, evaluation, i, verdict);
  }
  std::sort(verdict.destinations.deny.begin(), verdict.destinations.deny.end());
  std::sort(verdict.destinations.hold.begin(), verdict.destinations.hold.end());
  settle_findings(listing, verdict);
  scratch.law.destination = {};
}

}  // namespace ordergate::rules
