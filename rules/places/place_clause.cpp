#include "rules/places/place_clause.h"

#include <algorithm>

namespace ordergate::rules {
namespace {

constexpr std::size_t kBefore = 9;        // words before a place that may say "not"
constexpr std::size_t kOriginBefore = 5;  // ... "made in"

bool has(const GazetteerScratch& scratch, std::size_t at, std::uint16_t meaning) noexcept {
  return (scratch.meanings[at] & meaning) != 0;
}

bool begins_clause(const GazetteerScratch& scratch, std::size_t at) noexcept {
  const auto& words = scratch.text.words;
  return at == 0 || at >= words.size() || words[at].sentence || words[at].part != words[at - 1].part;
}

/// Is a word of that meaning among those before word `at`, and none that takes it for itself between?
bool any_before(const GazetteerScratch& scratch, std::size_t at, std::size_t words_max,
                std::uint16_t meaning) noexcept {
  for (; words_max > 0 && !begins_clause(scratch, at); --words_max) {
    if (has(scratch, --at, meaning)) return true;
    if (has(scratch, at, Gazetteer::kHandling)) return false;
  }
  return false;
}

/// One past the place before word `at` in a list of places; `at` where there is none.
std::size_t place_before(const GazetteerScratch& scratch, std::size_t at) noexcept {
  std::size_t end = at;
  const auto sentence = [&](std::size_t word) { return scratch.text.words[word].sentence; };
  if (end > 0 && !sentence(end) && has(scratch, end - 1, Gazetteer::kJoin)) --end;
  return end > 0 && !sentence(end) && has(scratch, end - 1, Gazetteer::kCovered) ? end : at;
}

/// The first word of the list of places that word `at` is in.
std::size_t list_begin(const GazetteerScratch& scratch, std::size_t at) noexcept {
  for (;;) {
    while (at > 0 && !scratch.text.words[at].sentence && has(scratch, at - 1, Gazetteer::kCovered)) --at;
    const std::size_t end = place_before(scratch, at);
    if (end == at) return at;
    at = end;
  }
}

/// One past the last word of the list of places that ends before, or goes on at, word `at`.
std::size_t list_end(const GazetteerScratch& scratch, std::size_t at) noexcept {
  const std::size_t count = scratch.text.words.size();
  for (;;) {
    std::size_t next = at;
    if (next < count && !scratch.text.words[next].sentence && has(scratch, next, Gazetteer::kJoin)) ++next;
    if (next >= count || scratch.text.words[next].sentence || !has(scratch, next, Gazetteer::kCovered))
      return at;
    at = next + 1;
  }
}

/// Words that rule out what stands before them, right behind it and with nothing behind them in their clause.
bool ends_ruled_out(const GazetteerScratch& scratch, std::size_t at) noexcept {
  if (begins_clause(scratch, at) || !has(scratch, at, Gazetteer::kNotBehind)) return false;
  while (!begins_clause(scratch, at) && has(scratch, at, Gazetteer::kNotBehind)) ++at;
  return begins_clause(scratch, at);
}

}  // namespace

bool ruled_out(const GazetteerScratch& scratch, std::size_t first, std::size_t after) noexcept {
  const std::size_t end = list_end(scratch, after);
  // "Not to Russia, Iran is the destination" is no list: what follows belongs to the last of them.
  const bool list = begins_clause(scratch, end) || ends_ruled_out(scratch, end);
  const std::size_t begin = list ? list_begin(scratch, first) : first;
  return any_before(scratch, begin, kBefore, Gazetteer::kNot) ||
         any_before(scratch, first, kOriginBefore, Gazetteer::kOrigin) || ends_ruled_out(scratch, end);
}

}  // namespace ordergate::rules
