// The order record, `ordergate.order.v1`: what a caller asks to be screened.
//
// Absent means unknown, not no: every optional field has an unknown state, and nothing here turns
// unknown into false, zero or empty. Strings are UTF-8 views into the record's buffer or the arena
// and live until the parser reads the next record. Field meanings and limits: docs/orders.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena_list.h"
#include "base/country.h"
#include "base/date.h"
#include "base/party_kind.h"
#include "base/tri.h"

namespace ordergate {

enum class OrderKind : std::uint8_t { sale, listing, iaas, model_weights, fabrication, technology, service };
enum class OrderAction : std::uint8_t { export_, reexport, transfer, deemed_export, service };
enum class PartyRole : std::uint8_t {
  unknown,
  seller,
  purchaser,
  intermediate_consignee,
  ultimate_consignee,
  end_user,
  freight_forwarder,
  bank,
  installer,
  iaas_customer,
  facility,
  designer,
  packager,
  employee,
  contact
};
enum class AddressType : std::uint8_t {
  unknown,
  residential,
  office,
  industrial,
  data_center,
  virtual_office,
  registered_agent,
  mail_drop
};
enum class IdentifierType : std::uint8_t { other, tax, registration, lei, duns, imo, passport, swift };
enum class LicenseType : std::uint8_t { license, exception, veu, national };

/// The word of the record format ("iaas_customer"); never empty.
[[nodiscard]] std::string_view to_string(OrderKind) noexcept;
[[nodiscard]] std::string_view to_string(OrderAction) noexcept;
[[nodiscard]] std::string_view to_string(PartyRole) noexcept;
[[nodiscard]] std::string_view to_string(AddressType) noexcept;
[[nodiscard]] std::string_view to_string(IdentifierType) noexcept;
[[nodiscard]] std::string_view to_string(LicenseType) noexcept;

/// Either one free text (`text`) or parts; the other is empty.
struct Address {
  std::string_view text, street, city, region, postal_code;
  CountryCode country;
  AddressType type = AddressType::unknown;
  friend bool operator==(const Address&, const Address&) = default;
};

struct Identifier {
  IdentifierType type = IdentifierType::other;
  std::string_view value;
  friend bool operator==(const Identifier&, const Identifier&) = default;
};

/// What reaches a party: an e-mail or web address, a telephone number, an account.
struct Contact {
  std::string_view key;  // the record's: "email"
  std::string_view text;
  friend bool operator==(const Contact&, const Contact&) = default;
};

struct Owner {
  std::string_view name;
  std::optional<double> percent;  // 0..100
  CountryCode country;
  friend bool operator==(const Owner&, const Owner&) = default;
};

struct Website {
  Tri present = Tri::unknown;
  std::optional<Date> domain_registered_on;
  Tri languages_differ = Tri::unknown;
  std::string_view url;
  friend bool operator==(const Website&, const Website&) = default;
};

struct Party {
  std::string_view id;  // the caller's key of this party; what is known of it joins by it
  PartyRole role = PartyRole::unknown;
  std::string_view name, native_name;
  ArenaList<std::string_view> aliases;
  PartyKind kind = PartyKind::unknown;
  CountryCode country;
  ArenaList<Address> addresses;
  ArenaList<Identifier> identifiers;
  std::optional<Date> birth_date;
  CountryCode headquarters_country;
  std::string_view ultimate_parent_name;  // "self": the party has no parent
  CountryCode ultimate_parent_headquarters;
  bool has_owners = false;  // an empty owners list is an answer; an absent one is not
  ArenaList<Owner> owners;
  std::optional<Date> established_on;
  Website website;
  ArenaList<Contact> contacts;
  std::string_view business;
  Tri government_controlled = Tri::unknown;
  Tri us_person = Tri::unknown;
  ArenaList<CountryCode> nationalities;  // of a person; the most recent one counts (734.13(b))
  std::optional<Date> first_advanced_purchase_on;
  std::optional<double> advanced_tpp_12_months;
  std::optional<double> advanced_tpp_12_months_before_2022_10;
  Tri approved_designer = Tri::unknown;
  Tri authorized_designer = Tri::unknown;
  friend bool operator==(const Party&, const Party&) = default;
};

struct Item {
  std::uint32_t line = 0;  // as given, else position from 1
  std::string_view part_number, sku, manufacturer, model, description, eccn, hs_code;
  double quantity = 0;  // required, >= 0
  std::optional<double> unit_price;
  CountryCode origin_country;
  std::optional<double> us_content_percent;  // 0..100
  Tri direct_product = Tri::unknown;
  std::optional<double> ics_per_unit;
  std::optional<double> tpp;                       // per IC, 3A090 technical notes
  std::optional<double> performance_density;       // TPP per mm2 of applicable die area
  std::optional<double> memory_bandwidth_gbps;     // GB/s
  std::optional<double> memory_bandwidth_density;  // GB/s per mm2
  std::optional<double> interconnect_gbps;         // GB/s
  std::optional<double> die_area_mm2;
  Tri data_center = Tri::unknown;  // designed or marketed for data centers
  Tri hbm = Tri::unknown;
  std::optional<double> node_nm;
  Tri non_planar = Tri::unknown;
  std::optional<double> transistor_count;
  CountryCode designer_headquarters_country;
  CountryCode fabricated_in;
  Tri commercially_available_us = Tri::unknown;
};

struct EndUse {
  std::string_view text;
  ArenaList<std::string_view> categories;  // the words of docs/orders.md
};

struct Site {
  bool present = false;
  std::string_view operator_name, address;
  CountryCode country;
  std::optional<double> power_mw;
  std::string_view cooling, space;
  Tri infrastructure_confirmed = Tri::unknown;
  Tri operator_authorized = Tri::unknown;
  Tri government_controlled = Tri::unknown;
  std::string_view veu;  // "uveu", "nveu", "fab_veu" or empty
};

struct License {
  LicenseType type = LicenseType::license;  // absent: exception when one is named, else license
  bool has_type = false;
  std::string_view id, exception, authority;
  std::optional<Date> valid_from, valid_until;  // ends inclusive
  bool has_items = false;
  ArenaList<std::uint32_t> items;  // line numbers; absent: all lines
  CountryCode destination_country;
  std::optional<double> tpp_max;
  std::string_view licensee, end_user;  // names
  std::optional<double> quantity_max;   // of its lines together
  std::optional<double> value_max;      // of its lines together, in Order::currency
};

struct Document {
  std::string_view type;  // one of the words of docs/orders.md
  std::optional<Date> date;
  std::string_view id;
  bool has_covers_parties = false;
  ArenaList<std::string_view> covers_parties;
};

struct Listing {
  std::string_view title, description, seller_id, currency;
  std::optional<double> price;
  bool worldwide = true;  // ships_to absent or ["*"]
  ArenaList<CountryCode> ships_to;
};

struct Iaas {
  bool present = false;
  CountryCode provider_headquarters_country;
  Tri users_attested = Tri::unknown;
  bool has_user_headquarters = false;
  ArenaList<CountryCode> user_headquarters_countries;
  Tri trains_model = Tri::unknown;
  std::optional<double> training_operations;
  Tri exports_model = Tri::unknown;
};

struct Model {
  bool present = false;
  std::string_view name;
  std::optional<double> training_operations;  // the total
  Tri published = Tri::unknown;
  Tri base_published = Tri::unknown;
  std::optional<double> base_operations, additional_operations;
  std::optional<double> synthetic_share;  // fraction 0..1
  std::optional<double> generator_operations;
  Tri generator_published = Tri::unknown;
  Tri on_controlled_ics = Tri::unknown;
  CountryCode stored_in;
};

struct Fabrication {
  bool present = false;
  std::string_view role;  // "fabricator", "osat" or empty
  std::optional<double> node_nm;
  Tri non_planar = Tri::unknown;
  std::optional<double> transistor_count;
  std::string_view count_confirmed_by;  // "fabricator", "osat", "customer" or empty
  Tri hbm = Tri::unknown;
  std::string_view packaged_by;  // "fabricator", "approved_osat", "other" or empty
  CountryCode packaging_country;
  std::optional<Date> completed_on;
  Tri attested_not_3a090a = Tri::unknown;
};

/// A key that nothing reads, and that looks like one that is, or holds somebody's name.
struct OddKey {
  std::string_view place;  // its path
  std::string_view meant;  // the key it looks like; empty: it names somebody
  bool decides = false;    // without that key the order says less of who, what or where to
};

/// A text under a key that nothing reads: read like the notes, for it may say what they do.
struct StrayText {
  std::string_view place;  // its path
  std::string_view text;   // "remarks: ship to our plant", its key in words before it
  friend bool operator==(const StrayText&, const StrayText&) = default;
};

struct Order {
  std::string_view order_id;
  OrderKind kind = OrderKind::sale;
  OrderAction action = OrderAction::export_;
  std::optional<Date> created_on;  // the UTC day of created_at
  std::optional<Date> ship_date, en_route_date;
  CountryCode from_country, destination_country;
  ArenaList<CountryCode> transit_countries;
  std::optional<double> value;
  std::string_view currency;
  ArenaList<Party> parties;
  ArenaList<Item> items;
  EndUse end_use;
  Site site;
  ArenaList<License> licenses;
  ArenaList<Document> documents;
  Listing listing;
  Iaas iaas;
  Model model;
  Fabrication fabrication;
  std::string_view notes;
  std::uint32_t unknown_keys = 0;  // ignored keys, counted
  ArenaList<OddKey> odd_keys;      // of those; the first few
  ArenaList<StrayText> stray_texts;
  bool stray_texts_left = false;  // there were more than are read: the verdict must hold

  /// ship_date, else created_on, else `today`.
  [[nodiscard]] Date regime_date(Date today) const noexcept {
    return ship_date ? *ship_date : created_on.value_or(today);
  }
};

}  // namespace ordergate
