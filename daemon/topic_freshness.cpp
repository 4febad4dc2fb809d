#include "daemon/topic_freshness.h"

#include <algorithm>

namespace ordergate::daemon {

bool TopicFreshness::read_to(const Offsets& positions) {
  if (!asked_ || positions.size() < asked_->ends.size()) return false;
  for (std::size_t i = 0; i < asked_->ends.size(); ++i)
    if (positions[i] < asked_->ends[i]) return false;
  // Records written since then are the next answer's.
  if (whole_) sure_ = std::max(sure_, asked_->at);
  asked_.reset();
  return true;
}

bool lost_records(const TopicFreshness::Offsets& ends, const TopicFreshness::Offsets& positions) noexcept {
  if (ends.size() < positions.size()) return true;
  for (std::size_t i = 0; i < positions.size(); ++i)
    if (ends[i] < positions[i]) return true;
  return false;
}

}  // namespace ordergate::daemon
