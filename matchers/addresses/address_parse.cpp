#include "matchers/addresses/address_parse.h"

#include <algorithm>

#include "base/hash.h"
#include "countries/country_names.h"
#include "countries/territories.h"
#include "matchers/addresses/address_number.h"
#include "matchers/addresses/address_token.h"

namespace ordergate::matchers {
namespace {

constexpr std::size_t kTooLong = SIZE_MAX;
constexpr std::size_t kNumberDigitsMax = 9;  // 32 bits hold each of them
const CountryCode kJapan = CountryCode::parse("JP");
const CountryCode kHongKong = CountryCode::parse("HK");
constexpr std::uint32_t kRangeSpanMax = 30;  // a wider "range" is floor and unit: "20-114"

bool is_marker(AddressWord meaning) noexcept {
  return meaning == AddressWord::house_marker || meaning == AddressWord::unit_marker ||
         meaning == AddressWord::floor_marker || meaning == AddressWord::block_marker ||
         meaning == AddressWord::box_marker;
}

/// Markers of one or two letters mean something only beside a number.
bool needs_number(std::string_view word) noexcept {
  return word.size() <= 2 || word == "off" || word == "int";
}

class Parser {
 public:
  Parser(const RawAddress& raw, ParsedAddress& out) : raw_(raw), out_(out), end_(raw.count) {}

  void parse(CountryCode given) noexcept {
    out_.word_count = 0;
    out_.number_count = 0;
    out_.country = {};
    out_.completeness = raw_.completeness;
    out_.text = raw_.text;
    out_.text_size = raw_.text_size;
    for (std::size_t i = 0; i < raw_.count; ++i) {
      const bool number = raw_.tokens[i].digits || raw_.tokens[i].mixed;
      known_[i] = number ? AddressMeaning{AddressWord::name, word(i), 0} : address_meaning(word(i));
      meaning_[i] = known_[i].meaning;
    }
    for (std::size_t i = 0; i + 1 < raw_.count; ++i) {
      const bool numbered =
          word(i) == "house" && numeric(i + 1) && same_part(i, i + 1) && !street_follows(i + 2);
      if (numbered) meaning_[i] = AddressWord::house_marker;
    }
    read_country(given);
    if (raw_.japanese && !out_.country.known()) out_.country = kJapan;
    if (raw_.hong_kong && !out_.country.known()) out_.country = kHongKong;
    while (at_ < end_) step();
    if (out_.word_count == 0) keep_everything();
    resolve_address(out_);
  }

 private:
  [[nodiscard]] std::string_view word(std::size_t i) const noexcept { return raw_.word(i); }
  [[nodiscard]] const RawToken& token(std::size_t i) const noexcept { return raw_.tokens[i]; }
  [[nodiscard]] bool numeric(std::size_t i) const noexcept {
    return i < end_ && (token(i).digits || token(i).mixed);
  }
  [[nodiscard]] bool same_part(std::size_t i, std::size_t j) const noexcept {
    return i < end_ && j < end_ && token(i).part == token(j).part;
  }

  // Country names at the end, outermost first: "..., Hong Kong, CN" and "..., UAE, AE" have two.
  void read_country(CountryCode given) noexcept {
    read_country_before_code();
    for (int round = 0; round < 3 && end_ > 1; ++round) {
      CountryCode country;
      const std::size_t words = country_words(country);
      if (words == 0 || words == end_) break;  // none, or the whole address
      const bool inside = out_.country.known() && is_territory_of(country, out_.country);
      if (out_.country.known() && !inside && country != out_.country) break;
      // "Los Angeles, CA" with a given country: two letters may be a state.
      const bool doubtful = words == 1 && token(end_ - 1).size == 2 && given.known() && country != given;
      if (doubtful && !is_territory_of(country, given) && !is_territory_of(given, country)) {
        out_.country = {};
        return;
      }
      out_.country = country;
      end_ -= words;
    }
    // What the text says outranks what is said beside it.
    if (!out_.country.known() || is_territory_of(given, out_.country)) out_.country = given;
  }

