#include "matchers/names/token_roles.h"

#include <algorithm>
#include <array>

#include "matchers/names/field_names.h"
#include "matchers/names/name_phrases.h"

namespace ordergate::matchers {

namespace {

/// Bits by role where the word alone does not decide; see docs/matching.md.
constexpr float kLegalBits = 0.2F;
constexpr float kStopBits = 0.4F;
constexpr float kTitleBits = 0.3F;
constexpr std::size_t kRegistrationDigits = 7;  // a number that long identifies, but is no part of a name
constexpr float kCommonBitsMax = 3.2F;
constexpr float kCommonBitsMin = 1.2F;
constexpr float kPlaceBitsMax = 4.0F;
constexpr float kPlaceBitsMin = 1.0F;
constexpr float kInitialBits = 2.0F;
constexpr float kNumberBits = 4.0F;
constexpr float kBitsPerLetter = 2.4F;

bool digits(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class RoleAssigner : private NamePhrases {
 public:
  explicit RoleAssigner(NameText& name) noexcept : NamePhrases(name) {}

  void run() noexcept {
    join_legal_letters();
    end_ = tokens_.size();
    mark_labels();
    part_names(name_, begin_);
    read_each_name();
    rewrite_phrases();
    name_by_short_forms();
    mark_number_signs();
    for (std::size_t i = 0; i < tokens_.size(); ++i) weigh(i);
    // The end of a name may have been cut off.
    if (end_ > begin_ && end_ <= tokens_.size() && tokens_[end_ - 1].role == WordRole::ordinary)
      tokens_[end_ - 1].cut = true;
  }

 private:
  /// "L L C", "S. A.": letters that spell a legal form, whatever separates them.
  void join_legal_letters() noexcept {
    for (std::size_t first = 0; first + 1 < tokens_.size(); ++first) {
      if (tokens_[first].length > 1) continue;
      std::size_t letters = 1;
      while (first + letters < tokens_.size() && tokens_[first + letters].length == 1 && letters < 5 &&
             tokens_[first + letters].begin == tokens_[first].begin + letters) {
        ++letters;
      }
      for (; letters > 1; --letters) {
        const std::string_view joined{name_.text(tokens_[first]).data(), letters};
        const WordInfo* info = lexicon_.find(token_hash(joined));
        if (info == nullptr || info->role != WordRole::legal) continue;
        if (letters == 2 && first + letters < tokens_.size() && first > 0) continue;
        if (has_use(longest_use(first, WordUse::prefix).info, WordUse::prefix)) break;
        name_.merge(first, letters);
        break;
      }
    }
  }

  void merge(std::size_t first, std::size_t count) noexcept {
    const std::size_t before = tokens_.size();
    name_.merge(first, count);
    if (first < end_) end_ -= std::min(end_, before - tokens_.size());
  }

  /// "Consignee: X", "c/o X".
  void mark_labels() noexcept {
    std::size_t first = begin_;
    while (first < end_) {
      PhraseMatch match = longest(first, [&](const WordInfo& info, std::size_t count) {
        const bool colon = tokens_[first + count - 1].label_end;
        return has_use(&info, WordUse::prefix) || (colon && has_use(&info, WordUse::label));
      });
      if (match.info == nullptr || first + match.tokens >= end_) break;
      drop(first, match.tokens);
      first += match.tokens;
    }
    begin_ = first;
  }

  /// Labels, addressees and places of each name.
  void read_each_name() noexcept {
    const std::size_t first_begin = begin_;
    std::size_t last_end = tokens_.size();
    for (std::size_t at = begin_; at < tokens_.size();) {
      std::size_t next = at;
      while (next < tokens_.size() && tokens_[next].segment == tokens_[at].segment) ++next;
      begin_ = at;
      end_ = next;
      if (at != first_begin) mark_labels();
      cut_rest();
      mark_appendix();
      if (next == tokens_.size()) last_end = end_;
      at = next;
    }
    begin_ = first_begin;
    end_ = last_end;
  }

  /// "X Attn: Purchasing Dept": everything from there on.
  void cut_rest() noexcept {
    for (std::size_t i = begin_ + 1; i < end_; ++i) {
      if (tokens_[i].role == WordRole::noise) continue;
      const PhraseMatch match = longest_use(i, WordUse::rest);
      if (match.info == nullptr || i + match.tokens > end_) continue;
      const bool marked = tokens_[i].after_break || tokens_[i + match.tokens - 1].label_end;
      if (!marked && match.tokens == 1 && match.info->role != WordRole::ordinary) continue;
      drop(i, end_ - i);
      end_ = i;
      return;
    }
  }

  /// Where the name proper ends: "X, Shenzhen Branch", "X / Moscow", "X, Warehouse 3".
  void mark_appendix() noexcept {
    for (int round = 0; round < 3 && end_ > begin_ + 1; ++round) {
      std::size_t start = appendix_start();
      if (start == end_ || start <= begin_) return;
      end_ = start;
    }
  }

  [[nodiscard]] std::size_t appendix_start() noexcept {
    // Try every start, the longest appendix first, within a few tokens of the end.
    const std::size_t nearest = end_ > begin_ + 6 ? end_ - 6 : begin_ + 1;
    for (std::size_t start = nearest; start < end_; ++start) {
      // "X Ltd. Sucursal Panamá"
      if (!names_something(start)) continue;  // "LLC Port Elga"
      const bool behind = tokens_[start].after_break || (legal_at(start - 1) && !legal_at(start));
      if (unit_until_end(start) && behind) {
        drop(start, end_ - start);
        return start;
      }
      if (behind && (suffix_behind(start) || port_until_end(start))) return start;
      std::size_t at = start;
      while (at < end_) {
        const PhraseMatch place =
            longest(at, [](const WordInfo& info, std::size_t) { return info.role == WordRole::place; });
        if (place.info == nullptr || at + place.tokens > end_) break;
        at += place.tokens;
      }
      const std::size_t places = at - start;
      const PhraseMatch suffix = at < end_ ? longest_use(at, WordUse::suffix) : PhraseMatch{};
      if (suffix.info != nullptr && at + suffix.tokens == end_ &&
          (behind || places > 0 || suffix.tokens > 1 || start + 1 == end_)) {
        for (std::size_t i = start; i < at; ++i) tokens_[i].appendix = true;
        drop(at, end_ - at);
        return start;
      }
      if (places > 0 && at == end_ && behind) {
        for (std::size_t i = start; i < end_; ++i) tokens_[i].appendix = true;
        return start;
      }
    }
    return end_;
  }

  /// What stands before `end` is more than a legal form: also a short one that may be a name ("SAIC,
  /// Branch").
  [[nodiscard]] bool names_something(std::size_t end) const noexcept {
    for (std::size_t i = begin_; i < end; ++i) {
      if (tokens_[i].role == WordRole::noise) continue;
      const PhraseMatch form =
          longest(i, [](const WordInfo& info, std::size_t) { return info.role == WordRole::legal; });
      if (form.info == nullptr || (form.tokens == 1 && may_be_called(tokens_[i], *form.info))) return true;
      i += form.tokens - 1;
    }
    return false;
  }

  /// A legal form that a party may as well be called.
  static bool may_be_called(const NameToken& token, const WordInfo& form) noexcept {
    constexpr std::uint16_t kLettersMax = 4;
    return token.length <= kLettersMax && token.script == FoldScript::latin && !form.form_only;
  }

  /// "(Kakamega Branch)": up to two words of any kind and a suffix until the end.
  bool suffix_behind(std::size_t start) noexcept {
    for (std::size_t at = start; at < end_ && at <= start + 2; ++at) {
      const PhraseMatch suffix = longest_use(at, WordUse::suffix);
      if (suffix.info == nullptr) continue;
      std::size_t rest = at + suffix.tokens;
      while (rest < end_) {  // "Rep Office Dubai"
        const PhraseMatch place =
            longest(rest, [](const WordInfo& info, std::size_t) { return info.role == WordRole::place; });
        if (place.info == nullptr || rest + place.tokens > end_) break;
        rest += place.tokens;
      }
      if (rest != end_) continue;
      for (std::size_t i = start; i < end_; ++i) tokens_[i].appendix = i < at || i >= at + suffix.tokens;
      drop(at, suffix.tokens);
      return true;
    }
    return false;
  }

  /// ", port d'Abidjan": where a ship is registered.
  bool port_until_end(std::size_t start) noexcept {
    const PhraseMatch port = longest_use(start, WordUse::port);
    const std::size_t town = start + port.tokens;
    if (port.info == nullptr || town >= end_ || end_ - town > 2) return false;
    drop(start, port.tokens);
    for (std::size_t i = town; i < end_; ++i) tokens_[i].appendix = true;
    return true;
  }

  /// "Reg. No. 5834219000": the words before a number that is left out.
  void drop_registration(std::size_t number) noexcept {
    constexpr std::size_t kWordsMax = 3;
    for (std::size_t i = number > kWordsMax ? number - kWordsMax : 1; i < number; ++i) {
      const PhraseMatch label = longest_use(i, WordUse::registration);
      if (label.info != nullptr && i + label.tokens == number) return drop(i, label.tokens);
    }
  }

  [[nodiscard]] bool unit_until_end(std::size_t start) const noexcept {
    const PhraseMatch unit = longest_use(start, WordUse::unit);
    if (unit.info == nullptr || start + unit.tokens + 1 != end_) return false;
    const std::string_view number = name_.text(tokens_[end_ - 1]);
    return number.size() <= 5 &&
           (number.size() == 1 || digits(number.substr(0, 1)) || digits(number.substr(1)));
  }

  /// "No. 3": the number says it.
  void mark_number_signs() noexcept {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const std::string_view text = name_.text(tokens_[i]);
      if (digits(text) && text.size() >= kRegistrationDigits) {
        tokens_[i].role = WordRole::noise;
        drop_registration(i);
      }
      if (i + 1 == tokens_.size() || !digits(name_.text(tokens_[i + 1]))) continue;
      if (text == "no" || text == "nr" || text == "num" || text == "number" || text == "numero")
        tokens_[i].role = WordRole::noise;
    }
  }

  /// Legal forms, titles and variants of several words.
  void rewrite_phrases() noexcept {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].role == WordRole::noise) continue;
      const PhraseMatch match = longest(i, [&](const WordInfo& info, std::size_t count) {
        const bool said = info.role != WordRole::ordinary || info.canonical != 0 || info.number != 0;
        if (count == 1) return said;
        for (std::size_t j = i + 1; j < i + count; ++j) {
          if (tokens_[j].role == WordRole::noise || tokens_[j].segment != tokens_[i].segment) return false;
          if (tokens_[j].after_break && info.role != WordRole::legal) return false;
        }
        return said;
      });
      if (match.tokens == 0) continue;
      const WordInfo info = *match.info;
      const bool one_by_one =
          info.role == WordRole::legal || info.role == WordRole::title || info.role == WordRole::stop;
      if (match.tokens > 1 && (one_by_one && info.canonical == 0)) {
        for (std::size_t j = i; j < i + match.tokens; ++j) tokens_[j].role = info.role;
        i += match.tokens - 1;
        continue;
      }
      if (match.tokens > 1) merge(i, match.tokens);
      tokens_[i].role = info.role;
      if (info.canonical != 0) tokens_[i].canonical = info.canonical;
    }
  }

  /// "MMC Technology Inc.", "EK Inc.": where one common word and legal forms are all of a name, the short
  /// form in front is what the party is called, unless it is nothing but a form ("OOO Trading").
  void name_by_short_forms() noexcept {
    for (std::size_t first = 0; first < tokens_.size();) {
      std::size_t next = first;
      while (next < tokens_.size() && tokens_[next].segment == tokens_[first].segment) ++next;
      name_by_short_form(first, next);
      first = next;
    }
  }

  void name_by_short_form(std::size_t first, std::size_t end) noexcept {
    while (first < end && tokens_[first].role == WordRole::noise) ++first;
    if (first == end || tokens_[first].role != WordRole::legal) return;
    const WordInfo* const form = lexicon_.find(tokens_[first].hash);
    if (form == nullptr || form->role != WordRole::legal || !may_be_called(tokens_[first], *form)) return;
    int trades = 0;
    for (std::size_t i = first; i < end; ++i) {
      const WordRole role = tokens_[i].role;
      const WordInfo* const info = lexicon_.find(tokens_[i].hash);
      const bool trade = role == WordRole::common ||
                         (role == WordRole::ordinary && info != nullptr && info->role == WordRole::common);
      trades += trade ? 1 : 0;
      const bool letter = role == WordRole::stop && tokens_[i].length == 1;  // "AG-E"
      const bool silent = role == WordRole::legal || letter || role == WordRole::noise;
      if (!trade && !silent && !tokens_[i].appendix) return;
    }
    if (trades <= 1) tokens_[first].role = WordRole::ordinary;
  }

  void weigh(std::size_t i) noexcept {
    NameToken& token = tokens_[i];
    const std::string_view text = name_.text(token);
    const WordInfo* info = lexicon_.find(token.canonical);
    const WordInfo* own = token.canonical == token.hash ? info : lexicon_.find(token.hash);
    token.known = (own != nullptr && own->word) || (info != nullptr && token.canonical != token.hash);
    token.brand = (info != nullptr && info->brand) || (!token.known && lexicon_.composed(text));
    token.institution = own != nullptr && own->institution;
    token.known = token.known || token.brand;
    if (token.role == WordRole::noise) {
      token.bits = 0;
      return;
    }
    if (token.role == WordRole::ordinary && info != nullptr && info->role == WordRole::common)
      token.role = WordRole::common;
    token.patronym = info != nullptr && info->patronym;
    if (digits(text)) token.role = WordRole::number;
    if (token.role == WordRole::legal && short_and_inside(i)) token.role = WordRole::ordinary;
    if (token.role == WordRole::stop && token.length == 1 && token.cut)
      token.role = WordRole::ordinary;  // "V."
    const float length_bits = kBitsPerLetter * static_cast<float>(token.han != 0 ? 3 : text.size());
    const float rare = std::min(info != nullptr && info->word ? info->bits : kUnknownBits, length_bits);
    switch (token.role) {
      case WordRole::legal:
        token.bits = kLegalBits;
        token.form = own != nullptr ? own->form : 0;
        token.jurisdiction = own != nullptr ? own->jurisdiction : 0;
        return;
      case WordRole::stop:
        token.bits = kStopBits;
        return;
      case WordRole::title:
        token.bits = std::min(rare, kTitleBits);
        return;
      case WordRole::common:
      case WordRole::place:
        token.bits = bits_of(token.role, rare);
        return;
      case WordRole::number:
        token.bits = kNumberBits;
        return;
      default:
        break;
    }
    if (text.size() == 1 && token.han == 0) {
      token.role = WordRole::initial;
      token.bits = kInitialBits;
      return;
    }
    token.bits = rare;
  }

  /// Two letters that are a legal form only at the ends of a name, or beside another.
  [[nodiscard]] bool short_and_inside(std::size_t i) const noexcept {
    if (tokens_[i].length > 2 || i == begin_ || i + 1 >= end_) return false;
    const bool legal_before = tokens_[i - 1].role == WordRole::legal;
    const bool legal_after = tokens_[i + 1].role == WordRole::legal || tokens_[i + 1].role == WordRole::stop;
    return !legal_before && !legal_after;
  }

  std::size_t begin_ = 0;  // the name proper: behind labels, before appendices
  std::size_t end_ = 0;
};

}  // namespace

float bits_of(WordRole role, float rarity) noexcept {
  switch (role) {
    case WordRole::ordinary:
      return rarity;
    case WordRole::common:
      return std::clamp(rarity - 4.0F, kCommonBitsMin, kCommonBitsMax);
    case WordRole::place:
      return std::clamp(rarity - 2.0F, kPlaceBitsMin, kPlaceBitsMax);
    default:
      return kUnknownBits;  // by the role alone
  }
}

void assign_roles(NameText& name) noexcept {
  if (!name.tokens().empty()) RoleAssigner(name).run();
}

}  // namespace ordergate::matchers
