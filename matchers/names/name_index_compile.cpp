// Builds the name index. Cold.
#include <algorithm>
#include <atomic>
#include <unordered_map>
#include <utility>

#include "base/check.h"
#include "matchers/names/name_layout.h"
#include "matchers/names/name_model.h"
#include "matchers/names/name_token_kinds.h"
#include "matchers/names/neighborhood.h"

namespace ordergate::matchers {

namespace {

std::size_t power_of_two(std::size_t at_least) {
  std::size_t size = 1;
  while (size < at_least) size *= 2;
  return size;
}

bool of_company(const SideName& name) noexcept {
  const bool person = name.kind == PartyKind::person;
  return !person && std::any_of(name.tokens.begin(), name.tokens.end(), [](const SideToken& token) {
    return token.role == WordRole::legal || token.role == WordRole::common;
  });
}

}  // namespace

struct NameIndexBuilder::State {
  std::unique_ptr<NameIndex::Layout> layout = std::make_unique<NameIndex::Layout>();
  std::unordered_map<std::uint64_t, std::uint32_t> numbers;          // of words, by likeness_key
  std::vector<std::pair<std::uint32_t, std::uint32_t>> occurrences;  // word, head of the name
  NameText text;
  std::vector<NameToken> tokens;
  std::size_t counted = 0;  // names whose words count

  std::uint32_t word_number(const Word& word, bool single) {
    // A word is not the two parts of another that happen to make it up: those are no known word.
    const auto [at, fresh] =
        numbers.emplace(likeness_key(word), static_cast<std::uint32_t>(layout->words.size()));
    if (fresh) {
      ListedWord listed;
      listed.hash = word.hash;
      listed.canonical = word.canonical;
      listed.length = static_cast<std::uint8_t>(word.text.size());
      listed.han = word.han;
      listed.role = word.role;
      listed.script = word.script;
      listed.known = word.known;
      listed.digits = word.digits;
      listed.consonants = word.consonants;
      if (word.text.size() <= ListedWord::kInline) {
        std::copy(word.text.begin(), word.text.end(), listed.letters);
      } else {
        listed.text = static_cast<std::uint32_t>(layout->texts.size());
        layout->texts.append(word.text);
      }
      layout->words.push_back(listed);
    }
    ListedWord& listed = layout->words[at->second];
    if (single) listed.single = true;
    if (!single) listed.join = true;
    return at->second;
  }

  void add_segment(NameId id, std::uint8_t segment, PartyKind kind, bool counts) {
    select_tokens(text, segment, tokens);
    if (tokens.empty()) return;
    if (counts) ++counted;
    const auto head = static_cast<std::uint32_t>(layout->probes.size());
    layout->probes.emplace_back();
    ListedName name;
    name.id = id;
    name.first = static_cast<std::uint32_t>(layout->tokens.size());
    name.count = static_cast<std::uint8_t>(tokens.size());
    name.kind = kind;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      SideToken side = side_of(text, tokens[i]);
      side.word = word_number(word_of(text, tokens[i]), true);
      layout->tokens.push_back(side);
      occurrences.emplace_back(side.word, head);
      layout->probes.push_back({side.word, kNoWord, 0});
      if (counts) layout->listed_words.count(tokens[i].canonical);
      if (i + 1 == tokens.size()) continue;
      const std::string joined = std::string(text.text(tokens[i])) + std::string(text.text(tokens[i + 1]));
      if (joined.size() > kTokenBytesMax || joined.size() < 4) continue;
      const Word word = joined_word(joined, tokens[i].script);
      layout->probes.back().join = word_number(word, false);
      occurrences.emplace_back(layout->probes.back().join, head);
    }
    name.kind = inferred_kind(layout->side(name).tokens, kind);
    layout->probes[head] = Probe::of(head_of(name));
    layout->names.push_back(name);
  }

  [[nodiscard]] Probe::Head head_of(const ListedName& name) const {
    Probe::Head head{static_cast<std::uint32_t>(layout->names.size()), name.count, 0};
    for (const SideToken& token : layout->side(name).tokens) {
      if (token.role == WordRole::initial) head.count |= Probe::kInitials;
      if (token.length > kShortenedMin) head.prefixes |= prefix_bit(token);
    }
    return head;
  }

