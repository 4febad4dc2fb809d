#include "rules/facts/order_assessment.h"

#include <algorithm>

#include "rules/facts/barring_lists.h"
#include "rules/items/eccn.h"

namespace ordergate::rules {
namespace {

constexpr double kBlockedPercent = 50;

/// A party without a role, or with one that says nothing, may be the buyer.
bool controlling(PartyRole role) noexcept {
  return role == PartyRole::unknown || role == PartyRole::purchaser ||
         role == PartyRole::intermediate_consignee || role == PartyRole::ultimate_consignee ||
         role == PartyRole::end_user || role == PartyRole::iaas_customer;
}

/// A natural person's headquarters is the country of residence (docs/policy.md).
CountryCode headquarters_of(const Party& party) noexcept {
  if (party.headquarters_country.known() || party.kind != PartyKind::person)
    return party.headquarters_country;
  if (party.country.known()) return party.country;
  for (const Address& address : party.addresses)
    if (address.country.known()) return address.country;
  return {};
}

void read_parent(const Party& party, PartyAssessment& assessed) noexcept {
  const bool none = party.ultimate_parent_name == "self" || party.kind == PartyKind::person;
  const bool named = !party.ultimate_parent_name.empty() || party.ultimate_parent_headquarters.known();
  assessed.has_parent = none ? Tri::no : named ? Tri::yes : Tri::unknown;
  assessed.parent_headquarters = none ? assessed.headquarters : party.ultimate_parent_headquarters;
}

Tri member(const CountryTable& countries, CountrySet set, CountryCode code, Date at) noexcept {
  return code.known() ? tri(countries.in(set, code, at)) : Tri::unknown;
}

/// 744.21 speaks of military end users there.
bool military_country(const CountryTable& countries, CountryCode code, Date at) noexcept {
  return countries.in(CountrySet::MEU, code, at) || countries.in(CountrySet::MEU_ANY, code, at);
}

bool denial(ReviewPolicy policy) noexcept {
  return policy == ReviewPolicy::presumption_of_denial || policy == ReviewPolicy::policy_of_denial;
}

/// Is the declared owner surely on a list of 90 FR 47201 itself, in force?
bool listed_itself(const OrderAssessment& assessed, const PartyAssessment& party,
                   std::uint32_t owner) noexcept {
  for (std::uint32_t i = 0; i < party.hit_count; ++i) {
    const HitAssessment& hit = assessed.hits[party.first_hit + i];
    if (hit.via == HitVia::owner && !hit.behind && hit.owner == owner && hit.hit->sure && hit.in_force() &&
        ownership_list(hit.entry->list))
      return true;
  }
  return false;
}

/// Shares of declared owners whom listed parties own by half, and of owners on file that the order does not
/// declare.
void add_listed_shares_on_file(const OrderAssessment& assessed, const Party& party,
                               PartyAssessment& result) noexcept {
  const auto add = [&result](const std::optional<double>& percent) {
    if (percent) result.listed_percent += *percent;
    if (!percent) result.listed_percent_unknown = true;
  };
  for (std::uint32_t o = 0; o < party.owners.size(); ++o)
    if ((assessed.owners_on_file[result.first_owner + o] & OrderAssessment::kListed) != 0 &&
        !listed_itself(assessed, result, o))
      add(party.owners[o].percent);
  const auto number = static_cast<std::uint32_t>(&result - assessed.parties.data());
  double behind = 0;
  for (std::uint32_t i = 0; i < result.share_count; ++i) {
    const ShareOnFile& share = assessed.shares_on_file[result.first_share + i];
    if (!share.listed || declared_too(assessed, number, share)) continue;
    if (share.stands_behind && share.percent >= 0)
      behind = std::max(behind, share.percent);
    else
      add(share.percent < 0 ? std::nullopt : std::optional(share.percent));
  }
  result.listed_percent = std::max(result.listed_percent, behind);
}

/// Known shares of listed owners are added up; a listed parent without a known share leaves it open.
void add_ownership(const OrderAssessment& assessed, const Party& party, PartyAssessment& result) noexcept {
  bool parent_listed = false;
  for (std::uint32_t i = 0; i < result.hit_count; ++i) {
    const HitAssessment& hit = assessed.hits[result.first_hit + i];
    if (hit.via == HitVia::party || !hit.hit->sure || !hit.in_force() || !ownership_list(hit.entry->list))
      continue;
    if (hit.behind) result.listed_owner = true;
    const bool denies =
        hit.entry->list != lists::ListCode::el || denial(assessed.terms_of(result.first_hit + i).review);
    result.listed_owner_denies = result.listed_owner_denies || denies;
    if (hit.behind) continue;
    if (hit.via == HitVia::parent) {
      parent_listed = true;
      continue;
    }
    bool counted = false;  // one owner may meet several entries
    for (std::uint32_t j = 0; j < i; ++j) {
      const HitAssessment& before = assessed.hits[result.first_hit + j];
      counted = counted || (before.via == HitVia::owner && !before.behind && before.owner == hit.owner &&
                            before.hit->sure && before.in_force() && ownership_list(before.entry->list));
    }
    if (counted) continue;
    result.listed_owner = true;
    const std::optional<double>& percent = party.owners[hit.owner].percent;
    if (percent) result.listed_percent += *percent;
    if (!percent) result.listed_percent_unknown = true;
  }
  if (parent_listed && !result.listed_owner) result.listed_percent_unknown = true;
  result.listed_owner = result.listed_owner || parent_listed;
  add_listed_shares_on_file(assessed, party, result);
}

/// Is owner `owner` of the party surely a blocked person?
bool blocked_owner(const OrderAssessment& assessed, const PartyAssessment& party,
                   std::uint32_t owner) noexcept {
  for (std::uint32_t i = 0; i < party.hit_count; ++i) {
    const HitAssessment& hit = assessed.hits[party.first_hit + i];
    if (hit.via == HitVia::owner && !hit.behind && hit.owner == owner && hit.hit->sure && hit.in_force() &&
        hit.entry->list == lists::ListCode::sdn)
      return true;
  }
  return false;
}

/// A party of the order of that name, at least half of which blocked persons own.
bool owned_by_blocked(const OrderAssessment& assessed, std::string_view name) noexcept {
  for (std::uint32_t i = 0; i < assessed.parties.size(); ++i)
    if (assessed.parties[i].blocked_percent >= kBlockedPercent &&
        equal_ignoring_case(assessed.order->parties[i].name, name))
      return true;
  return false;
}

/// OFAC guidance of 2014-08-13: shares of blocked persons are added up, and what they own by half counts as
/// one of them. Owners have owners where the order names them as parties, and in files of ownership.
void add_blocked_shares(OrderAssessment& assessed) noexcept {
  const auto share = [&assessed](std::uint32_t i) {
    double percent = 0;
    const ArenaList<Owner>& owners = assessed.order->parties[i].owners;
    const PartyAssessment& party = assessed.parties[i];
    for (std::uint32_t o = 0; o < owners.size(); ++o)
      if (blocked_owner(assessed, party, o) || owned_by_blocked(assessed, owners[o].name) ||
          (assessed.owners_on_file[party.first_owner + o] & OrderAssessment::kBlocked) != 0)
        percent += owners[o].percent.value_or(0);
    double behind = 0;
    for (std::uint32_t n = 0; n < party.share_count; ++n) {
      const ShareOnFile& filed = assessed.shares_on_file[party.first_share + n];
      if (!filed.blocked || filed.percent < 0 || declared_too(assessed, i, filed)) continue;
      if (filed.stands_behind) behind = std::max(behind, filed.percent);
      if (!filed.stands_behind) percent += filed.percent;
    }
    return std::max(percent, behind);
  };
  bool changed = !assessed.sure_hits.empty();
  for (std::size_t turn = 0; changed && turn <= assessed.parties.size(); ++turn) {
    changed = false;
    for (std::uint32_t i = 0; i < assessed.parties.size(); ++i) {
      const double percent = share(i);
      changed = changed || percent > assessed.parties[i].blocked_percent;
      assessed.parties[i].blocked_percent = percent;
    }
  }
}

/// Rated watts of one data-center accelerator by its TPP, from public data sheets; rounded down so
/// that only infrastructure that is surely too small is called so.
double watts_of(const ItemAssessment& item) noexcept {
  const double tpp = item.tpp.value_or(0);
  if (tpp >= 25000) return 1000;
  if (tpp >= 10000) return 700;
  if (tpp >= 4800) return 300;
  return 70;
}

void add_item_totals(const ItemAssessment& item, OrderTotals& totals) noexcept {
  totals.any_advanced = totals.any_advanced || item.advanced();
  totals.any_chip = totals.any_chip || item.chip();
  totals.any_a = totals.any_a || item.a;
  totals.any_equipment = totals.any_equipment || item.equipment;
  totals.any_tpp = totals.any_tpp || item.tpp.has_value();
  totals.any_mismatch = totals.any_mismatch || item.mismatch();
  totals.any_letter = totals.any_letter || item.letter;
  totals.any_technology =
      totals.any_technology || (item.eccn.size() >= 5 && (item.eccn[1] == 'D' || item.eccn[1] == 'E'));
  if (item.chip()) {
    totals.chip_ics += item.ics;
    totals.chip_tpp += item.tpp_total.value_or(0);
  }
  if (item.a) totals.a_tpp += item.tpp_total.value_or(0);
  if (!(item.a || item.z) || item.data_center == Tri::no) return;
  totals.any_data_center_a = true;
  totals.data_center_ics += item.ics;
  totals.data_center_tpp += item.tpp_total.value_or(0);
  totals.power_need_mw += item.ics * watts_of(item) / 1e6;
}

/// What only the line as given tells: is there anything to classify it by?
void add_line_totals(const Item& line, const ItemAssessment& item, const Identified* identified,
                     OrderTotals& totals) noexcept {
  const bool nothing_known = line.eccn.empty() && !item.identified && !item.tpp;
  const bool evasive = identified != nullptr && identified->reading.evasive;
  totals.any_unclassified =
      totals.any_unclassified || nothing_known || evasive || item.undetermined || item.doubted;
  totals.any_recounted = totals.any_recounted || item.recounted(line.quantity);
  totals.any_us_content = totals.any_us_content || line.us_content_percent.has_value();
}

bool embargoed(const OrderAssessment& assessed, CountryCode code) noexcept {
  return code.known() && assessed.countries->in(CountrySet::EMBARGO, code, assessed.at);
}

/// A code once.
void add_once(std::vector<CountryCode>& codes, std::size_t from, CountryCode code) {
  if (std::find(codes.begin() + static_cast<std::ptrdiff_t>(from), codes.end(), code) == codes.end())
    codes.push_back(code);
}

bool names_receiver(const Order& order) noexcept {
  for (const Party& party : order.parties)
    if (party.role == PartyRole::ultimate_consignee || party.role == PartyRole::end_user) return true;
  return false;
}

/// Ultimate consignee, end user, cloud customer or a party of unknown role; absent those, the purchaser.
bool receives(const Party& party, bool receiver_named) noexcept {
  if (party.role == PartyRole::purchaser) return !receiver_named;
  return party.role == PartyRole::unknown || party.role == PartyRole::ultimate_consignee ||
         party.role == PartyRole::end_user || party.role == PartyRole::iaas_customer;
}

void read_party_places(OrderAssessment& assessed, PartyAssessment& party, std::uint32_t index) noexcept {
  party.first_place = static_cast<std::uint32_t>(assessed.located.size());
  party.first_doubt = static_cast<std::uint32_t>(assessed.doubtful.size());
  for (const OrderPlace& place : assessed.input->places) {
    if (place.party != index || place.as != PlaceAs::located) continue;
    const bool certain = place.certain();
    if (certain) {
      add_once(assessed.located, party.first_place, place.country);
    } else {
      add_once(assessed.doubtful, party.first_doubt, place.country);
    }
    const bool there = occupied(place.region);
    party.in_occupied_region = party.in_occupied_region || (certain && there);
    party.may_be_occupied = party.may_be_occupied || (!certain && there);
    party.near_occupied_region = party.near_occupied_region || place.region == Region::caution;
    if (party.receives && certain) add_once(assessed.further, 0, place.country);
  }
  party.place_count = static_cast<std::uint32_t>(assessed.located.size()) - party.first_place;
  party.doubt_count = static_cast<std::uint32_t>(assessed.doubtful.size()) - party.first_doubt;
}

/// What the picture of the order means: where it goes besides the destination, where its parties are, what
/// its texts name.
void read_places(OrderAssessment& assessed) noexcept {
  assessed.further.clear();
  assessed.located.clear();
  assessed.doubtful.clear();
  assessed.mentioned.clear();
  assessed.passing.clear();
  OrderTotals& totals = assessed.totals;
  for (const OrderPlace& place : assessed.input->places) {
    if (place.as == PlaceAs::site) {
      add_once(assessed.further, 0, place.country);
      totals.site_in_occupied_region = totals.site_in_occupied_region || occupied(place.region);
    } else if (place.as == PlaceAs::mentioned) {
      const bool goes = place.directed && !place.negated;
      if (goes) add_once(assessed.mentioned, 0, place.country);
      if (!goes && !place.negated) add_once(assessed.passing, 0, place.country);
      totals.mentions_occupied_region = totals.mentions_occupied_region || (goes && occupied(place.region));
    }
    if (place.as != PlaceAs::destination && !place.negated)
      totals.embargo_told =
          totals.embargo_told || occupied(place.region) || embargoed(assessed, place.country);
  }
  const bool receiver_named = names_receiver(*assessed.order);
  for (std::uint32_t i = 0; i < assessed.parties.size(); ++i) {
    assessed.parties[i].receives = receives(assessed.order->parties[i], receiver_named);
    read_party_places(assessed, assessed.parties[i], i);
    if (assessed.parties[i].controls)
      totals.embargo_told = totals.embargo_told || embargoed(assessed, assessed.parties[i].headquarters) ||
                            embargoed(assessed, assessed.parties[i].parent_headquarters);
  }
  std::erase(assessed.further, assessed.declared_destination());
}

void add_embargo(OrderAssessment& assessed) noexcept {
  assessed.totals.any_embargoed = embargoed(assessed, assessed.destination()) || assessed.totals.embargo_told;
}

/// Notes that name a stricter item than any line are another reading of the goods: the first line is in
/// doubt.
void note_elsewhere(OrderAssessment& assessed) noexcept {
  const NamedElsewhere& named = assessed.input->elsewhere;
  if (named.place.empty() || assessed.items.empty() || assessed.at < kSecondChipRule) return;
  for (const ItemAssessment& item : assessed.items)
    if (item.advanced() || item.letter || item.undetermined || item.doubted) return;
  ItemAssessment& first = assessed.items.front();
  first.name_mismatch = true;
  first.known_as = named.model;
  first.named_in = named.place;
  assessed.totals.any_mismatch = true;
}

/// A release to a person is an export to the country of that person's most recent nationality (734.13(b)).
CountryCode judged_destination(const Order& order) noexcept {
  if (order.action == OrderAction::deemed_export)
    for (const Party& party : order.parties)
      if (party.nationalities.size() > 0) return party.nationalities[party.nationalities.size() - 1];
  return order.destination_country;
}

void collect_claims(OrderAssessment& assessed) noexcept {
  assessed.claims.clear();
  assessed.claim_start.clear();
  const Order& order = *assessed.order;
  for (const Item& item : order.items) {
    assessed.claim_start.push_back(static_cast<std::uint32_t>(assessed.claims.size()));
    for (std::uint32_t i = 0; i < order.licenses.size(); ++i) {
      const License& claim = order.licenses[i];
      bool names_line = !claim.has_items;
      for (const std::uint32_t line : claim.items) names_line = names_line || line == item.line;
      if (names_line) assessed.claims.push_back(i);
    }
  }
  assessed.claim_start.push_back(static_cast<std::uint32_t>(assessed.claims.size()));
}

void prepare_parties(OrderAssessment& assessed) noexcept {
  const Order& order = *assessed.order;
  assessed.repeats.find(order);
  assessed.parties.clear();
  assessed.hits.clear();
  assessed.sure_hits.clear();
  assessed.shares_on_file.clear();
  assessed.owners_on_file.clear();
  assessed.owned_on_file = false;
  for (std::uint32_t i = 0; i < order.parties.size(); ++i) {
    const Party& party = order.parties[i];
    PartyAssessment& result = assessed.parties.emplace_back();
    result.controls = controlling(party.role);
    result.headquarters = headquarters_of(party);
    read_parent(party, result);
    assessed.totals.any_military_country = assessed.totals.any_military_country ||
                                           military_country(*assessed.countries, party.country, assessed.at);
    result.in_d5m = member(*assessed.countries, CountrySet::D5M, result.headquarters, assessed.at) ||
                    member(*assessed.countries, CountrySet::D5M, result.parent_headquarters, assessed.at);
    result.first_hit = static_cast<std::uint32_t>(assessed.hits.size());
    if (assessed.input->watchlist != nullptr && i < assessed.input->parties.size()) {
      const PartyScreening& screening = assessed.input->parties[i];
      assessed.add_hits(screening.party, HitVia::party, i, 0);
      assessed.add_hits(screening.parent, HitVia::parent, i, 0);
      for (std::uint32_t o = 0; o < screening.owners.size(); ++o)
        assessed.add_hits(screening.owners[o], HitVia::owner, i, o);
    }
    add_owners_on_file(assessed, i);
    result.hit_count = static_cast<std::uint32_t>(assessed.hits.size()) - result.first_hit;
    if (result.hit_count > 0) add_ownership(assessed, party, result);
  }
  add_blocked_shares(assessed);
  if (assessed.input->watchlist != nullptr)
    assessed.add_hits(assessed.input->site_operator, HitVia::site, HitAssessment::kNoParty, 0);
  for (std::uint32_t i = 0; i < assessed.input->text_hits.size(); ++i)
    assessed.add_hits({&assessed.input->text_hits[i].hit, 1}, HitVia::text, HitAssessment::kNoParty, i);
}

void add_party_totals(const OrderAssessment& assessed, OrderTotals& totals) noexcept {
  for (const PartyAssessment& party : assessed.parties) {
    if (!party.controls) continue;
    totals.any_in_d5m = totals.any_in_d5m || party.in_d5m;
    if (!party.headquarters.known() || !party.parent_headquarters.known())
      totals.any_headquarters_unknown = Tri::yes;
  }
  for (const HitAssessment& hit : assessed.hits)
    totals.barred = totals.barred || (hit.bars() && hit.via != HitVia::owner && hit.via != HitVia::parent);
}

}  // namespace

bool HitAssessment::bars() const noexcept {
  if (!hit->sure || !in_force()) return false;
  const BarringList* const list = barring_list(entry->list);
  return list != nullptr && list->stands;
}

void OrderAssessment::add_hits(std::span<const lists::PartyHit> found, HitVia via, std::uint32_t party,
                               std::uint32_t owner, bool behind) noexcept {
  for (const lists::PartyHit& hit : found) {
    HitAssessment& added = hits.emplace_back();
    added.hit = &hit;
    if (hit.sure) sure_hits.push_back(static_cast<std::uint32_t>(hits.size() - 1));
    added.entry = &input->watchlist->entry(hit.entry);
    added.via = via;
    added.party = party;
    added.owner = owner;
    added.behind = behind;
    added.begun = !added.entry->start_date || *added.entry->start_date <= at;
    added.ended = added.entry->end_date && *added.entry->end_date < at;
  }
}

std::string& OrderAssessment::text_for(std::uint32_t& place) noexcept {
  if (place == 0) {
    if (texts_used_ == texts_.size()) texts_.emplace_back();
    texts_[texts_used_].clear();
    place = static_cast<std::uint32_t>(++texts_used_);
  }
  return texts_[place - 1];
}

void OrderAssessment::prepare(const RuleInput& rule_input, const OrderTables& order_tables,
                              bool designer_listed) noexcept {
  input = &rule_input;
  order = rule_input.order;
  tables = &order_tables;
  countries = &order_tables.countries;
  at = rule_input.regime_date;
  destination_ = judged_destination(*order);
  foundry = foundry_assessment(*order, at, order_tables, designer_listed);
  weights = weights_assessment(order->model);
  texts_used_ = 0;
  totals = OrderTotals{};
  items.clear();
  ccl.clear();
  for (std::uint32_t i = 0; i < order->items.size(); ++i) {
    const Identified* identified = i < rule_input.items.size() ? &rule_input.items[i] : nullptr;
    const bool known = identified != nullptr && identified->reading.item != matchers::ItemId::none;
    const ItemRow* row = known ? &order_tables.items.item(identified->reading.item) : nullptr;
    items.push_back(item_assessment(order->items[i], identified, row, foundry.presumed, at));
    add_item_totals(items.back(), totals);
    add_line_totals(order->items[i], items.back(), identified, totals);
    ccl.emplace_back(order_tables.control_list, order->items[i].eccn, items.back().eccn,
                     order->items[i].hs_code);
    totals.any_hs_code = totals.any_hs_code || !ccl.back().hs6().empty();
    totals.any_listed = totals.any_listed || ccl.back().state() == EccnState::listed;
    totals.any_controlled = totals.any_controlled || ccl.back().controlled();
    totals.any_eccn_open = totals.any_eccn_open || ccl.back().open();
  }
  note_elsewhere(*this);
  prepare_parties(*this);
  add_party_totals(*this, totals);
  read_places(*this);
  add_embargo(*this);
  open.assign(items.size(), 0);
  collect_claims(*this);
}

const HitAssessment& OrderAssessment::terms_of(std::uint32_t index) const noexcept {
  const HitAssessment& hit = hits[index];
  if (hit.terms_read || hit.entry->list != lists::ListCode::el) return hit;
  hit.terms_read = true;
  for (const std::uint32_t other : sure_hits) {  // a party that the order names in several roles
    if (!hits[other].terms_read || hits[other].entry != hit.entry || other == index) continue;
    hit.policy = hits[other].policy;
    hit.review = hits[other].review;
    return hit;
  }
  hit.policy = EntityPolicy(*hit.entry);
  hit.review = items.empty() ? hit.policy.general() : ReviewPolicy::none;
  for (std::uint32_t i = 0; i < items.size(); ++i)
    hit.review = std::max(hit.review, hit.policy.of({items[i].eccn, order->items[i].description}));
  return hit;
}

void OrderAssessment::judge(CountryCode country) noexcept {
  destination_ = country;
  open.assign(items.size(), 0);
  add_embargo(*this);
}

}  // namespace ordergate::rules