  /// "Singapore 079903" as the last part: where it is, but still words of the address.
  void read_country_before_code() noexcept {
    if (end_ < 2 || out_.country.known() || !token(end_ - 1).digits || token(end_ - 1).size < 4) return;
    --end_;
    CountryCode country;
    const std::size_t words = country_words(country);
    if (words != 0 && (words == end_ || !same_part(end_ - words, end_ - words - 1))) out_.country = country;
    ++end_;
  }

  /// How many tokens at the end name a country. A code of two letters must be a part of its own.
  std::size_t country_words(CountryCode& country) const noexcept {
    char text[64];
    for (std::size_t count = std::min<std::size_t>(6, end_); count > 0; --count) {
      const std::size_t first = end_ - count;
      std::size_t size = 0;
      for (std::size_t i = first; i < end_ && size != kTooLong; ++i) {
        const std::string_view part = word(i);
        if (size + part.size() + 1 > sizeof text) {
          size = kTooLong;
          continue;
        }
        if (i != first) text[size++] = ' ';
        std::copy(part.begin(), part.end(), text + size);
        size += part.size();
      }
      if (size == kTooLong) continue;
      if (size == 2 && count == 1) {
        if (first != 0 && same_part(first, first - 1)) continue;
        const char code[2] = {static_cast<char>(text[0] - 32), static_cast<char>(text[1] - 32)};
        country = country_from_name({code, 2});
      } else {
        country = country_from_folded({text, size});
      }
      if (country.known()) return count;
    }
    return 0;
  }

  void step() noexcept {
    if (numeric(at_)) return read_number();
    const AddressWord meaning = meaning_[at_];
    const bool silent =
        is_marker(meaning) || meaning == AddressWord::noise || meaning == AddressWord::region_type;
    if (!silent) add_word(at_, word(at_), resolved(at_));
    ++at_;
  }

  /// "st" is a saint before a name, a street after one.
  AddressWord resolved(std::size_t i) const noexcept {
    const std::string_view text = word(i);
    if (token(i).mark == HanMark::street) return AddressWord::name;
    if (token(i).mark == HanMark::region) return AddressWord::place;
    if (text == "st") {
      const bool starts = i == 0 || !same_part(i, i - 1) || numeric(i - 1);
      if (starts && i + 1 < end_ && !numeric(i + 1)) return AddressWord::weak;
    }
    if (text == "saint") return AddressWord::weak;
    return meaning_[i];
  }

  void add_word(std::size_t i, std::string_view text, AddressWord meaning) noexcept {
    if (out_.word_count == kAddressWordsMax) {
      out_.completeness = Completeness::over_bound;
      return;
    }
    AddressToken& added = out_.words[out_.word_count++];
    added = AddressToken{};
    const bool saint = text == "st" && meaning == AddressWord::weak;
    added.hash = saint ? hash64("saint") : (numeric(i) ? hash64(text) : known_[i].hash);
    added.phonetic_key = saint || numeric(i) ? added.hash : address_phonetic_key(known_[i].spelling);
    added.begin = static_cast<std::uint16_t>(text.data() - raw_.text.data());
    added.size = static_cast<std::uint8_t>(text.size());
    added.part = token(i).part;
    added.meaning = meaning;
    added.digits = numeric(i);
  }

  AddressNumber* add_number(AddressNumberKind kind, std::uint32_t low) noexcept {
    if (out_.number_count == kAddressNumbersMax) {
      out_.completeness = Completeness::over_bound;
      return nullptr;
    }
    AddressNumber& added = out_.numbers[out_.number_count++];
    added = AddressNumber{};
    added.kind = kind;
    added.low = low;
    added.part = token(at_).part;
    added.opens_part = at_ == 0 || !same_part(at_, at_ - 1);
    return &added;
  }

  /// "03" in "12-03", "05a" in "29-05A".
  [[nodiscard]] bool glued_number(std::size_t i) const noexcept {
    if (!numeric(i) || token(i).glue == ' ') return false;
    return token(i).digits || take_apart(word(i)).digits_first;
  }

