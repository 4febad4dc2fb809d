#include <array>
#include <bit>
#include <optional>

#include "rules/facts/fact_get.h"
#include "rules/facts/license_assessment.h"
#include "rules/facts/text_flags.h"

namespace ordergate::rules {
namespace {

constexpr std::string_view kOrders = "docs/orders.md";
constexpr std::string_view kStricter = "docs/policy.md, section 9";

Value chip(const void* c, std::uint32_t i) noexcept { return Value::of(assessed_of(c).items[i].chip()); }
Value advanced(const void* c, std::uint32_t i) noexcept {
  return Value::of(assessed_of(c).items[i].advanced());
}
Value notified_eligible(const void* c, std::uint32_t i) noexcept {
  return Value::of(assessed_of(c).items[i].notified_eligible());
}
Value mismatch(const void* c, std::uint32_t i) noexcept {
  return Value::of(assessed_of(c).items[i].mismatch());
}
Value open_requirement(const void* c, std::uint32_t i) noexcept {
  assessed_of(c).destination_asked = true;  // requirements turn on it
  return Value::of(assessed_of(c).open[i] != 0);
}
Value licensed(const void* c, std::uint32_t i) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  for (const std::uint32_t claim : assessed.claims_of(i)) {
    const License& license = assessed.order->licenses[claim];
    if (license.type == LicenseType::license && license_gap(assessed, license, i).empty())
      return Value::of(true);
  }
  return Value::of(false);
}
Value claims(const void* c, std::uint32_t i) noexcept {
  return Value::list_of(i, static_cast<std::uint32_t>(assessed_of(c).claims_of(i).size()));
}
Value claims_element(const void* c, std::uint32_t i, std::uint32_t index) noexcept {
  return Value::object_of(assessed_of(c).claims_of(i)[index]);
}
Value line(const void* c, std::uint32_t i) noexcept {
  return Value::of(static_cast<double>(assessed_of(c).order->items[i].line));
}
Value described(const void* c, std::uint32_t i) noexcept {
  const Item& item = assessed_of(c).order->items[i];
  if (!item.description.empty()) return Value::of(item.description);
  if (!item.model.empty()) return Value::of(item.model);
  return value_of(item.part_number);
}
Value declared_name(const void* c, std::uint32_t i) noexcept {
  const Item& item = assessed_of(c).order->items[i];
  if (!item.model.empty()) return Value::of(item.model);
  if (!item.part_number.empty()) return Value::of(item.part_number);
  return value_of(item.sku.empty() ? item.description : item.sku);
}
Value reading_flag(const void* c, std::uint32_t i, bool matchers::ItemReading::*flag) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  return Value::of(i < assessed.input->items.size() && assessed.input->items[i].reading.*flag);
}
Value suspicious(const void* c, std::uint32_t i) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  const bool unread = i < assessed.input->items.size() && !assessed.input->items[i].completeness;
  return unread ? Value::of(true) : reading_flag(c, i, &matchers::ItemReading::suspicious);
}
/// By its description.
Value named_food_or_medicine(const void* c, std::uint32_t i) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  for (const ScannedText& text : assessed.input->texts)
    if (text.text.data() == assessed.order->items[i].description.data())
      return Value::of((text.flags >> static_cast<std::uint32_t>(TextFlag::food_or_medicine) & 1U) != 0);
  return Value::of(false);
}
Value recounted(const void* c, std::uint32_t i) noexcept {
  return Value::of(assessed_of(c).items[i].recounted(assessed_of(c).order->items[i].quantity));
}
Value unlisted(const void* c, std::uint32_t i) noexcept {
  return reading_flag(c, i, &matchers::ItemReading::unlisted);
}
Value evasive(const void* c, std::uint32_t i) noexcept {
  return reading_flag(c, i, &matchers::ItemReading::evasive);
}
Value accessory(const void* c, std::uint32_t i) noexcept {
  return reading_flag(c, i, &matchers::ItemReading::accessory);
}

/// Kinds of words in its description.
std::uint32_t flags_of(const OrderAssessment& assessed, std::uint32_t line) noexcept {
  std::uint32_t flags = 0;
  for (const ScannedText& text : assessed.input->texts)
    if (text.line == line) flags |= text.flags;
  return flags;
}
Value speaks_of(const void* c, std::uint32_t i) noexcept {
  return Value::list_of(i, static_cast<std::uint32_t>(std::popcount(flags_of(assessed_of(c), i))));
}
Value speaks_of_element(const void* c, std::uint32_t i, std::uint32_t index) noexcept {
  std::uint32_t flags = flags_of(assessed_of(c), i);
  for (; index > 0; --index) flags &= flags - 1;
  return Value::of(to_string(static_cast<TextFlag>(std::countr_zero(flags))));
}

