// A name as other countries, offices and friends write it, respelled as lists do: Wade-Giles in pinyin,
// Russian names in the German, Polish and French manner, the words of Chinese names in English, without
// the nickname in quotes. Each respelling is one more text to search by; what is found by it only
// resembles. Linear; allocates nothing once warm.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "matchers/names/name_index.h"
#include "matchers/text/fold.h"

namespace ordergate::matchers {

class Respelling {
 public:
  static constexpr std::size_t kTextsMax = 4;

  /// Reads a name; size() texts to search by come of it, most often none.
  void read(std::string_view name, PartyKind kind) noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  [[nodiscard]] const std::string& operator[](std::size_t i) const noexcept { return texts_[i]; }

 private:
  [[nodiscard]] std::string* next() noexcept;
  void without_nickname(std::string_view name) noexcept;
  void initials_apart(std::string_view name) noexcept;
  void pinyin(std::string_view name) noexcept;
  void slavic() noexcept;
  void chinese_in_english(std::string_view name) noexcept;

  std::array<std::string, kTextsMax> texts_;
  std::size_t count_ = 0;
  FoldedText folded_;
  std::string word_;
};

}  // namespace ordergate::matchers
