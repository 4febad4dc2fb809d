// Searches the name index. Hot: no allocation once the scratch is warm.
#include <algorithm>
#include <limits>

#include "matchers/name_layout.h"
#include "matchers/name_model.h"
#include "matchers/neighborhood.h"

namespace ordergate::matchers {

namespace {

constexpr std::size_t kUnitsMax = 256;
constexpr std::size_t kMatchesMax = 4096;          // words of the list that resemble words of the query
constexpr std::size_t kCandidatesMax = 1U << 15U;  // names confirmed for one query

/// Neighboring tokens of the query read as one word.
struct Unit {
  Word word;
  std::uint8_t first = 0, count = 1;
};

/// A word of the list that resembles a unit.
struct Match {
  std::uint32_t word = 0;
  std::uint16_t unit = 0;
  bool joinable = false;  // alike enough for words put together
  float similarity = 0;
  std::uint32_t next = 0;  // another match of the same word, 1-based
};

}  // namespace

struct NameScratch::State {
  NameText text;
  std::vector<NameToken> tokens;
  std::vector<SideToken> side;
  std::vector<Unit> units;
  std::string joined;
  std::vector<Match> matches;
  std::vector<std::uint32_t> first_match;  // by listed word, 1-based
  std::vector<std::uint32_t> seen_word;    // by listed word: the unit that looked at it last
  std::vector<std::uint32_t> seen_name;    // by name: the search that confirmed it last
  std::vector<TokenPair> pairs;
  std::uint64_t serial = 0;
  std::uint32_t word_stamp = 0;
  std::uint32_t name_stamp = 0;

  void fit(const NameIndex::Layout& layout) {
    if (serial == layout.serial) return;
    serial = layout.serial;
    tokens.reserve(kNameTokensMax);
    side.reserve(kNameTokensMax);
    units.reserve(kUnitsMax);
    joined.reserve(kNameFoldedBytesMax * 4);
    matches.reserve(kMatchesMax);
    pairs.reserve(1024);
    first_match.assign(layout.words.size(), 0);
    seen_word.assign(layout.words.size(), 0);
    seen_name.assign(layout.names.size(), 0);
    word_stamp = name_stamp = 0;
  }
};

NameScratch::NameScratch() : state_(std::make_unique<State>()) {}
NameScratch::~NameScratch() = default;
NameScratch::NameScratch(NameScratch&&) noexcept = default;
NameScratch& NameScratch::operator=(NameScratch&&) noexcept = default;

namespace {

class Search {
 public:
  Search(const NameIndex::Layout& layout, NameScratch::State& state, int score_min,
         std::vector<NameHit>& hits) noexcept
      : layout_(layout), state_(state), score_min_(static_cast<float>(score_min)), hits_(hits) {}

  void run(std::uint8_t segment) noexcept {
    select_tokens(state_.text, segment, state_.tokens);
    if (state_.tokens.empty()) return;
    state_.side.clear();
    for (const NameToken& token : state_.tokens) state_.side.push_back(side_of(state_.text, token));
    make_units();
    for (std::size_t unit = 0; unit < state_.units.size(); ++unit)
      match_unit(static_cast<std::uint16_t>(unit));
    visit();
    for (const Match& match : state_.matches) state_.first_match[match.word] = 0;
    state_.matches.clear();
  }

  [[nodiscard]] bool over_bound() const noexcept { return over_bound_; }

 private:
  void make_units() noexcept {
    state_.units.clear();
    state_.joined.clear();
    const std::vector<NameToken>& tokens = state_.tokens;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      add_unit({word_of(state_.text, tokens[i]), static_cast<std::uint8_t>(i), 1});
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
    unit.word.text = {state_.joined.data() + begin, length};
    unit.word.hash = unit.word.canonical = token_hash(unit.word.text);
    unit.first = static_cast<std::uint8_t>(first);
    unit.count = static_cast<std::uint8_t>(count);
    add_unit(unit);
  }