/// What a unit of a currency is worth in US dollars, to one digit: enough to tell a bracket from a server.
double rough_dollars(std::string_view currency) noexcept {
  struct Worth {
    std::string_view currencies;
    double dollars;
  };
  static constexpr std::array<Worth, 8> kWorths = {
      {{"KWD BHD OMR JOD", 2.7},
       {"AED SAR QAR PLN ILS MYR BRL PEN", 0.25},
       {"CNY HKD TWD MXN SEK NOK DKK ZAR CZK TRY THB UAH EGP", 0.1},
       {"INR RUB PHP PKR KZT JPY BDT LKR RSD ISK NPR KES", 0.01},
       {"HUF AMD CLP COP CRC", 0.002},
       {"KRW NGN MNT TZS", 0.0007},
       {"IDR VND KHR LAK UZS IRR", 0.00005},
       {"GEL AZN BYN TMT", 0.35}}};
  for (const Worth& worth : kWorths)
    if (currency.size() == 3 && worth.currencies.find(currency) != std::string_view::npos)
      return worth.dollars;
  return 1;
}
/// Of a unit; of an offer its price.
Value rough_price(const void* c, std::uint32_t i) noexcept {
  const Order& order = *assessed_of(c).order;
  const Item& item = order.items[i];
  std::string_view currency = order.currency;
  std::optional<double> price = item.unit_price;
  if (!price && order.kind == OrderKind::listing) {
    price = order.listing.price;
    if (!order.listing.currency.empty()) currency = order.listing.currency;
  }
  if (!price) return Value::unknown(Type::number);
  return Value::of(*price * rough_dollars(currency));
}

