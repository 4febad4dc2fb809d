#include "matchers/names/name_search.h"

#include <array>
#include <bitset>

#include "base/hash.h"
#include "base/process_seed.h"
#include "matchers/names/neighborhood.h"

namespace ordergate::matchers {

namespace {

constexpr std::size_t kUnitsMax = 256;
constexpr std::size_t kMatchesMax = 4096;      // words of the list that resemble words of one query
constexpr std::size_t kCachedUnits = 8192;     // power of two
constexpr std::size_t kCachedMatches = 65536;  // power of two
constexpr std::size_t kLookupsMax = 4096;      // keys looked up at once
constexpr std::size_t kLooksMax = 16384;       // words compared at once
constexpr std::uint64_t kCompareSteps = 8;     // of comparing two words

/// Cuts the query's tokens into units.
class UnitReader {
 public:
  explicit UnitReader(NameScratch::State& state) noexcept : state_(state) {}

  bool run() noexcept {
    state_.side.clear();
    for (const NameToken& token : state_.tokens) state_.side.push_back(side_of(state_.text, token));
    make_units();
    return !over_bound_;
  }

 private:
  void make_units() noexcept {
    state_.units.clear();
    state_.joined.clear();
    const std::vector<NameToken>& tokens = state_.tokens;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      add_unit({silent_word_of(state_.text, tokens[i]), static_cast<std::uint8_t>(i), 1});
      add_misread(i);
      const std::size_t most = join_max(tokens, i);
      for (std::size_t count = 2; count <= most; ++count) add_joined(i, count);
    }
  }

  void add_unit(const Unit& unit) noexcept {
    if (state_.units.size() == kUnitsMax) {
      over_bound_ = true;
      return;
    }
    state_.units.push_back(unit);
  }

  void add_misread(std::size_t at) noexcept {
    if (state_.tokens[at].known) return;
    misread_word(state_.text.text(state_.tokens[at]), state_.other);
    if (state_.other.empty() || state_.joined.size() + state_.other.size() > state_.joined.capacity()) return;
    const std::size_t begin = state_.joined.size();
    state_.joined += state_.other;
    Unit unit;
    unit.word = joined_word({state_.joined.data() + begin, state_.other.size()}, state_.tokens[at].script);
    unit.first = static_cast<std::uint8_t>(at);
    unit.misread = true;
    add_unit(unit);
  }

  void add_joined(std::size_t first, std::size_t count) noexcept {
    const std::size_t begin = state_.joined.size();
    std::size_t length = 0;
    for (std::size_t i = first; i < first + count; ++i) length += state_.tokens[i].length;
    if (length < 4 || length > kTokenBytesMax) return;
    if (begin + length > state_.joined.capacity()) {
      over_bound_ = true;
      return;
    }
    for (std::size_t i = first; i < first + count; ++i) state_.joined += state_.text.text(state_.tokens[i]);
    Unit unit;
    unit.word = silent_joined_word({state_.joined.data() + begin, length}, state_.tokens[first].script);
    unit.first = static_cast<std::uint8_t>(first);
    unit.count = static_cast<std::uint8_t>(count);
    add_unit(unit);
  }

  NameScratch::State& state_;
  bool over_bound_ = false;
};

/// Finds the words of the list that resemble units.
class WordMatcher {
 public:
  WordMatcher(const NameIndex::Layout& layout, NameScratch::State& state) noexcept
      : layout_(layout), state_(state) {}

  bool run(std::uint64_t tokens, std::uint64_t matched) noexcept {
    for (std::size_t unit = 0; unit < state_.units.size(); ++unit) {
      const std::uint64_t mask = state_.units[unit].mask();
      if ((mask & tokens) != 0 && (mask & matched) == 0) match_unit(static_cast<std::uint16_t>(unit));
    }
    look_up();
    return !over_bound_;
  }

 private:
  /// Takes a unit's matches from the cache, or leaves its keys to be looked up.
  void match_unit(std::uint16_t number) noexcept {
    if (recall(number)) return;
    Unit& unit = state_.units[number];
    if (unit.count == 1 && !unit.misread) unit.word.consonants = consonants_of(unit.word.text);
    pending_.set(number);
    steps_[number] = 0;
    const auto take = [&](std::uint64_t key) {
      __builtin_prefetch(&layout_.keys.filter[layout_.keys.bit(key) >> 6U]);
      state_.lookups.push_back({key, number});
      ++steps_[number];
    };
    if (unit.count == 1) {
      each_key(unit.word, edits_max(unit.word.text.size()), KeySide::query, take);
    } else {
      each_joined_key(unit.word, KeySide::query, take);
    }
    if (state_.lookups.size() > kLookupsMax) look_up();
  }

