#include <array>
#include <bit>

#include "rules/facts/fact_get.h"
#include "rules/facts/text_flags.h"

namespace ordergate::rules {
namespace {

constexpr std::string_view kOrders = "docs/orders.md";
constexpr std::string_view kAffiliates = "90 FR 47201";

Value role(const void* c, std::uint32_t i) noexcept {
  const PartyRole value = assessed_of(c).order->parties[i].role;
  return value == PartyRole::unknown ? Value::unknown(Type::string) : Value::of(to_string(value));
}
Value role_known(const void* c, std::uint32_t i) noexcept {
  return Value::of(assessed_of(c).order->parties[i].role != PartyRole::unknown);
}
Value kind(const void* c, std::uint32_t i) noexcept {
  const PartyKind value = assessed_of(c).order->parties[i].kind;
  return value == PartyKind::unknown ? Value::unknown(Type::string) : Value::of(to_string(value));
}
Value addresses(const void* c, std::uint32_t i) noexcept {
  return Value::list_of(i, assessed_of(c).order->parties[i].addresses.size());
}
Value owners(const void* c, std::uint32_t i) noexcept {
  return Value::list_of(i, assessed_of(c).order->parties[i].owners.size());
}
Value owners_known(const void* c, std::uint32_t i) noexcept {
  return Value::of(assessed_of(c).order->parties[i].has_owners);
}
Value hits(const void* c, std::uint32_t i) noexcept {
  return Value::list_of(i, assessed_of(c).parties[i].hit_count);
}
Value hits_element(const void* c, std::uint32_t i, std::uint32_t index) noexcept {
  return Value::object_of(assessed_of(c).parties[i].first_hit + index);
}
Value places(const void* c, std::uint32_t i) noexcept {
  return Value::list_of(i, assessed_of(c).parties[i].place_count);
}
Value place_at(const void* c, std::uint32_t i, std::uint32_t index) noexcept {
  return Value::of(assessed_of(c).located[assessed_of(c).parties[i].first_place + index]);
}
Value doubts(const void* c, std::uint32_t i) noexcept {
  return Value::list_of(i, assessed_of(c).parties[i].doubt_count);
}
Value doubt_at(const void* c, std::uint32_t i, std::uint32_t index) noexcept {
  return Value::of(assessed_of(c).doubtful[assessed_of(c).parties[i].first_doubt + index]);
}
Value website(const void* c, std::uint32_t i) noexcept {
  return Value::of(assessed_of(c).order->parties[i].website.present);
}
Value domain_registered(const void* c, std::uint32_t i) noexcept {
  return value_of(assessed_of(c).order->parties[i].website.domain_registered_on);
}
Value nationality(const void* c, std::uint32_t i) noexcept {
  const ArenaList<CountryCode>& all = assessed_of(c).order->parties[i].nationalities;
  return all.size() == 0 ? Value::unknown(Type::country) : Value::of(all[all.size() - 1]);
}
Value languages_differ(const void* c, std::uint32_t i) noexcept {
  return Value::of(assessed_of(c).order->parties[i].website.languages_differ);
}
Value over_bound(const void* c, std::uint32_t i) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  const bool compared_in_part =
      i < assessed.input->parties.size() && !assessed.input->parties[i].completeness;
  return Value::of(compared_in_part || assessed.parties[i].owners_cut);
}
template <auto Text>
Value text_on_file(const void* c, std::uint32_t i) noexcept {
  return value_of(assessed_of(c).text_at(assessed_of(c).parties[i].*Text));
}

std::string_view difference(const void* c, std::uint32_t i) noexcept {
  const std::span<const PartyDifference> all = assessed_of(c).input->differences;
  return i < all.size() ? all[i].text : std::string_view();
}
Value known_difference(const void* c, std::uint32_t i) noexcept { return value_of(difference(c, i)); }
Value known_contradicted(const void* c, std::uint32_t i) noexcept {
  return Value::of(!difference(c, i).empty() && assessed_of(c).input->differences[i].contradicts);
}

/// Kinds of words in its business, or in its names.
template <bool Name>
std::uint32_t flags_of(const OrderAssessment& assessed, std::uint32_t party) noexcept {
  std::uint32_t flags = 0;
  for (const ScannedText& text : assessed.input->texts)
    if (text.party == party && text.name == Name) flags |= text.flags;
  return flags;
}
template <bool Name>
Value speaks_of(const void* c, std::uint32_t i) noexcept {
  return Value::list_of(i, static_cast<std::uint32_t>(std::popcount(flags_of<Name>(assessed_of(c), i))));
}
template <bool Name>
Value speaks_of_element(const void* c, std::uint32_t i, std::uint32_t index) noexcept {
  std::uint32_t flags = flags_of<Name>(assessed_of(c), i);
  for (; index > 0; --index) flags &= flags - 1;
  return Value::of(to_string(static_cast<TextFlag>(std::countr_zero(flags))));
}

constexpr std::array kFacts = {
    FactDef{"role", kText, role, nullptr, "", kOrders, "role in the order", ""},
    FactDef{"role_known", kBool, role_known, nullptr, "", kOrders,
            "its role was told; else it may be the buyer", ""},
    FactDef{"controls", kBool, party_law_get<&PartyAssessment::controls>, nullptr, "", "docs/policy.md",
            "purchaser, consignee, end user or IaaS customer, or of unknown role", ""},
    FactDef{"name", kText, party_get<&Party::name>, nullptr, "", kOrders, "name", ""},
    FactDef{"kind", kText, kind, nullptr, "", kOrders, "company, person, vessel, aircraft or government", ""},
    FactDef{"country", kCountry, party_get<&Party::country>, nullptr, "", kOrders,
            "where it is, not its headquarters", ""},
    FactDef{"hq", kCountry, party_law_get<&PartyAssessment::headquarters>, nullptr, "",
            "15 CFR 742.6(a)(6)(iii)", "headquarters; of a natural person the country of residence",
            "headquarters_country"},
    FactDef{"has_parent", kBool, party_law_get<&PartyAssessment::has_parent>, nullptr, "", kOrders,
            "has an ultimate parent other than itself", "ultimate_parent"},
    FactDef{"parent_name", kText, party_get<&Party::ultimate_parent_name>, nullptr, "", kOrders,
            "name of the ultimate parent", "ultimate_parent"},
    FactDef{"parent_hq", kCountry, party_law_get<&PartyAssessment::parent_headquarters>, nullptr, "",
            "15 CFR 742.6(a)(6)(iii)", "headquarters of the ultimate parent; its own when it has none",
            "ultimate_parent"},
    FactDef{"in_d5m", kBool, party_law_get<&PartyAssessment::in_d5m>, nullptr, "", "15 CFR 744.23(a)(3)",
            "headquarters or ultimate parent in D:5 or Macau", "headquarters_country"},
    FactDef{"in_occupied_region", kBool, party_law_get<&PartyAssessment::in_occupied_region>, nullptr, "",
            "15 CFR 746.6, 746.8", "an address in Crimea or the so-called DNR or LNR", ""},
    FactDef{"places",
            {Type::list, Type::country, 0},
            places,
            place_at,
            "",
            kOrders,
            "where it is: its country, its addresses' countries, and those that their texts name",
            "country"},
    FactDef{"places_in_doubt",
            {Type::list, Type::country, 0},
            doubts,
            doubt_at,
            "",
            kOrders,
            "countries of towns in its addresses against the declared one, and of the embassy or authority "
            "that it is",
            "country"},
    FactDef{"may_be_in_occupied_region", kBool, party_law_get<&PartyAssessment::may_be_occupied>, nullptr, "",
            "15 CFR 746.6, 746.8",
            "an address names a town of an occupied region against the declared country", ""},
    FactDef{"near_occupied_region", kBool, party_law_get<&PartyAssessment::near_occupied_region>, nullptr, "",
            "15 CFR 746.6, 746.8", "an address in a part of Ukraine that is held in part", ""},
    FactDef{"receives", kBool, party_law_get<&PartyAssessment::receives>, nullptr, "", "15 CFR 748.5",
            "consignee, end user, cloud customer or of unknown role; absent those, the purchaser", ""},
    FactDef{"addresses", list_of_objects(ObjectKind::address), addresses, nested_element, "", kOrders,
            "addresses", ""},
    FactDef{"owners", list_of_objects(ObjectKind::owner), owners, nested_element, "", kOrders, "owners", ""},
    FactDef{"owners_known", kBool, owners_known, nullptr, "", kOrders, "an owners list was given, if empty",
            "owners"},
    FactDef{"hits", list_of_objects(ObjectKind::hit), hits, hits_element, "", "docs/policy.md, section 2",
            "list hits of the party, its parent and its owners", ""},
    FactDef{"screened_in_part", kBool, over_bound, nullptr, "", "docs/verdicts.md",
            "not everything of it was compared with the lists", ""},
    FactDef{"known_difference", kText, known_difference, nullptr, "", "docs/known-parties.md",
            "for messages: where the order and what is known of the party by its id differ", ""},
    FactDef{
        "known_contradicted", kBool, known_contradicted, nullptr, "", "docs/known-parties.md",
        "they differ in a fact that decides: name, kind, headquarters, parent, owners, founding, website, "
        "control by a government",
        ""},
    FactDef{"established_on", kDay, party_get<&Party::established_on>, nullptr, "", kOrders, "founding date",
            ""},
    FactDef{"website_present", kBool, website, nullptr, "", kOrders, "has a website", "website"},
    FactDef{"domain_registered_on", kDay, domain_registered, nullptr, "", kOrders,
            "day its domain was registered", "website"},
    FactDef{"languages_differ", kBool, languages_differ, nullptr, "", kOrders,
            "language versions of the site contradict each other", "website"},
    FactDef{"business", kText, party_get<&Party::business>, nullptr, "", kOrders, "line of business", ""},
    FactDef{"business_speaks_of",
            {Type::list, Type::string, 0},
            speaks_of<false>,
            speaks_of_element<false>,
            "",
            kOrders,
            "kinds of words in its business: carrier, shop, computing, military ...",
            "business"},
    FactDef{"name_speaks_of",
            {Type::list, Type::string, 0},
            speaks_of<true>,
            speaks_of_element<true>,
            "",
            kOrders,
            "the same of its name and native name",
            ""},
    FactDef{"government_controlled", kBool, party_get<&Party::government_controlled>, nullptr, "",
            "15 CFR 740.28", "controlled by a government", ""},
    FactDef{"native_name", kText, party_get<&Party::native_name>, nullptr, "", kOrders,
            "name in its own script", ""},
    FactDef{"nationality", kCountry, nationality, nullptr, "", "15 CFR 734.13(b)",
            "the most recent nationality or permanent residency of a person", "nationalities"},
    FactDef{"us_person", kBool, party_get<&Party::us_person>, nullptr, "", "15 CFR 744.6", "US person", ""},
    FactDef{"first_advanced_purchase_on", kDay, party_get<&Party::first_advanced_purchase_on>, nullptr, "",
            "BIS guidance of 2025-05-13", "day of its first advanced-computing purchase", ""},
    FactDef{"tpp_12_months", kNumber, party_get<&Party::advanced_tpp_12_months>, nullptr, "TPP",
            "BIS guidance of 2025-05-13", "advanced TPP received in the last 12 months",
            "advanced_tpp_12_months"},
    FactDef{"tpp_12_months_before_2022_10", kNumber, party_get<&Party::advanced_tpp_12_months_before_2022_10>,
            nullptr, "TPP", "BIS guidance of 2025-05-13",
            "advanced TPP received in 12 months before October 2022",
            "advanced_tpp_12_months_before_2022_10"},
    FactDef{"approved_designer", kBool, party_get<&Party::approved_designer>, nullptr, "",
            "Supp. 6 to part 740", "approved IC designer", ""},
    FactDef{"authorized_designer", kBool, party_get<&Party::authorized_designer>, nullptr, "",
            "3A090 Note 1.a(2)", "claims to be an authorized IC designer", ""},
    FactDef{"listed_owner", kBool, party_law_get<&PartyAssessment::listed_owner>, nullptr, "", kAffiliates,
            "an owner or ultimate parent is surely on the Entity, MEU or SDN list, in force", ""},
    FactDef{"blocked_percent", kNumber, party_law_get<&PartyAssessment::blocked_percent>, nullptr, "percent",
            "OFAC guidance of 2014-08-13",
            "known shares of owners on the SDN list, and of parties of the order that such own by half", ""},
    FactDef{"listed_percent", kNumber, party_law_get<&PartyAssessment::listed_percent>, nullptr, "%",
            kAffiliates, "known shares of listed owners, added up", ""},
    FactDef{"listed_percent_unknown", kBool, party_law_get<&PartyAssessment::listed_percent_unknown>, nullptr,
            "", kAffiliates, "a listed owner's share is not known", ""},
    FactDef{"ownership_path", kText, text_on_file<&PartyAssessment::ownership_path>, nullptr, "",
            "docs/ownership.md",
            "who of the lists stands behind it by files of ownership: chains with shares and sources", ""},
    FactDef{"ownership_percent", kNumber, party_law_get<&PartyAssessment::owned_percent>, nullptr, "%",
            "docs/ownership.md",
            "shares of all listed parties on file, multiplied along every chain and added up", ""},
    FactDef{"may_be_owned", kText, text_on_file<&PartyAssessment::may_be_owned>, nullptr, "",
            "docs/ownership.md", "the same of a party on file that it resembles", ""},
    FactDef{"listed_managers", kText, text_on_file<&PartyAssessment::managers>, nullptr, "",
            "docs/ownership.md", "listed parties who manage it, by files of ownership", ""},
    FactDef{"managed_by_barred", kBool, party_law_get<&PartyAssessment::managed_by_barred>, nullptr, "",
            "docs/ownership.md", "one of these is on the Entity, MEU or SDN list", ""},
    FactDef{"listed_owner_denies", kBool, party_law_get<&PartyAssessment::listed_owner_denies>, nullptr, "",
            kAffiliates, "the most restrictive listed owner's rule is a denial", ""},
};

const Address& address_of(const void* c, std::uint32_t i) noexcept {
  return assessed_of(c).order->parties[outer_index(i)].addresses[inner_index(i)];
}
Value address_type(const void* c, std::uint32_t i) noexcept {
  const AddressType type = address_of(c, i).type;
  return type == AddressType::unknown ? Value::unknown(Type::string) : Value::of(to_string(type));
}
Value address_country(const void* c, std::uint32_t i) noexcept { return Value::of(address_of(c, i).country); }
Value address_city(const void* c, std::uint32_t i) noexcept { return value_of(address_of(c, i).city); }
Value address_text(const void* c, std::uint32_t i) noexcept {
  const Address& address = address_of(c, i);
  return value_of(address.text.empty() ? address.street : address.text);
}

constexpr std::array kAddressFacts = {
    FactDef{"type", kText, address_type, nullptr, "", kOrders,
            "residential, office, industrial, data_center, virtual_office, registered_agent, mail_drop", ""},
    FactDef{"country", kCountry, address_country, nullptr, "", kOrders, "country", ""},
    FactDef{"city", kText, address_city, nullptr, "", kOrders, "city", ""},
    FactDef{"text", kText, address_text, nullptr, "", kOrders, "free text or street", ""},
};

const Owner& owner_of(const void* c, std::uint32_t i) noexcept {
  return assessed_of(c).order->parties[outer_index(i)].owners[inner_index(i)];
}
Value owner_name(const void* c, std::uint32_t i) noexcept { return value_of(owner_of(c, i).name); }
Value owner_percent(const void* c, std::uint32_t i) noexcept { return value_of(owner_of(c, i).percent); }
Value owner_country(const void* c, std::uint32_t i) noexcept { return Value::of(owner_of(c, i).country); }

constexpr std::array kOwnerFacts = {
    FactDef{"name", kText, owner_name, nullptr, "", kOrders, "name", ""},
    FactDef{"percent", kNumber, owner_percent, nullptr, "%", kOrders, "share", ""},
    FactDef{"country", kCountry, owner_country, nullptr, "", kOrders, "country", ""},
};

}  // namespace

std::span<const FactDef> party_facts() noexcept { return kFacts; }
std::span<const FactDef> address_facts() noexcept { return kAddressFacts; }
std::span<const FactDef> owner_facts() noexcept { return kOwnerFacts; }

}  // namespace ordergate::rules
