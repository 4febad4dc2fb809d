// Searches the name index. Hot: no allocation once the scratch is warm.
#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "matchers/names/name_search.h"
#include "matchers/names/name_token_kinds.h"
#include "matchers/names/name_work.h"

namespace ordergate::matchers {

namespace {

constexpr std::size_t kCandidatesMax = 1U << 15U;  // names confirmed for one query

}  // namespace

NameScratch::NameScratch() : state_(std::make_unique<State>()) {}
NameScratch::~NameScratch() = default;
NameScratch::NameScratch(NameScratch&&) noexcept = default;
NameScratch& NameScratch::operator=(NameScratch&&) noexcept = default;
std::uint64_t NameScratch::steps() const noexcept { return state_->steps; }
bool NameScratch::read_words() const noexcept {
  const std::vector<NameToken>& tokens = state_->text.tokens();
  return std::any_of(tokens.begin(), tokens.end(), [](const NameToken& token) {
    return token.role != WordRole::legal && token.role != WordRole::stop;
  });
}
const NameText& NameScratch::text() const noexcept { return state_->text; }
void limit_steps(NameScratch& scratch, std::uint64_t steps_max) noexcept {
  scratch.state().steps_max = std::min(steps_max, kFindStepsMax);
}

namespace {

class Search {
 public:
  Search(const NameIndex::Layout& layout, NameScratch::State& state, PartyKind kind, int score_min,
         std::vector<NameHit>& hits) noexcept
      : layout_(layout),
        state_(state),
        declared_(kind),
        score_min_(static_cast<float>(score_min)),
        odds_min_(odds_at(score_min_)),
        hits_(hits) {}

  void run(std::uint8_t segment) noexcept {
    select_tokens(state_.text, segment, state_.tokens);
    if (state_.tokens.empty()) return;
    if (!read_units(state_)) over_bound_ = true;
    query_ = {state_.side, inferred_kind(state_.side, declared_)};
    initials_ = std::any_of(state_.side.begin(), state_.side.end(),
                            [](const SideToken& token) { return token.role == WordRole::initial; });
    beginnings_ = 0;
    for (const SideToken& token : state_.side) beginnings_ |= may_be_shortened(token) ? prefix_bit(token) : 0;
    const std::uint64_t first = needed();
    if (!match_words(layout_, state_, first, 0)) over_bound_ = true;
    if (!state_.matches.empty()) {
      if (!match_words(layout_, state_, ~first, first)) over_bound_ = true;
      assign_bounds();
      visit();
    }
    clear_matches(state_);
  }

  [[nodiscard]] bool over_bound() const noexcept { return over_bound_; }

 private:
  /// Tokens of which a hit resembles at least one, whatever the list holds, those with the fewest keys: most
  /// names are like nothing there, and then the other tokens need not be looked up.
  [[nodiscard]] std::uint64_t needed() noexcept {
    std::uint64_t keys[kNameTokensMax];
    count_keys(state_, keys);
    std::uint64_t shifted = 0;  // as many as may be
    for (const Unit& unit : state_.units) shifted |= unit.count > 1 ? unit.mask() : 0;
    // Names with initials can do without more words than others.
    OddsBound& loosest = state_.bounds[kInitials];
    loosest.assign(query_, true, beginnings_ != 0, shifted);
    return choose(keys, loosest);
  }

