#include <array>
#include <bit>

#include "rules/facts/fact_get.h"
#include "rules/facts/picture_get.h"
#include "rules/facts/spoken_get.h"
#include "rules/facts/text_flags.h"
#include "rules/facts/told.h"

namespace ordergate::rules {
namespace {

constexpr std::string_view kInterface = "docs/orders.md";

const Order& order_of(const void* context) noexcept { return *assessed_of(context).order; }

Value items(const void* c, std::uint32_t) noexcept { return list_of(c, order_of(c).items.size()); }
Value parties(const void* c, std::uint32_t) noexcept { return list_of(c, order_of(c).parties.size()); }
Value licenses(const void* c, std::uint32_t) noexcept { return list_of(c, order_of(c).licenses.size()); }
Value documents(const void* c, std::uint32_t) noexcept { return list_of(c, order_of(c).documents.size()); }
Value hits(const void* c, std::uint32_t) noexcept { return list_of(c, assessed_of(c).hits.size()); }

Value sure_hits(const void* c, std::uint32_t) noexcept { return list_of(c, assessed_of(c).sure_hits.size()); }
Value sure_hit(const void* c, std::uint32_t, std::uint32_t index) noexcept {
  return Value::object_of(assessed_of(c).sure_hits[index]);
}

Value end_use(const void* c, std::uint32_t) noexcept {
  return list_of(c, order_of(c).end_use.categories.size());
}
Value end_use_element(const void* c, std::uint32_t, std::uint32_t index) noexcept {
  return Value::of(order_of(c).end_use.categories[index]);
}
Value transit(const void* c, std::uint32_t) noexcept {
  return list_of(c, order_of(c).transit_countries.size());
}
Value transit_element(const void* c, std::uint32_t, std::uint32_t index) noexcept {
  return Value::of(order_of(c).transit_countries[index]);
}
Value iaas_users(const void* c, std::uint32_t) noexcept {
  const Iaas& iaas = order_of(c).iaas;
  if (!iaas.has_user_headquarters) return Value::unknown_list();
  return list_of(c, iaas.user_headquarters_countries.size());
}
Value iaas_users_element(const void* c, std::uint32_t, std::uint32_t index) noexcept {
  return Value::of(order_of(c).iaas.user_headquarters_countries[index]);
}

Value kind(const void* c, std::uint32_t) noexcept { return Value::of(to_string(order_of(c).kind)); }
Value action(const void* c, std::uint32_t) noexcept { return Value::of(to_string(order_of(c).action)); }
Value regime_date(const void* c, std::uint32_t) noexcept { return Value::of(assessed_of(c).at); }
Value destination(const void* c, std::uint32_t) noexcept { return Value::of(assessed_of(c).destination()); }
Value text_or_unknown(std::string_view text) noexcept {
  return text.empty() ? Value::unknown(Type::string) : Value::of(text);
}
Value embargoed_told(const void* c, std::uint32_t) noexcept {
  assessed_of(c).destination_asked = true;
  return text_or_unknown(tell_embargoed(assessed_of(c)));
}
Value d5m_told(const void* c, std::uint32_t) noexcept {
  return text_or_unknown(tell_d5m_seats(assessed_of(c)));
}
Value any_embargoed(const void* c, std::uint32_t) noexcept {
  assessed_of(c).destination_asked = true;
  return Value::of(assessed_of(c).totals.any_embargoed);
}
/// Of the destination that is judged, or of a party.
Value any_military_country(const void* c, std::uint32_t) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  const CountryCode there = assessed.destination();
  return Value::of(assessed.totals.any_military_country ||
                   assessed.countries->in(CountrySet::MEU, there, assessed.at) ||
                   assessed.countries->in(CountrySet::MEU_ANY, there, assessed.at));
}
/// Of some line with more than anti-terrorism controls.
Value any_license_asked(const void* c, std::uint32_t) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  if (!assessed.totals.any_controlled) return Value::of(false);
  const CountryCode there = assessed.destination();
  if (!there.known()) return Value::unknown(Type::boolean);
  for (const CclAssessment& line : assessed.ccl)
    if (line.determination(there, assessed.at).asks()) return Value::of(true);
  return Value::of(false);
}
Value destination_exists(const void* c, std::uint32_t) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  return assessed.destination().known() ? Value::of(assessed.countries->exists(assessed.destination()))
                                        : Value::unknown(Type::boolean);
}
Value moves_goods(const void* c, std::uint32_t) noexcept {
  const OrderKind k = order_of(c).kind;
  return Value::of(k == OrderKind::sale || k == OrderKind::listing || k == OrderKind::fabrication ||
                   k == OrderKind::technology);
}
template <OrderKind Kind>
Value is_kind(const void* c, std::uint32_t) noexcept {
  return Value::of(order_of(c).kind == Kind);
}
Value not_listing(const void* c, std::uint32_t) noexcept {
  return Value::of(order_of(c).kind != OrderKind::listing);
}
Value destination_in_doubt(const void* c, std::uint32_t) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  return Value::of(assessed.destination().known() &&
                   (!assessed.countries->exists(assessed.destination()) ||
                    assessed.countries->in(CountrySet::NO_EAR_ROW, assessed.destination(), assessed.at)));
}
/// The category is declared, or the notes and declared end use speak of it.
bool used_for(const void* c, std::string_view category) noexcept {
  for (const std::string_view declared : order_of(c).end_use.categories)
    if (declared == category) return true;
  return false;
}
Value fab_use(const void* c, std::uint32_t) noexcept {
  return Value::of(used_for(c, "advanced_node_fabrication") || used_for(c, "unknown_node_fabrication"));
}
Value sme_use(const void* c, std::uint32_t) noexcept { return Value::of(used_for(c, "sme_production")); }
Value ecad_use(const void* c, std::uint32_t) noexcept {
  return Value::of(used_for(c, "ecad_advanced_design"));
}
Value supercomputer_use(const void* c, std::uint32_t) noexcept {
  return Value::of(used_for(c, "supercomputer"));
}
Value military_use(const void* c, std::uint32_t) noexcept {
  return Value::of(used_for(c, "military") || spoken_of(c, TextFlag::military));
}
Value intelligence_use(const void* c, std::uint32_t) noexcept {
  return Value::of(used_for(c, "military_intelligence") || spoken_of(c, TextFlag::military_intelligence));
}
/// A use that part 744 restricts for any item, or words of one or of getting around the controls.
Value restricted_use(const void* c, std::uint32_t) noexcept {
  for (const std::string_view category :
       {"nuclear", "missile", "chemical_biological", "military_intelligence"})
    if (used_for(c, category)) return Value::of(true);
  for (const TextFlag flag : {TextFlag::nuclear, TextFlag::missile, TextFlag::chemical_biological,
                              TextFlag::military_intelligence, TextFlag::evasion, TextFlag::circumvention})
    if (spoken_of(c, flag)) return Value::of(true);
  return Value::of(false);
}
Value any_us_person(const void* c, std::uint32_t) noexcept {
  for (const Party& party : order_of(c).parties)
    if (party.us_person == Tri::yes) return Value::of(true);
  return Value::of(false);
}
Value from_country(const void* c, std::string_view code) noexcept {
  return Value::of(order_of(c).from_country == CountryCode::parse(code));
}
Value from_japan(const void* c, std::uint32_t) noexcept { return from_country(c, "JP"); }
Value from_netherlands(const void* c, std::uint32_t) noexcept { return from_country(c, "NL"); }
Value at_veu_site(const void* c, std::uint32_t) noexcept { return Value::of(!order_of(c).site.veu.empty()); }
Value owned_on_file(const void* c, std::uint32_t) noexcept { return Value::of(assessed_of(c).owned_on_file); }
Value has_hits(const void* c, std::uint32_t) noexcept { return Value::of(!assessed_of(c).hits.empty()); }
Value lists_loaded(const void* c, std::uint32_t) noexcept {
  return Value::of(assessed_of(c).input->watchlist != nullptr);
}
Value foundry_way(const void* c, std::uint32_t) noexcept {
  constexpr std::array<std::string_view, 4> kWays = {"none", "designer", "fabricator_packaged",
                                                     "osat_packaged"};
  return Value::of(kWays[static_cast<std::size_t>(assessed_of(c).foundry.way)]);
}
Value in_d5m(const void* c, std::uint32_t) noexcept { return Value::of(assessed_of(c).totals.any_in_d5m); }

