#include "rules/pack/rule.h"

#include <algorithm>

namespace ordergate::rules {

bool RuleHeader::in_force(Date day, Profile profile) const noexcept {
  if ((from && day < *from) || (until && day > *until)) return false;
  return profiles.empty() || std::find(profiles.begin(), profiles.end(), profile) != profiles.end();
}

bool RuleHeader::annotates_in(Profile profile) const noexcept {
  return std::find(annotate_in.begin(), annotate_in.end(), profile) != annotate_in.end();
}

}  // namespace ordergate::rules
