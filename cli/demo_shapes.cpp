#include "cli/demo_shapes.h"

namespace ordergate::cli {

using Json = nlohmann::ordered_json;

Json shopify_record(const Json& order) {
  const Json& buyer = order["parties"].back();
  const std::string place = buyer["addresses"].empty() ? "" : buyer["addresses"].front().get<std::string>();
  const Json address = {{"name", ""},
                        {"company", buyer["name"]},
                        {"address1", ""},
                        {"address2", nullptr},
                        {"city", place.substr(0, place.find(','))},
                        {"province", nullptr},
                        {"zip", ""},
                        {"country_code", order["destination_country"]}};
  double total = 0;
  Json lines = Json::array();
  for (const Json& item : order["items"]) {
    const double price = item.value("unit_price", 0.0);
    total += price * item["quantity"].get<double>();
    lines.push_back({{"id", lines.size() + 1},
                     {"title", item["description"]},
                     {"name", item["description"]},
                     {"sku", ""},
                     {"vendor", item["manufacturer"]},
                     {"quantity", item["quantity"]},
                     {"price", Json(price).dump()},
                     {"requires_shipping", true},
                     {"properties", Json::array()}});
  }
  return {{"name", order["order_id"]},         {"currency", "USD"},
          {"total_price", Json(total).dump()}, {"note", nullptr},
          {"note_attributes", Json::array()},  {"billing_address", address},
          {"shipping_address", address},       {"line_items", lines}};
}

}  // namespace ordergate::cli