  /// Names with at least one of the tokens that a hit cannot do without, the cheapest such set.
  void visit() noexcept {
    std::uint64_t cost[kNameTokensMax] = {};
    for (const Match& match : state_.matches) {
      const Unit& unit = state_.units[match.unit];
      const ListedWord& word = layout_.words[match.word];
      __builtin_prefetch(&layout_.postings[word.postings]);
      for (std::size_t i = unit.first; i < static_cast<std::size_t>(unit.first) + unit.count; ++i)
        cost[i] += word.posting_count;
    }
    // Few names have initials, and those can do without more of the query's words.
    const std::size_t beginnings = beginnings_ != 0 ? kBeginnings : 0;
    const std::uint64_t chosen = choose(cost, state_.bounds[beginnings]);
    const std::uint64_t chosen_for_initials = choose(cost, state_.bounds[beginnings | kInitials]);
    state_.candidates.clear();
    for (const Match& match : state_.matches) {
      const std::uint64_t tokens = state_.units[match.unit].mask();
      const ListedWord& word = layout_.words[match.word];
      if ((tokens & chosen_for_initials) != 0) collect(word.postings, word.initials_count);
      if ((tokens & chosen) != 0)
        collect(word.postings + word.initials_count, word.posting_count - word.initials_count);
    }
    confirm_all();
    for (const std::uint32_t head : state_.candidates) state_.seen[head >> 6U] = 0;
  }

  static constexpr std::size_t kInitials = 1, kBeginnings = 2;  // in State::bounds

  void assign_bounds() noexcept {
    std::uint64_t shifted = 0;
    for (const Match& match : state_.matches) {
      const Unit& unit = state_.units[match.unit];
      if (unit.count > 1 && layout_.words[match.word].join) shifted |= unit.mask();
    }
    for (std::size_t i = 0; i < (beginnings_ != 0 ? state_.bounds.size() : 2); ++i)
      state_.bounds[i].assign(query_, (i & kInitials) != 0, (i & kBeginnings) != 0, shifted);
  }

  /// A name that resembles none of these tokens cannot reach the score.
  [[nodiscard]] std::uint64_t choose(const std::uint64_t* cost, OddsBound& bound) const noexcept {
    std::uint64_t chosen = 0;
    std::uint8_t order[kNameTokensMax];
    std::size_t count = 0;
    while (bound(chosen) >= odds_min_) {
      const std::size_t at = cheapest(cost, chosen);
      if (at == state_.side.size()) break;
      chosen |= std::uint64_t{1} << at;
      order[count++] = static_cast<std::uint8_t>(at);
    }
    // The last one may have made others needless.
    std::sort(order, order + count,
              [&](std::uint8_t a, std::uint8_t b) { return cost[a] != cost[b] ? cost[a] > cost[b] : a < b; });
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t without = chosen & ~(std::uint64_t{1} << order[i]);
      if (without != 0 && bound(without) < odds_min_) chosen = without;
    }
    return chosen;
  }

  /// The token not yet chosen that rules out most for the fewest names to look at.
  [[nodiscard]] std::size_t cheapest(const std::uint64_t* cost, std::uint64_t chosen) const noexcept {
    float best = std::numeric_limits<float>::max();
    std::size_t at = state_.side.size();
    for (std::size_t i = 0; i < state_.side.size(); ++i) {
      if ((chosen >> i & 1) != 0) continue;
      const float price = (static_cast<float>(cost[i]) + 1) / (state_.side[i].bits + 0.01F);
      if (price < best) {
        best = price;
        at = i;
      }
    }
    return at;
  }

  /// Some names of a word, each once.
  void collect(std::uint32_t first, std::uint32_t count) noexcept {
    if (!state_.spend(count)) {
      over_bound_ = true;
      return;
    }
    for (std::uint32_t i = first; i < first + count; ++i) {
      const std::uint32_t head = layout_.postings[i];
      std::uint64_t& seen = state_.seen[head >> 6U];
      const std::uint64_t bit = std::uint64_t{1} << (head & 63U);
      if ((seen & bit) != 0) continue;
      if (state_.candidates.size() == kCandidatesMax) {
        over_bound_ = true;
        return;
      }
      seen |= bit;
      state_.candidates.push_back(head);
      __builtin_prefetch(&layout_.probes[head]);
    }
  }

