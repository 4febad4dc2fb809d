#include "bench/engine/order_stream.h"

#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "bench/engine/party_words.h"
#include "order/encoder.h"

namespace ordergate::bench {
namespace {

constexpr std::size_t kCustomers = 20'000;
constexpr std::size_t kForwarders = 60;
constexpr std::size_t kSellers = 5;
constexpr double kZipfExponent = 1.0;

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(text, out);
  return out;
}

std::string coined_word(Random& random) {
  std::string word;
  for (std::size_t i = 0, n = 2 + random.below(3); i < n; ++i) word += random.pick(kSyllables);
  word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return word;
}

std::string person_name(Random& random) {
  return std::string(random.pick(kGivenNames)) + ' ' + coined_word(random);
}

std::string company_name(Random& random, const Place& place) {
  std::string name = random.chance(0.3) ? std::string(random.pick(kFirstWords)) + ' ' : "";
  if (random.chance(0.15)) name.append(place.city).append(" ");
  name += coined_word(random);
  name.append(" ").append(random.pick(kTrades));
  if (random.chance(0.3)) name.append(" ").append(random.pick(kTrades));
  return name.append(" ").append(place.legal_form);
}

std::string address_json(Random& random, const Place& place) {
  const std::string street =
      fmt::format("{} {} {}", 1 + random.below(400), coined_word(random), random.pick(kStreets));
  if (random.chance(0.5))
    return quoted(fmt::format("{}, {} {}, {}", street, place.postal_code, place.city, place.country));
  return fmt::format(R"({{"street":{},"city":{},"postal_code":"{}","country":"{}","type":"office"}})",
                     quoted(street), quoted(place.city), place.postal_code, place.country);
}

/// The fields of a party behind its role, without the braces.
std::string make_party(Random& random) {
  const Place& place = random.pick(kPlaces);
  const bool person = random.chance(0.1);
  std::string out = fmt::format(R"("name":{},"kind":"{}","country":"{}")",
                                quoted(person ? person_name(random) : company_name(random, place)),
                                person ? "person" : "company", place.country);
  if (person) return out + fmt::format(R"(,"addresses":[{}])", address_json(random, place));
  out += fmt::format(R"(,"headquarters_country":"{}")", place.country);
  const bool has_parent = random.chance(0.25);
  const Place& parent = random.pick(kPlaces);
  out += has_parent ? fmt::format(R"(,"ultimate_parent":{{"name":{},"headquarters_country":"{}"}})",
                                  quoted(company_name(random, parent)), parent.country)
                    : std::string(R"(,"ultimate_parent":{"name":"self"})");
  out += fmt::format(R"(,"addresses":[{}])", address_json(random, place));
  if (random.chance(0.2))
    out +=
        fmt::format(R"(,"identifiers":[{{"type":"registration","value":"HRB{}"}}])", random.below(9'000'000));
  return out;
}

std::string date_in_2026(Random& random) {
  return fmt::format("2026-{:02}-{:02}", 1 + random.below(9), 1 + random.below(28));
}

}  // namespace

std::string invented_name(Random& random) {
  return random.chance(0.1) ? person_name(random) : company_name(random, random.pick(kPlaces));
}

OrderStream::OrderStream(StreamOptions options)
    : options_(std::move(options)), random_(options_.seed), zipf_(kCustomers, kZipfExponent) {}

StreamOrder OrderStream::next() {
  ++number_;
  StreamOrder order;
  const double choice = random_.unit();
  order.line = choice < 0.90 ? sale(order) : choice < 0.97 ? listing() : rented();
  return order;
}

std::vector<StreamOrder> OrderStream::take(std::size_t count) {
  std::vector<StreamOrder> orders;
  orders.reserve(count);
  while (orders.size() < count) orders.push_back(next());
  return orders;
}

