// The texts of one record, each folded once however many ask for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "matchers/text/text_forms.h"

namespace ordergate::matchers {

/// Equal texts are one, wherever they lie. Allocates nothing once warm. One thread.
class FoldedTexts {
 public:
  /// Forgets the texts of the record before. The arena is the record's.
  void begin(Arena& arena) noexcept;

  /// Folds at the first call for a text. Lives as long as the record's arena and the text.
  [[nodiscard]] const TextForms& of(std::string_view text) noexcept;
  /// Null: nobody asked for that text yet.
  [[nodiscard]] const TextForms* find(std::string_view text) const noexcept;

  /// Texts folded for this record.
  [[nodiscard]] std::size_t count() const noexcept { return count_; }

 private:
  // A record whose texts are made to collide folds some more than once, and never searches long.
  static constexpr std::size_t kProbesMax = 16;
  static constexpr std::size_t kSlotsFirst = 256;  // a power of two
  struct Slot {
    std::uint64_t hash = 0;
    const TextForms* forms = nullptr;
  };
  [[nodiscard]] const TextForms* find(std::string_view text, std::uint64_t hash) const noexcept;
  [[nodiscard]] Slot* free_slot(std::uint64_t hash) noexcept;
  void grow();

  std::vector<Slot> slots_ = std::vector<Slot>(kSlotsFirst);
  std::vector<std::uint32_t> used_;  // slots that are taken
  TextFolder folder_;
  Arena* arena_ = nullptr;
  std::size_t count_ = 0;
};

}  // namespace ordergate::matchers