constexpr auto kTotals = &OrderAssessment::totals;
constexpr auto kFoundry = &OrderAssessment::foundry;
constexpr auto kWeights = &OrderAssessment::weights;

constexpr std::array kFacts = {
    FactDef{"kind", kText, kind, nullptr, "", kInterface,
            "what is offered or moved: sale, listing, iaas, model_weights, fabrication, technology, service",
            ""},
    FactDef{"action", kText, action, nullptr, "", "15 CFR 734.13-734.16",
            "export, reexport, transfer, deemed_export or service", ""},
    FactDef{"moves_goods", kBool, moves_goods, nullptr, "", "15 CFR 734.13",
            "a sale, listing, fabrication or technology order: an item itself moves", ""},
    FactDef{"regime_date", kDay, regime_date, nullptr, "", "docs/rules-coverage.md",
            "the day whose law applies: ship date, else order date, else today", ""},
    FactDef{"created_on", kDay, order_get<&Order::created_on>, nullptr, "", kInterface, "day of the order",
            "created_at"},
    FactDef{"ship_date", kDay, order_get<&Order::ship_date>, nullptr, "", kInterface, "day of shipment", ""},
    FactDef{"en_route_date", kDay, order_get<&Order::en_route_date>, nullptr, "", "90 FR 4544",
            "day on which the goods were en route to the port; savings clauses look at it", ""},
    FactDef{"from", kCountry, order_get<&Order::from_country>, nullptr, "", kInterface,
            "country the goods leave", "from_country"},
    local(FactDef{"destination", kCountry, destination, nullptr, "", "15 CFR 748.5",
                  "country of ultimate destination; for a listing each ship-to country in turn",
                  "destination_country"}),
    local(FactDef{"destination_exists", kBool, destination_exists, nullptr, "", "15 CFR 738.3(b)",
                  "the destination has a row in the country table", "destination_country"}),
    FactDef{"transit",
            {Type::list, Type::country, 0},
            transit,
            transit_element,
            "",
            kInterface,
            "countries on the way",
            "transit_countries"},
    FactDef{"destination_not_shipped_to", kBool, destination_not_shipped_to, nullptr, "", kInterface,
            "a listing's destination_country is not among the countries it ships to", ""},
    FactDef{"live", kBool, live, nullptr, "", kInterface, "the order came from the stream, today", ""},
    FactDef{"days_in_the_past", kNumber, days_in_the_past, nullptr, "days", kInterface,
            "of a live order: days from the regime date to today", ""},
    FactDef{"misspelled_key", kText, misspelled_key, nullptr, "", kInterface,
            "a key that nothing reads and that looks like one of who, what or where to", ""},
    local(FactDef{
        "goes_to",
        {Type::list, Type::country, 0},
        goes_to,
        goes_to_element,
        "",
        "15 CFR 748.5",
        "destination, site, and the places of ultimate consignee, end user and a party of unknown role",
        "destination_country"}),
    FactDef{"mentioned",
            {Type::list, Type::country, 0},
            countries_of<&OrderAssessment::mentioned>,
            country_at<&OrderAssessment::mentioned>,
            "",
            kInterface,
            "countries that a text names as where it goes or where its user is",
            "notes"},
    FactDef{"mentioned_in_passing",
            {Type::list, Type::country, 0},
            countries_of<&OrderAssessment::passing>,
            country_at<&OrderAssessment::passing>,
            "",
            kInterface,
            "countries that a text names otherwise, but for what it rules out or was made in",
            "notes"},
    FactDef{"mentions_occupied_region", kBool, derived_get<kTotals, &OrderTotals::mentions_occupied_region>,
            nullptr, "", "15 CFR 746.6, 746.8", "a text names an occupied region as where it goes", ""},
    FactDef{"value", kNumber, order_get<&Order::value>, nullptr, "currency", kInterface, "value of the order",
            ""},
    FactDef{"currency", kText, order_get<&Order::currency>, nullptr, "", kInterface,
            "ISO 4217 code of the value", ""},
    FactDef{"notes", kText, order_get<&Order::notes>, nullptr, "", kInterface, "free text of the order", ""},
    FactDef{"items", list_of_objects(ObjectKind::item), items, same_index, "", kInterface, "the lines", ""},
    FactDef{"parties", list_of_objects(ObjectKind::party), parties, same_index, "", kInterface, "the parties",
            ""},
    FactDef{"hits", list_of_objects(ObjectKind::hit), hits, same_index, "", "docs/policy.md, section 2",
            "every list hit of the order", ""},
    FactDef{"any_known_difference", kBool, any_known_difference, nullptr, "", "docs/known-parties.md",
            "a party of the order differs from what is known of it by its id", ""},
    FactDef{"sure_hits", list_of_objects(ObjectKind::hit), sure_hits, sure_hit, "",
            "docs/policy.md, section 2", "the list hits that are identities", ""},
    FactDef{"licenses", list_of_objects(ObjectKind::license), licenses, same_index, "", kInterface,
            "what the exporter claims to hold or use", ""},
    FactDef{"documents", list_of_objects(ObjectKind::document), documents, same_index, "", kInterface,
            "documents on file", ""},
    FactDef{"is_sale_or_service", kBool, not_listing, nullptr, "", kInterface,
            "no listing: the buyer is known", ""},
    FactDef{"is_fabrication", kBool, is_kind<OrderKind::fabrication>, nullptr, "", kInterface,
            "kind is fabrication", ""},
    FactDef{"is_model_weights", kBool, is_kind<OrderKind::model_weights>, nullptr, "", kInterface,
            "kind is model_weights", ""},
    FactDef{"is_iaas", kBool, is_kind<OrderKind::iaas>, nullptr, "", kInterface, "kind is iaas", ""},
    local(FactDef{"destination_in_doubt", kBool, destination_in_doubt, nullptr, "", "15 CFR 738.3(b)",
                  "the destination has no row in the EAR and no sovereign that has one", ""}),
    local(FactDef{
        "any_embargoed", kBool, any_embargoed, nullptr, "", "docs/policy.md, section 10",
        "a place that the order names, or a headquarters, is in E:1, E:2, Russia, Belarus or an occupied "
        "region",
        ""}),
    local(FactDef{"embargoed_told", kText, embargoed_told, nullptr, "", "docs/policy.md, section 10",
                  "for messages: the places that any_embargoed means, and where they stand in the order",
                  ""}),
    FactDef{"d5m_told", kText, d5m_told, nullptr, "", "15 CFR 744.23(a)(3)",
            "for messages: headquarters and ultimate parents in D:5 or Macau, and where they stand", ""},
    FactDef{"any_tpp", kBool, derived_get<kTotals, &OrderTotals::any_tpp>, nullptr, "", "3A090",
            "the TPP of some line is known", ""},
    FactDef{"any_mismatch", kBool, derived_get<kTotals, &OrderTotals::any_mismatch>, nullptr, "",
            "docs/policy.md, section 9", "some line is declared less strict than known or measured", ""},
    FactDef{"any_letter", kBool, derived_get<kTotals, &OrderTotals::any_letter>, nullptr, "",
            "is-informed letters of 2025-04", "some line is reached by the letters", ""},
    FactDef{"any_unclassified", kBool, derived_get<kTotals, &OrderTotals::any_unclassified>, nullptr, "",
            "docs/policy.md, section 8", "nothing identifies or settles some line", ""},
    FactDef{"any_recounted", kBool, derived_get<kTotals, &OrderTotals::any_recounted>, nullptr, "",
            "docs/policy.md, section 9", "a line whose text counts more than its quantity", ""},
    FactDef{"any_us_content", kBool, derived_get<kTotals, &OrderTotals::any_us_content>, nullptr, "",
            "15 CFR 734.4", "some line states its US content", ""},
    FactDef{"fab_use", kBool, fab_use, nullptr, "", "15 CFR 744.23(a)(2)",
            "declared end use: fabrication at an advanced or unknown node", ""},
    FactDef{"sme_use", kBool, sme_use, nullptr, "", "15 CFR 744.23(a)(4)",
            "declared end use: production of semiconductor equipment", ""},
    FactDef{"ecad_use", kBool, ecad_use, nullptr, "", "15 CFR 744.23(a)(2)(iii)",
            "declared end use: design of advanced-node ICs", ""},
    FactDef{"supercomputer_use", kBool, supercomputer_use, nullptr, "", "15 CFR 744.23(a)(1)",
            "declared end use: supercomputer", ""},
    FactDef{"military_use", kBool, military_use, nullptr, "", "15 CFR 744.21",
            "military end use, declared or spoken of", ""},
    FactDef{"intelligence_use", kBool, intelligence_use, nullptr, "", "15 CFR 744.22",
            "military-intelligence end use, declared or spoken of", ""},
    FactDef{"restricted_use", kBool, restricted_use, nullptr, "", "15 CFR 744.2-744.4, 744.22",
            "declared or spoken of: weapons of mass destruction, military intelligence, evasion", ""},
    FactDef{"any_controlled", kBool, derived_get<kTotals, &OrderTotals::any_controlled>, nullptr, "",
            "15 CFR part 738", "some line's entry has more than anti-terrorism controls", ""},
    FactDef{"any_hs_code", kBool, derived_get<kTotals, &OrderTotals::any_hs_code>, nullptr, "", kInterface,
            "some line states its Harmonized System code", ""},
    FactDef{"any_listed", kBool, derived_get<kTotals, &OrderTotals::any_listed>, nullptr, "", kInterface,
            "some line's ECCN is an entry of the Commerce Control List", ""},
    local(FactDef{"any_military_country", kBool, any_military_country, nullptr, "", "15 CFR 744.21",
                  "the destination, or a party's country, is one whose military end users 744.21 speaks of",
                  ""}),
    local(FactDef{"any_license_asked", kBool, any_license_asked, nullptr, "", "15 CFR part 738",
                  "the list asks, or may ask, for a license for some line to the destination, more than "
                  "anti-terrorism",
                  ""}),
    FactDef{"any_transit", kBool, any_transit, nullptr, "", kInterface, "countries on the way are told", ""},
    FactDef{"any_place_in_doubt", kBool, any_place_in_doubt, nullptr, "", "docs/policy.md, section 10",
            "a party's place is read against what the order declares", ""},
    FactDef{"any_eccn_open", kBool, derived_get<kTotals, &OrderTotals::any_eccn_open>, nullptr, "",
            "15 CFR part 738", "some line's ECCN is no entry of the Commerce Control List", ""},
    FactDef{"any_technology", kBool, derived_get<kTotals, &OrderTotals::any_technology>, nullptr, "",
            "Supp. 1 to part 774", "some line is software or technology: product group D or E", ""},
    FactDef{"site_in_occupied_region", kBool, derived_get<kTotals, &OrderTotals::site_in_occupied_region>,
            nullptr, "", "15 CFR 746.6, 746.8", "the site is in Crimea or the so-called DNR or LNR", ""},
    FactDef{"any_us_person", kBool, any_us_person, nullptr, "", "15 CFR 744.6", "a party is a US person", ""},
    FactDef{"from_japan", kBool, from_japan, nullptr, "", kInterface, "leaves Japan", ""},
    FactDef{"from_netherlands", kBool, from_netherlands, nullptr, "", kInterface, "leaves the Netherlands",
            ""},
    FactDef{"at_veu_site", kBool, at_veu_site, nullptr, "", "15 CFR 748.15",
            "the site claims to be a validated end user's", ""},
    FactDef{"any_small_goods", kBool, any_small_goods, nullptr, "", kInterface,
            "a line speaks of goods that cost little: parts, cards", ""},
    FactDef{"any_listed_goods", kBool, any_listed_goods, nullptr, "", "goods_words.csv",
            "a line has the words of goods on the Commerce Control List", ""},
    FactDef{"owned_on_file", kBool, owned_on_file, nullptr, "", "docs/ownership.md",
            "files of ownership name a listed party behind some party", ""},
    FactDef{"has_hits", kBool, has_hits, nullptr, "", "docs/policy.md, section 2", "some party met a list",
            ""},
    FactDef{"lists_loaded", kBool, lists_loaded, nullptr, "", "docs/verdicts.md",
            "restricted-party lists are loaded", ""},
    FactDef{"end_use",
            {Type::list, Type::string, 0},
            end_use,
            end_use_element,
            "",
            kInterface,
            "categories of the declared end use",
            "end_use.categories"},
    FactDef{"end_use_text", kText, part_get<&Order::end_use, &EndUse::text>, nullptr, "", kInterface,
            "declared end use in words", "end_use.text"},
    FactDef{"speaks_of",
            {Type::list, Type::string, 0},
            speaks_of,
            speaks_of_element,
            "",
            "docs/orders.md",
            "kinds of red-flag phrases in notes, declared end use and a listing's texts: military ...",
            "notes"},
    FactDef{"site_present", kBool, part_get<&Order::site, &Site::present>, nullptr, "", kInterface,
            "a site is named", "site"},
    FactDef{"site_operator", kText, part_get<&Order::site, &Site::operator_name>, nullptr, "", kInterface,
            "operator of the site", "site.operator"},
    FactDef{"site_address", kText, part_get<&Order::site, &Site::address>, nullptr, "", kInterface,
            "address of the site", "site.address"},
    FactDef{"site_country", kCountry, part_get<&Order::site, &Site::country>, nullptr, "", kInterface,
            "country of the site", "site.country"},
    FactDef{"site_power_mw", kNumber, part_get<&Order::site, &Site::power_mw>, nullptr, "MW",
            "BIS guidance of 2025-05-13", "power for servers at the site", "site.power_mw"},
    FactDef{"site_cooling", kText, part_get<&Order::site, &Site::cooling>, nullptr, "", kInterface,
            "cooling at the site", "site.cooling"},
    FactDef{"site_space", kText, part_get<&Order::site, &Site::space>, nullptr, "", kInterface,
            "space at the site", "site.space"},
    FactDef{"site_infrastructure_confirmed", kBool, part_get<&Order::site, &Site::infrastructure_confirmed>,
            nullptr, "", "BIS guidance of 2025-05-13", "infrastructure was confirmed",
            "site.infrastructure_confirmed"},
    FactDef{"site_operator_authorized", kBool, part_get<&Order::site, &Site::operator_authorized>, nullptr,
            "", "BIS guidance of 2025-05-13", "the end user may operate there", "site.operator_authorized"},
    FactDef{"site_government_controlled", kBool, part_get<&Order::site, &Site::government_controlled>,
            nullptr, "", kInterface, "a government controls the site", "site.government_controlled"},
    FactDef{"site_veu", kText, part_get<&Order::site, &Site::veu>, nullptr, "", "15 CFR 748.15",
            "validated end user program claimed: uveu, nveu, fab_veu", "site.veu"},
    FactDef{"listing_worldwide", kBool, part_get<&Order::listing, &Listing::worldwide>, nullptr, "",
            kInterface, "the listing ships anywhere", "listing.ships_to"},
    FactDef{"iaas_present", kBool, part_get<&Order::iaas, &Iaas::present>, nullptr, "", kInterface,
            "the order speaks of rented compute", "iaas"},
    FactDef{"iaas_provider_hq", kCountry, part_get<&Order::iaas, &Iaas::provider_headquarters_country>,
            nullptr, "", kInterface, "headquarters of the provider", "iaas.provider_headquarters_country"},
    FactDef{"iaas_users_attested", kBool, part_get<&Order::iaas, &Iaas::users_attested>, nullptr, "",
            "BIS guidance of 2025-05-13, red flag 11",
            "users confirmed not to be headquartered in China or Macau", "iaas.users_attested"},
    FactDef{"iaas_users",
            {Type::list, Type::country, 0},
            iaas_users,
            iaas_users_element,
            "",
            kInterface,
            "headquarters countries of the users",
            "iaas.user_headquarters_countries"},
    FactDef{"iaas_trains_model", kBool, part_get<&Order::iaas, &Iaas::trains_model>, nullptr, "", kInterface,
            "the compute trains a model", "iaas.trains_model"},
    FactDef{"iaas_training_operations", kNumber, part_get<&Order::iaas, &Iaas::training_operations>, nullptr,
            "operations", "ECCN 4E091", "operations of that training", "iaas.training_operations"},
    FactDef{"iaas_exports_model", kBool, part_get<&Order::iaas, &Iaas::exports_model>, nullptr, "",
            "Supp. 3 to part 732, red flag 28", "the customer takes the model out", "iaas.exports_model"},
    FactDef{"model_present", kBool, part_get<&Order::model, &Model::present>, nullptr, "", kInterface,
            "the order speaks of model weights", "model"},
    FactDef{"model_name", kText, part_get<&Order::model, &Model::name>, nullptr, "", kInterface,
            "name of the model", "model.name"},
    FactDef{"model_published", kBool, part_get<&Order::model, &Model::published>, nullptr, "",
            "15 CFR 734.7; 4E091 Note 1", "the parameters are published", "model.published"},
    FactDef{"model_base_published", kBool, part_get<&Order::model, &Model::base_published>, nullptr, "",
            "4E091 Note 1", "derived from a published model", "model.base_published"},
    FactDef{"model_on_controlled_ics", kBool, part_get<&Order::model, &Model::on_controlled_ics>, nullptr, "",
            "15 CFR 734.9(l)", "trained on controlled ICs", "model.on_controlled_ics"},
    FactDef{"model_stored_in", kCountry, part_get<&Order::model, &Model::stored_in>, nullptr, "",
            "Supp. 10 to part 748", "where the weights are kept", "model.stored_in"},
    FactDef{"model_synthetic_share", kNumber, part_get<&Order::model, &Model::synthetic_share>, nullptr,
            "fraction", "4E091 Technical Note 3", "share of synthetic data of one generator",
            "model.synthetic_share"},
    FactDef{"model_operations", kNumber, derived_get<kWeights, &WeightsAssessment::operations>, nullptr,
            "operations", "4E091 Notes and Technical Note 3",
            "training operations that count, a generator's included", "model.training_operations"},
    FactDef{"model_added_operations", kNumber, derived_get<kWeights, &WeightsAssessment::added>, nullptr,
            "operations", "4E091 Note 1", "operations on top of the base model",
            "model.additional_operations"},
    FactDef{"model_added_operations_max", kNumber, derived_get<kWeights, &WeightsAssessment::added_max>,
            nullptr, "operations", "4E091 Note 1",
            "addition to a published base that stays free: the higher of 2.5e25 and 25 % of the total", ""},
    FactDef{"model_derived_exempt", kBool, derived_get<kWeights, &WeightsAssessment::derived_exempt>, nullptr,
            "", "4E091 Note 1", "derived from a published model with little added", "model.base_published"},
    FactDef{"model_controlled", kBool, derived_get<kWeights, &WeightsAssessment::controlled>, nullptr, "",
            "ECCN 4E091", "the weights are 4E091", "model.training_operations"},
    FactDef{"job_present", kBool, part_get<&Order::fabrication, &Fabrication::present>, nullptr, "",
            kInterface, "a fabrication object is there", ""},
    FactDef{"job_role", kText, part_get<&Order::fabrication, &Fabrication::role>, nullptr, "", kInterface,
            "fabricator or osat", "fabrication.role"},
    FactDef{"job_transistors", kNumber, part_get<&Order::fabrication, &Fabrication::transistor_count>,
            nullptr, "transistors", "3A090 Note 1", "of the die, summed over the package",
            "fabrication.transistor_count"},
    FactDef{"job_hbm", kBool, part_get<&Order::fabrication, &Fabrication::hbm>, nullptr, "", "3A090 Note 1",
            "the package holds HBM", "fabrication.hbm"},
    FactDef{"job_packaging_country", kCountry, part_get<&Order::fabrication, &Fabrication::packaging_country>,
            nullptr, "", "3A090 Note 1", "where it is packaged", "fabrication.packaging_country"},
    FactDef{"job_packaged_by", kText, part_get<&Order::fabrication, &Fabrication::packaged_by>, nullptr, "",
            "3A090 Note 1", "fabricator, approved_osat or other", "fabrication.packaged_by"},
    FactDef{"job_completed_on", kDay, part_get<&Order::fabrication, &Fabrication::completed_on>, nullptr, "",
            "3A090 Note 1.b", "day on which the IC was completed", "fabrication.completed_on"},
    FactDef{"foundry_applicable", kBool, derived_get<kFoundry, &FoundryAssessment::applicable>, nullptr, "",
            "15 CFR 772.1", "applicable advanced logic IC of a fabrication order", ""},
    FactDef{"foundry_bound", kBool, derived_get<kFoundry, &FoundryAssessment::bound>, nullptr, "",
            "90 FR 5298", "the presumption of Note 1 to 3A090 can apply", ""},
    FactDef{"foundry_presumed", kBool, derived_get<kFoundry, &FoundryAssessment::presumed>, nullptr, "",
            "3A090 Note 1", "presumed 3A090.a and not overcome", ""},
    FactDef{"foundry_way", kText, foundry_way, nullptr, "", "3A090 Note 1.a-1.c",
            "how it was overcome: none, designer, fabricator_packaged, osat_packaged", ""},
    FactDef{"foundry_count_confirmed", kBool, derived_get<kFoundry, &FoundryAssessment::count_confirmed>,
            nullptr, "", "3A090 Note 1.d", "fabricator or OSAT confirmed the count",
            "fabrication.count_confirmed_by"},
    FactDef{"foundry_customer_word_only", kBool,
            derived_get<kFoundry, &FoundryAssessment::customer_word_only>, nullptr, "", "3A090 Note 1.d",
            "only the customer confirmed the count", ""},
    FactDef{"foundry_designer_in_d5m", kBool, derived_get<kFoundry, &FoundryAssessment::designer_in_d5m>,
            nullptr, "", "15 CFR 748.16", "the designer is headquartered or located in D:5 or Macau", ""},
    FactDef{"foundry_packager_in_d5m", kBool, derived_get<kFoundry, &FoundryAssessment::packager_in_d5m>,
            nullptr, "", "15 CFR 748.16", "the packager is headquartered or located in D:5 or Macau", ""},
    FactDef{"foundry_designer_authorized", kBool,
            derived_get<kFoundry, &FoundryAssessment::designer_authorized>, nullptr, "", "3A090 Note 1.a(2)",
            "authorized IC designer on the day", ""},
    FactDef{"foundry_transistors_max", kNumber, derived_get<kFoundry, &FoundryAssessment::transistors_max>,
            nullptr, "transistors", "3A090 Note 1.b", "the count must stay below this", ""},
    FactDef{"any_advanced", kBool, derived_get<kTotals, &OrderTotals::any_advanced>, nullptr, "",
            "docs/policy.md, section 1", "some line is an advanced item: 3A090, 4A090, .z, listed equipment",
            ""},
    FactDef{"any_chip", kBool, derived_get<kTotals, &OrderTotals::any_chip>, nullptr, "", "3A090, 4A090",
            "some line is 3A090 or 4A090 .a or .b", ""},
    FactDef{"any_a", kBool, derived_get<kTotals, &OrderTotals::any_a>, nullptr, "", "3A090.a, 4A090.a",
            "some line is an .a item", ""},
    FactDef{"any_data_center_a", kBool, derived_get<kTotals, &OrderTotals::any_data_center_a>, nullptr, "",
            "docs/policy.md, section 6", "some line is a data-center .a or .z item", ""},
    FactDef{"any_equipment", kBool, derived_get<kTotals, &OrderTotals::any_equipment>, nullptr, "",
            "3B001 and related", "some line is listed semiconductor equipment", ""},
    FactDef{"chip_ics", kNumber, derived_get<kTotals, &OrderTotals::chip_ics>, nullptr, "ICs", "3A090",
            "ICs of all .a and .b lines", ""},
    FactDef{"chip_tpp", kNumber, derived_get<kTotals, &OrderTotals::chip_tpp>, nullptr, "TPP", "3A090 TN 1-3",
            "TPP of all .a and .b lines", ""},
    FactDef{"a_tpp", kNumber, derived_get<kTotals, &OrderTotals::a_tpp>, nullptr, "TPP", "15 CFR 740.29",
            "TPP of all .a lines", ""},
    FactDef{"data_center_ics", kNumber, derived_get<kTotals, &OrderTotals::data_center_ics>, nullptr, "ICs",
            "docs/policy.md, section 6", "ICs of all data-center .a and .z lines", ""},
    FactDef{"data_center_tpp", kNumber, derived_get<kTotals, &OrderTotals::data_center_tpp>, nullptr, "TPP",
            "docs/policy.md, section 6", "TPP of all data-center .a and .z lines", ""},
    FactDef{"power_need_mw", kNumber, derived_get<kTotals, &OrderTotals::power_need_mw>, nullptr, "MW",
            "public data sheets", "rated power of the data-center ICs", ""},
    FactDef{"any_in_d5m", kBool, in_d5m, nullptr, "", "15 CFR 744.23(a)(3)",
            "a controlling party is headquartered, or has its ultimate parent, in D:5 or Macau", "parties"},
    FactDef{"any_headquarters_unknown", kBool, derived_get<kTotals, &OrderTotals::any_headquarters_unknown>,
            nullptr, "", "docs/policy.md, section 1",
            "headquarters or ultimate parent of a controlling party is unknown", ""},
    FactDef{"barred", kBool, derived_get<kTotals, &OrderTotals::barred>, nullptr, "",
            "15 CFR 740.2, 744.11(a)", "a party is surely on a list that voids license exceptions", ""},
};

}  // namespace

std::span<const FactDef> order_facts() noexcept { return kFacts; }

}  // namespace ordergate::rules