  void read_number() noexcept {
    const RawToken& raw = token(at_);
    if (raw.mixed) return read_mixed();
    const std::size_t start = at_;
    if (is_street_name(start)) {
      add_word(start, word(start), AddressWord::name);
      ++at_;
      return;
    }
    AddressNumber* number = add_number(number_kind(start), number_value(word(start)));
    const bool pair = glued_number(start + 1);
    if (number != nullptr && pair) {
      read_pair(*number, word(start), word(start + 1), token(start + 1).glue);
      if (token(start).hash && number->kind == AddressNumberKind::unit) {  // "#09-36": floor and room
        number->range = false;
        if (word(start).size() <= 2) (void)add_number(AddressNumberKind::floor, number_value(word(start)));
      }
      if (out_.country == kJapan && word(start).size() == 3 && word(start + 1).size() == 4) {  // 106-0044
        number->kind = AddressNumberKind::postal;
        number->range = false;
      }
    }
    at_ += pair ? 2 : 1;
    for (; pair && glued_number(at_); ++at_) {
      if (number == nullptr) continue;
      if (out_.country == kJapan) {  // "1-8-1": quarter, block and house
        number->code = true;
        number->low = static_cast<std::uint32_t>(
            mix64(number->low ^ (std::uint64_t{number->high} << 32U) ^ number_value(word(at_)) * 31) | 1U);
        number->high = 0;
        number->range = false;
      } else {  // "1-17-1": tower, floor and unit
        number->kind = AddressNumberKind::unit;
      }
    }
    // "15 b" and "23/a": a letter that belongs to the number.
    const bool letter = at_ < end_ && token(at_).size == 1 && token(at_).glue != ' ' && same_part(at_, start);
    if (number != nullptr && letter) {
      if (word(at_) == "f") {
        number->kind = AddressNumberKind::floor;
      } else {
        number->suffix = word(at_)[0];
      }
      ++at_;
    }
  }

  static void read_pair(AddressNumber& number, std::string_view first, std::string_view second,
                        char glue) noexcept {
    const Mixed mixed = take_apart(second);
    std::uint32_t high = number_value(mixed.digits);
    if (mixed.plain && mixed.letters.size() == 1) number.suffix = mixed.letters[0];
    // "1318-19" is 1318 to 1319. More digits are no number that counts houses.
    if (glue == '-' && second.size() < first.size() && first.size() > 2 && first.size() <= kNumberDigitsMax) {
      std::uint32_t power = 1;
      for (std::size_t i = 0; i < second.size(); ++i) power *= 10;
      const std::uint32_t full = number.low / power * power + high;
      if (full > number.low) high = full;
    }
    number.high = high;
    number.range = glue == '-' && high > number.low && high - number.low <= kRangeSpanMax;
  }

  /// "07" in "A13-07"
  [[nodiscard]] bool dashed_number(std::size_t i) const noexcept {
    return i < end_ && token(i).digits && token(i).glue == '-' && same_part(i, i - 1);
  }

  void read_mixed() noexcept {
    const Mixed mixed = take_apart(word(at_));
    const std::size_t start = at_;
    if (mixed.plain && mixed.digits_first && is_ordinal_ending(mixed.letters)) {
      if (is_street_ordinal(start)) {
        add_word(start, mixed.digits, AddressWord::name);
      } else {
        (void)add_number(number_kind(start), number_value(mixed.digits));
      }
    } else if (mixed.plain && mixed.digits_first && (mixed.letters == "f" || mixed.letters == "fl")) {
      (void)add_number(AddressNumberKind::floor, number_value(mixed.digits));
    } else if (mixed.plain && mixed.digits_first && mixed.letters.size() == 1) {
      AddressNumber* number = add_number(number_kind(start), number_value(mixed.digits));
      if (number != nullptr) number->suffix = mixed.letters[0];
    } else if (mixed.plain && !mixed.digits_first && is_marker(address_meaning(mixed.letters).meaning)) {
      (void)add_number(kind_of_marker(address_meaning(mixed.letters).meaning), number_value(mixed.digits));
    } else {
      AddressNumber* number =
          add_number(code_kind(start), static_cast<std::uint32_t>(hash64(word(start))) | 1U);
      if (number != nullptr) number->code = true;
      const bool room = number != nullptr && number->kind == AddressNumberKind::unit && mixed.plain &&
                        !mixed.digits_first && mixed.digits.size() <= 2 && dashed_number(start + 1);
      if (room) {  // "A13-07"
        ++at_;
        (void)add_number(AddressNumberKind::unit, number_value(word(at_)));
      }
    }
    ++at_;
  }

