#include "matchers/names/exact_names.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/hash.h"

namespace ordergate::matchers {

namespace {

/// What a name must tell to be met inside a longer field: the more words, the less each.
constexpr float kInsideBits = 18.5F;
constexpr float kInsideBitsOfTwo = 21.0F;
constexpr float kLoneBranchBits = 10.0F;
constexpr std::size_t kTownWords = 2;  // of a town that no table knows
constexpr float kLettersBits = 12.0F;
constexpr float kInsideBitsOfMany = 15.0F;
constexpr std::size_t kManyWords = 4;
constexpr float kInsideWordBits = 8.0F;  // of its rarest word
constexpr float kLoneWordBits = 12.5F;   // of a name of one word
constexpr std::size_t kLoneWordBytes = 11;
constexpr float kLoneWordsBits = 3.5F;
constexpr std::size_t kLettersMin = 8;         // of a name that is met by its letters alone
constexpr std::size_t kMisreadLettersMin = 4;  // ... when a digit stands among them
constexpr std::size_t kApartWordBytes = 7;     // of a name of one word that stands apart
constexpr std::size_t kCutLettersMin = 20;
constexpr float kCutBits = 16.0F;
constexpr std::size_t kCutNamesMax = 24;  // that begin alike: more, and the beginning tells nothing
constexpr std::size_t kLettersMax = 512;

/// Words that say who it is, with legal forms, articles and titles left out.
bool tells(const NameToken& token) noexcept {
  switch (token.role) {
    case WordRole::legal:
    case WordRole::stop:
    case WordRole::title:
    case WordRole::noise:
      return false;
    default:
      return true;
  }
}

/// A company's own word says who it is however many listed companies bear it ("Huawei"); what a person is
/// called tells less the more are called so.
bool of_company(const NameText& text) noexcept {
  return std::any_of(text.tokens().begin(), text.tokens().end(), [](const NameToken& token) {
    return token.role == WordRole::legal || token.role == WordRole::common;
  });
}

std::uint64_t key_of(const NameToken& token) noexcept {
  return token.han != 0 ? han_hash(token.han) : token.canonical;
}

std::uint64_t anchor_of(std::uint64_t first, std::uint64_t second) noexcept {
  return mix64(first ^ std::rotl(second, 17));
}
std::uint64_t anchor_of(std::uint64_t only) noexcept { return mix64(only + 1); }

/// One letter for all that are taken for each other, with or without intent.
constexpr char alike_letter(char c) noexcept {
  switch (c) {
    case '0':
      return 'o';
    case '1':
    case 'l':
      return 'i';
    case '2':
      return 'z';
    case '3':
      return 'e';
    case '4':
      return 'a';
    case '5':
      return 's';
    case '6':
    case '8':
      return 'b';
    case '7':
      return 't';
    case '9':
    case 'q':
      return 'g';
    default:
      return c;
  }
}

struct Spelling {
  std::array<char, kLettersMax> letters;
  std::size_t size = 0;
  [[nodiscard]] std::string_view view() const noexcept { return {letters.data(), size}; }
};

/// All letters of a name, one after another; `proper` leaves legal forms and articles out.
void spell(const NameText& text, bool proper, Spelling& out) noexcept {
  out.size = 0;
  for (const NameToken& token : text.tokens()) {
    if (proper && !tells(token)) continue;
    for (const char c : text.text(token)) {
      if (out.size == out.letters.size()) return;
      out.letters[out.size++] = alike_letter(c);
    }
  }
}

/// As they are spelled here, the longest first.
const std::vector<std::string>& legal_forms_written_on() {
  static const std::vector<std::string> forms = [] {
    std::vector<std::string> made;
    for (const std::string& form : Lexicon::builtin().plain(PlainUse::legal_written_on)) {
      std::string& letters = made.emplace_back();
      for (const char c : form)
        if (c != ' ') letters += alike_letter(c);
    }
    return made;
  }();
  return forms;
}

/// The words that say who it is, as one number.
std::uint32_t words_of(const NameText& text) noexcept {
  std::uint64_t sum = 0;
  for (const NameToken& token : text.tokens()) {
    if (tells(token)) sum = mix64(sum ^ key_of(token));
  }
  return static_cast<std::uint32_t>(sum);
}

bool distinct(const std::vector<float>& bits, std::size_t bytes, bool known) {
  float sum = 0;
  float rarest = 0;
  for (const float word : bits) {
    sum += word;
    rarest = std::max(rarest, word);
  }
  if (bits.size() == 1) return !known && rarest >= kLoneWordBits && bytes >= kLoneWordBytes;
  if (bits.size() >= kManyWords) return sum >= kInsideBitsOfMany && rarest >= kLoneWordsBits;
  return sum >= (bits.size() == 2 ? kInsideBitsOfTwo : kInsideBits) && rarest >= kInsideWordBits;
}

/// A name that is met beside a branch, though not beside any words.
bool worth_a_branch(float rarest, std::size_t words) noexcept {
  return words == 1 ? rarest >= kLoneBranchBits : (rarest >= kInsideWordBits || words >= kManyWords);
}

template <typename Item, typename Hash>
std::uint32_t make_buckets(std::vector<Item>& items, std::vector<std::uint32_t>& buckets, Hash&& hash) {
  const std::size_t count = std::bit_ceil(items.size() * 4 + 2);
  const auto shift = 64U - static_cast<std::uint32_t>(std::countr_zero(count));
  buckets.assign(count + 1, 0);
  for (const Item& item : items) ++buckets[(hash(item) >> shift) + 1];
  for (std::size_t i = 1; i < buckets.size(); ++i) buckets[i] += buckets[i - 1];
  return shift;
}

bool branch_word(const NameToken& token) noexcept {
  const WordInfo* const info = Lexicon::builtin().find(token.hash);
  return info != nullptr && (info->uses & static_cast<std::uint16_t>(WordUse::branch)) != 0;
}

}  // namespace

void ExactNames::add_run(NameId name, const std::vector<std::uint64_t>& keys, bool telling, bool apart) {
  Run run;
  run.anchor = keys.size() == 1 ? anchor_of(keys[0]) : anchor_of(keys[0], keys[1]);
  run.name = name;
  run.first = static_cast<std::uint32_t>(keys_.size());
  run.count = static_cast<std::uint32_t>(keys.size());
  run.telling = telling;
  run.apart = apart;
  keys_.insert(keys_.end(), keys.begin(), keys.end());
  runs_.push_back(run);
}

void ExactNames::add(NameId name, const NameText& text) {
  std::vector<std::uint64_t> keys;
  std::vector<float> bits;
  std::size_t bytes = 0;
  bool known = false;
  float said = 0;  // bits of its rarest word that says who it is
  std::size_t comma = 0;
  std::size_t commas = 0;
  const bool company = of_company(text);
  for (const NameToken& token : text.tokens()) {
    if (!tells(token) || token.appendix) continue;
    if (token.after_comma && !keys.empty()) {
      comma = keys.size();
      ++commas;
    }
    keys.push_back(key_of(token));
    const float worth = company ? token.own_bits : token.bits;
    bits.push_back(worth);
    bytes += token.length;
    known = known || token.known;
    if (token.role == WordRole::ordinary && token.length >= 4) said = std::max(said, worth);
  }
  if (!keys.empty() && text.segments() == 1) {
    const bool telling = distinct(bits, bytes, known);
    if (!telling && !worth_a_branch(said, keys.size())) return spell_out(name, text, bits);
    const bool apart = keys.size() > 1 || (!known && bytes >= kApartWordBytes);
    add_run(name, keys, telling, apart);
    if (commas == 1) {  // "SURNAME, Given"
      std::rotate(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(comma), keys.end());
      add_run(name, keys, telling, apart);
    }
  }
  spell_out(name, text, bits);
}

void ExactNames::spell_out(NameId name, const NameText& text, const std::vector<float>& bits) {
  float told = 0;
  for (const float word : bits) told += word;
  Spelling spelling;
  const std::uint32_t words = words_of(text);
  for (const bool proper : {false, true}) {
    spell(text, proper, spelling);
    const bool enough = spelling.size >= (proper ? kLettersMin : kMisreadLettersMin);
    if (enough && (!proper || told >= kLettersBits))
      letters_.push_back({hash64(spelling.view()), name, words});
    if (proper || spelling.size < kCutLettersMin) continue;
    beginnings_.push_back(
        {name, static_cast<std::uint32_t>(spelled_.size()), static_cast<std::uint32_t>(spelling.size)});
    spelled_.append(spelling.view());
  }
}

void ExactNames::build() {
  (void)legal_forms_written_on();  // made here: a search allocates nothing
  std::sort(runs_.begin(), runs_.end(), [](const Run& a, const Run& b) {
    return a.anchor != b.anchor ? a.anchor < b.anchor : a.name < b.name;
  });
  std::sort(letters_.begin(), letters_.end(), [](const Letters& a, const Letters& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.name < b.name;
  });
  letters_.erase(
      std::unique(letters_.begin(), letters_.end(),
                  [](const Letters& a, const Letters& b) { return a.hash == b.hash && a.name == b.name; }),
      letters_.end());
  std::sort(beginnings_.begin(), beginnings_.end(), [this](const Beginning& a, const Beginning& b) {
    const std::string_view left = spelled(a);
    const std::string_view right = spelled(b);
    return left != right ? left < right : a.name < b.name;
  });
  run_shift_ = make_buckets(runs_, run_buckets_, [](const Run& run) { return run.anchor; });
  letter_shift_ = make_buckets(letters_, letter_buckets_, [](const Letters& item) { return item.hash; });
}

/// All buckets are asked for before the first is read: memory is waited for once.
void ExactNames::fetch_runs(std::span<const std::uint64_t> keys) const noexcept {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    __builtin_prefetch(&run_buckets_[anchor_of(keys[i]) >> run_shift_]);
    if (i + 1 < keys.size()) __builtin_prefetch(&run_buckets_[anchor_of(keys[i], keys[i + 1]) >> run_shift_]);
  }
}