  /// What each word tells in this list, now that all names are known.
  void weigh() {
    layout->listed_words.finish(counted);
    std::size_t probe = 0;
    for (ListedName& name : layout->names) {
      // What is a company's own word stays so however many listed companies bear it ("Huawei").
      if (of_company(layout->side(name))) name.rarity = rarity(layout->side(name).tokens);
      ++probe;  // the head
      for (std::size_t i = name.first; i < std::size_t{name.first} + name.count; ++i) {
        SideToken& side = layout->tokens[i];
        side.bits = layout->listed_words.bits(side.role, layout->words[side.word].canonical, side.bits);
      }
      const std::span<const SideToken> all = layout->side(name).tokens;
      for (std::size_t i = 0; i < all.size(); ++i) layout->probes[probe++].lacking = lack_bound(all, i);
    }
    for (ListedName& name : layout->names) {
      name.distinctive = distinctive(layout->side(name).tokens);
      name.rarity = std::max(name.rarity, rarity(layout->side(name).tokens));
    }
  }

  void add(NameId name, std::string_view name_text, PartyKind kind, bool counts) {
    text.read(name_text);
    ++layout->names_added;
    add_segment(name, kWholeText, kind, counts);
    if (text.segments() < 2) return;
    for (std::uint8_t segment = 0; segment < text.segments(); ++segment)
      add_segment(name, segment, kind, counts);
  }

  void file_postings() {
    const auto initials = [&](std::uint32_t head) {
      return (layout->probes[head].head().count & Probe::kInitials) != 0;
    };
    std::sort(occurrences.begin(), occurrences.end(), [&](const auto& a, const auto& b) {
      if (a.first != b.first) return a.first < b.first;
      const bool first = initials(a.second);
      return first != initials(b.second) ? first : a.second < b.second;
    });
    occurrences.erase(std::unique(occurrences.begin(), occurrences.end()), occurrences.end());
    layout->postings.reserve(occurrences.size());
    for (const auto& [word, head] : occurrences) {
      ListedWord& listed = layout->words[word];
      if (listed.posting_count++ == 0) listed.postings = static_cast<std::uint32_t>(layout->postings.size());
      listed.initials_count += initials(head) ? 1 : 0;
      layout->postings.push_back(head);
    }
    occurrences = {};
    numbers = {};
  }

  template <typename Take>
  void each_listed_key(Take&& take) const {
    for (std::uint32_t number = 0; number < layout->words.size(); ++number) {
      const Word word = layout->word(number);
      if (layout->words[number].single) {
        each_key(word, edits_max(word.text.size()), KeySide::listed,
                 [&](std::uint64_t key) { take(key, number); });
      } else {
        each_joined_key(word, KeySide::listed, [&](std::uint64_t key) { take(key, number); });
      }
    }
  }

  void file_keys() {
    KeyTable& keys = layout->keys;
    std::size_t count = 0;
    each_listed_key([&](std::uint64_t, std::uint32_t) { ++count; });
    const std::size_t buckets = power_of_two(std::max<std::size_t>(count / 2, 2));
    keys.buckets.assign(buckets + 1, 0);
    keys.filter.assign(power_of_two(std::max<std::size_t>(count * 8 / 64, 2)), 0);
    each_listed_key([&](std::uint64_t key, std::uint32_t) {
      ++keys.buckets[keys.bucket(key) + 1];
      const std::uint64_t bit = keys.bit(key);
      keys.filter[bit >> 6U] |= std::uint64_t{1} << (bit & 63U);
    });
    for (std::size_t i = 0; i < buckets; ++i) keys.buckets[i + 1] += keys.buckets[i];
    keys.items.resize(count);
    std::vector<std::uint32_t> next(keys.buckets.begin(), keys.buckets.end() - 1);
    each_listed_key([&](std::uint64_t key, std::uint32_t word) {
      keys.items[next[keys.bucket(key)]++] = {KeyTable::tag(key), word};
    });
  }
};

NameIndexBuilder::NameIndexBuilder() : state_(std::make_unique<State>()) {}
NameIndexBuilder::~NameIndexBuilder() = default;

void NameIndexBuilder::add(NameId name, std::string_view text, PartyKind kind) {
  state_->add(name, text, kind, true);
}

void NameIndexBuilder::add_uncounted(NameId name, std::string_view text, PartyKind kind) {
  state_->add(name, text, kind, false);
}

NameIndex NameIndexBuilder::build() {
  static std::atomic<std::uint64_t> serial{0};
  State& state = *state_;
  state.weigh();
  state.file_postings();
  state.file_keys();
  state.layout->serial = ++serial;
  NameIndex index(std::move(state.layout));
  state_ = std::make_unique<State>();
  return index;
}

}  // namespace ordergate::matchers
