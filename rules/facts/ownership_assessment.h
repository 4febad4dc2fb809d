// What files of ownership (lists/ownership) say of the parties of an order. An owner on file is the same fact
// as one that the order declares: its hits are hits of the party, its share is added to the declared ones.
#pragma once

#include <cstdint>

namespace ordergate::rules {

struct OrderAssessment;

/// A direct owner on file who counts: listed, or owned by half by such (docs/ownership.md).
struct ShareOnFile {
  std::uint32_t owner = 0;  // of lists::Ownership
  double percent = 0;       // negative: not told
  bool stands_behind = false;
  bool blocked = false;  // counts as a blocked person (OFAC's 50 percent rule)
  bool listed = false;   // counts as listed on the Entity List, the MEU List or the SDN List (90 FR 47201)
};

/// Adds hits of the owners on file of party `party`, of its declared owners and of its parent, and what they
/// come to, to what is assessed of it. Before the hits of the next party are added.
void add_owners_on_file(OrderAssessment& assessed, std::uint32_t party) noexcept;

/// Is the owner on file one that the order declares, too?
[[nodiscard]] bool declared_too(const OrderAssessment& assessed, std::uint32_t party,
                                const ShareOnFile& share) noexcept;

}  // namespace ordergate::rules