Completeness ExactNames::find_inside(const NameText& text, std::vector<ExactHit>& hits,
                                     std::size_t hits_max) const noexcept {
  std::array<std::uint64_t, kNameTokensMax> keys;
  std::array<const NameToken*, kNameTokensMax> tokens;
  std::size_t count = 0;
  bool branch = false;
  for (const NameToken& token : text.tokens()) {
    branch = branch || token.role == WordRole::noise;
    if (!tells(token)) continue;
    keys[count] = key_of(token);
    tokens[count++] = &token;
  }
  const auto way_of = [&](std::size_t first, std::size_t size) {
    bool of_party = branch;
    bool repeated = true;
    bool numbers = size > 1;  // nothing else is left
    std::size_t towns = 0;    // words beside a branch that are nothing else
    for (std::size_t i = 0; i < count; ++i) {
      if (i >= first && i < first + size) continue;
      const NameToken& token = *tokens[i];
      const bool again = std::find(keys.begin() + static_cast<std::ptrdiff_t>(first),
                                   keys.begin() + static_cast<std::ptrdiff_t>(first + size),
                                   keys[i]) != keys.begin() + static_cast<std::ptrdiff_t>(first + size);
      repeated = repeated && again;
      const bool part = branch_word(token);
      of_party = of_party || part;
      numbers = numbers && token.role == WordRole::number;
      const bool place = token.appendix || token.role == WordRole::number || token.role == WordRole::place;
      if (!again && !part && !place) ++towns;
    }
    return repeated || numbers || (towns <= kTownWords && of_party) ? ExactWay::branch : ExactWay::inside;
  };
  // In brackets, in quotes, behind a colon or a dash, up to the next of them; or beside nothing but places.
  const auto apart = [&](std::size_t first, std::size_t size) {
    const std::size_t next = first + size;
    const bool opened = tokens[first]->after_break && !tokens[first]->after_comma;
    const bool closed = next == count || (tokens[next]->after_break && !tokens[next]->after_comma);
    if (opened && closed) return true;
    for (std::size_t i = 0; i < count; ++i) {
      if ((i < first || i >= next) && tokens[i]->role != WordRole::place &&
          tokens[i]->role != WordRole::number)
        return false;
    }
    return true;
  };
  const auto look = [&](std::uint64_t anchor, std::size_t at) {
    const std::size_t bucket = anchor >> run_shift_;
    for (std::uint32_t r = run_buckets_[bucket]; r < run_buckets_[bucket + 1]; ++r) {
      const Run& run = runs_[r];
      if (run.anchor != anchor || run.count > count - at || run.count == count) continue;
      if (!std::equal(keys_.begin() + run.first, keys_.begin() + run.first + run.count,
                      keys.begin() + static_cast<std::ptrdiff_t>(at)))
        continue;
      if (hits.size() >= hits_max) return Completeness::over_bound;
      const ExactWay way = way_of(at, run.count);
      // One word beside others is part of a name; common ones are met beside a branch only.
      if ((run.count == 1 || !run.telling) && way != ExactWay::branch && !(run.apart && apart(at, run.count)))
        continue;
      hits.push_back({run.name, run.count > 1 && run.telling ? way : ExactWay::inside});
    }
    return Completeness::complete;
  };
  fetch_runs({keys.data(), count});
  for (std::size_t i = 0; i < count; ++i) {
    if (!look(anchor_of(keys[i]), i)) return Completeness::over_bound;
    if (i + 1 < count && !look(anchor_of(keys[i], keys[i + 1]), i)) return Completeness::over_bound;
  }
  return Completeness::complete;
}

