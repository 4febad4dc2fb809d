#include "cli/finding_groups.h"

#include <algorithm>
#include <optional>
#include <string>

#include "cli/order_place.h"

namespace ordergate::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Whose name stands at the whole place, "parties[1]" of "parties[1].name"; none where it has none.
std::optional<std::string> name_at(std::string_view place, const Json& order) {
  if (order.is_discarded() || place.find(']') == std::string_view::npos) return std::nullopt;
  return text_at(order, std::string(place.substr(0, place.find(']') + 1)) + ".name");
}

bool of_one_company(const Finding& a, const Finding& b, const Json& order) {
  if (a.subject == b.subject) return true;
  const std::optional<std::string> name = name_at(a.subject, order);
  return name && name == name_at(b.subject, order);
}

/// Names of the same list, met by the name of one company: BIS lists the members of a group one by one.
bool sisters(const Finding& a, const Finding& b) {
  return a.match.present && b.match.present && a.match.list == b.match.list && a.match.entry != b.match.entry;
}

/// One party, met at one place of the order, and listed twice: by several publishers, mostly.
bool listed_again(const Finding& first, const Finding& finding, const OneParty& one_party) {
  return first.match.present && finding.match.present && first.subject == finding.subject &&
         one_party(first.match, finding.match);
}

void add(const Finding& finding, const Json& order, const OneParty& one_party,
         std::vector<FindingGroup>& groups) {
  for (FindingGroup& group : groups) {
    const Finding& first = *group.finding;
    if (listed_again(first, finding, one_party)) {
      group.listings.push_back(&finding);
      return;
    }
    if (first.rule != finding.rule || first.outcome != finding.outcome ||
        !of_one_company(first, finding, order))
      continue;
    if (sisters(first, finding)) {
      if (std::find(group.sisters.begin(), group.sisters.end(), finding.match.entry_name) ==
          group.sisters.end())
        group.sisters.push_back(finding.match.entry_name);
      return;
    }
    if (first.message != finding.message || first.subject == finding.subject) continue;
    group.also.push_back(finding.subject);
    return;
  }
  groups.push_back({&finding, {}, {}, {}});
}

}  // namespace

std::vector<FindingGroup> grouped(const Verdict& verdict, const Json& order, const OneParty& one_party) {
  std::vector<FindingGroup> groups;
  for (const Finding& finding : verdict.findings) add(finding, order, one_party, groups);
  return groups;
}

}  // namespace ordergate::cli
