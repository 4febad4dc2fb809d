#include "order/repeats.h"

#include <algorithm>
#include <bit>

#include "base/hash.h"

namespace ordergate {
namespace {

std::uint64_t print_of(const Owner& owner) noexcept {
  const auto percent = std::bit_cast<std::uint64_t>(owner.percent.value_or(-1));
  return hash64(owner.name, mix64(percent) ^ hash64(owner.country.text()));
}

}  // namespace

/// An order has few parties, and two of them rarely bear names of one length; owners are compared by prints,
/// for a party may have a thousand.
void Repeats::find(const Order& order) noexcept {
  parties_.clear();
  owners_.clear();
  owners_begin_.clear();
  const Party* const parties = order.parties.begin();
  for (std::uint32_t i = 0; i < order.parties.size(); ++i) {
    parties_.push_back(static_cast<std::uint32_t>(std::find(parties, parties + i, parties[i]) - parties));
    owners_begin_.push_back(static_cast<std::uint32_t>(owners_.size()));
    find_owners(parties[i].owners);
  }
}

void Repeats::find_owners(const ArenaList<Owner>& owners) noexcept {
  const std::size_t begin = owners_.size();
  for (std::uint32_t i = 0; i < owners.size(); ++i) owners_.push_back(i);
  if (owners.size() < 2) return;
  prints_.clear();
  for (std::uint32_t i = 0; i < owners.size(); ++i) prints_.push_back({print_of(owners[i]), i});
  std::sort(prints_.begin(), prints_.end(),
            [](const Print& a, const Print& b) { return a.hash != b.hash ? a.hash < b.hash : a.at < b.at; });
  std::size_t first = 0;
  for (std::size_t i = 1; i < prints_.size(); ++i) {
    if (prints_[i].hash != prints_[first].hash)
      first = i;
    else if (owners[prints_[i].at] == owners[prints_[first].at])
      owners_[begin + prints_[i].at] = prints_[first].at;
  }
}

}  // namespace ordergate