/// One of `population` parties, by Zipf where they are customers; a new one each time in a stream of new
/// parties.
std::string OrderStream::party_fields(std::size_t population) {
  if (options_.customers == Customers::all_new) return make_party(random_);
  const std::size_t rank = population == kCustomers ? zipf_.draw(random_) : random_.below(population);
  Random own(population * 1'000'003 + rank);
  return make_party(own);
}

void OrderStream::append_parties(std::string& out, StreamOrder& order) {
  out += fmt::format(R"("parties":[{{"role":"seller",{}}})", party_fields(kSellers));
  std::string purchaser;
  if (!options_.listed.empty() && random_.chance(options_.listed_share)) {
    order.listed = true;
    purchaser = fmt::format(R"("name":{})", quoted(random_.pick(options_.listed)));
  } else {
    purchaser = party_fields(kCustomers);
  }
  out += fmt::format(R"(,{{"role":"purchaser",{}}})", purchaser);
  if (random_.chance(0.6)) {
    const bool same = options_.customers == Customers::repeating && random_.chance(0.6);
    out += fmt::format(R"(,{{"role":"end_user",{}}})", same ? purchaser : party_fields(kCustomers));
  }
  if (random_.chance(0.4))
    out += fmt::format(R"(,{{"role":"freight_forwarder",{}}})", party_fields(kForwarders));
  out += ']';
}

void OrderStream::append_items(std::string& out) {
  out += R"("items":[)";
  for (std::size_t i = 0, n = 1 + random_.below(4); i < n; ++i) {
    const bool advanced = random_.chance(options_.advanced_share);
    const Goods& goods = advanced ? random_.pick(kAdvancedGoods) : random_.pick(kOrdinaryGoods);
    out += fmt::format(R"({}{{"manufacturer":{},"model":{},"description":{},"quantity":{},"unit_price":{})",
                       i == 0 ? "" : ",", quoted(goods.manufacturer), quoted(goods.model),
                       quoted(goods.description), 1 + random_.below(20), 100 + random_.below(20'000));
    if (!goods.eccn.empty()) out += fmt::format(R"(,"eccn":"{}","origin_country":"US")", goods.eccn);
    out += '}';
  }
  out += ']';
}

std::string OrderStream::sale(StreamOrder& order) {
  const std::string day = date_in_2026(random_);
  std::string out = fmt::format(
      R"({{"order_id":"SO-{}","kind":"sale","action":"export","created_at":"{}T09:12:00Z","ship_date":"{}",)"
      R"("from_country":"US","destination_country":"{}","currency":"USD","value":{},)",
      number_, day, day, random_.pick(kPlaces).country, 500 + random_.below(400'000));
  append_parties(out, order);
  out += ',';
  append_items(out);
  if (random_.chance(0.3))
    out += R"(,"end_use":{"text":"office and warehouse computing","categories":["other"]})";
  if (random_.chance(0.2)) out += R"(,"notes":"Deliver before noon. Call the front desk on arrival.")";
  return out + '}';
}

std::string OrderStream::listing() {
  return fmt::format(
      R"({{"order_id":"LI-{}","kind":"listing","created_at":"{}T10:00:00Z","from_country":"US",)"
      R"("parties":[{{"role":"seller",{}}}],"listing":{{"title":{},"ships_to":["{}","{}"]}}}})",
      number_, date_in_2026(random_), party_fields(kCustomers), quoted(random_.pick(kTitles)),
      random_.pick(kPlaces).country, random_.pick(kPlaces).country);
}

std::string OrderStream::rented() {
  return fmt::format(
      R"({{"order_id":"IA-{}","kind":"iaas","created_at":"{}T11:00:00Z","destination_country":"US",)"
      R"("parties":[{{"role":"iaas_customer",{}}}],"iaas":{{"provider_headquarters_country":"US",)"
      R"("users_attested":true,"trains_model":false}}}})",
      number_, date_in_2026(random_), party_fields(kCustomers));
}

}  // namespace ordergate::bench
