// Findings as a person reads them: what several say of one company is told once.
#pragma once

#include <functional>
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
  std::vector<const Finding*> listings;  // of the same party on other lists, or again on this one
};

/// Are two matches of one listed party? By list and entry.
using OneParty = std::function<bool(const MatchEvidence&, const MatchEvidence&)>;

/// `order` is the record, discarded where it is no JSON. Lives as long as the verdict.
[[nodiscard]] std::vector<FindingGroup> grouped(const Verdict& verdict, const nlohmann::ordered_json& order,
                                                const OneParty& one_party);

}  // namespace ordergate::cli