constexpr std::array kFacts = {
    FactDef{"line", kNumber, line, nullptr, "", kOrders, "line number", ""},
    FactDef{"described", kText, described, nullptr, "", kOrders, "description, else model, else part number",
            "description"},
    FactDef{"description", kText, item_get<&Item::description>, nullptr, "", kOrders, "description as given",
            ""},
    FactDef{"manufacturer", kText, item_get<&Item::manufacturer>, nullptr, "", kOrders,
            "manufacturer as given", ""},
    FactDef{"model", kText, item_get<&Item::model>, nullptr, "", kOrders, "model as given", ""},
    FactDef{"part_number", kText, item_get<&Item::part_number>, nullptr, "", kOrders, "part number as given",
            ""},
    FactDef{"quantity", kNumber, item_get<&Item::quantity>, nullptr, "units", kOrders, "units of the line",
            ""},
    FactDef{"unit_price", kNumber, item_get<&Item::unit_price>, nullptr, "currency", kOrders,
            "price of a unit", ""},
    FactDef{"rough_price", kNumber, rough_price, nullptr, "USD", kOrders,
            "price of a unit in US dollars, to the order of magnitude", "unit_price"},
    FactDef{"speaks_of",
            {Type::list, Type::string, 0},
            speaks_of,
            speaks_of_element,
            "",
            kOrders,
            "kinds of words in its description: small_part, board ...",
            "description"},
    FactDef{"declared_eccn", kText, item_get<&Item::eccn>, nullptr, "", kOrders, "ECCN as declared", "eccn"},
    FactDef{"eccn", kText, item_law_get<&ItemAssessment::eccn>, nullptr, "", kStricter,
            "the stricter of the declared and the known ECCN", ""},
    FactDef{"origin", kCountry, item_get<&Item::origin_country>, nullptr, "", "15 CFR 734.3",
            "country of origin", "origin_country"},
    FactDef{"us_content_percent", kNumber, item_get<&Item::us_content_percent>, nullptr, "%", "15 CFR 734.4",
            "controlled US content", ""},
    FactDef{"direct_product", kBool, item_get<&Item::direct_product>, nullptr, "", "15 CFR 734.9",
            "direct product of listed US technology, software or plant", ""},
    FactDef{"fabricated_in", kCountry, item_get<&Item::fabricated_in>, nullptr, "", kOrders,
            "where the IC was made", ""},
    FactDef{"designer_hq", kCountry, item_law_get<&ItemAssessment::designer>, nullptr, "",
            "BIS guidance of 2025-05-13", "headquarters of the designer, declared or known",
            "designer_headquarters_country"},
    FactDef{"commercially_available_us", kBool, item_get<&Item::commercially_available_us>, nullptr, "",
            "91 FR 1684", "on the US market when the rule was published", ""},
    FactDef{"hbm", kBool, item_get<&Item::hbm>, nullptr, "", "3A090.c", "is or holds high-bandwidth memory",
            ""},
    FactDef{"node_nm", kNumber, item_get<&Item::node_nm>, nullptr, "nm", "15 CFR 772.1", "technology node",
            ""},
    FactDef{"ics_per_unit", kNumber, item_law_get<&ItemAssessment::ics_per_unit>, nullptr, "ICs",
            "3A090, 4A090", "ICs in one unit; 1 where nothing says", ""},
    FactDef{"ics", kNumber, item_law_get<&ItemAssessment::ics>, nullptr, "ICs", "3A090, 4A090",
            "ICs of the line: quantity x ICs a unit", ""},
    FactDef{"tpp", kNumber, item_law_get<&ItemAssessment::tpp>, nullptr, "TPP", "3A090 Technical Notes 1-3",
            "total processing performance of one IC, the stricter of declared and known", ""},
    FactDef{"tpp_total", kNumber, item_law_get<&ItemAssessment::tpp_total>, nullptr, "TPP",
            "3A090 Technical Notes 1-3", "TPP of the line, summed over its ICs", "tpp"},
    FactDef{"performance_density", kNumber, item_law_get<&ItemAssessment::performance_density>, nullptr,
            "TPP/mm2", "3A090 Technical Note 4", "TPP over applicable die area, never rounded", ""},
    FactDef{"memory_bandwidth_gbps", kNumber, item_law_get<&ItemAssessment::memory_bandwidth>, nullptr,
            "GB/s", "91 FR 1684", "DRAM bandwidth of one IC", ""},
    FactDef{"memory_bandwidth_density", kNumber, item_law_get<&ItemAssessment::memory_density>, nullptr,
            "GB/s/mm2", "3A090.c", "memory bandwidth over package area", ""},
    FactDef{"interconnect_gbps", kNumber, item_law_get<&ItemAssessment::interconnect>, nullptr, "GB/s",
            "87 FR 62186", "transfer rate over all inputs and outputs", ""},
    FactDef{"data_center", kBool, item_law_get<&ItemAssessment::data_center>, nullptr, "", "3A090 Note 2",
            "designed or marketed for data centers", ""},
    FactDef{"identified", kBool, item_law_get<&ItemAssessment::identified>, nullptr, "",
            "docs/policy.md, section 8", "a known item or part number", ""},
    FactDef{"a", kBool, item_law_get<&ItemAssessment::a>, nullptr, "", "3A090.a, 4A090.a",
            "3A090.a, or the 4A090 or .z form of it", ""},
    FactDef{"b", kBool, item_law_get<&ItemAssessment::b>, nullptr, "", "3A090.b, 4A090.b",
            "3A090.b, or the 4A090 or .z form of it", ""},
    FactDef{"c", kBool, item_law_get<&ItemAssessment::c>, nullptr, "", "3A090.c",
            "high-bandwidth memory above 2 GB/s/mm2, not co-packaged", ""},
    FactDef{"a1", kBool, item_law_get<&ItemAssessment::a1>, nullptr, "", "3A090.a.1", "TPP of 4,800 or more",
            ""},
    FactDef{"a2", kBool, item_law_get<&ItemAssessment::a2>, nullptr, "", "3A090.a.2",
            "TPP of 1,600 or more and density of 5.92 or more", ""},
    FactDef{"b1", kBool, item_law_get<&ItemAssessment::b1>, nullptr, "", "3A090.b.1",
            "2,400 <= TPP < 4,800 and 1.6 <= density < 5.92", ""},
    FactDef{"b2", kBool, item_law_get<&ItemAssessment::b2>, nullptr, "", "3A090.b.2",
            "TPP of 1,600 or more and 3.2 <= density < 5.92", ""},
    FactDef{"z", kBool, item_law_get<&ItemAssessment::z>, nullptr, "", "15 CFR 742.6(a)(6)(iii)", "a .z ECCN",
            ""},
    FactDef{"chip", kBool, chip, nullptr, "", "3A090, 4A090", ".a or .b", ""},
    FactDef{"equipment", kBool, item_law_get<&ItemAssessment::equipment>, nullptr, "", "3B001 and related",
            "listed semiconductor equipment", ""},
    FactDef{"advanced", kBool, advanced, nullptr, "", "docs/policy.md, section 1",
            "3A090, 4A090, .z or listed equipment", ""},
    FactDef{"presumed", kBool, item_law_get<&ItemAssessment::presumed>, nullptr, "", "3A090 Note 1",
            "3A090.a by the foundry presumption", ""},
    FactDef{"letter", kBool, item_law_get<&ItemAssessment::letter>, nullptr, "",
            "is-informed letters of 2025-04", "named by the letters, or with the bandwidth of what they name",
            ""},
    FactDef{"undetermined", kBool, item_law_get<&ItemAssessment::undetermined>, nullptr, "",
            "docs/policy.md, section 8", "its parameters cannot settle 3A090", "performance_density"},
    FactDef{"interconnect_test", kBool, item_law_get<&ItemAssessment::interconnect_test>, nullptr, "",
            "87 FR 62186", "meets 3A090 as it read before 2023-11-17", "interconnect_gbps"},
    FactDef{"notified_eligible", kBool, notified_eligible, nullptr, "", "15 CFR 740.8",
            "of the kind that NAC and ACA can cover", ""},
    FactDef{"mismatch", kBool, mismatch, nullptr, "", kStricter,
            "declared less strict than known or measured", ""},
    FactDef{"eccn_mismatch", kBool, item_law_get<&ItemAssessment::eccn_mismatch>, nullptr, "", kStricter,
            "the declared ECCN is less strict", ""},
    FactDef{"tpp_mismatch", kBool, item_law_get<&ItemAssessment::tpp_mismatch>, nullptr, "", kStricter,
            "the declared TPP is lower", ""},
    FactDef{"density_mismatch", kBool, item_law_get<&ItemAssessment::density_mismatch>, nullptr, "",
            kStricter, "the declared density is lower", ""},
    FactDef{"name_mismatch", kBool, item_law_get<&ItemAssessment::name_mismatch>, nullptr, "", kStricter,
            "the declared model or part number is less than what the line names", ""},
    FactDef{"declared_name", kText, declared_name, nullptr, "", kOrders,
            "model, else part number, else SKU, else description", "model"},
    FactDef{"known_as", kText, item_law_get<&ItemAssessment::known_as>, nullptr, "", kStricter,
            "the strictest model that the line was read to name", ""},
    FactDef{"suspicious", kBool, suspicious, nullptr, "", "docs/policy.md, section 8",
            "not identified, and its text speaks of controlled kinds of goods", ""},
    FactDef{"unlisted", kBool, unlisted, nullptr, "", "docs/policy.md, section 8",
            "suspicious by a model, a maker or a memory size that only accelerators have", ""},
    FactDef{"says_nothing", kBool, item_law_get<&ItemAssessment::says_nothing>, nullptr, "",
            "docs/policy.md, section 8", "no field says what the goods are", "description"},
    FactDef{"only_heading", kBool, item_law_get<&ItemAssessment::only_heading>, nullptr, "",
            "docs/policy.md, section 8",
            "its description says no more than the customs heading of its HS code", "description"},
    FactDef{"doubted", kBool, item_law_get<&ItemAssessment::doubted>, nullptr, "",
            "docs/policy.md, section 8", "its text speaks of goods that the declared ECCN is not for",
            "eccn"},
    FactDef{"recounted", kBool, recounted, nullptr, "", kStricter,
            "the text counts more of a controlled item than the quantity", ""},
    FactDef{"named_in", kText, item_law_get<&ItemAssessment::named_in>, nullptr, "", kStricter,
            "where the order names a stricter item than any line", ""},
    FactDef{"units", kNumber, item_law_get<&ItemAssessment::units>, nullptr, "units", kStricter,
            "units of the line, the larger of quantity and text", ""},
    FactDef{"evasive", kBool, evasive, nullptr, "", "docs/policy.md, section 8",
            "spelled so as not to be found", ""},
    FactDef{"accessory", kBool, accessory, nullptr, "", "docs/policy.md, section 8",
            "a part for an item, not the item", ""},
    FactDef{"claims", list_of_objects(ObjectKind::license), claims, claims_element, "",
            "docs/policy.md, section 4", "what is claimed for this line", ""},
    FactDef{"named_food_or_medicine", kBool, named_food_or_medicine, nullptr, "",
            "15 CFR 746.2, 746.4, 746.7", "its description speaks of food, agricultural goods or medicine",
            ""},
    local(FactDef{"licensed", kBool, licensed, nullptr, "", "docs/policy.md, section 4",
                  "a claimed license covers line, destination, dates, licensee, end user and its bounds",
                  ""}),
    local(FactDef{"open_requirement", kBool, open_requirement, nullptr, "", "docs/policy.md, section 4",
                  "a license requirement of an earlier rule stands uncured", ""}),
};

}  // namespace

std::span<const FactDef> item_facts() noexcept { return kFacts; }

}  // namespace ordergate::rules