  static AddressNumberKind kind_of_marker(AddressWord marker) noexcept {
    switch (marker) {
      case AddressWord::unit_marker:
        return AddressNumberKind::unit;
      case AddressWord::floor_marker:
        return AddressNumberKind::floor;
      case AddressWord::block_marker:
        return AddressNumberKind::block;
      case AddressWord::box_marker:
        return AddressNumberKind::box;
      default:
        return AddressNumberKind::house;
    }
  }

  /// The marker that rules the number at `i`: before it, with "no" in between or not, or after it.
  AddressNumberKind number_kind(std::size_t i) const noexcept {
    switch (token(i).mark) {
      case HanMark::floor:
        return AddressNumberKind::floor;
      case HanMark::unit:
        return AddressNumberKind::unit;
      case HanMark::block:
        return AddressNumberKind::block;
      default:
        break;
    }
    const bool pair = glued_number(i + 1);
    const std::size_t after = i + (pair ? 2 : 1);
    if (numbers_building(i, after)) return AddressNumberKind::block;
    if (same_part(i, after) && meaning_[after] == AddressWord::floor_marker &&
        (ordinal(i) || !(numeric(after + 1) && same_part(after, after + 1) && word(after).size() > 1))) {
      return AddressNumberKind::floor;
    }
    // "#12-03" is floor and unit; after a street that is a number ("Calle 74 # 53-30") it is the house.
    const bool after_street = (out_.word_count != 0 && out_.words[out_.word_count - 1U].digits &&
                               out_.words[out_.word_count - 1U].part == token(i).part) ||
                              numbers_street(i);
    if (token(i).hash && pair && !after_street) return AddressNumberKind::unit;
    std::size_t before = i;
    while (before != 0 && same_part(i, before - 1) && meaning_[before - 1] == AddressWord::house_marker)
      --before;
    const bool marked_house = before != i;
    if (before != 0 && same_part(i, before - 1) && !numeric(before - 1)) {
      const AddressWord marker = meaning_[before - 1];
      // "6th floor 301/a", "13/F 610 Nathan Road": the floor has its number.
      const bool has_number = marker == AddressWord::floor_marker && before >= 2 &&
                              same_part(i, before - 2) &&
                              (ordinal(before - 2) || (numeric(before - 2) && token(before - 1).glue != ' '));
      if (is_marker(marker) && !has_number && !(needs_number(word(before - 1)) && marked_house)) {
        const bool whole_block = marker == AddressWord::block_marker && token(i).size >= 3 && before - 1 == 0;
        return whole_block ? AddressNumberKind::house : kind_of_marker(marker);
      }
      const bool part_of_building =
          marker == AddressWord::building_type && !marked_house && !street_follows(after);
      if (part_of_building) return AddressNumberKind::block;
    }
    if (before != 0 && numeric(before - 1) && same_part(i, before - 1) && out_.number_count != 0 &&
        !marked_house) {
      const AddressNumberKind previous = out_.numbers[out_.number_count - 1U].kind;
      if (previous == AddressNumberKind::unit && !street_follows(after)) return previous;
    }
    return AddressNumberKind::house;
  }

  /// "Calle 17A # 8N-15", "Blvd. Ordaz # 700-316": the number of the house, as no other was there.
  [[nodiscard]] bool numbers_street(std::size_t i) const noexcept {
    bool street = false;
    for (std::size_t j = i; j != 0 && same_part(i, j - 1); --j)
      street = street || meaning_[j - 1] == AddressWord::street_type;
    if (!street) return false;
    const bool named_by_number = i >= 2 && numeric(i - 1) && meaning_[i - 2] == AddressWord::street_type;
    const auto end = out_.numbers.begin() + out_.number_count;
    return named_by_number || std::none_of(out_.numbers.begin(), end, [](const AddressNumber& number) {
             return number.kind == AddressNumberKind::house;
           });
  }

