// Working memory of a search, and its first stage: which words of the list resemble which of the query.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "matchers/names/name_layout.h"
#include "matchers/names/name_model.h"

namespace ordergate::matchers {

/// Neighboring tokens of the query read as one word.
struct Unit {
  Word word;
  std::uint8_t first = 0, count = 1;
  bool misread = false;  // the word as a scanner may have taken it

  [[nodiscard]] std::uint64_t mask() const noexcept { return ((std::uint64_t{1} << count) - 1) << first; }
};

/// A word of the list that resembles a unit.
struct Match {
  std::uint32_t word = 0;
  std::uint16_t unit = 0;
  bool joinable = false;  // alike enough for words put together
  WordLikeness alike;
  std::uint32_t next = 0;  // another match of the same word, 1-based
};

/// What one unit came to, kept from query to query: names differ, their words repeat. The matches stand
/// in a ring and are lost when it has come round.
struct CachedUnit {
  std::uint64_t key = 0;
  std::uint64_t secret = 0;  // another hash of the word, which begins with State::seed
  std::uint64_t position = 0;
  std::uint32_t count = 0;
  std::uint32_t steps = 0;  // that they took, and take again: steps do not depend on what is remembered
};
struct CachedMatch {
  std::uint32_t word = 0;
  float similarity = 0;
  WordMatch match = WordMatch::none;
  bool joinable = false;
};

/// A key of a unit on its way through the table, and a word it led to.
struct Lookup {
  std::uint64_t key = 0;
  std::uint32_t unit = 0;
};
struct Look {
  std::uint32_t word = 0;
  std::uint32_t unit = 0;
};

struct NameScratch::State {
  NameText text;
  std::vector<NameToken> tokens;
  std::vector<SideToken> side;
  std::vector<Unit> units;
  std::string joined;
  std::string other;
  std::vector<Match> matches;
  std::vector<std::uint32_t> first_match;  // by listed word, 1-based
  std::vector<std::uint64_t> matched;      // by listed word: a bit, set when first_match is
  std::vector<std::uint64_t> looked;       // by listed word: a bit, while one unit is matched
  std::vector<Lookup> lookups;             // keys still to look up
  std::vector<Look> looks;                 // words to compare
  std::vector<std::uint32_t> candidates;   // heads of names to confirm
  std::vector<std::uint64_t> seen;         // by head: a bit, while it is a candidate
  std::vector<CachedUnit> cached;
  std::vector<CachedMatch> cached_matches;
  std::uint64_t cached_count = 0;   // matches ever put there
  std::uint64_t seed = 0;           // process_seed()
  std::array<OddsBound, 4> bounds;  // of names without and with initials; the same when words may begin alike
  std::vector<TokenPair> pairs;
  std::uint64_t serial = 0;
  std::uint64_t steps = 0;  // of the current find
  std::uint64_t steps_max = kFindStepsMax;

  /// Counts steps; false: there are too many, give up.
  [[nodiscard]] bool spend(std::uint64_t count) noexcept {
    steps = std::min(steps + count, kFindStepsMax + 1);
    return steps <= steps_max;
  }

  /// Makes room for an index. Allocates only when the index is another one.
  void fit(const NameIndex::Layout& layout);
};

/// Fills state.side and state.units from state.tokens. False: over a bound.
[[nodiscard]] bool read_units(NameScratch::State& state) noexcept;

/// How many keys the units of each token have, whatever is remembered of them: into `keys`, by token.
void count_keys(const NameScratch::State& state, std::uint64_t* keys) noexcept;

/// Adds to state.matches what resembles the units that hold one of `tokens` (a bit each) and none of
/// `matched`. False: over a bound.
[[nodiscard]] bool match_words(const NameIndex::Layout& layout, NameScratch::State& state,
                               std::uint64_t tokens, std::uint64_t matched) noexcept;

/// Forgets the matches.
void clear_matches(NameScratch::State& state) noexcept;

}  // namespace ordergate::matchers
