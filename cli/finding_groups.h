// Findings as a person reads them: what several say of one company is told once.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "order/verdict.h"

namespace ordergate::cli {

struct FindingGroup {
  const Finding* finding;              // the first, in the order of the verdict
  std::vector<std::string_view> also;  // subjects of those that say the same of the company in another role
  std::vector<std::string_view>
      sisters;  // names of further entries of the same list that the company's name met
};

/// `order` is the record, discarded where it is no JSON. Lives as long as the verdict.
[[nodiscard]] std::vector<FindingGroup> grouped(const Verdict& verdict, const nlohmann::ordered_json& order);

}  // namespace ordergate::cli
