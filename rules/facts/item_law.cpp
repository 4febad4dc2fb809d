#include "rules/facts/item_law.h"

#include <algorithm>

#include "rules/items/chip_limits.h"
#include "rules/items/eccn.h"

namespace ordergate::rules {
namespace {

constexpr double kTppUnitMismatch = 0.5;    // TPP are whole numbers in every table
constexpr double kDensityMismatch = 0.005;  // tables print two decimals

std::optional<double> higher(const std::optional<double>& a, const std::optional<double>& b) noexcept {
  if (a && b) return std::max(*a, *b);
  return a ? a : b;
}

/// A heading alone ("3A090") may be any paragraph: the strictest is taken.
Control strict_control_of(std::string_view eccn) noexcept {
  const Control control = control_of(eccn);
  return control == Control::unknown ? Control::a : control;
}

bool z_code(std::string_view eccn) noexcept { return eccn.find(".z") != std::string_view::npos; }

/// "8x H100" of quantity 8 says one thing twice; otherwise what the text counts multiplies.
void read_numbers(const Item& item, const Identified* identified, ItemLaw& law) noexcept {
  law.units = item.quantity;
  if (identified != nullptr) {
    const matchers::ItemReading& reading = identified->reading;
    law.units = std::max(item.quantity, static_cast<double>(reading.lot));
    const bool twice = identified->facts.counted && !reading.system && !item.ics_per_unit &&
                       item.quantity == static_cast<double>(reading.count);
    if (twice) law.ics_per_unit = 1;
  }
  law.ics = law.units * law.ics_per_unit;
}

/// Does the text speak of goods that the declaration is not for? An ECCN for lesser chips is believed where
/// only the kind of goods is named, EAR99 never: no accelerator is that.
bool doubts(const Item& item, const Identified* identified, const ItemLaw& law) noexcept {
  if (identified == nullptr || !identified->reading.suspicious || law.identified) return false;
  if (law.declared != Control::none) return false;
  if (identified->reading.unlisted) return true;
  const bool lesser = !item.eccn.empty() && !equal_ignoring_case(item.eccn, "EAR99");
  return !lesser && !item.tpp;
}

/// A line without any text, ECCN or parameter.
bool nothing_said(const Item& item, const Identified* identified, const ItemLaw& law) noexcept {
  // A number of an unknown catalogue tells nobody what the goods are.
  const bool only_numbers = item.description.empty() && item.model.empty() && item.manufacturer.empty();
  const bool vague = only_numbers || identified == nullptr || identified->reading.vague;
  return vague && !law.identified && !law.tpp && item.eccn.empty() && item.hbm != Tri::yes;
}

/// A line whose description says no more than its customs heading, or that has only the heading.
bool only_heading(const Item& item, const Identified* identified, const ItemLaw& law) noexcept {
  const bool repeats = identified != nullptr && (identified->reading.heading || identified->reading.vague);
  return repeats && !item.hs_code.empty() && !law.identified && !law.tpp && item.eccn.empty();
}

void read_parameters(const Item& item, const Identified* identified, ItemLaw& law) noexcept {
  static constexpr ItemFacts kNothing;
  const ItemFacts& known = identified != nullptr ? identified->facts : kNothing;
  law.identified = identified != nullptr && (identified->reading.item != matchers::ItemId::none ||
                                             identified->reading.part != matchers::PartId::none);
  law.tpp = higher(item.tpp, known.tpp);
  law.memory_bandwidth = higher(item.memory_bandwidth_gbps, known.memory_bandwidth_gbps);
  law.interconnect = item.interconnect_gbps ? item.interconnect_gbps : known.interconnect_gbps;
  law.memory_density = item.memory_bandwidth_density;
  law.ics_per_unit = item.ics_per_unit ? *item.ics_per_unit : known.ics_per_unit.value_or(1);
  std::optional<double> computed;
  const auto die = item.die_area_mm2 ? item.die_area_mm2 : known.die_area_mm2;
  if (law.tpp && die && *die > 0) computed = *law.tpp / *die;
  law.performance_density = higher(higher(item.performance_density, known.performance_density), computed);
  law.data_center = known.data_center == Tri::yes || item.data_center == Tri::yes ? Tri::yes
                    : item.data_center != Tri::unknown                            ? item.data_center
                                                                                  : known.data_center;
  law.designer = item.designer_headquarters_country.known() ? item.designer_headquarters_country
                                                            : known.designer_headquarters;
  read_numbers(item, identified, law);
  if (law.tpp) law.tpp_total = law.ics * *law.tpp;
  law.tpp_mismatch = item.tpp && known.tpp && *item.tpp < *known.tpp - kTppUnitMismatch;
  law.density_mismatch = item.performance_density && known.performance_density &&
                         *item.performance_density < *known.performance_density * (1 - kDensityMismatch);
}

/// Parameters of a memory IC: 3A090.c needs no TPP; co-packaged memory is judged with its processor.
Control measured_memory(const Item& item, const ItemLaw& law) noexcept {
  const bool processes = law.tpp && *law.tpp > 0;
  if (processes || item.hbm != Tri::yes) return Control::none;
  if (!law.memory_density) return Control::unknown;
  return *law.memory_density > kMemoryDensityMin ? Control::hbm : Control::none;
}

void read_paragraphs(ItemLaw& law) noexcept {
  if (!law.tpp || (law.data_center == Tri::no && *law.tpp < kTppA1Min)) return;  // 3A090 Note 2
  const double tpp = *law.tpp;
  law.a1 = tpp >= kTppA1Min;
  if (!law.performance_density) return;
  const double density = *law.performance_density;
  law.a2 = tpp >= kTppMin && density >= kDensityA2Min;
  law.b1 = tpp >= kTppB1Min && tpp < kTppA1Min && density >= kDensityB1Min && density < kDensityA2Min;
  law.b2 = tpp >= kTppMin && density >= kDensityB2Min && density < kDensityA2Min;
}

/// The 2022 rule asked for 4,800 TPP together with 600 GB/s over all inputs and outputs.
Tri first_rule(const ItemLaw& law) noexcept {
  const Tri fast = law.interconnect ? tri(*law.interconnect >= kInterconnect2022Min) : Tri::unknown;
  const Tri large = law.tpp ? tri(*law.tpp >= kTpp2022Min) : Tri::no;
  return fast && large;
}

void classify(const Item& item, bool presumed, Date at, ItemLaw& law) noexcept {
  if (at < kFirstChipRule) return;
  if (at < kSecondChipRule) {
    law.interconnect_test = first_rule(law);
    law.a = law.interconnect_test == Tri::yes || law.declared == Control::a;
    return;
  }
  if (at >= kMemoryRule) {
    const Control memory = measured_memory(item, law);
    law.c = memory == Control::hbm || law.declared == Control::hbm || law.known == Control::hbm;
    law.undetermined = memory == Control::unknown && !law.c && law.declared == Control::none;
  }
  read_paragraphs(law);
  law.measured = law.tpp ? control_of(law.tpp, law.performance_density, law.data_center) : Control::none;
  law.presumed = presumed;
  law.a = presumed || law.measured == Control::a || law.declared == Control::a || law.known == Control::a;
  law.b = !law.a && (law.measured == Control::b || law.declared == Control::b || law.known == Control::b);
  const bool unsettled = law.measured == Control::unknown || law.known == Control::unknown;
  law.undetermined = law.undetermined || (unsettled && !law.a && !law.b && !law.c);
}

/// The letters name chips, and any other "with its memory bandwidth or interconnect bandwidth or both".
bool letter_reaches(const ItemRow* known_item, Date at, const ItemLaw& law) noexcept {
  if (known_item != nullptr && known_item->letter_from) return at >= *known_item->letter_from;
  if (!law.tpp || *law.tpp <= 0 || law.data_center == Tri::no) return false;
  return (law.memory_bandwidth && *law.memory_bandwidth >= kLetterMemoryMin) ||
         (law.interconnect && *law.interconnect >= kLetterInterconnectMin);
}

}  // namespace

ItemLaw item_law(const Item& item, const Identified* identified, const ItemRow* known_item, bool presumed,
                 Date at) noexcept {
  ItemLaw law;
  read_parameters(item, identified, law);
  const std::string_view known_eccn = identified != nullptr ? identified->facts.eccn : std::string_view();
  law.declared = item.eccn.empty() ? Control::none : strict_control_of(item.eccn);
  if (law.identified) {
    law.known = known_eccn.empty() ? identified->facts.control : strict_control_of(known_eccn);
    law.known = std::max(law.known, identified->facts.control);
  }
  classify(item, presumed, at, law);
  law.eccn = item.eccn.empty() || (law.known > law.declared && !known_eccn.empty()) ? known_eccn : item.eccn;
  law.z = z_code(law.eccn) && at >= kSecondChipRule;
  law.equipment = law.declared == Control::other || (law.known == Control::other && law.identified);
  const Control effective = law.a ? Control::a : law.b ? Control::b : law.c ? Control::hbm : Control::none;
  const bool ear99_of_known = equal_ignoring_case(item.eccn, "EAR99") && law.identified &&
                              !known_eccn.empty() && !equal_ignoring_case(known_eccn, "EAR99");
  law.eccn_mismatch = !item.eccn.empty() && !presumed && at >= kSecondChipRule &&
                      (law.declared < effective || ear99_of_known);
  law.name_mismatch = identified != nullptr && identified->reading.conflict && at >= kSecondChipRule;
  law.doubted = doubts(item, identified, law);
  law.says_nothing = nothing_said(item, identified, law);
  law.only_heading = only_heading(item, identified, law);
  if (law.identified) law.known_as = identified->facts.model;
  law.letter = letter_reaches(known_item, at, law);
  if (law.presumed) law.data_center = Tri::yes;
  return law;
}

}  // namespace ordergate::rules
