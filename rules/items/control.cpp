#include <array>
#include <string_view>

#include "rules/items/chip_limits.h"
#include "rules/items/item_table.h"

namespace ordergate::rules {
namespace {

/// Families of .z codes whose z.1 answers to 4A090.a and z.2 to 4A090.b without a letter.
bool numbered_family(std::string_view eccn) noexcept {
  constexpr std::array<std::string_view, 4> kFamilies = {"4A004", "4A005", "5A992", "5D992"};
  for (const std::string_view family : kFamilies)
    if (eccn.starts_with(family)) return true;
  return false;
}

Control z_control(std::string_view eccn, std::string_view after_z) noexcept {
  for (std::size_t i = 1; i < after_z.size(); ++i)
    if (after_z[i - 1] == '.' && (after_z[i] == 'a' || after_z[i] == 'b'))
      return after_z[i] == 'a' ? Control::a : Control::b;
  return numbered_family(eccn) && after_z.starts_with(".2") ? Control::b : Control::a;
}

}  // namespace

std::string_view to_string(Control control) noexcept {
  constexpr std::array<std::string_view, 7> kWords = {"none", "letter", "unknown", "hbm", "other", "b", "a"};
  return kWords[static_cast<std::size_t>(control)];
}

Control control_of(std::optional<double> tpp, std::optional<double> performance_density,
                   Tri data_center) noexcept {
  if (!tpp) return Control::unknown;
  if (*tpp >= kTppA1Min) return Control::a;
  if (*tpp < kTppMin || data_center == Tri::no) return Control::none;  // 3A090 Note 2
  if (!performance_density || data_center == Tri::unknown) return Control::unknown;
  if (*performance_density >= kDensityA2Min) return Control::a;
  if (*performance_density >= kDensityB2Min) return Control::b;
  return *tpp >= kTppB1Min && *performance_density >= kDensityB1Min ? Control::b : Control::none;
}

Control control_of(std::string_view eccn) noexcept {
  constexpr std::array<std::string_view, 12> kOthers = {"4E091", "3B001", "3B002", "3B903", "3B904", "3B991",
                                                        "3B992", "3B993", "3B994", "3A904", "3D003", "3D006"};
  if (eccn.starts_with("3A090") || eccn.starts_with("4A090")) {
    const std::string_view paragraph = eccn.substr(5);
    if (paragraph.starts_with(".a")) return Control::a;
    if (paragraph.starts_with(".b")) return Control::b;
    return paragraph.starts_with(".c") ? Control::hbm : Control::unknown;
  }
  if (const std::size_t z = eccn.find(".z"); z != std::string_view::npos)
    return z_control(eccn, eccn.substr(z + 2));
  for (const std::string_view other : kOthers)
    if (eccn.starts_with(other)) return Control::other;
  return Control::none;
}

}  // namespace ordergate::rules
