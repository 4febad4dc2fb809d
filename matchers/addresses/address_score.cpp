#include "matchers/addresses/address_score.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/edit_distance.h"
#include "base/hash.h"
#include "countries/territories.h"

namespace ordergate::matchers {
namespace {

using Kind = AddressNumberKind;

// Shares of the parts in the likeness of two addresses. Words count by what they do.
constexpr float kHouseWeight = 1.0F;
constexpr float kPostalWeight = 0.4F;
constexpr float kMinorNumberWeight = 0.25F;

// What it takes to be one building.
constexpr float kStrongMin = 0.6F;          // weight of agreeing distinctive words
constexpr float kCoverageMin = 0.5F;        // of the shorter side's words
constexpr float kUnlocatedCoverage = 0.6F;  // of both sides' words, when neither city nor code agrees
constexpr float kFlaggedCoverage = 0.6F;    // of both sides' words that name the street
constexpr float kFullCoverage = 0.9F;
constexpr float kEqualText = 0.9F;  // likeness from which texts say the same

constexpr std::size_t kWordBytesCompared = 32;

/// Edits between two short words, or `limit` + 1 when there are more.
int edits(std::string_view a, std::string_view b, int limit) noexcept {
  if (a.size() > kWordBytesCompared || b.size() > kWordBytesCompared) return limit + 1;
  return static_cast<int>(edit_distance(a, b, static_cast<std::size_t>(limit)));
}

/// Which words of each side found a partner, and what that is worth.
struct Alignment {
  std::array<float, kAddressWordsMax> left{}, right{};  // 0: no partner
  float strong = 0;                                     // weight of distinctive words that agree
  float in_building = 0;                                // of those, what names a building on both sides
  bool place = false;                                   // a place word agrees
  bool street = false;                                  // a word that names a street agrees
};

class Aligner {
 public:
  Aligner(const AddressView& left, const AddressView& right) : left_(left), right_(right) {}

  Alignment align() noexcept {
    for (std::size_t i = 0; i < left_.word_count; ++i) {
      if (left_.words[i].weight > 0) match(i);
    }
    join(left_, right_, result_.left, result_.right);
    join(right_, left_, result_.right, result_.left);
    return result_;
  }

 private:
  void match(std::size_t i) noexcept {
    float best = 0;
    std::size_t partner = 0;
    for (std::size_t j = 0; j < right_.word_count; ++j) {
      if (result_.right[j] > 0 || right_.words[j].weight == 0) continue;
      const float similarity = address_word_similarity(left_, i, right_, j);
      if (similarity > best) {
        best = similarity;
        partner = j;
      }
    }
    if (best > 0) note(i, partner, best);
  }

  void note(std::size_t i, std::size_t j, float similarity) noexcept {
    result_.left[i] = similarity;
    result_.right[j] = similarity;
    const AddressToken& a = left_.words[i];
    const AddressToken& b = right_.words[j];
    const bool place = a.meaning == AddressWord::place || b.meaning == AddressWord::place;
    result_.place = result_.place || place;
    result_.street = result_.street || a.in_street || b.in_street;
    if (place) return;
    const float weight = similarity * std::min(a.weight, b.weight);
    if (a.in_building && b.in_building) result_.in_building += weight;
    if (a.meaning == AddressWord::name && b.meaning == AddressWord::name) result_.strong += weight;
  }

  /// "Fa Yuen" and "Fayuen": two words of one side against one of the other.
  void join(const AddressView& two, const AddressView& one, std::array<float, kAddressWordsMax>& two_found,
            std::array<float, kAddressWordsMax>& one_found) noexcept {
    for (std::size_t i = 0; i + 1 < two.word_count; ++i) {
      if (two_found[i] > 0 || two_found[i + 1] > 0) continue;
      const std::string_view first = two.word(i);
      const std::string_view second = two.word(i + 1);
      for (std::size_t j = 0; j < one.word_count; ++j) {
        const std::string_view whole = one.word(j);
        if (one_found[j] > 0 || whole.size() != first.size() + second.size()) continue;
        if (whole.substr(0, first.size()) != first || whole.substr(first.size()) != second) continue;
        two_found[i] = two_found[i + 1] = one_found[j] = 1;
        const AddressToken& word = one.words[j];
        result_.street = result_.street || word.in_street || two.words[i].in_street;
        if (word.meaning == AddressWord::place) {
          result_.place = true;
        } else if (word.meaning == AddressWord::name) {
          result_.strong += word.weight;
          if (word.in_building && two.words[i].in_building) result_.in_building += word.weight;
        }
      }
    }
  }

