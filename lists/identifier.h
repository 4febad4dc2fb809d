// Government identifiers: what makes one, and the form in which they compare.
#pragma once

#include <cstddef>
#include <string_view>

namespace ordergate::lists {

inline constexpr std::size_t kIdentifierCharactersMin = 5;  // shorter ones repeat across countries
inline constexpr std::size_t kIdentifierCharactersMax = 64;

/// From this length an equal identifier settles an identity by itself; a shorter one needs a name or
/// a country that agrees.
inline constexpr std::size_t kIdentifierCharactersAlone = 7;

/// Capitals and digits only, without a leading "IMO". Fixed storage, no allocation.
class NormalIdentifier {
 public:
  explicit NormalIdentifier(std::string_view value) noexcept;
  /// Empty when the value is too short or too long to identify anybody.
  [[nodiscard]] std::string_view text() const noexcept { return {text_, size_}; }

 private:
  char text_[kIdentifierCharactersMax];
  std::size_t size_ = 0;
};

/// Does an identifier of this kind name one party? Registration, tax, passport, IMO, LEI, SWIFT do; a
/// website, ticker, date or sanctions remark does not. `type` is the list's own word.
[[nodiscard]] bool identifies_party(std::string_view type, std::string_view value);

}  // namespace ordergate::lists
