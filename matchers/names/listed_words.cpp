#include "matchers/names/listed_words.h"

#include <algorithm>
#include <cmath>

#include "matchers/names/token_roles.h"

namespace ordergate::matchers {

namespace {

/// A short list says nothing about how common its words are: shares are of at least so many names.
constexpr std::size_t kNamesMin = 8192;
constexpr std::size_t kSlotsMin = 1024;

}  // namespace

std::size_t ListedWords::slot_of(std::uint64_t key) const noexcept {
  std::size_t slot = key & (slots_.size() - 1);
  while (slots_[slot].key != 0 && slots_[slot].key != key) slot = (slot + 1) & (slots_.size() - 1);
  return slot;
}

void ListedWords::grow() {
  std::vector<Slot> old(std::max(slots_.size() * 2, kSlotsMin));
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.key != 0) slots_[slot_of(slot.key)] = slot;
  }
}

void ListedWords::count(std::uint64_t canonical) {
  if ((used_ + 1) * 2 > slots_.size()) grow();
  Slot& slot = slots_[slot_of(canonical)];
  if (slot.names == 0) ++used_;
  slot.key = canonical;
  ++slot.names;
}

void ListedWords::settle(std::size_t names) {
  const auto all = static_cast<float>(std::max(names, kNamesMin));
  std::vector<Slot> counted;
  counted.swap(slots_);
  used_ = 0;
  for (Slot& slot : counted) {
    if (slot.key == 0) continue;
    slot.rarity = std::log2(all / static_cast<float>(slot.names));
    if (slot.rarity >= kUnknownBits) continue;
    if ((used_ + 1) * 2 > slots_.size()) grow();
    slots_[slot_of(slot.key)] = slot;
    ++used_;
  }
}

float ListedWords::bits(WordRole role, std::uint64_t canonical, float bits) const noexcept {
  if (used_ == 0) return bits;
  const Slot& slot = slots_[slot_of(canonical)];
  return slot.names == 0 ? bits : std::min(bits, bits_of(role, slot.rarity));
}

}  // namespace ordergate::matchers
