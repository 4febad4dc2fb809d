#include "cli/demo_orders.h"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "cli/demo_shapes.h"

namespace ordergate::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kCustomers = 400;
// Shares of the orders that are not plain ones.
constexpr double kDenied = 0.01;
constexpr double kBroken = 0.005;
constexpr double kHeld = 0.06;

struct Place {
  const char *country, *city, *form;
};
constexpr std::array<Place, 8> kPlaces = {{{"DE", "Hamburg", "GmbH"},
                                           {"FR", "Lyon", "SAS"},
                                           {"NL", "Rotterdam", "B.V."},
                                           {"JP", "Osaka", "K.K."},
                                           {"GB", "Leeds", "Ltd"},
                                           {"CA", "Toronto", "Inc."},
                                           {"SE", "Malmo", "AB"},
                                           {"IT", "Torino", "S.r.l."}}};
constexpr std::array kFirst = {"Willow",  "Granite",  "Kestrel", "Marigold", "Beacon",   "Larch", "Pebble",
                               "Thistle", "Orchard",  "Saffron", "Cobalt",   "Meadow",   "Anvil", "Heather",
                               "Bramble", "Foxglove", "Rowan",   "Tamarind", "Sycamore", "Clover"};
constexpr std::array kSecond = {"Printing", "Bakery",   "Optics", "Furniture", "Ceramics",
                                "Bicycles", "Textiles", "Garden", "Packaging", "Instruments"};
struct Good {
  const char *maker, *text;
  double price;
};
constexpr std::array<Good, 6> kGoods = {{{"Fold & Crease", "paper folding machine, spare rollers", 240},
                                         {"Dell", "PowerEdge R660 server, dual Xeon, no accelerator", 9800},
                                         {"Brightline", "LED desk lamp, warm white", 45},
                                         {"Hoseworks", "garden irrigation hose, 50 m", 60},
                                         {"Tablewright", "oak dining table", 820},
                                         {"Inkmark", "label printer ribbons, box of 20", 75}}};
/// Of the sample list that ships with the program; all invented.
constexpr std::array<std::pair<const char*, const char*>, 2> kListed = {
    {{"Northern Lantern Microsystems Co., Ltd.", "CN"}, {"Ostrava Denied Trading s.r.o.", "CZ"}}};
constexpr std::array kEmbargoed = {"IR", "RU", "KP"};

Json party(const char* role, const std::string& name, const std::string& country, const std::string& city) {
  return {{"role", role},
          {"name", name},
          {"kind", "company"},
          {"country", country},
          {"headquarters_country", country},
          {"ultimate_parent", {{"name", "self"}}},
          {"addresses", {city + ", " + country}}};
}

Json good(const Good& of, std::uint64_t quantity) {
  return {{"manufacturer", of.maker}, {"description", of.text}, {"quantity", quantity},
          {"unit_price", of.price},   {"eccn", "EAR99"},        {"origin_country", "US"}};
}

Json accelerator(std::uint64_t quantity) {
  return {{"manufacturer", "NVIDIA"},
          {"model", "H100 PCIe 80GB"},
          {"description", "NVIDIA H100 PCIe 80GB"},
          {"quantity", quantity},
          {"origin_country", "US"}};
}

}  // namespace

DemoOrders::DemoOrders(std::uint64_t seed, std::string shape) : random_(seed), shape_(std::move(shape)) {
  std::vector<double> weights;
  for (std::size_t i = 0; i < kCustomers; ++i) {
    const Place& place = kPlaces[i % kPlaces.size()];
    const std::size_t first = i * 7 % kFirst.size();
    const std::size_t second = i / kFirst.size() % kSecond.size();
    customers_.push_back(
        {std::string(kFirst[first]) + " " + kSecond[second] + " " + place.form, place.country, place.city});
    weights.push_back(1.0 / static_cast<double>(i + 1));
  }
  zipf_ = std::discrete_distribution<std::size_t>(weights.begin(), weights.end());
}

const DemoOrders::Customer& DemoOrders::customer() { return customers_[zipf_(random_)]; }

DemoOrder DemoOrders::next() {
  const Customer& buyer = customer();
  const double dice = chance();
  const std::string id = "DEMO-" + std::to_string(++number_);
  Json order = {{"order_id", id},
                {"kind", "sale"},
                {"action", "export"},
                {"from_country", "US"},
                {"destination_country", buyer.country}};
  Json buying = party("purchaser", buyer.name, buyer.country, buyer.city);
  Json item = good(kGoods[random_() % kGoods.size()], 1 + random_() % 20);
  if (dice < kDenied) {
    std::string country = kEmbargoed[random_() % kEmbargoed.size()];
    if (chance() < 0.5) {
      const auto& [name, home] = kListed[random_() % kListed.size()];
      buying["name"] = name;
      country = home;
    }
    buying["addresses"] = Json::array();
    order["destination_country"] = buying["country"] = buying["headquarters_country"] = country;
  } else if (dice < kDenied + kHeld) {
    item = accelerator(1 + random_() % 4);  // nobody said who owns the buyer
    buying.erase("headquarters_country");
    buying.erase("ultimate_parent");
  }
  order["parties"] = Json::array({party("seller", "Blue Ridge Systems Inc.", "US", "Denver"), buying});
  order["items"] = Json::array({item});
  std::string json = (shape_ == "shopify" ? shopify_record(order) : order).dump();
  if (dice > 1 - kBroken) json.resize(json.size() / 2);
  return {id, json};
}

}  // namespace ordergate::cli
