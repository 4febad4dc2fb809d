// What a party is made of (docs/orders.md).
#include <array>

#include "order/fields.h"
#include "order/known_party.h"

namespace ordergate {
namespace {

/// The words of the record format, then those of order systems.
constexpr auto kRoleWords = [] {
  std::array<std::string_view, kPartyRoleWords.words.size() + kRoleWordsOfOrderSystems.size()> words;
  std::size_t at = 0;
  for (const std::string_view word : kPartyRoleWords.words) words[at++] = word;
  for (const RoleWord& each : kRoleWordsOfOrderSystems) words[at++] = each.word;
  return words;
}();

bool role(Reader& reader, JsonValue& json, void* owner) noexcept {
  std::size_t index = 0;
  if (!reader.word(json, kRoleWords, index)) return false;
  constexpr std::size_t kOwn = kPartyRoleWords.words.size();
  static_cast<Party*>(owner)->role =
      index < kOwn ? static_cast<PartyRole>(index) : kRoleWordsOfOrderSystems[index - kOwn].role;
  return true;
}

constexpr FieldTable kAddressFields = field_table({
    {"street", value<&Address::street>},
    {"city", value<&Address::city>},
    {"region", value<&Address::region>},
    {"postal_code", value<&Address::postal_code>},
    {"country", value<&Address::country>},
    {"type", value<&Address::type>},
});

/// An address is one text or its parts.
bool address(Reader& reader, JsonValue& json, void* list) noexcept {
  Address& entry = static_cast<ArenaList<Address>*>(list)->push_back(reader.arena(), {});
  if (json.is('"')) return reader.text(json, entry.text);
  if (json.is('{')) return reader.object(json, kAddressFields, &entry);
  return reader.fail(OrderError::wrong_type, {"an address is a string or an object"});
}

bool addresses(Reader& reader, JsonValue& json, void* party) noexcept {
  return reader.elements(json, reader.limits().array_entries_max, OrderError::too_many_entries, address,
                         &static_cast<Party*>(party)->addresses);
}

constexpr FieldTable kIdentifierFields = field_table({
    {"type", value<&Identifier::type>},
    {"value", value<&Identifier::value>},
});

constexpr FieldTable kOwnerFields = field_table({
    {"name", value<&Owner::name>},
    {"percent", number_in<&Owner::percent, kPercent>},
    {"country", value<&Owner::country>},
});

constexpr FieldTable kParentFields = field_table({
    {"name", value<&Party::ultimate_parent_name>},
    {"headquarters_country", value<&Party::ultimate_parent_headquarters>},
});

bool parent(Reader& reader, JsonValue& json, void* party) noexcept {
  return reader.object(json, kParentFields, party);
}

constexpr FieldTable kWebsiteFields = field_table({
    {"present", value<&Website::present>},
    {"domain_registered_on", value<&Website::domain_registered_on>},
    {"languages_differ", value<&Website::languages_differ>},
    {"url", value<&Website::url>},
});

/// What is known of it, or its address alone.
bool website(Reader& reader, JsonValue& json, void* party) noexcept {
  Website& site = static_cast<Party*>(party)->website;
  if (!json.is('"')) return reader.object(json, kWebsiteFields, &site);
  if (!reader.text(json, site.url)) return false;
  if (!site.url.empty()) site.present = Tri::yes;
  return true;
}

/// Keys of contacts, as order systems call them.
constexpr std::array<std::string_view, 15> kContactKeys = {
    "email", "e_mail", "emails", "phone", "phones", "telephone", "tel",         "mobile",
    "fax",   "url",    "web",    "iban",  "swift",  "bic",       "bank_account"};

bool contact_value(Reader& reader, JsonValue& json, Contact contact, ArenaList<Contact>& contacts) noexcept;

/// The list that contacts are added to, and under which key.
struct ContactList {
  std::string_view key;
  ArenaList<Contact>* contacts = nullptr;
};

bool contact_of_list(Reader& reader, JsonValue& json, void* owner) noexcept {
  const ContactList& list = *static_cast<ContactList*>(owner);
  return contact_value(reader, json, {list.key, {}}, *list.contacts);
}

/// What other systems put around one: {"type": "mobile", "value": "+98 …"}.
constexpr FieldTable kContactParts = field_table({
    {"value", contact_of_list},
    {"number", contact_of_list},
    {"address", contact_of_list},
    {"account", contact_of_list},
    {"url", contact_of_list},
    {"iban", contact_of_list},
    {"swift", contact_of_list},
    {"bic", contact_of_list},
});

/// A text, several, or an object with one; a number without its sign tells no country.
bool contact_value(Reader& reader, JsonValue& json, Contact contact, ArenaList<Contact>& contacts) noexcept {
  static constexpr NumberRange kAny = {-1.7976931348623157e308, 1.7976931348623157e308, "a number"};
  ContactList list{contact.key, &contacts};
  if (json.is('{')) return reader.object(json, kContactParts, &list);
  if (json.is('['))
    return reader.elements(json, reader.limits().array_entries_max, OrderError::too_many_entries,
                           contact_of_list, &list);
  if (json.is('"')) {
    if (!reader.text(json, contact.text)) return false;
    contacts.push_back(reader.arena(), contact);
    return true;
  }
  Tri truth = Tri::unknown;
  double number = 0;
  const bool word = json.is('t') || json.is('f');
  return word ? reader.truth(json, truth) : json.is('n') || reader.number(json, kAny, number);
}

template <std::size_t Key>
bool contact(Reader& reader, JsonValue& json, void* party) noexcept {
  return contact_value(reader, json, {kContactKeys[Key], {}}, static_cast<Party*>(party)->contacts);
}

bool owners(Reader& reader, JsonValue& json, void* party) noexcept {
  static_cast<Party*>(party)->has_owners = true;
  return objects<&Party::owners, kOwnerFields>(reader, json, party);
}

/// A field of the party inside a KnownParty.
template <ReadFunction Read>
bool of_party(Reader& reader, JsonValue& json, void* known) noexcept {
  return Read(reader, json, &static_cast<KnownParty*>(known)->party);
}

constexpr FieldTable kKnownDocumentFields = field_table({
    {"type", closed_text<&KnownDocument::type, kDocumentWords>, true},
    {"date", value<&KnownDocument::date>, true},
    {"valid_until", value<&KnownDocument::valid_until>},
    {"id", value<&KnownDocument::id>},
});

}  // namespace

constinit const FieldTable kKnownPartyFields = field_table({
    {"id", of_party<required_text<&Party::id>>, true},
    {"name", of_party<required_text<&Party::name>>, true},
    {"native_name", of_party<value<&Party::native_name>>},
    {"aliases", of_party<value<&Party::aliases>>},
    {"kind", of_party<value<&Party::kind>>},
    {"headquarters_country", of_party<value<&Party::headquarters_country>>},
    {"ultimate_parent", of_party<parent>},
    {"owners", of_party<owners>},
    {"established_on", of_party<value<&Party::established_on>>},
    {"website", of_party<website>},
    {"business", of_party<value<&Party::business>>},
    {"government_controlled", of_party<value<&Party::government_controlled>>},
    {"documents", objects<&KnownParty::documents, kKnownDocumentFields>},
    {"date", value<&KnownParty::date>, true},
    {"valid_from", value<&KnownParty::valid_from>},
    {"valid_until", value<&KnownParty::valid_until>},
    {"source", value<&KnownParty::source>},
});

constinit const FieldTable kPartyFields = field_table({
    {"id", value<&Party::id>},
    {"role", role},
    {"name", required_text<&Party::name>, true},
    {"native_name", value<&Party::native_name>},
    {"aliases", value<&Party::aliases>},
    {"kind", value<&Party::kind>},
    {"country", value<&Party::country>},
    {"addresses", addresses},
    {"identifiers", objects<&Party::identifiers, kIdentifierFields>},
    {"birth_date", value<&Party::birth_date>},
    {"headquarters_country", value<&Party::headquarters_country>},
    {"ultimate_parent", parent},
    {"owners", owners},
    {"established_on", value<&Party::established_on>},
    {"website", website},
    {kContactKeys[0], contact<0>},
    {kContactKeys[1], contact<1>},
    {kContactKeys[2], contact<2>},
    {kContactKeys[3], contact<3>},
    {kContactKeys[4], contact<4>},
    {kContactKeys[5], contact<5>},
    {kContactKeys[6], contact<6>},
    {kContactKeys[7], contact<7>},
    {kContactKeys[8], contact<8>},
    {kContactKeys[9], contact<9>},
    {kContactKeys[10], contact<10>},
    {kContactKeys[11], contact<11>},
    {kContactKeys[12], contact<12>},
    {kContactKeys[13], contact<13>},
    {kContactKeys[14], contact<14>},
    {"business", value<&Party::business>},
    {"government_controlled", value<&Party::government_controlled>},
    {"us_person", value<&Party::us_person>},
    {"nationalities", value<&Party::nationalities>},
    {"first_advanced_purchase_on", value<&Party::first_advanced_purchase_on>},
    {"advanced_tpp_12_months", value<&Party::advanced_tpp_12_months>},
    {"advanced_tpp_12_months_before_2022_10", value<&Party::advanced_tpp_12_months_before_2022_10>},
    {"approved_designer", value<&Party::approved_designer>},
    {"authorized_designer", value<&Party::authorized_designer>},
});

}  // namespace ordergate
