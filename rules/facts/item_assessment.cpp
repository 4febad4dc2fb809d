#include "rules/facts/item_assessment.h"

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
void read_numbers(const Item& item, const Identified* identified, ItemAssessment& assessed) noexcept {
  assessed.units = item.quantity;
  if (identified != nullptr) {
    const matchers::ItemReading& reading = identified->reading;
    assessed.units = std::max(item.quantity, static_cast<double>(reading.lot));
    const bool twice = identified->facts.counted && !reading.system && !item.ics_per_unit &&
                       item.quantity == static_cast<double>(reading.count);
    if (twice) assessed.ics_per_unit = 1;
  }
  assessed.ics = assessed.units * assessed.ics_per_unit;
}

/// Does the text speak of goods that the declaration is not for? An ECCN for lesser chips is believed where
/// only the kind of goods is named, EAR99 never: no accelerator is that.
bool doubts(const Item& item, const Identified* identified, const ItemAssessment& assessed) noexcept {
  if (identified == nullptr || !identified->reading.suspicious || assessed.identified) return false;
  if (assessed.declared != Control::none) return false;
  if (identified->reading.unlisted) return true;
  const bool lesser = !item.eccn.empty() && !equal_ignoring_case(item.eccn, "EAR99");
  return !lesser && !item.tpp;
}

/// A line without any text, ECCN or parameter.
bool nothing_said(const Item& item, const Identified* identified, const ItemAssessment& assessed) noexcept {
  // A number of an unknown catalogue tells nobody what the goods are.
  const bool only_numbers = item.description.empty() && item.model.empty() && item.manufacturer.empty();
  const bool vague = only_numbers || identified == nullptr || identified->reading.vague;
  return vague && !assessed.identified && !assessed.tpp && item.eccn.empty() && item.hbm != Tri::yes;
}

/// A line whose description says no more than its customs heading, or that has only the heading.
bool only_heading(const Item& item, const Identified* identified, const ItemAssessment& assessed) noexcept {
  const bool repeats = identified != nullptr && (identified->reading.heading || identified->reading.vague);
  return repeats && !item.hs_code.empty() && !assessed.identified && !assessed.tpp && item.eccn.empty();
}

void read_parameters(const Item& item, const Identified* identified, ItemAssessment& assessed) noexcept {
  static constexpr ItemFacts kNothing;
  const ItemFacts& known = identified != nullptr ? identified->facts : kNothing;
  assessed.identified = identified != nullptr && (identified->reading.item != matchers::ItemId::none ||
                                                  identified->reading.part != matchers::PartId::none);
  assessed.tpp = higher(item.tpp, known.tpp);
  assessed.memory_bandwidth = higher(item.memory_bandwidth_gbps, known.memory_bandwidth_gbps);
  assessed.interconnect = item.interconnect_gbps ? item.interconnect_gbps : known.interconnect_gbps;
  assessed.memory_density = item.memory_bandwidth_density;
  assessed.ics_per_unit = item.ics_per_unit ? *item.ics_per_unit : known.ics_per_unit.value_or(1);
  std::optional<double> computed;
  const auto die = item.die_area_mm2 ? item.die_area_mm2 : known.die_area_mm2;
  if (assessed.tpp && die && *die > 0) computed = *assessed.tpp / *die;
  assessed.performance_density =
      higher(higher(item.performance_density, known.performance_density), computed);
  assessed.data_center = known.data_center == Tri::yes || item.data_center == Tri::yes ? Tri::yes
                         : item.data_center != Tri::unknown                            ? item.data_center
                                                                                       : known.data_center;
  assessed.designer = item.designer_headquarters_country.known() ? item.designer_headquarters_country
                                                                 : known.designer_headquarters;
  read_numbers(item, identified, assessed);
  if (assessed.tpp) assessed.tpp_total = assessed.ics * *assessed.tpp;
  assessed.tpp_mismatch = item.tpp && known.tpp && *item.tpp < *known.tpp - kTppUnitMismatch;
  assessed.density_mismatch = item.performance_density && known.performance_density &&
                              *item.performance_density < *known.performance_density * (1 - kDensityMismatch);
}

/// Parameters of a memory IC: 3A090.c needs no TPP; co-packaged memory is judged with its processor.
Control measured_memory(const Item& item, const ItemAssessment& assessed) noexcept {
  const bool processes = assessed.tpp && *assessed.tpp > 0;
  if (processes || item.hbm != Tri::yes) return Control::none;
  if (!assessed.memory_density) return Control::unknown;
  return *assessed.memory_density > kMemoryDensityMin ? Control::hbm : Control::none;
}