  /// "No. 9 Building", with nothing behind it: one of several on the premises.
  [[nodiscard]] bool numbers_building(std::size_t i, std::size_t after) const noexcept {
    if (!same_part(i, after) || same_part(i, after + 1)) return false;
    const bool alone = i == 0 || !same_part(i, i - 1) || meaning_[i - 1] == AddressWord::house_marker;
    return alone && known_[after].spelling == "building";
  }

  /// "6th"
  [[nodiscard]] bool ordinal(std::size_t i) const noexcept {
    if (!numeric(i) || !token(i).mixed) return false;
    const Mixed mixed = take_apart(word(i));
    return mixed.plain && mixed.digits_first && is_ordinal_ending(mixed.letters);
  }

  bool street_follows(std::size_t i) const noexcept {
    for (std::size_t j = i; j < i + 4 && same_part(i, j); ++j) {
      if (meaning_[j] == AddressWord::street_type) return true;
    }
    return false;
  }

  /// "Calle 74", "Rue 8 Mai", "5 Avenue": the number is the street's name.
  bool is_street_name(std::size_t i) const noexcept {
    if (token(i).glue != ' ' || token(i).size > 3) return false;
    if (i + 1 < end_ && token(i + 1).glue != ' ') return false;  // "5-7", "1/a"
    if (i != 0 && same_part(i, i - 1) && meaning_[i - 1] == AddressWord::street_type) {
      const bool type_starts = i == 1 || !same_part(i, i - 2) || numeric(i - 2);
      const bool other_number = number_ahead(i + 1);
      return type_starts && other_number;
    }
    return is_street_ordinal(i) && !(i + 2 < end_ && same_part(i, i + 2) && !numeric(i + 2));
  }

  bool number_ahead(std::size_t i) const noexcept {
    for (std::size_t j = i; j < i + 4 && j < end_; ++j) {
      if (numeric(j)) return true;
    }
    return false;
  }

  /// "4th Road": an English street type within the two words after it.
  bool is_street_ordinal(std::size_t i) const noexcept {
    if (!same_part(i, i + 1)) return false;
    return meaning_[i + 1] == AddressWord::street_type && stands_after_name(word(i + 1));
  }

  /// A code is a postal one at the end of the address, else a unit.
  AddressNumberKind code_kind(std::size_t i) const noexcept {
    std::size_t before = i;
    while (before != 0 && same_part(i, before - 1) && is_marker(meaning_[before - 1])) {
      if (meaning_[before - 1] != AddressWord::house_marker) return kind_of_marker(meaning_[before - 1]);
      --before;
    }
    if (before != 0 && same_part(i, before - 1) && meaning_[before - 1] == AddressWord::building_type) {
      return AddressNumberKind::block;
    }
    if (out_.number_count != 0 && i != 0 && numeric(i - 1) && same_part(i, i - 1)) {
      const AddressNumberKind previous = out_.numbers[out_.number_count - 1U].kind;
      if (previous == AddressNumberKind::postal || previous == AddressNumberKind::unit) return previous;
    }
    return token(i).part != 0 && !street_in_part(token(i).part) ? AddressNumberKind::postal
                                                                : AddressNumberKind::unit;
  }

  bool street_in_part(std::uint8_t part) const noexcept {
    for (std::size_t i = 0; i < end_; ++i) {
      if (token(i).part == part &&
          (meaning_[i] == AddressWord::street_type || meaning_[i] == AddressWord::building_type)) {
        return true;
      }
    }
    return false;
  }

  /// "Capital District": nothing but words that say little. They are all there is.
  void keep_everything() noexcept {
    for (std::size_t i = 0; i < end_; ++i) {
      if (!numeric(i)) add_word(i, word(i), AddressWord::place);
    }
  }

  const RawAddress& raw_;
  ParsedAddress& out_;
  std::array<AddressWord, kAddressTokensMax> meaning_;
  std::array<AddressMeaning, kAddressTokensMax> known_;
  std::size_t end_;  // tokens before the country
  std::size_t at_ = 0;
};

}  // namespace

void parse_address(const AddressText& address, ParsedAddress& out) noexcept {
  RawAddress raw;
  tokenize_address(address.text, raw);
  bring_country_last(raw);
  Parser(raw, out).parse(address.country);
}

}  // namespace ordergate::matchers