Completeness ExactNames::find_addressee(const NameText& text, std::vector<ExactHit>& hits,
                                        std::size_t hits_max) const noexcept {
  std::array<std::uint64_t, kNameTokensMax> keys;
  std::size_t count = 0;
  for (const NameToken& token : text.tokens()) {
    if (token.role != WordRole::noise) {
      if (tells(token)) count = 0;
      continue;
    }
    const WordInfo* const info = Lexicon::builtin().find(token.hash);
    const bool legal =
        info != nullptr && info->word && (info->role == WordRole::legal || info->role == WordRole::stop);
    if (legal) continue;
    keys[count++] = info != nullptr && info->canonical != 0 ? info->canonical : key_of(token);
  }
  for (std::size_t at = 0; at < count; ++at) {  // up to the end
    const std::uint64_t anchor = at + 1 == count ? anchor_of(keys[at]) : anchor_of(keys[at], keys[at + 1]);
    const std::size_t bucket = anchor >> run_shift_;
    for (std::uint32_t r = run_buckets_[bucket]; r < run_buckets_[bucket + 1]; ++r) {
      const Run& run = runs_[r];
      if (run.anchor != anchor || !run.apart || run.count != count - at) continue;
      if (!std::equal(keys_.begin() + run.first, keys_.begin() + run.first + run.count,
                      keys.begin() + static_cast<std::ptrdiff_t>(at)))
        continue;
      if (hits.size() >= hits_max) return Completeness::over_bound;
      hits.push_back({run.name, ExactWay::inside});
    }
  }
  return Completeness::complete;
}

