#include "matchers/addresses/address_keys.h"

#include <algorithm>

#include "base/hash.h"

namespace ordergate::matchers {
namespace {

constexpr std::uint32_t kRangeExpandedMax = 40;
constexpr std::size_t kTypoLengthMin = 5;  // shorter words allow no typo
constexpr std::size_t kWordsMax = 40;      // words and joined pairs that take part in keys

enum class KeyKind : std::uint64_t { word_house = 1, postal_house, building, words, box, room, initial };

std::uint64_t combine(KeyKind kind, std::uint64_t a, std::uint64_t b) noexcept {
  const std::uint64_t key =
      mix64(mix64(a + static_cast<std::uint64_t>(kind) * 0x9E3779B97F4A7C15ULL) ^ (b * 31 + 7));
  return key == 0 ? 1 : key;
}

class KeyMaker {
 public:
  KeyMaker(const AddressView& address, bool listed, AddressKeys& out)
      : address_(address),
        listed_(listed),
        out_(out),
        has_house_(std::any_of(address.numbers, address.numbers + address.number_count,
                               [](const AddressNumber& n) { return n.kind == AddressNumberKind::house; })) {}

  void make() noexcept {
    out_.count = 0;
    out_.completeness = Completeness::complete;
    collect_words();
    for (std::size_t i = 0; i < address_.number_count; ++i) number_keys(address_.numbers[i]);
    building_keys();
  }

 private:
  void add(KeyKind kind, std::uint64_t a, std::uint64_t b) noexcept {
    if (out_.count == kAddressKeysMax) {
      out_.completeness = Completeness::over_bound;
      return;
    }
    out_.values[out_.count++] = combine(kind, a, b);
  }

  /// The words that may name street or building, and neighbors joined ("fa yuen": "fayuen"). Of a listed
  /// address the common words take part only when there are no others; of a query always, so that
  /// whatever the list chose is met.
  void collect_words() noexcept {
    for (const bool common : {false, true}) {
      if (common && listed_ && word_count_ != 0) break;
      for (std::size_t i = 0; i < address_.word_count; ++i) {
        const AddressToken& word = address_.words[i];
        const bool takes_part = common
                                    ? word.meaning == AddressWord::weak || word.meaning == AddressWord::place
                                    : word.meaning == AddressWord::name;
        if (takes_part) push(word.phonetic_key);
        if (!common && takes_part) push_joined(i);
      }
    }
  }

  void push(std::uint64_t word) noexcept {
    if (word_count_ == kWordsMax) {
      if (!listed_) out_.completeness = Completeness::over_bound;
      return;
    }
    words_[word_count_++] = word;
  }

  void push_joined(std::size_t i) noexcept {
    if (i + 1 >= address_.word_count) return;
    const AddressToken& next = address_.words[i + 1];
    const bool joins = next.part == address_.words[i].part &&
                       (next.meaning == AddressWord::name || next.meaning == AddressWord::weak) &&
                       address_.words[i].size + next.size <= 24;
    if (!joins) return;
    char text[24];
    const std::string_view first = address_.word(i);
    const std::string_view second = address_.word(i + 1);
    std::copy(second.begin(), second.end(), std::copy(first.begin(), first.end(), text));
    push(address_phonetic_key({text, first.size() + second.size()}));
  }

  void number_keys(const AddressNumber& number) noexcept {
    switch (number.kind) {
      case AddressNumberKind::house:
        house_keys(number);
        break;
      case AddressNumberKind::box:
        for (std::size_t i = 0; i < address_.word_count; ++i) {
          add(KeyKind::box, number.low, static_cast<unsigned char>(address_.word(i)[0]));
        }
        break;
      case AddressNumberKind::unit:
        // A query's unit may be what the list takes for a house number, and the other way round.
        if (number.code) add(KeyKind::room, number.low, 0);
        if (!listed_ || !has_house_) word_keys(number.low);
        break;
      case AddressNumberKind::block:
        if (!listed_) word_keys(number.low);
        break;
      default:
        break;
    }
  }

  /// A range ("2-16") gives a key for every number in it.
  void house_keys(const AddressNumber& number) noexcept {
    if (number.code) add(KeyKind::room, number.low, 0);
    const std::uint32_t last =
        number.range ? std::min(number.high, number.low + kRangeExpandedMax) : number.low;
    for (std::uint32_t value = number.low; value <= last; ++value) {
      word_keys(value);
      postal_keys(value);
      initial_keys(value);
      if (value == UINT32_MAX) break;
    }
  }

  void word_keys(std::uint32_t house) noexcept {
    for (std::size_t i = 0; i < word_count_; ++i) add(KeyKind::word_house, words_[i], house);
  }

  /// A street with a typo: number, city (or country) and the first letter of a word.
  void initial_keys(std::uint32_t house) noexcept {
    bool any_place = false;
    for (std::size_t i = 0; i < address_.word_count; ++i) {
      if (address_.words[i].meaning != AddressWord::place) continue;
      any_place = true;
      initial_keys_at(house, address_.words[i].phonetic_key);
    }
    if (!any_place && address_.country.known()) initial_keys_at(house, address_.country.index() + 1);
  }

  void initial_keys_at(std::uint32_t house, std::uint64_t place) noexcept {
    for (std::size_t i = 0; i < address_.word_count; ++i) {
      const AddressToken& word = address_.words[i];
      if (word.meaning != AddressWord::name || word.size < kTypoLengthMin) continue;
      add(KeyKind::initial, place, house * 256ULL + static_cast<unsigned char>(address_.word(i)[0]));
    }
  }

  void postal_keys(std::uint32_t house) noexcept {
    for (std::size_t i = 0; i < address_.number_count; ++i) {
      const AddressNumber& postal = address_.numbers[i];
      if (postal.kind == AddressNumberKind::postal) add(KeyKind::postal_house, postal.low, house);
    }
  }

  /// The name of a building by each of its words; of an address without a number, neighbors by pairs.
  void building_keys() noexcept {
    const AddressToken* previous = nullptr;
    for (std::size_t i = 0; i < address_.word_count; ++i) {
      const AddressToken& word = address_.words[i];
      if (word.meaning != AddressWord::name && word.meaning != AddressWord::weak) continue;
      const bool name = word.meaning == AddressWord::name;
      if (name && word.in_building && word.size >= 3) add(KeyKind::building, word.phonetic_key, 0);
      if (previous != nullptr && (!listed_ || !has_house_))
        add(KeyKind::words, previous->phonetic_key, word.phonetic_key);
      previous = &word;
    }
  }

  const AddressView& address_;
  const bool listed_;
  AddressKeys& out_;
  std::array<std::uint64_t, kWordsMax> words_;
  std::size_t word_count_ = 0;
  const bool has_house_;
};

}  // namespace

void address_keys(const AddressView& address, bool listed, AddressKeys& out) noexcept {
  KeyMaker(address, listed, out).make();
}

}  // namespace ordergate::matchers
