#include "order/key_set.h"

#include <algorithm>

#include "base/hash.h"
#include "base/hash_map.h"

namespace ordergate {

bool KeySet::insert(std::string_view key, std::uint64_t seed) {
  if (mask_ == 0) {
    if (std::find(keys_.begin(), keys_.end(), key) != keys_.end()) return false;
    keys_.push_back(key);
    if (keys_.size() > kCompareMax) rebuild(seed);
    return true;
  }
  const std::size_t slot = slot_of(key, seed);
  if (slots_[slot] != 0) return false;
  keys_.push_back(key);
  slots_[slot] = static_cast<std::uint32_t>(keys_.size());
  if (keys_.size() * 2 > mask_) rebuild(seed);
  return true;
}

std::size_t KeySet::slot_of(std::string_view key, std::uint64_t seed) const noexcept {
  return probe(mask_ + 1, hash64(key, seed),
               [&](std::size_t slot) { return slots_[slot] == 0 || keys_[slots_[slot] - 1] == key; });
}

void KeySet::rebuild(std::uint64_t seed) {
  const std::size_t size = mask_ == 0 ? 64 : (mask_ + 1) * 4;
  mask_ = size - 1;
  slots_.assign(size, 0);
  for (std::size_t i = 0; i < keys_.size(); ++i)
    slots_[slot_of(keys_[i], seed)] = static_cast<std::uint32_t>(i + 1);
}

}  // namespace ordergate
