#include "matchers/names/field_names.h"

#include <algorithm>
#include <array>

#include "matchers/names/name_phrases.h"

namespace ordergate::matchers {

namespace {

class NameParter : private NamePhrases {
 public:
  NameParter(NameText& field, std::size_t first) noexcept : NamePhrases(field), begin_(first) {}

  /// "A, a/k/a B": two names.
  void run() noexcept {
    std::uint8_t segment = 0;
    std::size_t first = begin_;  // of the present name
    for (std::size_t i = begin_; i < tokens_.size(); ++i) {
      const bool inside = tokens_[i].glued && !tokens_[i].after_break;  // "Isis-Ex"
      const PhraseMatch match = i > begin_ && !inside ? longest_use(i, WordUse::split) : PhraseMatch{};
      const bool splits = match.info != nullptr && i + match.tokens < tokens_.size();
      const bool joined = !splits && i > begin_ && joins_companies(first, i);
      const bool parts = !splits && !joined && i > begin_ && (parts_names(i) || begins_company(i, i));
      if ((splits || parts || joined) && segment + 1 == kNameSegmentsMax) name_.set_over_bound();
      if (joined && segment + 1 < kNameSegmentsMax) {
        drop(i, 1);
        tokens_[i].segment = segment++;
        first = i + 1;
        continue;
      }
      if (parts && segment + 1 < kNameSegmentsMax) {
        ++segment;
        first = i;
      }
      if (splits && segment + 1 < kNameSegmentsMax) {
        drop(i, match.tokens);
        for (std::size_t j = i; j < i + match.tokens; ++j) tokens_[j].segment = segment;
        i += match.tokens - 1;
        ++segment;
        first = i + 1;
        continue;
      }
      tokens_[i].segment = segment;
    }
    name_.set_segments(static_cast<std::uint8_t>(segment + 1));
  }

  /// A legal form that is written in front of a name: "OOO", "Public Joint-Stock Company".
  [[nodiscard]] bool form_in_front(std::size_t i) const noexcept {
    constexpr std::size_t kSpelledOut = 3;
    const PhraseMatch form = legal_phrase(i);
    return form.tokens >= kSpelledOut ||
           (form.tokens == 1 && lexicon_.is_plain(name_.text(tokens_[i]), PlainUse::legal_in_front));
  }

 private:
  /// "X Inc, Y A.S.": behind a name with its legal form another one with a form of its own. `at` is its first
  /// word, `sign` the word that follows the first name: the same, or an "and".
  [[nodiscard]] bool begins_company(std::size_t at, std::size_t sign) const noexcept {
    if (at == sign && !tokens_[at].after_comma && !tokens_[at].parted)
      return false;  // "Co. (Private Joint Stock)"
    return tokens_[sign - 1].role != WordRole::noise && legal_at(sign - 1) && has_form(at);
  }

  /// A name with a legal form begins at `at`: not "Ltd." of "Co., Ltd.".
  [[nodiscard]] bool has_form(std::size_t at) const noexcept {
    constexpr std::size_t kWordsMax = 12;
    const PhraseMatch front = legal_phrase(at);
    if (front.info != nullptr) {
      const std::size_t name = at + front.tokens;
      return form_in_front(at) && name < tokens_.size() && !legal_at(name) && !tokens_[name].after_break;
    }
    for (std::size_t i = at; i < tokens_.size() && i < at + kWordsMax; ++i)
      if (legal_phrase(i).info != nullptr) return true;
    return false;
  }

  /// "X Ltd. and Y GmbH", "X Inc and Y", but "X Trading Co. and Partners Ltd" and "X GmbH & Co. KG" are one.
  /// `first` is the first word of the present name. "OOO X and Y GmbH" may be one or two: set_apart.h.
  [[nodiscard]] bool joins_companies(std::size_t first, std::size_t i) const noexcept {
    static constexpr std::array<std::string_view, 9> kOfTheSame = {
        "partners", "sons", "brothers", "bros", "associates", "partner", "son", "brother", "family"};
    if (i + 1 >= tokens_.size() || tokens_[i - 1].role == WordRole::noise ||
        !is_and_word(name_.text(tokens_[i])))
      return false;
    const std::string_view before = name_.text(tokens_[i - 1]);
    const std::string_view next = name_.text(tokens_[i + 1]);
    if (i + 2 == tokens_.size() && next == "al") return false;  // "X Inc et al"
    if (before == "co" || before == "company" ||
        std::find(kOfTheSame.begin(), kOfTheSame.end(), next) != kOfTheSame.end())
      return false;
    return legal_at(i - 1) && i - 1 > first &&
           (has_form(i + 1) || (legal_phrase(i + 1).info == nullptr && says_who(i + 1)));
  }

  /// Of the words up to the end or a legal form behind them, one is no word of any trade, place or form.
  [[nodiscard]] bool says_who(std::size_t at) const noexcept {
    at += legal_phrase(at).tokens;
    for (; at < tokens_.size() && !legal_at(at); ++at) {
      const WordInfo* const info = lexicon_.find(key_of(at));
      if (info == nullptr || !info->word || info->role == WordRole::ordinary) return true;
    }
    return false;
  }

  /// "A / B", "A; B": two names, but not "c/o" or "A/S".
  [[nodiscard]] bool parts_names(std::size_t i) const noexcept {
    const auto word = [](const NameToken& token) { return token.length > 2 || token.han != 0; };
    const bool followed = i + 1 < tokens_.size() && !tokens_[i + 1].after_break;
    const bool apart = word(tokens_[i]) || (!tokens_[i].glued && !legal_at(i) && followed);  // "X; El Sol"
    if (!tokens_[i].parted || tokens_[i - 1].role == WordRole::noise || !apart) return false;
    const PhraseMatch place =
        longest(i, [](const WordInfo& info, std::size_t) { return info.role == WordRole::place; });
    return word(tokens_[i - 1]) && i + place.tokens < tokens_.size();  // "X / Moscow"
  }

  std::size_t begin_;
};

}  // namespace

void part_names(NameText& field, std::size_t first) noexcept { NameParter(field, first).run(); }

bool is_and_word(std::string_view word) noexcept {
  static constexpr std::array<std::string_view, 7> kAnd = {"and", "und", "et", "y", "e", "ve", "i"};
  return std::find(kAnd.begin(), kAnd.end(), word) != kAnd.end();
}

bool form_in_front(NameText& name) noexcept {
  return !name.tokens().empty() && NameParter(name, 0).form_in_front(0);
}

bool has_form(const NameText& name) noexcept {
  return std::any_of(name.tokens().begin(), name.tokens().end(),
                     [](const NameToken& token) { return token.role == WordRole::legal; });
}

}  // namespace ordergate::matchers