Completeness ExactNames::find_letters(std::uint64_t hash, std::uint32_t words, std::vector<ExactHit>& hits,
                                      std::size_t hits_max) const noexcept {
  const std::size_t bucket = hash >> letter_shift_;
  for (std::uint32_t i = letter_buckets_[bucket]; i < letter_buckets_[bucket + 1]; ++i) {
    // Where the very words stand, their alignment decides.
    if (letters_[i].hash != hash || letters_[i].words == words) continue;
    if (hits.size() >= hits_max) return Completeness::over_bound;
    hits.push_back({letters_[i].name, ExactWay::letters});
  }
  return Completeness::complete;
}

void ExactNames::find_cut_off(std::string_view letters, std::vector<ExactHit>& hits) const noexcept {
  auto at = std::lower_bound(
      beginnings_.begin(), beginnings_.end(), letters,
      [this](const Beginning& name, std::string_view value) { return spelled(name) < value; });
  const auto first = at;
  for (; at != beginnings_.end() && spelled(*at).starts_with(letters); ++at) {
    if (static_cast<std::size_t>(at - first) == kCutNamesMax) return;
  }
  for (auto name = first; name != at; ++name) {
    if (spelled(*name).size() > letters.size()) hits.push_back({name->name, ExactWay::cut_off});
  }
}

Completeness ExactNames::find(const NameText& text, std::size_t characters,
                              std::vector<ExactHit>& hits) const noexcept {
  if (runs_.empty() && letters_.empty()) return Completeness::complete;
  const std::size_t hits_max = hits.size() + kHitsMax;
  const std::uint32_t words = words_of(text);
  Spelling spelling;
  Spelling proper;
  spell(text, true, proper);
  spell(text, false, spelling);
  const std::uint64_t proper_hash = hash64(proper.view());
  const std::uint64_t hash = hash64(spelling.view());
  __builtin_prefetch(&letter_buckets_[proper_hash >> letter_shift_]);
  __builtin_prefetch(&letter_buckets_[hash >> letter_shift_]);
  Completeness all = find_inside(text, hits, hits_max);
  all &= find_addressee(text, hits, hits_max);
  const std::size_t letters_min = text.misread() ? kMisreadLettersMin : kLettersMin;
  const auto look = [&](std::uint64_t key, std::size_t size, std::size_t least) {
    if (size >= least) all &= find_letters(key, words, hits, hits_max);
  };
  look(proper_hash, proper.size, letters_min);
  float bits = 0;
  bool said = false;  // a word that says who it is stands whole
  for (const NameToken& token : text.tokens()) {
    if (!tells(token)) continue;
    bits += token.bits;
    said = said || (token.role == WordRole::ordinary && &token != &text.tokens().back());
  }
  look(hash, spelling.size, letters_min);
  if (text.tokens().size() <= 2) {
    for (const std::string_view form : legal_forms_written_on()) {
      if (!spelling.view().ends_with(form)) continue;
      std::string_view before = spelling.view();
      before.remove_suffix(form.size());
      look(hash64(before), before.size(), kLettersMin);
      break;
    }
  }
  const bool full = (characters >= 33 && characters <= 35) || (characters >= 38 && characters <= 40);
  if (full && said && bits >= kCutBits && spelling.size >= kCutLettersMin)
    find_cut_off(spelling.view(), hits);
  return all;
}

std::size_t ExactNames::memory_bytes() const noexcept {
  return runs_.capacity() * sizeof(Run) + keys_.capacity() * sizeof(std::uint64_t) +
         (run_buckets_.capacity() + letter_buckets_.capacity()) * sizeof(std::uint32_t) +
         letters_.capacity() * sizeof(Letters) + beginnings_.capacity() * sizeof(Beginning) +
         spelled_.capacity();
}

}  // namespace ordergate::matchers