  const AddressView& left_;
  const AddressView& right_;
  Alignment result_;
};

bool same_number(const AddressNumber& a, const AddressNumber& b) noexcept {
  if (a.code != b.code) return false;
  if (a.suffix != '\0' && b.suffix != '\0' && a.suffix != b.suffix) return false;
  const auto low = [](const AddressNumber& n) { return n.low; };
  const auto high = [](const AddressNumber& n) { return n.range ? n.high : n.low; };
  if (a.range || b.range) return low(a) <= high(b) && low(b) <= high(a);
  return a.low == b.low && (a.high == b.high || a.high == 0 || b.high == 0);
}

bool any_number(const AddressView& address, Kind kind) noexcept {
  return std::any_of(address.numbers, address.numbers + address.number_count,
                     [&](const AddressNumber& number) { return number.kind == kind; });
}

bool shared_number(const AddressView& left, Kind left_kind, const AddressView& right,
                   Kind right_kind) noexcept {
  for (std::size_t i = 0; i < left.number_count; ++i) {
    for (std::size_t j = 0; j < right.number_count; ++j) {
      const bool kinds = left.numbers[i].kind == left_kind && right.numbers[j].kind == right_kind;
      if (kinds && same_number(left.numbers[i], right.numbers[j])) return true;
    }
  }
  return false;
}

PartAgreement numbers_agree(const AddressView& left, const AddressView& right, Kind kind) noexcept {
  const bool in_left = any_number(left, kind);
  const bool in_right = any_number(right, kind);
  if (!in_left && !in_right) return PartAgreement::absent;
  if (in_left != in_right) return PartAgreement::one_sided;
  return shared_number(left, kind, right, kind) ? PartAgreement::agrees : PartAgreement::differs;
}

bool has_partner(const AddressNumber& number, const AddressView& other, bool house) noexcept {
  return std::any_of(other.numbers, other.numbers + other.number_count, [&](const AddressNumber& candidate) {
    const bool kind = house ? candidate.kind == Kind::house
                            : candidate.kind == Kind::unit || candidate.kind == Kind::block ||
                                  candidate.kind == Kind::floor;
    return kind && same_number(number, candidate);
  });
}

struct HouseCount {
  int matched = 0, unmatched = 0;
};

/// A house number here that is a unit or block there was only written elsewhere: it does not count.
HouseCount count_houses(const AddressView& address, const AddressView& other) noexcept {
  HouseCount count;
  for (std::size_t i = 0; i < address.number_count; ++i) {
    const AddressNumber& number = address.numbers[i];
    if (number.kind != Kind::house) continue;
    if (has_partner(number, other, true)) {
      ++count.matched;
    } else if (!has_partner(number, other, false)) {
      ++count.unmatched;
    }
  }
  return count;
}

/// All numbers of one side must be among the other's: "Calle 74 No. 53-30" is not "Calle 74 No. 60".
PartAgreement houses_agree(const AddressView& left, const AddressView& right) noexcept {
  const HouseCount a = count_houses(left, right);
  const HouseCount b = count_houses(right, left);
  if (a.matched + b.matched > 0 && (a.unmatched == 0 || b.unmatched == 0)) return PartAgreement::agrees;
  if (a.unmatched > 0 && b.unmatched > 0) return PartAgreement::differs;
  return a.unmatched + b.unmatched > 0 ? PartAgreement::one_sided : PartAgreement::absent;
}

float name_weight(const AddressView& address) noexcept {
  float total = 0;
  for (std::size_t i = 0; i < address.word_count; ++i) {
    if (address.words[i].meaning != AddressWord::place) total += address.words[i].weight;
  }
  return total;
}

/// The share of the words that name street and building which found a partner.
float coverage(const AddressView& address, const std::array<float, kAddressWordsMax>& found) noexcept {
  const float total = name_weight(address);
  float covered = 0;
  for (std::size_t i = 0; i < address.word_count; ++i) {
    if (address.words[i].meaning != AddressWord::place) covered += address.words[i].weight * found[i];
  }
  return total > 0 ? covered / total : 0;
}

bool has_place(const AddressView& address) noexcept {
  return std::any_of(address.words, address.words + address.word_count,
                     [](const AddressToken& word) { return word.meaning == AddressWord::place; });
}

bool has_street(const AddressView& address) noexcept {
  return std::any_of(address.words, address.words + address.word_count,
                     [](const AddressToken& word) { return word.in_street; });
}

/// The share of the words that name a street, or a building, which found a partner; 1 when there are none.
float flagged_coverage(const AddressView& address, const std::array<float, kAddressWordsMax>& found,
                       bool AddressToken::*flag) noexcept {
  float total = 0;
  float covered = 0;
  for (std::size_t i = 0; i < address.word_count; ++i) {
    const AddressToken& word = address.words[i];
    if (!(word.*flag) || word.meaning != AddressWord::name) continue;
    total += word.weight;
    covered += word.weight * found[i];
  }
  return total > 0 ? covered / total : 1;
}

/// 0..1 over all parts; what only one side says costs half of what a contradiction does.
float likeness(const AddressView& left, const AddressView& right, const Alignment& words,
               const AddressScore& score) noexcept {
  float agreed = 0;
  float total = 0;
  for (std::size_t i = 0; i < left.word_count; ++i) {
    total += left.words[i].weight;
    agreed += left.words[i].weight * words.left[i];
  }
  for (std::size_t j = 0; j < right.word_count; ++j) {
    total += right.words[j].weight;
    agreed += right.words[j].weight * words.right[j];
  }
  const auto number = [&](PartAgreement agreement, float weight) {
    if (agreement == PartAgreement::absent) return;
    total += 2 * weight * (agreement == PartAgreement::one_sided ? 0.5F : 1.0F);
    if (agreement == PartAgreement::agrees) agreed += 2 * weight;
  };
  number(score.house, kHouseWeight);
  number(score.box, kHouseWeight);
  number(score.block, kMinorNumberWeight);
  number(score.floor, kMinorNumberWeight);
  number(score.unit, kMinorNumberWeight);
  number(score.postal, kPostalWeight);
  return total > 0 ? agreed / total : 0;
}

/// The points of the compass among the words that name street and building, as bits.
unsigned directions(const AddressView& address) noexcept {
  static const struct {
    std::uint64_t word;
    unsigned bit;
  } kDirections[] = {{hash64("north"), 1},   {hash64("south"), 2}, {hash64("east"), 4},
                     {hash64("west"), 8},    {hash64("kita"), 1},  {hash64("minami"), 2},
                     {hash64("higashi"), 4}, {hash64("nishi"), 8}, {hash64("norte"), 1},
                     {hash64("sur"), 2},     {hash64("este"), 4},  {hash64("oeste"), 8}};
  unsigned found = 0;
  for (std::size_t i = 0; i < address.word_count; ++i) {
    if (address.words[i].meaning == AddressWord::place) continue;
    for (const auto& direction : kDirections)
      found |= address.words[i].hash == direction.word ? direction.bit : 0;
  }
  return found;
}

/// "North Lantern Road" is not "South Lantern Road".
bool other_direction(const AddressView& left, const AddressView& right) noexcept {
  const unsigned a = directions(left);
  const unsigned b = directions(right);
  return a != 0 && b != 0 && (a & b) == 0;
}

struct Coverage {
  float most = 0, least = 0;       // of all words that name street and building
  float street = 1, building = 1;  // the lesser share of the words that name a street, a building
};

/// House, building and street all agree: the cities were only written at different levels.
bool overwhelming(const AddressScore& score, const Alignment& words) noexcept {
  return score.house == PartAgreement::agrees && score.country == PartAgreement::agrees &&
         words.in_building >= kStrongMin && words.strong - words.in_building >= kStrongMin;
}

bool same_numbered_building(const AddressScore& score, const Alignment& words, Coverage cover) noexcept {
  if (score.street == PartAgreement::differs && words.in_building < kStrongMin) return false;
  if (score.house != PartAgreement::agrees || cover.most < kCoverageMin) return false;
  const bool located = score.place == PartAgreement::agrees || score.postal == PartAgreement::agrees;
  if (words.strong >= kStrongMin) {
    return located || overwhelming(score, words) ||
           (cover.least >= kUnlocatedCoverage && score.country == PartAgreement::agrees);
  }
  // Only common words agree ("5 Lenina"): all of them must, in a known place.
  return located && cover.least >= kFullCoverage;
}

bool same_named_building(const AddressScore& score, const Alignment& words, Coverage cover) noexcept {
  const bool located = score.place == PartAgreement::agrees || score.postal == PartAgreement::agrees ||
                       score.country == PartAgreement::agrees;
  if (words.in_building <= 0 || !located || score.house == PartAgreement::differs) return false;
  if (words.in_building >= kStrongMin && cover.building >= kFullCoverage && words.strong >= kStrongMin) {
    return cover.most >= kCoverageMin;
  }
  // A building with a common name ("Business Centre") must have its street and the rest in common too.
  return words.strong >= kStrongMin && cover.least >= kFullCoverage;
}

/// No number, but the same names one and all: several of them, or with code, floor or room.
bool same_names(const AddressScore& score, const Alignment& words, Coverage cover) noexcept {
  constexpr float kNamesAlone = 2.4F;
  constexpr float kAll = 0.97F;
  if (score.house == PartAgreement::differs || score.house == PartAgreement::one_sided) return false;
  if (score.unit == PartAgreement::differs || score.floor == PartAgreement::differs) return false;
  const bool detail = score.postal == PartAgreement::agrees || score.unit == PartAgreement::agrees ||
                      score.floor == PartAgreement::agrees;
  return cover.least >= kAll && score.place != PartAgreement::differs &&
         score.postal != PartAgreement::differs && score.country != PartAgreement::differs &&
         words.strong >= (detail ? kStrongMin : kNamesAlone) && (words.street || words.in_building > 0);
}

/// No number and no building, but the same rooms by the same words.
bool same_rooms(const AddressScore& score, const Alignment& words, Coverage cover) noexcept {
  const bool rooms = score.unit == PartAgreement::agrees && score.floor != PartAgreement::differs;
  const bool numbered = score.house == PartAgreement::differs || score.house == PartAgreement::one_sided;
  return rooms && !numbered && score.place != PartAgreement::differs && cover.least >= kFullCoverage &&
         words.strong >= kStrongMin;
}

/// A postal code of Singapore is of one building.
bool singapore(CountryCode country) noexcept { return country.text() == "SG"; }

AddressRelation relate(const AddressScore& score, const Alignment& words, Coverage cover) noexcept {
  if (score.country == PartAgreement::differs) return AddressRelation::different;
  const bool elsewhere = score.place == PartAgreement::differs && score.postal != PartAgreement::agrees &&
                         !overwhelming(score, words);
  const bool other_block = score.block == PartAgreement::differs || score.other_code || score.other_direction;
  if (!elsewhere && !other_block) {
    const bool box = score.box == PartAgreement::agrees && score.house != PartAgreement::differs &&
                     (score.place == PartAgreement::agrees || words.strong >= kStrongMin);
    if (box || same_numbered_building(score, words, cover) || same_named_building(score, words, cover) ||
        same_rooms(score, words, cover) || same_names(score, words, cover)) {
      return AddressRelation::same_building;
    }
  }
  if (!elsewhere && score.street == PartAgreement::agrees && cover.least >= kFullCoverage) {
    return AddressRelation::same_street;
  }
  if (!elsewhere && words.strong >= kStrongMin && cover.most >= kCoverageMin)
    return AddressRelation::same_street;
  if (score.place == PartAgreement::agrees || score.postal == PartAgreement::agrees)
    return AddressRelation::same_city;
  return AddressRelation::different;
}

/// A total order of addresses by their content.
bool comes_first(const AddressView& left, const AddressView& right) noexcept {
  if (left.word_count != right.word_count) return left.word_count < right.word_count;
  if (left.number_count != right.number_count) return left.number_count < right.number_count;
  for (std::size_t i = 0; i < left.word_count; ++i) {
    const int order = left.word(i).compare(right.word(i));
    if (order != 0) return order < 0;
  }
  for (std::size_t i = 0; i < left.number_count; ++i) {
    const AddressNumber& a = left.numbers[i];
    const AddressNumber& b = right.numbers[i];
    if (a.low != b.low) return a.low < b.low;
    if (a.high != b.high) return a.high < b.high;
  }
  return true;
}

PartAgreement both(bool left, bool right, bool agree) noexcept {
  if (!left && !right) return PartAgreement::absent;
  if (left != right) return PartAgreement::one_sided;
  return agree ? PartAgreement::agrees : PartAgreement::differs;
}

}  // namespace

bool city_state(CountryCode country) noexcept {
  return country.text() == "HK" || country.text() == "SG" || country.text() == "MO" ||
         country.text() == "MC" || country.text() == "GI";
}

bool countries_contradict(CountryCode left, CountryCode right) noexcept {
  return left.known() && right.known() && !may_be_one_place(left, right);
}

float address_word_similarity(const AddressView& left, std::size_t i, const AddressView& right,
                              std::size_t j) noexcept {
  if (left.words[i].hash == right.words[j].hash) return 1;
  const std::string_view a = left.word(i);
  const std::string_view b = right.word(j);
  const std::size_t shorter = std::min(a.size(), b.size());
  if (shorter < 4 || left.words[i].digits || right.words[j].digits) return 0;
  if (left.words[i].phonetic_key == right.words[j].phonetic_key) {
    // Vowels may change in transliteration, but not all of them.
    const int vowels = std::max(2, static_cast<int>(shorter) * 2 / 5);
    if (edits(a, b, vowels) <= vowels) return 0.95F;
  }
  if (a[0] != b[0] && shorter < 7) return 0;
  const int limit = shorter >= 9 ? 2 : (shorter >= 5 ? 1 : 0);
  if (limit == 0) return 0;
  const int count = edits(a, b, limit);
  if (count > limit) return 0;
  return count == 1 ? 0.9F : 0.85F;
}

AddressScore score_addresses(const AddressView& one, const AddressView& other) noexcept {
  // Words are paired greedily from the left: a fixed order of the sides makes the answer symmetric.
  const bool as_given = comes_first(one, other);
  const AddressView& left = as_given ? one : other;
  const AddressView& right = as_given ? other : one;
  AddressScore score;
  score.country =
      both(left.country.known(), right.country.known(), !countries_contradict(left.country, right.country));
  const Alignment words = Aligner(left, right).align();
  score.other_code = singapore(left.country) && singapore(right.country) &&
                     numbers_agree(left, right, Kind::postal) == PartAgreement::differs;
  score.house = houses_agree(left, right);
  score.block = numbers_agree(left, right, Kind::block);
  score.floor = numbers_agree(left, right, Kind::floor);
  score.unit = numbers_agree(left, right, Kind::unit);
  score.postal = numbers_agree(left, right, Kind::postal);
  score.box = numbers_agree(left, right, Kind::box);
  score.place = both(has_place(left), has_place(right), words.place);
  if (words.place) score.place = PartAgreement::agrees;
  if (score.place == PartAgreement::differs && left.country == right.country && city_state(left.country)) {
    score.place = PartAgreement::one_sided;
  }
  const float left_cover = coverage(left, words.left);
  const float right_cover = coverage(right, words.right);
  const auto lesser = [&](bool AddressToken::*flag) {
    return std::min(flagged_coverage(left, words.left, flag), flagged_coverage(right, words.right, flag));
  };
  const Coverage cover{std::max(left_cover, right_cover), std::min(left_cover, right_cover),
                       lesser(&AddressToken::in_street), lesser(&AddressToken::in_building)};
  const bool part_of_street = cover.street < kFlaggedCoverage && score.postal != PartAgreement::agrees;
  const bool other_street = has_street(left) && has_street(right) && (!words.street || part_of_street);
  score.other_direction = other_direction(left, right);
  score.street =
      both(name_weight(left) > 0, name_weight(right) > 0, cover.most >= kCoverageMin && !other_street);
  score.relation = relate(score, words, cover);
  const float alike = likeness(left, right, words, score);
  const bool numbers_differ = score.house == PartAgreement::differs ||
                              score.house == PartAgreement::one_sided ||
                              score.box == PartAgreement::differs || score.block == PartAgreement::differs;
  constexpr auto kThreshold = static_cast<float>(kAddressThreshold);
  float value = 100 * alike;
  if (score.relation == AddressRelation::same_building) {
    value = kThreshold + (100 - kThreshold) * alike;
  } else if (score.country == PartAgreement::differs || numbers_differ || alike < kEqualText) {
    value = std::min(value, kThreshold - 1);
  }
  score.score = static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 100L));
  return score;
}

}  // namespace ordergate::matchers
