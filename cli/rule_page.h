// `rules show`: everything about one rule, for a compliance officer.
#pragma once

#include <string>
#include <vector>

#include "cli/output.h"
#include "rules/evaluation/rulebook.h"

namespace ordergate::cli {

/// "2023-11-17 to 2025-05-14", "since 2025-05-15", "until 2025-12-31", "always".
[[nodiscard]] std::string span_of(const rules::RuleDescription& rule);

/// All versions of one id: what each says and when, which verdicts hang on it, what settles it, its examples.
void print_rule(const rules::RuleBook& book, const std::vector<rules::RuleDescription>& versions,
                Output& output);

}  // namespace ordergate::cli
