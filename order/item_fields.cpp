// What an item is made of (docs/orders.md).
#include "order/fields.h"

namespace ordergate {
namespace {

bool line(Reader& reader, JsonValue& json, void* item) noexcept {
  return read_line_number(reader, json, static_cast<Item*>(item)->line);
}

}  // namespace

constinit const FieldTable kItemFields = field_table({
    {"line", line},
    {"part_number", value<&Item::part_number>},
    {"sku", value<&Item::sku>},
    {"manufacturer", value<&Item::manufacturer>},
    {"model", value<&Item::model>},
    {"description", value<&Item::description>},
    {"quantity", value<&Item::quantity>, true},
    {"unit_price", value<&Item::unit_price>},
    {"eccn", value<&Item::eccn>},
    {"hs_code", value<&Item::hs_code>},
    {"origin_country", value<&Item::origin_country>},
    {"us_content_percent", number_in<&Item::us_content_percent, kPercent>},
    {"direct_product", value<&Item::direct_product>},
    {"ics_per_unit", value<&Item::ics_per_unit>},
    {"tpp", value<&Item::tpp>},
    {"performance_density", value<&Item::performance_density>},
    {"memory_bandwidth_gbps", value<&Item::memory_bandwidth_gbps>},
    {"memory_bandwidth_density", value<&Item::memory_bandwidth_density>},
    {"interconnect_gbps", value<&Item::interconnect_gbps>},
    {"die_area_mm2", value<&Item::die_area_mm2>},
    {"data_center", value<&Item::data_center>},
    {"hbm", value<&Item::hbm>},
    {"node_nm", value<&Item::node_nm>},
    {"non_planar", value<&Item::non_planar>},
    {"transistor_count", value<&Item::transistor_count>},
    {"designer_headquarters_country", value<&Item::designer_headquarters_country>},
    {"fabricated_in", value<&Item::fabricated_in>},
    {"commercially_available_us", value<&Item::commercially_available_us>},
});

}  // namespace ordergate