  /// Brings all pending keys through the table, a stage at a time so that memory is waited for once.
  void look_up() noexcept {
    const KeyTable& keys = layout_.keys;
    std::size_t kept = 0;
    if (!state_.spend(state_.lookups.size())) over_bound_ = true;
    for (const Lookup& lookup : state_.lookups) {
      if (!keys.maybe(lookup.key)) continue;
      __builtin_prefetch(&keys.buckets[keys.bucket(lookup.key)]);
      state_.lookups[kept++] = lookup;
    }
    state_.lookups.resize(kept);
    for (const Lookup& lookup : state_.lookups)
      __builtin_prefetch(&keys.items[keys.buckets[keys.bucket(lookup.key)]]);
    std::size_t begin = 0;  // of the unit's looks
    for (std::size_t at = 0; at < state_.lookups.size(); ++at) {
      look(state_.lookups[at]);
      if (at + 1 < state_.lookups.size() && state_.lookups[at + 1].unit == state_.lookups[at].unit) continue;
      for (; begin < state_.looks.size(); ++begin) state_.looked[state_.looks[begin].word >> 6U] = 0;
    }
    state_.lookups.clear();
    compare_looks();
  }

  /// The words under a key, each once for its unit.
  void look(const Lookup& lookup) noexcept {
    const KeyTable& keys = layout_.keys;
    const std::size_t bucket = keys.bucket(lookup.key);
    const std::uint32_t tag = KeyTable::tag(lookup.key);
    for (std::uint32_t i = keys.buckets[bucket]; i < keys.buckets[bucket + 1]; ++i) {
      const KeyTable::Item& item = keys.items[i];
      if (item.tag != tag) continue;
      std::uint64_t& looked = state_.looked[item.word >> 6U];
      const std::uint64_t bit = std::uint64_t{1} << (item.word & 63U);
      if ((looked & bit) != 0) continue;
      if (state_.looks.size() == kLooksMax || !state_.spend(kCompareSteps)) {
        over_bound_ = true;
        return;
      }
      looked |= bit;
      __builtin_prefetch(&layout_.words[item.word]);
      __builtin_prefetch(&state_.first_match[item.word]);
      state_.looks.push_back({item.word, lookup.unit});
    }
  }

  /// Compares the words found, unit by unit.
  void compare_looks() noexcept {
    std::size_t begin = 0;
    for (std::size_t unit = 0; unit < state_.units.size(); ++unit) {
      if (!pending_.test(unit)) continue;
      std::size_t end = begin;
      while (end < state_.looks.size() && state_.looks[end].unit == unit) ++end;
      compare_unit(static_cast<std::uint16_t>(unit), begin, end);
      begin = end;
    }
    pending_.reset();
    state_.looks.clear();
  }

  void compare_unit(std::uint16_t number, std::size_t begin, std::size_t end) noexcept {
    Unit& unit = state_.units[number];
    const std::size_t before = state_.matches.size();
    WordPattern pattern;
    if (begin != end) pattern.assign(unit.word.text);
    if (begin != end && unit.count > 1) unit.word.consonants = consonants_of(unit.word.text);
    for (std::size_t i = begin; i < end; ++i) compare(number, state_.looks[i].word, pattern);
    steps_[number] += static_cast<std::uint32_t>((end - begin) * kCompareSteps);
    if (unit.count == 1 && !unit.misread) remember(unit, before, steps_[number]);
  }

  void compare(std::uint16_t number, std::uint32_t word, const WordPattern& pattern) noexcept {
    const Unit& unit = state_.units[number];
    const ListedWord& entry = layout_.words[word];
    const Word listed = layout_.word(word);
    const bool shifted = unit.count > 1 && !entry.single;
    if (shifted && unit.word.hash != listed.hash) return;
    const bool joinable = (unit.count > 1 || entry.join) && joined_alike(unit.word, pattern, listed);
    if (!joinable && (unit.count > 1 || !entry.single)) return;
    WordLikeness alike = word_likeness(unit.word, pattern, listed);
    if (unit.misread) alike = {alike.similarity * kMisreadSimilarity, WordMatch::edited};
    if (alike.similarity > 0) add_match(number, word, alike, joinable);
  }

  [[nodiscard]] CachedMatch& remembered(std::uint64_t position) const noexcept {
    return state_.cached_matches[position & (kCachedMatches - 1)];
  }

  [[nodiscard]] std::uint64_t secret_of(const Unit& unit) const noexcept {
    return hash64(unit.word.text, state_.seed);
  }

