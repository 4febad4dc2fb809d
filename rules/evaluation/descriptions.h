// What a loaded pack says of itself, for `rules list`, `rules show` and `rules diff`. Cold.
#pragma once

#include "rules/evaluation/rulebook_layout.h"

namespace ordergate::rules {

/// Fills `descriptions` and `examples` from the pack; `outcomes` must be result.
void describe_rules(RuleBook::Layout& layout);

}  // namespace ordergate::rules
