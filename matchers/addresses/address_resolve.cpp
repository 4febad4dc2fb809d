// What only the whole address tells: postal codes, places, the names of street and building.
#include <algorithm>

#include "matchers/addresses/address_number.h"
#include "matchers/addresses/address_parse.h"

namespace ordergate::matchers {
namespace {

// Shares of words in a comparison: short names count less, common words and places little.
constexpr float kPlaceWeight = 0.4F;
constexpr float kWeakWeight = 0.3F;

float weight_of(const AddressToken& word) noexcept {
  switch (word.meaning) {
    case AddressWord::name:
      return std::clamp(static_cast<float>(word.size) / 5.0F, 0.4F, 1.0F);
    case AddressWord::weak:
      return kWeakWeight;
    case AddressWord::place:
      return kPlaceWeight;
    default:
      return 0;
  }
}

class AddressResolver {
 public:
  explicit AddressResolver(ParsedAddress& out) : out_(out) {}

  void resolve() noexcept {
    resolve_postal_codes();
    resolve_places();
    mark_names();
    for (std::size_t i = 0; i < out_.word_count; ++i) out_.words[i].weight = weight_of(out_.words[i]);
  }

 private:
  [[nodiscard]] bool any_word(std::uint8_t part, bool types_only) const noexcept {
    return std::any_of(
        out_.words.begin(), out_.words.begin() + out_.word_count, [&](const AddressToken& word) {
          const bool type =
              word.meaning == AddressWord::street_type || word.meaning == AddressWord::building_type;
          return word.part == part && (type || !types_only);
        });
  }
  [[nodiscard]] bool street_in_part(std::uint8_t part) const noexcept { return any_word(part, true); }
  [[nodiscard]] bool words_in_part(std::uint8_t part) const noexcept { return any_word(part, false); }

  [[nodiscard]] std::uint8_t last_part_of_all() const noexcept {
    std::uint8_t last = out_.word_count == 0 ? std::uint8_t{0} : out_.words[out_.word_count - 1U].part;
    if (out_.number_count != 0) last = std::max(last, out_.numbers[out_.number_count - 1U].part);
    return last;
  }

  /// Long numbers are postal codes, unless they open a part that names a street.
  void resolve_postal_codes() noexcept {
    const std::uint8_t last_part = last_part_of_all();
    for (std::size_t i = 0; i < out_.number_count; ++i) {
      AddressNumber& number = out_.numbers[i];
      if (number.kind != AddressNumberKind::house || number.code || number.range) continue;
      const bool street = street_in_part(number.part);
      const bool late = number.part != 0;
      const bool very_long = number.low >= 100'000 && number.high == 0;
      const bool is_long = number.low >= 10'000 || (number.low >= 100 && number.high >= 10);
      const bool is_four = number.low >= 1'000 && number.high == 0;
      const bool final_alone = late && number.part == last_part && !words_in_part(number.part);
      const bool plus_four = is_four && i != 0 && out_.numbers[i - 1].kind == AddressNumberKind::postal &&
                             out_.numbers[i - 1].part == number.part;
      if (very_long || plus_four || (is_long && late && !street) ||
          (number.low >= 10'000 && !(number.opens_part && street)) ||
          (is_four && late && !street && (words_in_part(number.part) || final_alone))) {
        number.kind = AddressNumberKind::postal;
      }
    }
  }

  /// The last parts that name neither street nor building say where that is: city, region.
  void resolve_places() noexcept {
    std::size_t name = 0;
    while (name < out_.word_count && out_.words[name].meaning != AddressWord::name &&
           out_.words[name].meaning != AddressWord::weak) {
      ++name;
    }
    if (name == out_.word_count) return;
    const std::uint8_t first = out_.words[name].part;
    int places = 0;
    for (int part = out_.words[out_.word_count - 1U].part; part > first && places < 3; --part) {
      const auto number = static_cast<std::uint8_t>(part);
      if (street_in_part(number) || holds_number(number)) break;
      bool any = false;
      for (std::size_t i = 0; i < out_.word_count; ++i) {
        if (out_.words[i].part != number) continue;
        out_.words[i].meaning = AddressWord::place;
        any = true;
      }
      places += any ? 1 : 0;
    }
  }

  bool holds_number(std::uint8_t part) const noexcept {
    return std::any_of(
        out_.numbers.begin(), out_.numbers.begin() + out_.number_count, [&](const AddressNumber& n) {
          return n.part == part && n.kind != AddressNumberKind::postal && n.kind != AddressNumberKind::box;
        });
  }

  /// Says of words beside a building or street type that they name it.
  void mark_names() noexcept {
    for (std::size_t i = 0; i < out_.word_count; ++i) {
      const AddressWord meaning = out_.words[i].meaning;
      if (meaning == AddressWord::building_type && !mark(i, -1, &AddressToken::in_building)) {
        (void)mark(i, 1, &AddressToken::in_building);
      }
      if (meaning != AddressWord::street_type) continue;
      const int direction = stands_after_name(spelled(i)) ? -1 : 1;
      if (!mark(i, direction, &AddressToken::in_street)) (void)mark(i, -direction, &AddressToken::in_street);
    }
  }

  [[nodiscard]] std::string_view spelled(std::size_t i) const noexcept {
    return {out_.text.data() + out_.words[i].begin, out_.words[i].size};
  }

  /// Flags up to three words from `i` in one direction, in its part; false when there is none.
  bool mark(std::size_t i, int direction, bool AddressToken::*flag) noexcept {
    int count = 0;
    for (std::size_t j = i + static_cast<std::size_t>(direction); j < out_.word_count && count < 3;
         j += static_cast<std::size_t>(direction)) {
      AddressToken& word = out_.words[j];
      if (word.part != out_.words[i].part) break;
      if (word.meaning != AddressWord::name && word.meaning != AddressWord::weak) break;
      word.*flag = true;
      ++count;
    }
    return count > 0;
  }

  ParsedAddress& out_;
};

}  // namespace

void resolve_address(ParsedAddress& address) noexcept { AddressResolver(address).resolve(); }

}  // namespace ordergate::matchers