  void confirm_all() noexcept {
    for (const std::uint32_t at : state_.candidates) {
      const Probe::Head head = layout_.probes[at].head();
      const std::span<const Probe> probes{&layout_.probes[at + 1], head.count & ~Probe::kInitials};
      const std::size_t which = ((head.count & Probe::kInitials) != 0 ? kInitials : 0) |
                                ((head.prefixes & beginnings_) != 0 ? kBeginnings : 0);
      if (!state_.spend(probes.size())) {
        over_bound_ = true;
        return;
      }
      float odds = best_odds(probes, state_.bounds[which]);
      if (odds < odds_min_ && (which & kBeginnings) != 0) odds -= shortened(layout_.names[head.name], probes);
      if (odds >= odds_min_) confirm(layout_.names[head.name], probes);
    }
  }

  [[nodiscard]] bool matched(std::uint32_t word) const noexcept {
    return (state_.matched[word >> 6U] >> (word & 63U) & 1U) != 0;
  }

  [[nodiscard]] std::uint64_t tokens_like(std::uint32_t word) const noexcept {
    std::uint64_t mask = 0;
    for (std::uint32_t at = state_.first_match[word]; at != 0; at = state_.matches[at - 1].next)
      mask |= state_.units[state_.matches[at - 1].unit].mask();
    return mask;
  }

  /// The most that the name can come to, by which words have a counterpart at all.
  [[nodiscard]] float best_odds(std::span<const Probe> probes, OddsBound& bound) const noexcept {
    std::uint64_t present = 0;
    float lacking = 0;
    bool in_join = false;
    for (const Probe& probe : probes) {
      const bool word = matched(probe.word);
      const bool join = probe.join != kNoWord && matched(probe.join);
      if (word) present |= tokens_like(probe.word);
      if (join) present |= tokens_like(probe.join);
      if (!word && !join && !in_join && !initials_) lacking += probe.lacking;
      in_join = join;
    }
    const std::size_t count = state_.side.size();
    const std::uint64_t all = count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
    return bound(all & ~present) + lacking;
  }

  /// What best_odds took for words that lack a counterpart but begin as one of the query's may be cut off.
  [[nodiscard]] float shortened(const ListedName& name, std::span<const Probe> probes) const noexcept {
    float lacking = 0;
    for (std::size_t j = 0; j < probes.size(); ++j) {
      if (matched(probes[j].word)) continue;
      const SideToken& token = layout_.tokens[name.first + j];
      if (std::any_of(state_.side.begin(), state_.side.end(),
                      [&](const SideToken& cut) { return may_be_shortened(cut) && begins(cut, token); }))
        lacking += probes[j].lacking;
    }
    return lacking;
  }

  void confirm(const ListedName& name, std::span<const Probe> probes) noexcept {
    state_.pairs.clear();
    for (std::uint8_t j = 0; j < name.count; ++j) {
      const Probe& probe = probes[j];
      if (matched(probe.word)) add_pairs(probe.word, name.first, j, 1);
      if (probe.join != kNoWord && matched(probe.join)) add_pairs(probe.join, name.first, j, 2);
    }
    // Choosing goes over all pairs again for each that is taken.
    if (!state_.spend(state_.pairs.size() * std::min(state_.pairs.size(), state_.side.size() + name.count))) {
      over_bound_ = true;
      return;
    }
    const NameScore score = score_names(query_, layout_.side(name), state_.pairs);
    if (score.score < score_min_) return;
    NameHit hit;
    hit.name = name.id;
    hit.score = static_cast<std::uint8_t>(std::lround(score.score));
    hit.relation = score.relation;
    hit.distinctive = name.distinctive;
    hit.rarity = name.rarity;
    hit.same_form = score.same_form;
    hits_.push_back(hit);
  }

