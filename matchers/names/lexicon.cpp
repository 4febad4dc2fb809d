#include "matchers/names/lexicon.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <unordered_map>

#include "base/trim.h"
#include "matchers/names/embedded.h"
#include "matchers/names/tokens.h"

namespace ordergate::matchers {

namespace {

constexpr float kPhraseBits = 10.0F;  // of a phrase whose words were not counted

/// Calls `take` with each piece of `text` between separators, trimmed; empty ones are left out.
template <typename Take>
void each_piece(std::string_view text, char separator, Take&& take) {
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    const std::string_view piece = trim(text.substr(0, end), " \r");
    if (!piece.empty()) take(piece);
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

struct Section {
  std::string_view name;
  WordRole role;
  WordUse use;
};

constexpr Section kSections[] = {
    {"legal", WordRole::legal, WordUse::none},
    {"stop", WordRole::stop, WordUse::none},
    {"title", WordRole::title, WordUse::none},
    {"common", WordRole::common, WordUse::none},
    {"place", WordRole::place, WordUse::none},
    {"number", WordRole::number, WordUse::none},
    {"label", WordRole::ordinary, WordUse::label},
    {"prefix", WordRole::ordinary, WordUse::prefix},
    {"suffix", WordRole::ordinary, WordUse::suffix},
    {"unit", WordRole::ordinary, WordUse::unit},
    {"rest", WordRole::ordinary, WordUse::rest},
    {"split", WordRole::ordinary, WordUse::split},
    {"registration", WordRole::ordinary, WordUse::registration},
    {"port", WordRole::ordinary, WordUse::port},
    {"branch", WordRole::ordinary, WordUse::branch},
};
constexpr Section kAliasSection = {"alias", WordRole::ordinary, WordUse::split};

/// In the order of PlainUse.
constexpr std::array<std::string_view, kPlainUses> kPlainUseWords = {"end of a listed name",
                                                                     "behind a comma",
                                                                     "organization",
                                                                     "last of an organization",
                                                                     "written on",
                                                                     "in front",
                                                                     "other name",
                                                                     "former name",
                                                                     "other name behind a sign",
                                                                     "former name behind a sign",
                                                                     "note",
                                                                     "addressee"};

}  // namespace

/// Fills a lexicon from the data files.
class LexiconReader {
 public:
  explicit LexiconReader(Lexicon& lexicon) : lexicon_(lexicon) {}

  void read_weights(std::string_view text) {
    each_piece(text, '\n', [&](std::string_view line) {
      const std::size_t colon = line.find(':');
      if (line.front() == '#' || colon == std::string_view::npos) return;
      float bits = 0;
      std::from_chars(line.data(), line.data() + colon, bits);
      each_piece(line.substr(colon + 1), ' ', [&](std::string_view word) {
        WordInfo& info = lexicon_.words_.at(token_hash(word));
        info.word = info.known = true;
        info.bits = bits;
      });
    });
  }

  /// A word is as frequent as all its forms together.
  void finish() {
    lexicon_.sort_parts();
    for (const auto& [canonical, share] : shares_) {
      WordInfo& info = lexicon_.words_.at(canonical);
      info.word = info.known = true;
      info.bits = share > 0 ? static_cast<float>(std::max(1.0, -std::log2(share))) : kPhraseBits;
    }
  }

  void read_words(std::string_view text) {
    const Section* section = nullptr;
    std::string_view rewriting;
    each_piece(text, '\n', [&](std::string_view line) {
      if (line.front() == '#') return;
      if (line.front() == '[') {
        rewriting = line.substr(1, line.size() - 2);
        section = nullptr;
        for (const Section& known : kSections) {
          if (known.name == rewriting) section = &known;
        }
        return;
      }
      const std::size_t equals = line.find('=');
      const bool maps = equals != std::string_view::npos;
      const std::string_view head = maps ? trim(line.substr(0, equals), " \r") : std::string_view{};
      each_piece(maps ? line.substr(equals + 1) : line, ',', [&](std::string_view phrase) {
        if (rewriting == "legal form") {
          if (WordInfo* info = phrase_info(phrase)) info->form = form_kind(head);
          return;
        }
        if (rewriting == "legal form of") {
          if (WordInfo* info = phrase_info(phrase)) info->jurisdiction = jurisdiction(head);
          return;
        }
        if (rewriting == "patronym") return mark_patronym(phrase);
        if (rewriting == "form only") {
          if (WordInfo* info = phrase_info(phrase)) info->form_only = true;
          return;
        }
        if (rewriting == "brand part") return static_cast<void>(lexicon_.parts_.emplace_back(phrase));
        if (rewriting == "brand" || rewriting == "institution") {
          if (WordInfo* info = phrase_info(phrase))
            (rewriting == "brand" ? info->brand : info->institution) = true;
          return;
        }
        if (rewriting == "legal form in text") return add_plain(head, phrase);
        if (rewriting == "addressee") return add_addressee(phrase);
        if (rewriting == "alias") {
          add_plain(head, phrase);
          if (head != "note") take(phrase, kAliasSection, head);
          return;
        }
        if (section != nullptr) take(phrase, *section, head);
        if (section == nullptr || section->role == WordRole::number)
          stand_for(phrase, head, rewriting == "abbreviation");
      });
    });
  }

