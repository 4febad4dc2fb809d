#include "lists/identifier.h"

#include <algorithm>

#include "lists/text.h"

namespace ordergate::lists {
namespace {

// What lists file under "ids" that is no identity document or register entry.
constexpr std::string_view kOthers[] = {"website",
                                        "email",
                                        "e-mail",
                                        "ticker",
                                        "isin",
                                        "issuer",
                                        "date",
                                        "gender",
                                        "sanctions",
                                        "directive",
                                        "currency",
                                        "phone",
                                        "target type",
                                        "organization type",
                                        "aircraft model",
                                        "aircraft operator",
                                        "vessel flag",
                                        "vessel type",
                                        "locode",
                                        "commercial code",
                                        "nationality",
                                        "micex",
                                        "determination",
                                        "information",
                                        "transactions",
                                        "divestment",
                                        "fax",
                                        "address",
                                        "branch",
                                        "aircraft manufacture"};

constexpr int kDigitsMin = 3;

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

}  // namespace

NormalIdentifier::NormalIdentifier(std::string_view value) noexcept {
  for (const char c : value) {
    const bool lower = c >= 'a' && c <= 'z';
    if (!lower && !(c >= 'A' && c <= 'Z') && !is_digit(c)) continue;
    if (size_ == kIdentifierCharactersMax) {
      size_ = 0;
      return;
    }
    text_[size_++] = static_cast<char>(lower ? c - 32 : c);
  }
  const bool imo = text().substr(0, 3) == "IMO" && size_ > 3 && is_digit(text_[3]);
  if (imo) {
    std::copy(text_ + 3, text_ + size_, text_);
    size_ -= 3;
  }
  if (size_ < kIdentifierCharactersMin) size_ = 0;
}

bool identifies_party(std::string_view type, std::string_view value) {
  const NormalIdentifier normal(value);
  if (normal.text().empty()) return false;
  const bool other = std::any_of(std::begin(kOthers), std::end(kOthers),
                                 [&](std::string_view word) { return contains_word(type, word); });
  if (other || value.find('@') != std::string_view::npos || contains_word(value, "www.") ||
      contains_word(value, "http")) {
    return false;
  }
  const bool bank = contains_word(type, "swift") || contains_word(type, "bic");
  const auto digits = std::count_if(normal.text().begin(), normal.text().end(), is_digit);
  const bool sentence = std::count(value.begin(), value.end(), ' ') > 3;
  return !sentence && (bank || digits >= kDigitsMin);
}

}  // namespace ordergate::lists