  void add_pairs(std::uint32_t word, std::uint32_t first, std::uint8_t position,
                 std::uint8_t right_count) noexcept {
    for (std::uint32_t at = state_.first_match[word]; at != 0; at = state_.matches[at - 1].next) {
      const Match& match = state_.matches[at - 1];
      const Unit& unit = state_.units[match.unit];
      if (right_count > 1) {
        if (!match.joinable) continue;
        // "DEC V" and "DE CV": the same letters, cut elsewhere.
        if (unit.count > 1 && (match.alike.match != WordMatch::same ||
                               state_.side[unit.first].length == layout_.tokens[first + position].length))
          continue;
      }
      if (state_.pairs.size() == kPairsMax) {
        over_bound_ = true;
        return;
      }
      state_.pairs.push_back({unit.first, unit.count, position, right_count, match.alike});
    }
  }

  const NameIndex::Layout& layout_;
  NameScratch::State& state_;
  PartyKind declared_;
  SideName query_;
  float score_min_;
  float odds_min_;
  bool initials_ = false;         // the query has some
  std::uint32_t beginnings_ = 0;  // prefix bits of its words that may be cut off
  std::vector<NameHit>& hits_;
  bool over_bound_ = false;
};

/// Best first, each name once.
void keep_each_once(std::vector<NameHit>& hits, std::size_t begin) noexcept {
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
}

/// Keeps kHitsMax of them, equal names before all others, best first.
void keep_best(std::vector<NameHit>& hits, std::size_t begin) noexcept {
  const auto first = hits.begin() + static_cast<std::ptrdiff_t>(begin);
  std::sort(first, hits.end(), [](const NameHit& a, const NameHit& b) {
    const bool equal = a.relation == NameRelation::equal;
    if (equal != (b.relation == NameRelation::equal)) return equal;
    return a.score != b.score ? a.score > b.score : a.name < b.name;
  });
  hits.resize(begin + NameIndex::kHitsMax);
  keep_each_once(hits, begin);
}

}  // namespace

NameIndex::NameIndex(std::unique_ptr<const Layout> layout) : layout_(std::move(layout)) {}
NameIndex::~NameIndex() = default;
NameIndex::NameIndex(NameIndex&&) noexcept = default;
NameIndex& NameIndex::operator=(NameIndex&&) noexcept = default;

void NameIndex::weigh(NameText& text) const noexcept { layout_->listed_words.weigh(text.tokens()); }

std::size_t NameIndex::name_count() const noexcept { return layout_->names_added; }

std::size_t NameIndex::memory_bytes() const noexcept {
  const Layout& l = *layout_;
  return sizeof(Layout) + l.texts.capacity() + l.words.capacity() * sizeof(ListedWord) +
         l.keys.filter.capacity() * 8 + l.keys.buckets.capacity() * 4 +
         l.keys.items.capacity() * sizeof(KeyTable::Item) + l.postings.capacity() * 4 +
         l.names.capacity() * sizeof(ListedName) + l.tokens.capacity() * sizeof(SideToken) +
         l.probes.capacity() * sizeof(Probe) + l.listed_words.memory_bytes();
}

FindStatus NameIndex::find(std::string_view query, PartyKind kind, int score_min, NameScratch& scratch,
                           std::vector<NameHit>& hits) const noexcept {
  NameScratch::State& state = scratch.state();
  state.fit(*layout_);
  state.steps = 0;
  state.text.read(query);
  layout_->listed_words.weigh(state.text.tokens());
  const std::size_t begin = hits.size();
  Search search(*layout_, state, kind, score_min, hits);
  search.run(kWholeText);
  if (state.text.segments() > 1) {
    for (std::uint8_t segment = 0; segment < state.text.segments(); ++segment) search.run(segment);
  }
  keep_each_once(hits, begin);
  const bool cut = hits.size() > begin + kHitsMax;
  if (cut) keep_best(hits, begin);
  const bool whole = !cut && !search.over_bound() && !state.text.over_bound() && !state.text.unread();
  return whole ? FindStatus::complete : FindStatus::over_bound;
}

}  // namespace ordergate::matchers
