#include "rules/facts/weights_assessment.h"

#include <algorithm>

namespace ordergate::rules {
namespace {

/// Technical Note 3: the generator counts when it is not published and its share is large enough.
Tri generator_counts(const Model& model) noexcept {
  if (!model.synthetic_share) return Tri::no;  // nothing synthetic was declared
  if (*model.synthetic_share <= kSyntheticShareMax) return Tri::no;
  return tri(model.generator_published != Tri::yes);
}

std::optional<double> counted_operations(const Model& model) noexcept {
  if (!model.training_operations) return std::nullopt;
  if (generator_counts(model) == Tri::no) return model.training_operations;
  if (model.generator_operations) return *model.training_operations + *model.generator_operations;
  if (*model.training_operations >= kControlledOperationsMin) return model.training_operations;
  return std::nullopt;
}

std::optional<double> added_operations(const Model& model) noexcept {
  if (model.additional_operations) return model.additional_operations;
  if (model.training_operations && model.base_operations)
    return std::max(0.0, *model.training_operations - *model.base_operations);
  return std::nullopt;
}

}  // namespace

WeightsAssessment weights_assessment(const Model& model) noexcept {
  WeightsAssessment assessed;
  if (!model.present) return assessed;
  assessed.operations = counted_operations(model);
  assessed.added = added_operations(model);
  if (model.base_published == Tri::yes) {
    assessed.added_max = std::max(kAddedOperationsMax, kAddedShareMax * assessed.operations.value_or(0));
    assessed.derived_exempt = assessed.added ? tri(*assessed.added <= assessed.added_max) : Tri::unknown;
  } else {
    assessed.derived_exempt =
        model.base_published == Tri::no || !model.base_operations ? Tri::no : Tri::unknown;
  }
  const Tri large =
      assessed.operations ? tri(*assessed.operations >= kControlledOperationsMin) : Tri::unknown;
  assessed.controlled = large && !model.published && !assessed.derived_exempt;
  if (model.published == Tri::unknown && large == Tri::yes) assessed.controlled = !assessed.derived_exempt;
  return assessed;
}

}  // namespace ordergate::rules
