// The arithmetic of ECCN 4E091: closed model weights. Counts operations; decides no license. Hot.
#pragma once

#include <optional>

#include "base/tri.h"
#include "order/order.h"

namespace ordergate::rules {

/// Training operations from which closed weights are 4E091.
inline constexpr double kControlledOperationsMin = 1e26;
/// An addition to a published model stays outside up to the higher of these two (Note 1 to 4E091).
inline constexpr double kAddedOperationsMax = 2.5e25;
inline constexpr double kAddedShareMax = 0.25;
/// From this share of synthetic data of one unpublished generator its operations count too
/// (Technical Note 3 to 4E091).
inline constexpr double kSyntheticShareMax = 0.10;

struct WeightsAssessment {
  std::optional<double> operations;  // the total with the generator's, where they count
  std::optional<double> added;       // on top of a published base
  double added_max = 0;              // what Note 1 leaves free; 0 without a published base
  Tri derived_exempt = Tri::no;      // outside by Note 1
  Tri controlled = Tri::no;          // 4E091
};

[[nodiscard]] WeightsAssessment weights_assessment(const Model& model) noexcept;

}  // namespace ordergate::rules
