// What an order is made of (docs/orders.md), and the offers that come with some kinds of it.
#include "order/fields.h"

namespace ordergate {
namespace {

/// A country, or "*" for the whole world.
bool ship_to(Reader& reader, JsonValue& json, void* owner) noexcept {
  Listing& listing = *static_cast<Listing*>(owner);
  if (json.token == "\"*\"") {
    listing.worldwide = true;
    return true;
  }
  CountryCode country;
  if (!reader.country(json, country)) return false;
  listing.ships_to.push_back(reader.arena(), country);
  return true;
}

/// An empty list says nothing, and nothing said is the whole world.
bool ships_to(Reader& reader, JsonValue& json, void* owner) noexcept {
  Listing& listing = *static_cast<Listing*>(owner);
  listing.worldwide = false;
  if (!reader.elements(json, reader.limits().array_entries_max, OrderError::too_many_entries, ship_to, owner))
    return false;
  if (listing.ships_to.empty()) listing.worldwide = true;
  return true;
}

constexpr FieldTable kListingFields = field_table({
    {"title", value<&Listing::title>},
    {"description", value<&Listing::description>},
    {"seller_id", value<&Listing::seller_id>},
    {"price", value<&Listing::price>},
    {"currency", value<&Listing::currency>},
    {"ships_to", ships_to},
});

constexpr FieldTable kIaasFields = field_table({
    {"provider_headquarters_country", value<&Iaas::provider_headquarters_country>},
    {"users_attested", value<&Iaas::users_attested>},
    {"user_headquarters_countries",
     present_list<&Iaas::user_headquarters_countries, &Iaas::has_user_headquarters>},
    {"trains_model", value<&Iaas::trains_model>},
    {"training_operations", value<&Iaas::training_operations>},
    {"exports_model", value<&Iaas::exports_model>},
});

constexpr FieldTable kModelFields = field_table({
    {"name", value<&Model::name>},
    {"training_operations", value<&Model::training_operations>},
    {"published", value<&Model::published>},
    {"base_published", value<&Model::base_published>},
    {"base_operations", value<&Model::base_operations>},
    {"additional_operations", value<&Model::additional_operations>},
    {"synthetic_share", number_in<&Model::synthetic_share, kFraction>},
    {"generator_operations", value<&Model::generator_operations>},
    {"generator_published", value<&Model::generator_published>},
    {"on_controlled_ics", value<&Model::on_controlled_ics>},
    {"stored_in", value<&Model::stored_in>},
});

constexpr FieldTable kFabricationFields = field_table({
    {"role", closed_text<&Fabrication::role, kFabricationRoleWords>},
    {"node_nm", value<&Fabrication::node_nm>},
    {"non_planar", value<&Fabrication::non_planar>},
    {"transistor_count", value<&Fabrication::transistor_count>},
    {"count_confirmed_by", closed_text<&Fabrication::count_confirmed_by, kCountConfirmerWords>},
    {"hbm", value<&Fabrication::hbm>},
    {"packaged_by", closed_text<&Fabrication::packaged_by, kPackagerWords>},
    {"packaging_country", value<&Fabrication::packaging_country>},
    {"completed_on", value<&Fabrication::completed_on>},
    {"attested_not_3a090a", value<&Fabrication::attested_not_3a090a>},
});

bool order_id(Reader& reader, JsonValue& json, void* owner) noexcept {
  std::string_view id;
  if (!reader.text(json, id)) return false;
  if (id.size() > reader.limits().order_id_bytes_max)
    return reader.fail(OrderError::string_too_long, {"longer than an order_id may be"});
  if (id.empty()) return reader.fail(OrderError::missing_field, {"required, but absent or empty"});
  static_cast<Order*>(owner)->order_id = id;
  return true;
}

bool kind(Reader& reader, JsonValue& json, void* owner) noexcept {
  if (json.token == "\"\"") return reader.fail(OrderError::missing_field, {"required, but absent or empty"});
  return value<&Order::kind>(reader, json, owner);
}

/// A timestamp gives its day in UTC; a bare date is taken as it is.
bool created_at(Reader& reader, JsonValue& json, void* owner) noexcept {
  std::string_view text;
  if (!reader.text(json, text)) return false;
  std::optional<Date>& day = static_cast<Order*>(owner)->created_on;
  day = text.size() == 10 ? parse_date(text) : parse_timestamp_day(text);
  return day || reader.fail(OrderError::invalid_value, {"must be a timestamp like 2026-02-10T09:12:00Z"});
}

/// ISO 4217: three capital letters.
bool currency(Reader& reader, JsonValue& json, void* owner) noexcept {
  std::string_view& code = static_cast<Order*>(owner)->currency;
  if (!reader.text(json, code)) return false;
  bool capitals = code.size() == 3;
  for (const char letter : code) capitals = capitals && letter >= 'A' && letter <= 'Z';
  return capitals || reader.fail(OrderError::invalid_value, {"must be three capital letters (ISO 4217)"});
}

bool party(Reader& reader, JsonValue& json, void* list) noexcept {
  Party& entry = static_cast<ArenaList<Party>*>(list)->push_back(reader.arena(), {});
  return reader.object(json, kPartyFields, &entry);
}

bool parties(Reader& reader, JsonValue& json, void* owner) noexcept {
  return reader.elements(json, reader.limits().parties_max, OrderError::too_many_parties, party,
                         &static_cast<Order*>(owner)->parties);
}

/// The line is the position from 1 unless the item says otherwise.
bool item(Reader& reader, JsonValue& json, void* owner) noexcept {
  auto& list = *static_cast<ArenaList<Item>*>(owner);
  Item& entry = list.push_back(reader.arena(), {});
  entry.line = list.size();
  return reader.object(json, kItemFields, &entry);
}

bool items(Reader& reader, JsonValue& json, void* owner) noexcept {
  return reader.elements(json, reader.limits().items_max, OrderError::too_many_items, item,
                         &static_cast<Order*>(owner)->items);
}

}  // namespace

constinit const FieldTable kOrderFields = field_table({
    {"order_id", order_id, true},
    {"kind", kind, true},
    {"action", value<&Order::action>},
    {"created_at", created_at},
    {"ship_date", value<&Order::ship_date>},
    {"en_route_date", value<&Order::en_route_date>},
    {"from_country", value<&Order::from_country>},
    {"destination_country", value<&Order::destination_country>},
    {"transit_countries", value<&Order::transit_countries>},
    {"value", value<&Order::value>},
    {"currency", currency},
    {"parties", parties},
    {"items", items},
    {"end_use", object<&Order::end_use, kEndUseFields>},
    {"site", present_object<&Order::site, kSiteFields>},
    {"licenses", objects<&Order::licenses, kLicenseFields>},
    {"documents", objects<&Order::documents, kDocumentFields>},
    {"listing", object<&Order::listing, kListingFields>},
    {"iaas", present_object<&Order::iaas, kIaasFields>},
    {"model", present_object<&Order::model, kModelFields>},
    {"fabrication", present_object<&Order::fabrication, kFabricationFields>},
    {"notes", value<&Order::notes>},
});

}  // namespace ordergate