  void match_unit(std::uint16_t number) noexcept {
    const Unit& unit = state_.units[number];
    WordPattern pattern;
    bool prepared = false;
    const std::uint32_t stamp = ++state_.word_stamp;
    const auto look = [&](std::uint32_t word) {
      if (state_.seen_word[word] == stamp) return;
      state_.seen_word[word] = stamp;
      if (unit.count > 1 && !layout_.words[word].single) return;
      if (!prepared) {
        pattern.assign(unit.word.text);
        prepared = true;
      }
      const Word listed = layout_.word(word);
      const bool joinable = joined_alike(unit.word, pattern, listed);
      if (unit.count > 1 && !joinable) return;
      float similarity = word_similarity(unit.word, pattern, listed);
      if (unit.count > 1) similarity *= score_figures.joined;
      if (similarity > 0) add_match(number, word, similarity, joinable);
    };
    const auto take = [&](std::uint64_t key) {
      if (layout_.keys.maybe(key)) layout_.keys.each(key, look);
    };
    if (unit.count == 1) {
      each_key(unit.word, edits_max(unit.word.text.size()), take);
    } else {
      each_deletion(unit.word.text, unit.word.text.size() >= kJoinedEditBytesMin ? 1 : 0, take);
    }
  }

  void add_match(std::uint16_t unit, std::uint32_t word, float similarity, bool joinable) noexcept {
    if (state_.matches.size() == kMatchesMax) {
      over_bound_ = true;
      return;
    }
    state_.matches.push_back({word, unit, joinable, similarity, state_.first_match[word]});
    state_.first_match[word] = static_cast<std::uint32_t>(state_.matches.size());
  }

  /// Names with at least one of the tokens that a hit cannot do without, the cheapest such set.
  void visit() noexcept {
    std::uint64_t cost[kNameTokensMax] = {};
    for (const Match& match : state_.matches) {
      const Unit& unit = state_.units[match.unit];
      for (std::size_t i = unit.first; i < static_cast<std::size_t>(unit.first) + unit.count; ++i)
        cost[i] += layout_.words[match.word].posting_count;
    }
    std::uint64_t chosen = 0;
    const std::size_t count = state_.side.size();
    while (score_bound(state_.side, chosen) >= score_min_) {
      double best = std::numeric_limits<double>::max();
      std::size_t at = count;
      for (std::size_t i = 0; i < count; ++i) {
        if ((chosen >> i & 1) != 0) continue;
        const double price =
            (static_cast<double>(cost[i]) + 1) / (static_cast<double>(state_.side[i].bits) + 0.01);
        if (price < best) {
          best = price;
          at = i;
        }
      }
      if (at == count) break;
      chosen |= std::uint64_t{1} << at;
    }
    ++state_.name_stamp;
    for (const Match& match : state_.matches) {
      const Unit& unit = state_.units[match.unit];
      const std::uint64_t span = ((std::uint64_t{1} << unit.count) - 1) << unit.first;
      if ((span & chosen) != 0) visit_names(layout_.words[match.word]);
    }
  }

  void visit_names(const ListedWord& word) noexcept {
    for (std::uint32_t i = 0; i < word.posting_count; ++i) {
      const std::uint32_t name = layout_.postings[word.postings + i];
      if (state_.seen_name[name] == state_.name_stamp) continue;
      state_.seen_name[name] = state_.name_stamp;
      if (++candidates_ > kCandidatesMax) {
        over_bound_ = true;
        return;
      }
      confirm(layout_.names[name]);
    }
  }

