#include "rules/facts/foundry_assessment.h"

namespace ordergate::rules {
namespace {

const Party* party_of(const Order& order, PartyRole role) noexcept {
  for (const Party& party : order.parties)
    if (party.role == role) return &party;
  return nullptr;
}

CountryCode parent_of(const Party& party) noexcept {
  return party.ultimate_parent_name == "self" ? party.headquarters_country
                                              : party.ultimate_parent_headquarters;
}

bool in_d5m(const Party& party, Date at, const CountryTable& countries) noexcept {
  return countries.in(CountrySet::D5M, party.headquarters_country, at) ||
         countries.in(CountrySet::D5M, parent_of(party), at) ||
         countries.in(CountrySet::D5M, party.country, at);
}

template <typename T>
std::optional<T> first_known(const std::optional<T>& a, const std::optional<T>& b) noexcept {
  return a ? a : b;
}

bool applicable_logic(const Order& order) noexcept {
  const Fabrication& job = order.fabrication;
  const Item* item = order.items.empty() ? nullptr : &order.items[0];
  const auto node = first_known(job.node_nm, item != nullptr ? item->node_nm : std::nullopt);
  Tri non_planar = job.non_planar;
  if (non_planar == Tri::unknown && item != nullptr) non_planar = item->non_planar;
  const Tri small = node ? tri(*node <= kApplicableNodeNmMax) : Tri::unknown;
  return (small || non_planar) != Tri::no;
}

bool attested(const Order& order) noexcept {
  if (order.fabrication.attested_not_3a090a == Tri::yes) return true;
  for (const Document& document : order.documents)
    if (document.type == "designer_attestation") return true;
  return false;
}

/// Note 1.a(2): headquartered in Taiwan or A:1 or A:5, not in D:5 or Macau, within the time allowed.
bool authorized(const Party& designer, Date at, const CountryTable& countries, bool in_d5m) noexcept {
  if (designer.authorized_designer != Tri::yes || in_d5m || at > kAuthorizedUntil) return false;
  const CountryCode seat = designer.headquarters_country;
  return seat == CountryCode::parse("TW") || countries.in(CountrySet::A1, seat, at) ||
         countries.in(CountrySet::A5, seat, at);
}

FoundryWay way_out(const Order& order, const FoundryAssessment& assessed, bool designer_passes, Date at,
                   const CountryTable& countries) noexcept {
  const Fabrication& job = order.fabrication;
  if (designer_passes && attested(order)) return FoundryWay::designer;
  const Item* item = order.items.empty() ? nullptr : &order.items[0];
  const auto count =
      first_known(job.transistor_count, item != nullptr ? item->transistor_count : std::nullopt);
  if (!count || !assessed.count_confirmed || *count >= assessed.transistors_max) return FoundryWay::none;
  const bool outside =
      job.packaging_country.known() && !countries.in(CountrySet::D5M, job.packaging_country, at);
  if (job.packaged_by == "fabricator" && outside) return FoundryWay::fabricator_packaged;
  if (job.packaged_by == "approved_osat" && !assessed.packager_in_d5m) return FoundryWay::osat_packaged;
  return FoundryWay::none;
}

}  // namespace

FoundryAssessment foundry_assessment(const Order& order, Date at, const OrderTables& tables,
                                     bool designer_listed) noexcept {
  FoundryAssessment assessed;
  const CountryTable& countries = tables.countries;
  const Fabrication& job = order.fabrication;
  if (order.kind != OrderKind::fabrication) return assessed;
  assessed.applicable = applicable_logic(order);
  assessed.transistors_max =
      tables.law.transistors_max(job.hbm == Tri::no, at);  // "completed in 2027" is the export
  assessed.count_confirmed = job.count_confirmed_by == "fabricator" || job.count_confirmed_by == "osat";
  assessed.customer_word_only = job.count_confirmed_by == "customer";
  bool designer_passes = false;
  if (const Party* designer = party_of(order, PartyRole::designer)) {
    assessed.designer_in_d5m = in_d5m(*designer, at, countries);
    assessed.designer_authorized = authorized(*designer, at, countries, assessed.designer_in_d5m);
    const bool approved = designer->approved_designer == Tri::yes ||
                          (designer->approved_designer == Tri::unknown && designer_listed);
    designer_passes = !assessed.designer_in_d5m && (approved || assessed.designer_authorized);
  }
  if (const Party* packager = party_of(order, PartyRole::packager))
    assessed.packager_in_d5m = in_d5m(*packager, at, countries);
  assessed.bound = at >= kFoundryCompliance;
  if (!assessed.bound || !assessed.applicable) return assessed;
  assessed.way = way_out(order, assessed, designer_passes, at, countries);
  assessed.presumed = assessed.way == FoundryWay::none;
  return assessed;
}

}  // namespace ordergate::rules
