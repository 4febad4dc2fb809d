#include "matchers/names/respelling.h"

#include <algorithm>
#include <span>

#include "matchers/names/chinese_words.h"
#include "matchers/names/wade_giles.h"

namespace ordergate::matchers {
namespace {

constexpr std::size_t kBytesMax = 1024;  // of a name that is respelled
constexpr std::size_t kTextBytes = 4096;
constexpr std::size_t kSyllablesMax = 6;

bool letter(char c) noexcept { return c >= 'a' && c <= 'z'; }

struct Rule {
  std::string_view from, to;
};

/// The longest first.
constexpr Rule kGerman[] = {{"schtsch", "shch"}, {"ttsch", "ch"}, {"tsch", "ch"}, {"sch", "sh"},
                            {"ch", "kh"},        {"dsh", "zh"},   {"dj", "dy"},   {"ja", "ya"},
                            {"je", "ye"},        {"ju", "yu"},    {"jo", "yo"},   {"j", "y"},
                            {"w", "v"},          {"ss", "s"},     {"ee", "eye"},  {"ae", "aye"}};
constexpr Rule kPolish[] = {{"szcz", "shch"}, {"cz", "ch"}, {"sz", "sh"}, {"rz", "r"},  {"dz", "dz"},
                            {"zh", "zh"},     {"ch", "kh"}, {"ie", "e"},  {"io", "yo"}, {"iu", "yu"},
                            {"ia", "ya"},     {"ij", "iy"}, {"j", "y"},   {"w", "v"},   {"c", "ts"}};
constexpr Rule kFrench[] = {{"chtch", "shch"}, {"tch", "ch"}, {"ch", "sh"},  {"ou", "u"},   {"off", "ov"},
                            {"eff", "ev"},     {"dj", "j"},   {"gue", "ge"}, {"gui", "gi"}, {"ï", "y"}};

void rewrite(std::string_view text, std::span<const Rule> rules, std::string& out) noexcept {
  for (std::size_t at = 0; at < text.size() && out.size() < kTextBytes;) {
    const auto rule = std::find_if(rules.begin(), rules.end(),
                                   [&](const Rule& one) { return text.substr(at).starts_with(one.from); });
    if (rule == rules.end()) {
      out += text[at++];
      continue;
    }
    out += rule->to;
    at += rule->from.size();
  }
}

/// How many words of a folded text end so or hold this.
bool any_word_ends(std::string_view text, std::string_view ending) noexcept {
  for (std::size_t at = text.find(ending); at != std::string_view::npos; at = text.find(ending, at + 1)) {
    const std::size_t end = at + ending.size();
    if (at > 1 && (end == text.size() || !letter(text[end]))) return true;
  }
  return false;
}

/// False: a name in plain ASCII that neither pinyin nor the manners of Slavic countries would respell.
bool worth_folding(std::string_view name) noexcept {
  constexpr std::string_view kPairs[] = {"cz", "sz", "rz", "tc", "ts", "ow", "ew", "of", "ef"};
  std::size_t words = 0;
  bool apart = true;
  bool signs = false;  // that pinyin is not written with
  char before = '\0';
  for (const char byte : name) {
    if ((byte & 0x80) != 0) return true;
    const char c = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte | 0x20) : byte;
    if (letter(c)) {
      words += apart ? 1 : 0;
      for (const std::string_view pair : kPairs) {
        if (before == pair[0] && c == pair[1]) return true;
      }
    } else {
      signs = signs || (c != ' ' && c != '-' && c != ',' && c != '\'');
    }
    apart = !letter(c) && c != '\'';
    before = c;
  }
  return words >= 2 && words <= 3 && !signs;
}

}  // namespace

std::string* Respelling::next() noexcept {
  if (count_ == kTextsMax) return nullptr;
  std::string& text = texts_[count_++];
  if (text.capacity() < kTextBytes) text.reserve(kTextBytes + 64);
  text.clear();
  return &text;
}

void Respelling::read(std::string_view name, PartyKind kind) noexcept {
  count_ = 0;
  if (name.size() < 3 || name.size() > kBytesMax) return;
  bool quoted = false;
  bool wide = false;
  bool hint = false;  // of another manner: w, z, h, f, a hyphen, an apostrophe
  for (const char c : name) {
    quoted = quoted || c == '"' || c == '(';
    wide = wide || static_cast<unsigned char>(c) >= 0xE3;
    hint = hint || c == 'w' || c == 'z' || c == 'W' || c == 'Z' || c == 'h' || c == 'H' || c == 'f' ||
           c == 'F' || c == '-' || c == '\'';
  }
  wide = wide || name.find("\xE2\x80\x9C") != std::string_view::npos;
  if (quoted && kind != PartyKind::company) without_nickname(name);
  if (wide) chinese_in_english(name);
  if (kind != PartyKind::company) initials_apart(name);
  if (!hint || !worth_folding(name)) return;
  fold_text(name, folded_, FoldMode::keep_cjk);
  pinyin(folded_.text);
  slavic();
}

