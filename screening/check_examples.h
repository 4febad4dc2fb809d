// Runs every example and counterexample of a rule pack through the real screener.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"

namespace ordergate {

struct RuleCheckReport {
  std::size_t rules = 0, examples = 0;
  std::vector<std::string> failures;  // one line each: "FILE:LINE: rule ID: what"
};

/// `directory` empty: the pack inside the binary. The error is for a pack that does not load.
[[nodiscard]] Result<RuleCheckReport> check_rules(const std::string& directory);

}  // namespace ordergate
