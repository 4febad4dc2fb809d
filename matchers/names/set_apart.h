// Names that stand in a field beside one thing more, which another field would hold: a number behind it, the
// same name again, brackets around it, or its acronym. Whoever is called exactly so is met; nothing resembles
// here. And two companies that an "and" may stand between, or in the name of: each is looked for as any name
// is.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "matchers/names/tokens.h"

namespace ordergate::matchers {

class SetApart {
 public:
  static constexpr std::size_t kTextsMax = 4, kAndMax = 3;

  /// Reads a field; size() pieces of it come of it, most often none. They are views of it.
  void read(std::string_view field) noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  [[nodiscard]] std::string_view operator[](std::size_t i) const noexcept { return texts_[i]; }
  /// "OOO Zarquon and Vremova GmbH": one party, or two with a legal form each. The sides of each "and", of
  /// the first kAndMax.
  [[nodiscard]] std::span<const std::string_view> companies() const noexcept {
    return std::span(companies_).first(company_count_);
  }

 private:
  void before_number(std::string_view field) noexcept;
  void said_twice(std::string_view field) noexcept;
  void in_brackets(std::string_view field) noexcept;
  void before_acronym(std::string_view field) noexcept;
  void around_and(std::string_view field) noexcept;

  NameText side_;
  std::array<std::string_view, kTextsMax> texts_;
  std::array<std::string_view, 2 * kAndMax> companies_;
  std::size_t count_ = 0, company_count_ = 0;
};

}  // namespace ordergate::matchers
