#include "screening/picture.h"

#include "countries/territories.h"
#include "screening/place_path.h"

namespace ordergate {
namespace {

using rules::OrderPlace;
using rules::PlaceAs;
using rules::PlaceReading;

// Work in units of base/work.h, the same whether the text was met before or not.
constexpr std::uint64_t kTextWork = 20, kByteWork = 3;

/// "Hong Kong, China" contradicts nothing, nor does "Taipei, Taiwan, China", as the mainland's own forms have
/// it.
bool same_country(CountryCode told, const PlaceReading& reading) noexcept {
  if (!told.known() || told == reading.country) return true;
  if (!reading.names_country) return false;
  return is_territory_of(told, reading.country) ||
         (told == CountryCode::parse("TW") && reading.country == CountryCode::parse("CN"));
}

OrderPlace place_of(const PlaceReading& reading, CountryCode told, PlaceAs as, std::uint32_t party,
                    std::string_view at) noexcept {
  OrderPlace place;
  place.country = reading.country;
  place.region = reading.region;
  place.as = as;
  place.read = as == PlaceAs::mentioned || reading.post ? rules::PlaceRead::text : rules::PlaceRead::address;
  place.at = at;
  place.party = party;
  // A contact never tells more than that a question is open.
  place.contested = reading.contact ? told != reading.country : !same_country(told, reading);
  place.names_country = reading.names_country;
  place.directed = reading.directed;
  place.negated = reading.negated;
  place.post = reading.post;
  return place;
}

}  // namespace

void Picture::read(const Order& order, FoldStage& texts, const rules::Gazetteer& gazetteer,
                   Arena& arena) noexcept {
  folded_ = &texts;
  gazetteer_ = &gazetteer;
  places_.clear();
  completeness_ = Completeness::complete;
  work_.restart();
  add(order.destination_country, PlaceAs::destination, "destination_country", OrderPlace::kNoParty);
  read_site(order.site);
  for (std::uint32_t i = 0; i < order.transit_countries.size(); ++i)
    add(order.transit_countries[i], PlaceAs::transit, place_path("transit_countries", i, {}, arena),
        OrderPlace::kNoParty);
  for (std::uint32_t i = 0; i < order.parties.size(); ++i) read_party(order.parties[i], i, arena);
  read_texts(order, arena);
}

void Picture::add(CountryCode country, PlaceAs as, std::string_view at, std::uint32_t party) noexcept {
  if (!country.known()) return;
  OrderPlace place;
  place.country = country;
  place.as = as;
  place.names_country = true;
  place.at = at;
  place.party = party;
  places_.push_back(place);
}

/// Takes the work of a text; false for none, and when the record has no work left, so that the verdict must
/// hold.
bool Picture::begin_text(std::string_view text) noexcept {
  if (text.empty()) return false;
  if (work_.left() == 0) {
    completeness_ = Completeness::over_bound;
    return false;
  }
  work_.spend(kTextWork + text.size() * kByteWork);
  return true;
}

void Picture::read_site(const Site& site) noexcept {
  if (!site.present) return;
  add(site.country, PlaceAs::site, "site.country", OrderPlace::kNoParty);
  if (site.address.empty()) return;
  read_address(site.address, site.country, PlaceAs::site, OrderPlace::kNoParty,
               [] { return std::string_view("site.address"); });
}

void Picture::read_party(const Party& party, std::uint32_t index, Arena& arena) noexcept {
  if (party.country.known())
    add(party.country, PlaceAs::located, place_path("parties", index, "country", arena), index);
  read_name(party, index, arena);
  for (std::uint32_t i = 0; i < party.addresses.size(); ++i) {
    const Address& address = party.addresses[i];
    const auto at = [&] { return place_path("parties", index, "addresses", arena, i); };
    if (address.country.known()) add(address.country, PlaceAs::located, at(), index);
    const CountryCode told = address.country.known() ? address.country : party.country;
    read_address(folded_->address(index, i), told, PlaceAs::located, index, at);
  }
  read_contacts(party, index, arena);
}

/// A contact of the country where the party is told to be adds nothing.
template <typename At>
void Picture::add_contacts(const Party& party, std::uint32_t index, At&& at) noexcept {
  for (const PlaceReading& reading : readings_)
    if (reading.country != party.country)
      places_.push_back(place_of(reading, party.country, PlaceAs::located, index, at()));
}

void Picture::read_contacts(const Party& party, std::uint32_t index, Arena& arena) noexcept {
  const auto read = [&](std::string_view text, bool bank) {
    readings_.clear();
    if (!begin_text(text)) return;
    gazetteer_->read_contact(text, scratch_, readings_);
    if (bank) rules::Gazetteer::read_bank(text, readings_);
  };
  for (std::uint32_t i = 0; i < party.identifiers.size(); ++i) {
    const Identifier& identifier = party.identifiers[i];
    const bool bank = identifier.type == IdentifierType::swift;
    const bool registered =
        identifier.type == IdentifierType::registration || identifier.type == IdentifierType::tax;
    if (!bank && !registered && identifier.type != IdentifierType::other) continue;
    if (registered && !rules::ContactPlaces::country_of_registration(identifier.value).known()) continue;
    read(identifier.value, bank);
    add_contacts(party, index, [&] { return place_path("parties", index, "identifiers", arena, i); });
  }
  for (const Contact& contact : party.contacts) {
    read(contact.text, contact.key == "swift" || contact.key == "bic");
    add_contacts(party, index, [&] { return place_path("parties", index, contact.key, arena); });
  }
  read(party.website.url, false);
  add_contacts(party, index, [&] { return place_path("parties", index, "website", arena); });
}

template <typename Read>
std::span<const PlaceReading> Picture::readings_of(std::string_view text, TextAs as, CountryCode told,
                                                   Read&& read) noexcept {
  if (!begin_text(text)) return {};
  const TextFindings* const known = folded_->recall(text, as, told);
  if (known != nullptr && known->placed) return std::span(known->places).first(known->place_count);
  readings_.clear();
  const Completeness read_whole = read(folded_->forms(text), readings_);
  completeness_ &= read_whole;
  if (read_whole == Completeness::complete) folded_->remember_places(text, as, told, readings_);
  return readings_;
}

void Picture::read_name(const Party& party, std::uint32_t index, Arena& arena) noexcept {
  const auto readings = readings_of(party.name, TextAs::name, {},
                                    [&](const matchers::TextForms& text, std::vector<PlaceReading>& out) {
                                      return gazetteer_->read_name(text, scratch_, out);
                                    });
  if (readings.empty()) return;
  const std::string_view at = place_path("parties", index, "name", arena);
  for (const PlaceReading& reading : readings)
    places_.push_back(place_of(reading, party.country, PlaceAs::located, index, at));
}

template <typename At>
void Picture::read_address(std::string_view address, CountryCode told, PlaceAs as, std::uint32_t party,
                           At&& at) noexcept {
  const auto readings = readings_of(address, TextAs::address, told,
                                    [&](const matchers::TextForms& text, std::vector<PlaceReading>& out) {
                                      return gazetteer_->read_address(text, told, scratch_, out);
                                    });
  if (readings.empty()) return;
  const std::string_view path = at();
  for (const PlaceReading& reading : readings) places_.push_back(place_of(reading, told, as, party, path));
}

template <typename At>
void Picture::read_text(std::string_view given, TextAs as, At&& at) noexcept {
  const auto readings =
      readings_of(given, as, {}, [&](const matchers::TextForms& text, std::vector<PlaceReading>& out) {
        return gazetteer_->read_text(text, scratch_, out);
      });
  if (readings.empty()) return;
  const std::string_view path = at();
  for (const PlaceReading& reading : readings)
    places_.push_back(place_of(reading, {}, PlaceAs::mentioned, OrderPlace::kNoParty, path));
}

void Picture::read_texts(const Order& order, Arena& arena) noexcept {
  for (std::uint32_t i = 0; i < order.parties.size(); ++i)
    read_text(order.parties[i].business, TextAs::text,
              [&] { return place_path("parties", i, "business", arena); });
  for (std::uint32_t i = 0; i < order.items.size(); ++i)
    read_text(order.items[i].description, TextAs::text,
              [&] { return place_path("items", i, "description", arena); });
  read_text(order.end_use.text, TextAs::text, [] { return std::string_view("end_use.text"); });
  read_text(order.site.space, TextAs::label, [] { return std::string_view("site.space"); });
  read_text(order.listing.title, TextAs::text, [] { return std::string_view("listing.title"); });
  read_text(order.listing.description, TextAs::text, [] { return std::string_view("listing.description"); });
  read_text(order.notes, TextAs::text, [] { return std::string_view("notes"); });
  for (const StrayText& stray : order.stray_texts)
    read_text(stray.text, TextAs::text, [&] { return stray.place; });
}

}  // namespace ordergate
