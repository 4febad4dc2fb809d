#include "matchers/items/item_mentions.h"

#include <algorithm>
#include <array>
#include <map>

namespace ordergate::matchers {
namespace {

constexpr bool digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool letter(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool beyond_ascii(char c) noexcept { return (static_cast<unsigned char>(c) & 0x80U) != 0; }
constexpr bool kept(char c) noexcept { return digit(c) || letter(c) || beyond_ascii(c); }

/// Letters that pass for digits, as the digit.
constexpr char squeezed_letter(char c) noexcept {
  switch (c) {
    case 'o':
      return '0';
    case 'i':
    case 'l':
      return '1';
    case 'z':
      return '2';
    case 's':
      return '5';
    case 'b':
      return '8';
    default:
      return c;
  }
}

/// Separators that may stand inside a model's name.
constexpr std::array<bool, 256> make_joints() noexcept {
  std::array<bool, 256> joints{};
  for (const char c : std::string_view(" -_.*~'\"/:()[]")) joints[static_cast<unsigned char>(c)] = true;
  return joints;
}
constexpr std::array<bool, 256> kJoints = make_joints();
constexpr bool joint(char c) noexcept { return kJoints[static_cast<unsigned char>(c)]; }

/// Separators that may stand between two words: anything but the end of a clause.
constexpr bool apart(char c) noexcept { return !kept(c) && c != ',' && c != ';' && c != '|'; }

constexpr std::uint32_t kJointBytesMax = 3;

void squeeze(MentionScratch& scratch) noexcept {
  scratch.squeezed.clear();
  scratch.at.clear();
  const std::string_view text = scratch.folded.text;
  for (std::uint32_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    const auto round = [&](std::size_t at) {
      return at < text.size() && (text[at] == '0' || text[at] == 'o');
    };
    if ((c == '!' || c == '|') && i > 0 && letter(text[i - 1]) && round(i + 1) && round(i + 2))
      c = '1';  // "H!00"
    if (!kept(c)) continue;
    scratch.squeezed.push_back(squeezed_letter(c));
    scratch.at.push_back(i);
  }
}

/// Drops the letters that trade marks fold to: "RTX(TM) 4090" is "RTX 4090".
TextView drop_trade_marks(std::string_view source, const TextView& seen, FoldedText& folded) noexcept {
  const auto mark = [&](std::uint32_t at) {
    const std::string_view rest = source.substr(std::min<std::size_t>(at, source.size()));
    return rest.starts_with("\xE2\x84\xA2") || rest.starts_with("\xE2\x84\xA0") ||
           rest.starts_with("\xC2\xAE");
  };
  if (source.find('\xE2') == std::string_view::npos && source.find('\xC2') == std::string_view::npos)
    return seen;
  folded.text.assign(seen.text);
  folded.source.assign(seen.source.begin(), seen.source.end());
  std::size_t kept_count = 0;
  for (std::size_t i = 0; i < folded.text.size(); ++i) {
    const bool drop = mark(folded.source[i]);
    const char c = drop ? ' ' : folded.text[i];
    if (drop && kept_count > 0 && folded.text[kept_count - 1] == ' ') continue;
    folded.text[kept_count] = c;
    folded.source[kept_count++] = folded.source[i];
  }
  folded.source[kept_count] = folded.source[folded.text.size()];
  folded.text.resize(kept_count);
  folded.source.resize(kept_count + 1);
  return {folded.text, folded.source};
}

/// A longer term takes the place of those inside it; vendors, forms and trades keep speaking.
void suppress_contained(std::vector<ItemMention>& mentions) noexcept {
  std::sort(mentions.begin(), mentions.end(), [](const ItemMention& a, const ItemMention& b) {
    if (a.begin != b.begin) return a.begin < b.begin;
    if (a.end != b.end) return a.end > b.end;
    if (a.part_number() != b.part_number()) return a.part_number();
    if (a.model() != b.model()) return a.model();
    return a.spaced < b.spaced;
  });
  constexpr std::uint32_t kKept = class_bit(WordClass::vendor) | class_bit(WordClass::form) |
                                  class_bit(WordClass::gpu) | class_bit(WordClass::compute) |
                                  class_bit(WordClass::system) | class_bit(WordClass::accelerator) |
                                  class_bit(WordClass::maker);
  std::size_t outer = 0;
  for (std::size_t i = 1; i < mentions.size(); ++i) {
    ItemMention& inner = mentions[i];
    if (inner.end > mentions[outer].end) {
      outer = i;
      continue;
    }
    const bool takes_back = mentions[outer].has(WordClass::not_form);
    // A maker's article number says what its series is, unless the whole number is known to be less.
    const bool series = mentions[outer].part_number() && !mentions[outer].has(WordClass::known_gpu) &&
                        inner.begin == mentions[outer].begin;
    if (series && inner.model()) continue;
    if (inner.begin == mentions[outer].begin && inner.end == mentions[outer].end) {
      if (inner.model()) inner.family = FamilyId::none;  // another spelling of the same text
      continue;
    }
    inner.classes &= takes_back ? class_bit(WordClass::vendor) : kKept;
    inner.family = FamilyId::none;
  }
  std::erase_if(mentions,
                [](const ItemMention& m) { return !m.model() && !m.part_number() && m.classes == 0; });
}

void add_meaning(const LexiconWord& word, ItemMention& meaning) noexcept {
  meaning.classes |= class_bit(word.meaning);
  switch (word.meaning) {
    case WordClass::vendor:
    case WordClass::maker:
      meaning.vendor = static_cast<std::uint8_t>(word.tag);
      break;
    case WordClass::form:
    case WordClass::not_form:
      meaning.form = static_cast<std::uint8_t>(word.tag);
      break;
    case WordClass::amount:
    case WordClass::number:
      meaning.amount = word.tag;
      break;
    default:
      break;
  }
}

}  // namespace

Result<MentionFinder> MentionFinder::compile(const ItemLexicon& lexicon) {
  std::map<std::string, FamilyId> families;  // of the models, by their letters
  std::map<std::string, Term> terms;         // by the letters and where gaps may be
  const auto term_of = [&](const std::string& text) -> Term* {
    const std::string folded = fold(text, FoldMode::keep_cjk);
    Term term;
    std::string key;
    bool gap = false;
    for (const char c : folded) {
      if (kept(c)) {
        gap = gap && !term.letters.empty();
        term.letters.push_back(c);
        term.gap_before.push_back(gap);
        term.gaps += gap ? 1U : 0U;
        key += gap ? std::string{' ', c} : std::string{c};
        gap = false;
      } else {
        gap = true;
      }
    }
    if (term.letters.empty()) return nullptr;
    return &terms.try_emplace(key, std::move(term)).first->second;
  };
  for (const LexiconWord& word : lexicon.words) {
    Term* term = term_of(word.text);
    if (term == nullptr) return Error{"word '" + word.text + "' folds to nothing"};
    add_meaning(word, term->meaning);
  }
  for (const ItemSpelling& spelling : lexicon.spellings) {
    Term* term = term_of(spelling.text);
    if (term == nullptr) return Error{"spelling '" + spelling.text + "' folds to nothing"};
    const auto [named, first] = families.emplace(term->letters, spelling.family);
    if (!first && named->second != spelling.family)
      return Error{"spelling '" + spelling.text + "' names both " +
                   lexicon.families[index_of(named->second)].name + " and " +
                   lexicon.families[index_of(spelling.family)].name};
    term->names_model = true;
    term->meaning.family = spelling.family;
    term->meaning.strength = spelling.strength;
    term->open = spelling.open;
  }
  for (std::uint32_t i = 0; i < lexicon.parts.size(); ++i) {
    Term* term = term_of(lexicon.parts[i].text);
    if (term == nullptr) return Error{"part number '" + lexicon.parts[i].text + "' folds to nothing"};
    term->names_model = true;
    term->meaning.part = i;
    if (lexicon.parts[i].below) term->meaning.classes |= class_bit(WordClass::known_gpu);
  }
  std::vector<std::string> literals;
  std::vector<Term> list;
  for (auto& [key, term] : terms) {
    std::string literal = term.letters;
    std::transform(literal.begin(), literal.end(), literal.begin(), squeezed_letter);
    literals.push_back(std::move(literal));
    list.push_back(std::move(term));
  }
  Result<LiteralSet> set = LiteralSet::compile(literals);
  if (!set) return set.error();
  MentionFinder finder(std::move(set).value());
  finder.terms_ = std::move(list);
  finder.glue_before_ = lexicon.glue_before;
  for (const LexiconWord& word : lexicon.words)  // "HuaweiAscend910B"
    if (word.meaning == WordClass::vendor && word.text.size() >= 4 &&
        std::all_of(word.text.begin(), word.text.end(), letter))
      finder.glue_before_.push_back(word.text);
  finder.glue_after_ = lexicon.glue_after;
  return finder;
}

Completeness MentionFinder::find(std::string_view text, const TextView& folded,
                                 MentionScratch& scratch) const noexcept {
  scratch.mentions.clear();
  scratch.hits.clear();
  scratch.folded = drop_trade_marks(text, folded, scratch.unmarked);
  squeeze(scratch);
  scratch.work = text.size() + scratch.folded.text.size() + scratch.squeezed.size();
  if (!literals_.scan(scratch.squeezed, scratch.literal_scratch, scratch.hits))
    return Completeness::over_bound;
  scratch.work += scratch.hits.size();
  for (const LiteralHit& hit : scratch.hits) {
    ItemMention mention;
    if (!confirm(terms_[hit.literal], hit.end, scratch, mention)) continue;
    if (scratch.mentions.size() == kMentionsMax) return Completeness::over_bound;
    scratch.mentions.push_back(mention);
  }
  suppress_contained(scratch.mentions);
  return Completeness::complete;
}

bool MentionFinder::confirm(const Term& term, std::uint32_t squeezed_end, const MentionScratch& scratch,
                            ItemMention& mention) const noexcept {
  const auto size = static_cast<std::uint32_t>(term.letters.size());
  const std::uint32_t* at = scratch.at.data() + (squeezed_end - size);
  const std::string_view text = scratch.folded.text;
  mention = term.meaning;
  mention.begin = at[0];
  mention.end = at[size - 1] + 1;
  // Cheapest first: most candidates fail at an end.
  return begins_well(term, text, mention.begin) && ends_well(term, text, mention) &&
         spelled(term, at, text, mention);
}

bool MentionFinder::spelled(const Term& term, const std::uint32_t* at, std::string_view text,
                            ItemMention& mention) const noexcept {
  std::uint32_t swapped = 0;
  std::uint32_t true_digits = 0;
  std::uint32_t digits = 0;
  std::uint32_t extra_gaps = 0;
  std::uint32_t gaps = 0;  // where the term has them
  bool odd = false;        // separators that stand in no model's name
  for (std::size_t i = 0; i < term.letters.size(); ++i) {
    const char wanted = term.letters[i];
    const char seen = text[at[i]];
    digits += digit(wanted) ? 1U : 0U;
    true_digits += digit(wanted) && digit(seen) ? 1U : 0U;
    if (wanted != seen) {
      // A digit written as a letter; or, in a long word, "nv1dia".
      const bool imitation = digit(wanted) ? !digit(seen) : digit(seen) && term.letters.size() >= 6;
      if (!imitation) return false;
      ++swapped;
    }
    if (i == 0 || at[i] == at[i - 1] + 1) continue;
    const std::uint32_t gap = at[i] - at[i - 1] - 1;
    const bool allowed_here = term.gap_before[i];
    if (gap > kJointBytesMax) return false;
    for (std::uint32_t g = at[i - 1] + 1; g < at[i]; ++g)
      odd |= !joint(text[g]) && !(allowed_here && apart(text[g]) && !term.names_model);
    extra_gaps += allowed_here ? 0U : 1U;
    gaps += allowed_here ? 1U : 0U;
  }
  const bool letter_by_letter =
      extra_gaps + term.gaps + 1 >= term.letters.size() && term.letters.size() >= 3 && term.names_model;
  // "R|T|X|4|0|9|0": any separator will do where every letter stands alone.
  if (odd && !(letter_by_letter && term.letters.size() >= 4)) return false;
  // "AIO" is no A10: short models need a digit that is one.
  if (swapped > 0 && (digits > 0 && true_digits == 0 && (digits < 3 || !term.names_model))) return false;
  if (term.meaning.part != ItemMention::kNoPart) {
    // A number of a part, not any other number with its digits.
    if (extra_gaps > 0 && !letter_by_letter) return false;
    constexpr std::uint32_t kTellingDigits = 12;
    if (gaps == 0 && extra_gaps == 0 && digits == term.letters.size() && digits < kTellingDigits)
      mention.strength = Strength::bound;
  }
  if (extra_gaps > 0) {
    const bool word = extra_gaps + term.gaps + 1 >= term.letters.size() && term.letters.size() >= 4;
    if (!term.names_model && !word) return false;
    mention.spaced = true;
  }
  mention.evasive = swapped > 0 || extra_gaps > 1;
  return true;
}

bool MentionFinder::begins_well(const Term& term, std::string_view text, std::uint32_t begin) const noexcept {
  if (begin == 0) return true;
  const char before = text[begin - 1];
  if (!kept(before) || beyond_ascii(before) || beyond_ascii(term.letters[0])) {
    // "1.4090" is a number.
    return !(digit(term.letters[0]) && before == '.' && begin > 1 && digit(text[begin - 2]));
  }
  if (digit(before)) return letter(term.letters[0]) && (term.names_model || term.letters.size() >= 3);
  if (digit(term.letters[0]) && !term.names_model) return false;
  if (!term.names_model && term.meaning.vendor == 0 && term.meaning.form == 0) return false;
  // A letter before: a count ("8xH100"), or a word that models are glued to.
  if (before == 'x' && begin > 1 && digit(text[begin - 2])) return true;
  if (before == 'x' && begin > 1 && text[begin - 2] == ' ') return letter(term.letters[0]);
  std::uint32_t run = begin;
  while (run > 0 && letter(text[run - 1])) --run;
  const std::string_view word = text.substr(run, begin - run);
  return std::any_of(glue_before_.begin(), glue_before_.end(), [&](const std::string& glue) {
    return glue.size() >= 3 ? word.ends_with(glue) : word == glue;
  });
}

bool MentionFinder::ends_well(const Term& term, std::string_view text, ItemMention& mention) const noexcept {
  const std::uint32_t end = mention.end;
  if (term.open || end == text.size()) return true;
  const char after = text[end];
  const char last = term.letters.back();
  if (!kept(after) || beyond_ascii(after) || beyond_ascii(last)) return true;
  if (digit(after)) {
    if (letter(last) && !term.names_model) return term.meaning.vendor != 0 || term.meaning.form != 0;
    // "H10080GB": the memory size stands against the model.
    std::uint32_t stop = end;
    while (stop < text.size() && digit(text[stop])) ++stop;
    const std::uint32_t count = stop - end;
    return count >= 2 && count <= 3 && stop < text.size() && text[stop] == 'g';
  }
  std::uint32_t stop = end;
  while (stop < text.size() && letter(text[stop])) ++stop;
  const std::string_view suffix = text.substr(end, stop - end);
  if (!term.names_model) {
    if (suffix == "s") return true;
    const bool model_follows = suffix.size() <= 2 && stop < text.size() && digit(text[stop]);
    if (term.meaning.vendor != 0 && term.letters.size() >= 5 && model_follows) return true;  // "NVIDIAA30"
    return (term.meaning.vendor != 0 && letter(last)) &&
           std::any_of(glue_after_.begin(), glue_after_.end(),
                       [&](const std::string& glue) { return suffix.starts_with(glue); });
  }
  if (suffix == "x" && stop < text.size() && digit(text[stop])) return true;  // "A100x10"
  if (suffix == "s") return true;                                             // several
  if (std::any_of(glue_after_.begin(), glue_after_.end(),
                  [&](const std::string& glue) { return suffix.starts_with(glue); }))
    return true;
  mention.other_suffix = true;
  return digit(last) && suffix.size() <= 2 && (stop == text.size() || !digit(text[stop]));
}

}  // namespace ordergate::matchers
