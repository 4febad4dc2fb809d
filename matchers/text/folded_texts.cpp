#include "matchers/text/folded_texts.h"

#include <utility>

#include "base/hash.h"

namespace ordergate::matchers {

void FoldedTexts::begin(Arena& arena) noexcept {
  for (const std::uint32_t slot : used_) slots_[slot] = {};
  used_.clear();
  arena_ = &arena;
  count_ = 0;
}

const TextForms* FoldedTexts::find(std::string_view text, std::uint64_t hash) const noexcept {
  for (std::size_t probe = 0; probe < kProbesMax; ++probe) {
    const Slot& slot = slots_[(hash + probe) & (slots_.size() - 1)];
    if (slot.forms == nullptr) return nullptr;
    if (slot.hash == hash && slot.forms->given == text) return slot.forms;
  }
  return nullptr;
}

const TextForms* FoldedTexts::find(std::string_view text) const noexcept {
  return used_.empty() ? nullptr : find(text, hash64(text));
}

FoldedTexts::Slot* FoldedTexts::free_slot(std::uint64_t hash) noexcept {
  for (std::size_t probe = 0; probe < kProbesMax; ++probe) {
    const std::size_t at = (hash + probe) & (slots_.size() - 1);
    if (slots_[at].forms != nullptr) continue;
    used_.push_back(static_cast<std::uint32_t>(at));
    return &slots_[at];
  }
  return nullptr;
}

void FoldedTexts::grow() {
  const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
  std::vector<std::uint32_t> taken = std::exchange(used_, {});
  for (const std::uint32_t at : taken)
    if (Slot* const slot = free_slot(before[at].hash)) *slot = before[at];
}

const TextForms& FoldedTexts::of(std::string_view text) noexcept {
  const std::uint64_t hash = hash64(text);
  if (const TextForms* const known = find(text, hash)) return *known;
  const TextForms* const forms = arena_->create<TextForms>(keep(folder_.fold(text), *arena_));
  ++count_;
  if (used_.size() * 4 >= slots_.size()) grow();
  if (Slot* const slot = free_slot(hash)) *slot = {hash, forms};
  return *forms;
}

}  // namespace ordergate::matchers