/// Mohamed "Hamoudi" Al-Ahdal; Elena (Lena) Borisenko.
void Respelling::without_nickname(std::string_view name) noexcept {
  const std::size_t open = name.find_first_of("\"(");
  if (open == std::string_view::npos || open == 0) return;
  const std::size_t close = name.find_first_of("\")", open + 1);
  if (close == std::string_view::npos || close + 2 >= name.size() || close - open > 24) return;
  const std::string_view inside = name.substr(open + 1, close - open - 1);
  if (std::count(inside.begin(), inside.end(), ' ') > 1) return;
  std::string* const out = next();
  if (out == nullptr) return;
  out->append(name.substr(0, open));
  out->append(name.substr(close + 1));
}

/// "Burov A.V.": two initials or more without a space.
void Respelling::initials_apart(std::string_view name) noexcept {
  const auto capital = [&](std::size_t at) { return at < name.size() && name[at] >= 'A' && name[at] <= 'Z'; };
  const auto starts = [&](std::size_t at) { return at == 0 || name[at - 1] == ' '; };
  std::size_t found = name.size();
  for (std::size_t at = 0; at + 3 < name.size() && found == name.size(); ++at) {
    if (capital(at) && starts(at) && name[at + 1] == '.' && capital(at + 2) && name[at + 3] == '.')
      found = at;
  }
  if (found == name.size()) return;
  std::string* const out = next();
  if (out == nullptr) return;
  for (std::size_t at = 0; at < name.size(); ++at) {
    *out += name[at];
    if (at >= found && name[at] == '.') *out += ' ';
  }
}

void Respelling::pinyin(std::string_view text) noexcept {
  struct Syllable {
    std::size_t begin, end;
    bool behind_hyphen;
  };
  std::array<Syllable, kSyllablesMax> syllables{};
  std::size_t count = 0;
  bool hyphen = false;
  bool typical = false;
  bool apostrophe = false;
  for (std::size_t at = 0; at < text.size();) {
    if (!letter(text[at])) {
      if (text[at] != ' ' && text[at] != '-' && text[at] != ',' && text[at] != '\'') return;
      hyphen = text[at] == '-';
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && (letter(text[end]) || text[end] == '\'')) ++end;
    if (count == kSyllablesMax) return;
    const std::string_view syllable = text.substr(at, end - at);
    word_.clear();
    if (!append_pinyin(syllable, Aspiration::as_written, word_)) return;
    typical = typical || only_wade_giles(syllable) || hyphen;
    apostrophe = apostrophe || syllable.find('\'') != std::string_view::npos;
    syllables[count++] = {at, end, hyphen};
    hyphen = false;
    at = end;
  }
  if (!typical || count < 2 || count > 3) return;
  for (const Aspiration aspiration : {Aspiration::as_written, Aspiration::assumed}) {
    if (aspiration == Aspiration::assumed && apostrophe) return;
    std::string* const out = next();
    if (out == nullptr) return;
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0 && !syllables[i].behind_hyphen) *out += ' ';
      (void)append_pinyin(text.substr(syllables[i].begin, syllables[i].end - syllables[i].begin), aspiration,
                          *out);
    }
  }
}

void Respelling::slavic() noexcept {
  const std::string_view text = folded_.text;
  const auto contains = [&](std::string_view part) { return text.find(part) != std::string_view::npos; };
  const auto ends = [&](std::string_view part) { return any_word_ends(text, part); };
  const bool polish = contains("cz") || contains("sz") || contains("owicz") || contains("ierz");
  const bool german = contains("tsch") || ends("witsch") || ends("owa") || ends("ewa") || ends("owna") ||
                      ends("ewna") || contains("schew") || ends("ow") || ends("ew");
  const bool french = contains("tch") || ends("off") || ends("eff") || ends("ovitch");
  const auto write = [&](std::span<const Rule> rules) {
    std::string* const out = next();
    if (out != nullptr) rewrite(text, rules, *out);
  };
  if (polish) {
    write(kPolish);
  } else if (german) {
    write(kGerman);
  } else if (french) {
    write(kFrench);
  }
}

void Respelling::chinese_in_english(std::string_view name) noexcept {
  if (!ChineseWords::builtin().has(name)) return;
  std::string* const out = next();
  if (out != nullptr) ChineseWords::builtin().write(name, *out);
  const std::string_view party = ChineseWords::builtin().party(name);
  if (party.empty()) return;
  if (std::string* const alone = next()) *alone = party;
}

}  // namespace ordergate::matchers