  /// Takes a unit's matches from the cache.
  bool recall(std::uint16_t number) noexcept {
    const Unit& unit = state_.units[number];
    if (unit.count > 1 || unit.misread) return false;
    const std::uint64_t key = likeness_key(unit.word);
    const CachedUnit& known = state_.cached[key & (kCachedUnits - 1)];
    if (known.key != key || state_.cached_count - known.position > kCachedMatches) return false;
    if (known.secret != secret_of(unit)) return false;
    if (!state_.spend(known.steps)) over_bound_ = true;
    for (std::uint32_t i = 0; i < known.count; ++i) {
      const std::uint32_t word = remembered(known.position + i).word;
      __builtin_prefetch(&layout_.words[word]);
      __builtin_prefetch(&state_.first_match[word]);
    }
    for (std::uint32_t i = 0; i < known.count; ++i) {
      const CachedMatch& match = remembered(known.position + i);
      add_match(number, match.word, {match.similarity, match.match}, match.joinable);
    }
    return true;
  }

  void remember(const Unit& unit, std::size_t before, std::uint32_t steps) noexcept {
    const std::size_t found = state_.matches.size() - before;
    if (over_bound_) return;
    const std::uint64_t key = likeness_key(unit.word);
    state_.cached[key & (kCachedUnits - 1)] = {key, secret_of(unit), state_.cached_count,
                                               static_cast<std::uint32_t>(found), steps};
    for (std::size_t i = 0; i < found; ++i) {
      const Match& match = state_.matches[before + i];
      remembered(state_.cached_count++) = {match.word, match.alike.similarity, match.alike.match,
                                           match.joinable};
    }
  }

  void add_match(std::uint16_t unit, std::uint32_t word, const WordLikeness& alike, bool joinable) noexcept {
    if (state_.matches.size() == kMatchesMax) {
      over_bound_ = true;
      return;
    }
    state_.matches.push_back({word, unit, joinable, alike, state_.first_match[word]});
    state_.first_match[word] = static_cast<std::uint32_t>(state_.matches.size());
    state_.matched[word >> 6U] |= std::uint64_t{1} << (word & 63U);
  }

  const NameIndex::Layout& layout_;
  NameScratch::State& state_;
  std::bitset<kUnitsMax> pending_;                // units whose keys are looked up
  std::array<std::uint32_t, kUnitsMax> steps_{};  // that the pending units took
  bool over_bound_ = false;
};

}  // namespace

void NameScratch::State::fit(const NameIndex::Layout& layout) {
  if (serial == layout.serial) return;
  serial = layout.serial;
  tokens.reserve(kNameTokensMax);
  side.reserve(kNameTokensMax);
  units.reserve(kUnitsMax);
  other.reserve(kTokenBytesMax + 1);
  joined.reserve(kNameFoldedBytesMax * 4);
  matches.reserve(kMatchesMax);
  pairs.reserve(kPairsMax);
  first_match.assign(layout.words.size(), 0);
  matched.assign(layout.words.size() / 64 + 1, 0);
  looked.assign(layout.words.size() / 64 + 1, 0);
  lookups.reserve(kLookupsMax + 4096);
  looks.reserve(kLooksMax);
  candidates.reserve(layout.names.size());
  seen.assign(layout.probes.size() / 64 + 1, 0);
  cached.assign(kCachedUnits, {});
  cached_matches.assign(kCachedMatches, {});
  cached_count = 0;
  seed = process_seed();
}

bool read_units(NameScratch::State& state) noexcept { return UnitReader(state).run(); }

void count_keys(const NameScratch::State& state, std::uint64_t* keys) noexcept {
  std::fill_n(keys, state.side.size(), std::uint64_t{0});
  for (const Unit& unit : state.units) {
    const std::uint64_t length = unit.word.text.size();
    const int edits = unit.count == 1 ? edits_max(length) : 1;
    const std::uint64_t count = 1 + (edits > 0 ? length : 0) + (edits > 1 ? length * (length - 1) / 2 : 0);
    for (std::size_t i = unit.first; i < static_cast<std::size_t>(unit.first) + unit.count; ++i)
      keys[i] += count;
  }
}

bool match_words(const NameIndex::Layout& layout, NameScratch::State& state, std::uint64_t tokens,
                 std::uint64_t matched) noexcept {
  return WordMatcher(layout, state).run(tokens, matched);
}

void clear_matches(NameScratch::State& state) noexcept {
  for (const Match& match : state.matches) {
    state.first_match[match.word] = 0;
    state.matched[match.word >> 6U] = 0;
  }
  state.matches.clear();
}

}  // namespace ordergate::matchers