 private:
  WordInfo* phrase_info(std::string_view phrase) {
    cutter_.read_plain(phrase);
    std::uint64_t key = 0;
    const auto& tokens = cutter_.tokens();
    for (std::size_t i = 0; i < tokens.size() && i < Lexicon::kPhraseTokensMax; ++i) {
      const std::uint64_t token = tokens[i].han != 0 ? han_hash(tokens[i].han) : tokens[i].hash;
      if (i > 0) lexicon_.words_.at(key).prefix = true;
      key = i == 0 ? token : Lexicon::phrase_key(key, token);
    }
    if (tokens.empty()) return nullptr;
    WordInfo& info = lexicon_.words_.at(key);
    info.word = info.known = true;
    return &info;
  }

  void add_plain(std::string_view use, std::string_view phrase) {
    const auto* const at = std::find(kPlainUseWords.begin(), kPlainUseWords.end(), use);
    if (at != kPlainUseWords.end())
      lexicon_.plain_[static_cast<std::size_t>(at - kPlainUseWords.begin())].emplace_back(phrase);
  }
  /// "mv": with the space behind it, which tells it from the middle of a word.
  void add_addressee(std::string_view phrase) {
    constexpr std::size_t kLetters = 2;
    add_plain("addressee", phrase.size() == kLetters ? std::string(phrase) + ' ' : std::string(phrase));
  }

  void take(std::string_view phrase, const Section& section, std::string_view head) {
    WordInfo* info = phrase_info(phrase);
    if (info == nullptr) return;
    info->uses = static_cast<std::uint16_t>(info->uses | static_cast<std::uint16_t>(section.use));
    if (section.use == WordUse::none && info->role == WordRole::ordinary) info->role = section.role;
    if (section.role == WordRole::number) {
      int value = 0;
      std::from_chars(head.data(), head.data() + head.size(), value);
      info->number = static_cast<std::uint8_t>(value + 1);
    }
  }

  void stand_for(std::string_view phrase, std::string_view head, bool abbreviation) {
    const std::uint64_t canonical = token_hash(fold_head(head));
    if (shares_.emplace(canonical, 0.0).second) add_form(head, canonical);
    add_form(phrase, canonical);
    if (WordInfo& info = lexicon_.words_.at(canonical); abbreviation && info.role == WordRole::ordinary)
      info.role = WordRole::common;
  }

  void add_form(std::string_view form, std::uint64_t canonical) {
    WordInfo* info = phrase_info(form);
    if (info == nullptr) return;
    info->canonical = canonical;
    if (info->bits < kUnknownBits) shares_[canonical] += std::exp2(-static_cast<double>(info->bits));
  }

  static std::uint8_t form_kind(std::string_view head) {
    constexpr std::string_view kForms[] = {"shares", "parts", "partners", "zone"};
    const auto* found = std::find(std::begin(kForms), std::end(kForms), head);
    return static_cast<std::uint8_t>(found - std::begin(kForms) + 1);
  }

  std::uint8_t jurisdiction(std::string_view head) {
    const auto found = std::find(jurisdictions_.begin(), jurisdictions_.end(), head);
    const auto at = static_cast<std::uint8_t>(found - jurisdictions_.begin() + 1);
    if (found == jurisdictions_.end()) jurisdictions_.push_back(head);
    return at;
  }

  /// All its spellings.
  void mark_patronym(std::string_view name) {
    const WordInfo* info = phrase_info(name);
    if (info == nullptr) return;
    const std::uint64_t canonical = info->canonical;
    if (canonical == 0) {
      phrase_info(name)->patronym = true;
    } else {
      lexicon_.words_.at(canonical).patronym = true;
    }
  }

  std::string fold_head(std::string_view head) {
    std::string joined;
    cutter_.read_plain(head);
    for (const NameToken& token : cutter_.tokens()) joined += cutter_.text(token);
    return joined;
  }

  Lexicon& lexicon_;
  NameText cutter_;
  std::vector<std::string_view> jurisdictions_;
  std::unordered_map<std::uint64_t, double> shares_;  // of names, by canonical word
};

void Lexicon::sort_parts() {
  std::sort(parts_.begin(), parts_.end());
  for (const std::string& part : parts_) ++parts_from_[static_cast<std::size_t>(part[0] - 'a') + 1];
  for (std::size_t i = 1; i < parts_from_.size(); ++i)
    parts_from_[i] = static_cast<std::uint16_t>(parts_from_[i] + parts_from_[i - 1]);
}

bool Lexicon::composed(std::string_view word) const noexcept {
  constexpr std::size_t kLettersMin = 6, kLettersMax = 32;
  if (word.size() < kLettersMin || word.size() > kLettersMax) return false;
  std::uint64_t reached = 1;  // bit i: the first i letters are pieces
  for (std::size_t at = 0; at < word.size(); ++at) {
    if ((reached >> at & 1) == 0 || word[at] < 'a' || word[at] > 'z') continue;
    const auto letter = static_cast<std::size_t>(word[at] - 'a');
    for (std::size_t i = parts_from_[letter]; i < parts_from_[letter + 1]; ++i) {
      const std::string& part = parts_[i];
      if (part.size() < word.size() && word.substr(at).starts_with(part))
        reached |= std::uint64_t{1} << (at + part.size());
    }
  }
  return (reached >> word.size() & 1) != 0;
}

const Lexicon& Lexicon::builtin() {
  static const Lexicon lexicon = [] {
    Lexicon made;
    LexiconReader reader(made);
    reader.read_weights(embedded_file(matchers_names::embedded_files(), "data/word_weights.txt"));
    reader.read_words(embedded_file(matchers_names::embedded_files(), "data/name_words.txt"));
    reader.finish();
    return made;
  }();
  return lexicon;
}

}  // namespace ordergate::matchers
