// What an ECCN field of an order says: an ECCN with its paragraph, EAR99, a pointer to the ITAR, or neither.
// Hot; no allocation.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ordergate::rules {

enum class EccnKind : std::uint8_t { absent, ear99, eccn, itar, other };

class EccnText {
 public:
  /// Reads "3A001.a.7.b", "3a001a7b", "3A001 (a)(7)", "EAR 99", "USML XI(c)", "ITAR", "N/A".
  [[nodiscard]] static EccnText read(std::string_view text) noexcept;

  [[nodiscard]] EccnKind kind() const noexcept { return kind_; }
  /// "3A001", of an ECCN only. Points into this object.
  [[nodiscard]] std::string_view heading() const noexcept { return {heading_.data(), heading_.size()}; }
  /// "a.7.b"; empty when the text names the whole entry. Points into this object.
  [[nodiscard]] std::string_view paragraph() const noexcept { return {paragraph_.data(), length_}; }

 private:
  [[nodiscard]] bool read_paragraph(std::string_view text) noexcept;
  EccnKind kind_ = EccnKind::absent;
  std::uint8_t length_ = 0;
  std::array<char, 5> heading_{};
  std::array<char, 40> paragraph_{};
};

}  // namespace ordergate::rules
