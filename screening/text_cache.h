// What was found in a text met before: catalogs repeat, as customers do.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "base/hash.h"

namespace ordergate {

/// A bounded cache from a text to a value, for pure functions of the text and of what `tag` says of it.
/// Exact: the text itself is kept and compared. A new text takes the place of an older one. `kTexts` is a
/// power of two. Allocates when made only. One thread.
template <typename Value, std::size_t kTexts = 4096>
class TextCache {
 public:
  static constexpr std::size_t kTextBytesMax = 254;  // longer texts are not remembered

  TextCache() : slots_(kTexts) {}

  void clear() noexcept {
    for (Slot& slot : slots_) slot.size = kFree;
  }
  /// The value remembered, or null. Lives until the next remember(), claim() or clear().
  [[nodiscard]] const Value* recall(std::string_view text, std::uint32_t tag = 0) const noexcept {
    if (text.size() > kTextBytesMax) return nullptr;
    const Slot& slot = slots_[place_of(text, tag)];
    return matches(slot, text, tag) ? &slot.value : nullptr;
  }
  void remember(std::string_view text, const Value& value, std::uint32_t tag = 0) noexcept {
    if (Value* const claimed = claim(text, tag)) *claimed = value;
  }
  /// The value remembered, or a new one, to be written to; null: the text is empty or too long.
  [[nodiscard]] Value* claim(std::string_view text, std::uint32_t tag = 0) noexcept {
    if (text.empty() || text.size() > kTextBytesMax) return nullptr;
    Slot& slot = slots_[place_of(text, tag)];
    if (matches(slot, text, tag)) return &slot.value;
    slot.size = static_cast<std::uint8_t>(text.size());
    slot.tag = tag;
    std::memcpy(slot.text, text.data(), text.size());
    slot.value = Value{};
    return &slot.value;
  }

 private:
  static constexpr std::uint8_t kFree = 255;
  struct Slot {
    std::uint32_t tag = 0;
    std::uint8_t size = kFree;
    char text[kTextBytesMax] = {};
    Value value{};
  };
  [[nodiscard]] static bool matches(const Slot& slot, std::string_view text, std::uint32_t tag) noexcept {
    return slot.size == text.size() && slot.tag == tag &&
           std::memcmp(slot.text, text.data(), text.size()) == 0;
  }
  [[nodiscard]] static std::size_t place_of(std::string_view text, std::uint32_t tag) noexcept {
    return static_cast<std::size_t>(hash64(text, tag)) & (kTexts - 1);
  }
  std::vector<Slot> slots_;
};

}  // namespace ordergate
