#include "screening/party_stage.h"

#include "base/work.h"

namespace ordergate {

void PartyStage::screen(const Order& order, const FoldStage& texts,
                        const lists::Watchlist& watchlist) noexcept {
  lists::begin_record(scratch_, kPartiesWorkMax);
  hits_.clear();
  owned_hits_.clear();
  ranges_.clear();
  owner_ranges_.clear();
  repeats_.find(order);
  for (std::uint32_t i = 0; i < order.parties.size(); ++i) screen_party(order, i, texts, watchlist);
  screen_site(order.site, watchlist);
  link();
}

void PartyStage::screen_party(const Order& order, std::uint32_t index, const FoldStage& texts,
                              const lists::Watchlist& watchlist) noexcept {
  if (repeats_.party(index)) return ranges_.push_back(ranges_[repeats_.first_party(index)]);
  const Party& party = order.parties[index];
  addresses_.clear();
  identifiers_.clear();
  for (std::uint32_t i = 0; i < party.addresses.size(); ++i) {
    const CountryCode told = party.addresses[i].country;
    addresses_.push_back({texts.address(index, i), told.known() ? told : party.country});
  }
  for (const Identifier& identifier : party.identifiers) identifiers_.push_back(identifier.value);

  lists::PartyQuery query;
  query.name = party.name;
  query.native_name = party.native_name;
  query.aliases = party.aliases.span();
  query.kind = party.kind;
  query.country = party.country;
  query.addresses = addresses_;
  query.identifiers = identifiers_;
  query.birth_date = party.birth_date;

  PartyRanges ranges;
  ranges.party = search(query, watchlist, ranges.completeness);
  const std::string_view parent = party.ultimate_parent_name;
  if (!parent.empty() && parent != "self") {
    ranges.parent = search_name(parent, party.ultimate_parent_headquarters, watchlist, ranges.completeness);
  }
  ranges.owners_begin = owner_ranges_.size();
  for (std::uint32_t i = 0; i < party.owners.size(); ++i) {
    const Owner& owner = party.owners[i];
    const std::uint32_t first = repeats_.first_owner(index, i);
    owner_ranges_.push_back(first != i
                                ? owner_ranges_[ranges.owners_begin + first]
                                : search_name(owner.name, owner.country, watchlist, ranges.completeness));
  }
  ranges.owners_end = owner_ranges_.size();
  ranges_.push_back(ranges);
}

void PartyStage::screen_site(const Site& site, const lists::Watchlist& watchlist) noexcept {
  site_range_ = {hits_.size(), hits_.size()};
  site_completeness_ = Completeness::complete;
  if (!site.present) return;
  addresses_.clear();
  if (!site.address.empty()) addresses_.push_back({site.address, site.country});
  lists::PartyQuery query;
  query.name = site.operator_name;
  query.country = site.country;
  query.addresses = addresses_;
  site_range_ = search(query, watchlist, site_completeness_).listed;
}

PartyStage::Met PartyStage::search(const lists::PartyQuery& query, const lists::Watchlist& watchlist,
                                   Completeness& all) noexcept {
  const std::size_t begin = hits_.size(), owned_begin = owned_hits_.size();
  all &= watchlist.screen(query, scratch_, hits_, owned_hits_);
  return {{begin, hits_.size()}, {owned_begin, owned_hits_.size()}};
}

PartyStage::Met PartyStage::search_name(std::string_view name, CountryCode country,
                                        const lists::Watchlist& watchlist, Completeness& all) noexcept {
  lists::PartyQuery query;
  query.name = name;
  query.country = country;
  return search(query, watchlist, all);
}

void PartyStage::link() noexcept {
  owners_.clear();
  parties_.clear();
  owners_owned_.clear();
  for (const Met& met : owner_ranges_) {
    owners_.push_back(hits_of(met.listed));
    owners_owned_.push_back(owned_of(met.owned));
  }
  for (const PartyRanges& ranges : ranges_) {
    rules::PartyScreening screening;
    screening.party = hits_of(ranges.party.listed);
    screening.parent = hits_of(ranges.parent.listed);
    screening.owned = owned_of(ranges.party.owned);
    screening.parent_owned = owned_of(ranges.parent.owned);
    screening.owners =
        std::span(owners_).subspan(ranges.owners_begin, ranges.owners_end - ranges.owners_begin);
    screening.owners_owned =
        std::span(owners_owned_).subspan(ranges.owners_begin, ranges.owners_end - ranges.owners_begin);
    screening.completeness = ranges.completeness;
    parties_.push_back(screening);
  }
  site_hits_ = hits_of(site_range_);
}

}  // namespace ordergate
