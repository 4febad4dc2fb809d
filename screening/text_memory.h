// What was found in a text met before: catalogs repeat, as customers do.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "base/hash.h"

namespace ordergate {

/// A bounded memory from a text to a value, for pure functions of the text. Exact: the text itself is kept
/// and compared. A new text takes the place of an older one. Allocates when made only. One thread.
template <typename Value>
class TextMemory {
 public:
  static constexpr std::size_t kTextBytesMax = 254;  // longer texts are not remembered
  static constexpr std::size_t kTexts = 4096;        // a power of two

  TextMemory() : slots_(kTexts) {}

  void clear() noexcept {
    for (Slot& slot : slots_) slot.size = kFree;
  }
  /// The value remembered, or null. Lives until the next remember() or clear().
  [[nodiscard]] const Value* recall(std::string_view text) const noexcept {
    if (text.size() > kTextBytesMax) return nullptr;
    const Slot& slot = slots_[place_of(text)];
    const bool same = slot.size == text.size() && std::memcmp(slot.text, text.data(), text.size()) == 0;
    return same ? &slot.value : nullptr;
  }
  void remember(std::string_view text, const Value& value) noexcept {
    if (text.empty() || text.size() > kTextBytesMax) return;
    Slot& slot = slots_[place_of(text)];
    slot.size = static_cast<std::uint8_t>(text.size());
    std::memcpy(slot.text, text.data(), text.size());
    slot.value = value;
  }

 private:
  static constexpr std::uint8_t kFree = 255;
  struct Slot {
    std::uint8_t size = kFree;
    char text[kTextBytesMax] = {};
    Value value{};
  };
  [[nodiscard]] static std::size_t place_of(std::string_view text) noexcept {
    return static_cast<std::size_t>(hash64(text)) & (kTexts - 1);
  }
  std::vector<Slot> slots_;
};

}  // namespace ordergate