void read_paragraphs(ItemAssessment& assessed) noexcept {
  if (!assessed.tpp || (assessed.data_center == Tri::no && *assessed.tpp < kTppA1Min))
    return;  // 3A090 Note 2
  const double tpp = *assessed.tpp;
  assessed.a1 = tpp >= kTppA1Min;
  if (!assessed.performance_density) return;
  const double density = *assessed.performance_density;
  assessed.a2 = tpp >= kTppMin && density >= kDensityA2Min;
  assessed.b1 = tpp >= kTppB1Min && tpp < kTppA1Min && density >= kDensityB1Min && density < kDensityA2Min;
  assessed.b2 = tpp >= kTppMin && density >= kDensityB2Min && density < kDensityA2Min;
}

/// The 2022 rule asked for 4,800 TPP together with 600 GB/s over all inputs and outputs.
Tri first_rule(const ItemAssessment& assessed) noexcept {
  const Tri fast = assessed.interconnect ? tri(*assessed.interconnect >= kInterconnect2022Min) : Tri::unknown;
  const Tri large = assessed.tpp ? tri(*assessed.tpp >= kTpp2022Min) : Tri::no;
  return fast && large;
}

void classify(const Item& item, bool presumed, Date at, ItemAssessment& assessed) noexcept {
  if (at < kFirstChipRule) return;
  if (at < kSecondChipRule) {
    assessed.interconnect_test = first_rule(assessed);
    assessed.a = assessed.interconnect_test == Tri::yes || assessed.declared == Control::a;
    return;
  }
  if (at >= kMemoryRule) {
    const Control memory = measured_memory(item, assessed);
    assessed.c =
        memory == Control::hbm || assessed.declared == Control::hbm || assessed.known == Control::hbm;
    assessed.undetermined = memory == Control::unknown && !assessed.c && assessed.declared == Control::none;
  }
  read_paragraphs(assessed);
  assessed.measured = assessed.tpp
                          ? control_of(assessed.tpp, assessed.performance_density, assessed.data_center)
                          : Control::none;
  assessed.presumed = presumed;
  assessed.a = presumed || assessed.measured == Control::a || assessed.declared == Control::a ||
               assessed.known == Control::a;
  assessed.b = !assessed.a && (assessed.measured == Control::b || assessed.declared == Control::b ||
                               assessed.known == Control::b);
  const bool undecided = assessed.measured == Control::unknown || assessed.known == Control::unknown;
  assessed.undetermined = assessed.undetermined || (undecided && !assessed.a && !assessed.b && !assessed.c);
}

/// The letters name chips, and any other "with its memory bandwidth or interconnect bandwidth or both".
bool letter_reaches(const ItemRow* known_item, Date at, const ItemAssessment& assessed) noexcept {
  if (known_item != nullptr && known_item->letter_from) return at >= *known_item->letter_from;
  if (!assessed.tpp || *assessed.tpp <= 0 || assessed.data_center == Tri::no) return false;
  return (assessed.memory_bandwidth && *assessed.memory_bandwidth >= kLetterMemoryMin) ||
         (assessed.interconnect && *assessed.interconnect >= kLetterInterconnectMin);
}

}  // namespace

ItemAssessment item_assessment(const Item& item, const Identified* identified, const ItemRow* known_item,
                               bool presumed, Date at) noexcept {
  ItemAssessment assessed;
  read_parameters(item, identified, assessed);
  const std::string_view known_eccn = identified != nullptr ? identified->facts.eccn : std::string_view();
  assessed.declared = item.eccn.empty() ? Control::none : strict_control_of(item.eccn);
  if (assessed.identified) {
    assessed.known = known_eccn.empty() ? identified->facts.control : strict_control_of(known_eccn);
    assessed.known = std::max(assessed.known, identified->facts.control);
  }
  classify(item, presumed, at, assessed);
  assessed.eccn = item.eccn.empty() || (assessed.known > assessed.declared && !known_eccn.empty())
                      ? known_eccn
                      : item.eccn;
  assessed.z = z_code(assessed.eccn) && at >= kSecondChipRule;
  assessed.equipment =
      assessed.declared == Control::other || (assessed.known == Control::other && assessed.identified);
  const Control effective = assessed.a   ? Control::a
                            : assessed.b ? Control::b
                            : assessed.c ? Control::hbm
                                         : Control::none;
  const bool ear99_of_known = equal_ignoring_case(item.eccn, "EAR99") && assessed.identified &&
                              !known_eccn.empty() && !equal_ignoring_case(known_eccn, "EAR99");
  assessed.eccn_mismatch = !item.eccn.empty() && !presumed && at >= kSecondChipRule &&
                           (assessed.declared < effective || ear99_of_known);
  assessed.name_mismatch = identified != nullptr && identified->reading.conflict && at >= kSecondChipRule;
  assessed.doubted = doubts(item, identified, assessed);
  assessed.says_nothing = nothing_said(item, identified, assessed);
  assessed.only_heading = only_heading(item, identified, assessed);
  if (assessed.identified) assessed.known_as = identified->facts.model;
  assessed.letter = letter_reaches(known_item, at, assessed);
  if (assessed.presumed) assessed.data_center = Tri::yes;
  return assessed;
}

}  // namespace ordergate::rules