  void confirm(const ListedName& name) noexcept {
    state_.pairs.clear();
    for (std::uint8_t j = 0; j < name.count; ++j) {
      add_pairs(layout_.tokens[name.first + j].word, j, 1);
      const std::uint32_t join = layout_.joins[name.first + j];
      if (join != kNoWord) add_pairs(join, j, 2);
    }
    const NameScore score = score_names(state_.side, layout_.side(name), state_.pairs);
    if (score.score < score_min_) return;
    NameHit hit;
    hit.name = name.id;
    hit.score = static_cast<std::uint8_t>(score.score + 0.5F);
    hit.relation = score.relation;
    hit.distinctive = name.distinctive;
    hits_.push_back(hit);
  }

  void add_pairs(std::uint32_t word, std::uint8_t position, std::uint8_t right_count) noexcept {
    for (std::uint32_t at = state_.first_match[word]; at != 0; at = state_.matches[at - 1].next) {
      const Match& match = state_.matches[at - 1];
      const Unit& unit = state_.units[match.unit];
      if (right_count > 1 && (unit.count > 1 || !match.joinable)) continue;
      const float factor = right_count > 1 ? score_figures.joined : 1.0F;
      state_.pairs.push_back({unit.first, unit.count, position, right_count, match.similarity * factor});
    }
  }

  const NameIndex::Layout& layout_;
  NameScratch::State& state_;
  float score_min_;
  std::vector<NameHit>& hits_;
  std::size_t candidates_ = 0;
  bool over_bound_ = false;
};

/// Best first, each name once.
void settle(std::vector<NameHit>& hits, std::size_t begin) noexcept {
  const auto first = hits.begin() + static_cast<std::ptrdiff_t>(begin);
  std::sort(first, hits.end(), [](const NameHit& a, const NameHit& b) {
    if (a.name != b.name) return a.name < b.name;
    return a.score != b.score ? a.score > b.score : a.relation < b.relation;
  });
  hits.erase(
      std::unique(first, hits.end(), [](const NameHit& a, const NameHit& b) { return a.name == b.name; }),
      hits.end());
  std::sort(first, hits.end(), [](const NameHit& a, const NameHit& b) {
    if (a.score != b.score) return a.score > b.score;
    return a.relation != b.relation ? a.relation < b.relation : a.name < b.name;
  });
  if (hits.size() > begin + NameIndex::kHitsMax) hits.resize(begin + NameIndex::kHitsMax);
}

}  // namespace

NameIndex::NameIndex(std::unique_ptr<const Layout> layout) : layout_(std::move(layout)) {}
NameIndex::~NameIndex() = default;
NameIndex::NameIndex(NameIndex&&) noexcept = default;
NameIndex& NameIndex::operator=(NameIndex&&) noexcept = default;

std::size_t NameIndex::name_count() const noexcept { return layout_->names_added; }

std::size_t NameIndex::memory_bytes() const noexcept {
  const Layout& l = *layout_;
  return sizeof(Layout) + l.texts.capacity() + l.words.capacity() * sizeof(ListedWord) +
         l.keys.filter.capacity() * 8 + l.keys.buckets.capacity() * 4 +
         l.keys.items.capacity() * sizeof(KeyTable::Item) + l.postings.capacity() * 4 +
         l.names.capacity() * sizeof(ListedName) + l.tokens.capacity() * sizeof(SideToken) +
         l.joins.capacity() * 4;
}

FindStatus NameIndex::find(std::string_view query, NameKind kind, int score_min, NameScratch& scratch,
                           std::vector<NameHit>& hits) const noexcept {
  static_cast<void>(kind);
  NameScratch::State& state = scratch.state();
  state.fit(*layout_);
  state.text.read(query);
  const std::size_t begin = hits.size();
  Search search(*layout_, state, score_min, hits);
  search.run(kWholeText);
  if (state.text.segments() > 1) {
    for (std::uint8_t segment = 0; segment < state.text.segments(); ++segment) search.run(segment);
  }
  settle(hits, begin);
  return search.over_bound() || state.text.over_bound() ? FindStatus::over_bound : FindStatus::complete;
}

}  // namespace ordergate::matchers
