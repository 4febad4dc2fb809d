#include "matchers/names/tokens.h"

#include <algorithm>

#include "base/hash.h"
#include "matchers/names/token_roles.h"

namespace ordergate::matchers {

std::uint64_t token_hash(std::string_view text) noexcept { return hash64(text) | 1U; }
std::uint64_t han_hash(char32_t point) noexcept { return mix64(point) | 1U; }

namespace {

constexpr std::size_t kHumpBytesMin = 3;

}  // namespace

/// Cuts folded text at whatever separates words.
class TokenCutter {
 public:
  explicit TokenCutter(NameText& text) noexcept : name_(text) {}

  void cut(std::string_view source) noexcept {
    FoldReader reader(source);
    FoldUnit unit;
    while (!name_.over_bound_ && reader.next(unit)) take(unit);
    close();
  }

 private:
  void take(const FoldUnit& unit) noexcept {
    switch (unit.kind) {
      case FoldKind::letter:
      case FoldKind::consonant:
      case FoldKind::vowel_sign:
      case FoldKind::digit:
        letter(unit);
        return;
      case FoldKind::space:
      case FoldKind::unassigned:
      case FoldKind::unread:
        if (unit.kind == FoldKind::unread) name_.unread_ = true;
        if (turns_direction(unit.point)) return;
        close();
        if (unit.point == '\n') broken_ = parted_ = true;
        if (gap_ == Gap::dash && !spaced_) broken_ = false;
        spaced_ = true;
        return;
      default:
        mark(unit);
        return;
    }
  }

  void letter(const FoldUnit& unit) noexcept {
    const bool alone = unit.script == FoldScript::han || unit.script == FoldScript::hangul;
    if (alone || alone_) close();
    if (!open_) start(unit);
    alone_ = alone;
    NameToken& token = name_.tokens_.back();
    if (token.length + unit.latin.size() > kTokenBytesMax ||
        name_.buffer_.size() + unit.latin.size() > kNameFoldedBytesMax) {
      name_.over_bound_ = true;
      return;
    }
    note(unit, token.length);
    name_.buffer_.append(unit.latin);
    token.length = static_cast<std::uint16_t>(token.length + unit.latin.size());
    if (token.script == FoldScript::latin) token.script = unit.script;
    if (alone) token.han = unit.point;
  }

  void start(const FoldUnit& unit) noexcept {
    if (name_.tokens_.size() == kNameTokensMax) {
      name_.over_bound_ = true;
      return;
    }
    NameToken token;
    token.begin = static_cast<std::uint32_t>(name_.buffer_.size());
    token.script = unit.script == FoldScript::common ? FoldScript::latin : unit.script;
    token.after_break = broken_;
    token.after_comma = comma_;
    token.parted = parted_;
    token.glued = !spaced_ && !name_.tokens_.empty();
    token.dotted = token.glued && gap_ == Gap::dot;
    token.joined = token.glued && gap_ == Gap::ampersand;
    name_.tokens_.push_back(token);
    open_ = true;
    broken_ = comma_ = parted_ = spaced_ = false;
    gap_ = Gap::none;
  }

  /// Remembers what may cut the open token in pieces: an Arabic article, capitals inside a word.
  void note(const FoldUnit& unit, std::size_t length) noexcept {
    const bool capital = unit.point >= 'A' && unit.point <= 'Z';
    if (letters_ < 2) first_letters_[letters_] = unit.point;
    if (capital && !capital_ && letters_ > 0 && humps_ < std::size(hump_)) hump_[humps_++] = length;
    capital_ = capital;
    ++letters_;
  }

  void close() noexcept {
    if (open_) {
      if (name_.tokens_.back().length == 0 && name_.tokens_.back().han == 0) {
        name_.tokens_.pop_back();  // a silent letter alone
      } else if (letters_ >= 5 && first_letters_[0] == U'\u0627' && first_letters_[1] == U'\u0644') {
        cut_open(2);  // al-
      } else if (humps_ > 0) {
        cut_humps();
      }
    }
    open_ = alone_ = capital_ = false;
    letters_ = humps_ = 0;
  }

  /// "GroupeDiarra" is two words; "McGuinn" is one.
  void cut_humps() noexcept {
    const std::size_t length = name_.tokens_.back().length;
    std::size_t before = 0;
    for (std::size_t i = 0; i <= humps_; ++i) {
      const std::size_t end = i < humps_ ? hump_[i] : length;
      if (end - before < kHumpBytesMin) return;
      before = end;
    }
    before = 0;
    for (std::size_t i = 0; i < humps_; ++i) {
      cut_open(hump_[i] - before);
      before = hump_[i];
    }
  }

  /// Cuts the last token in two behind `bytes` bytes.
  void cut_open(std::size_t bytes) noexcept {
    if (name_.tokens_.size() == kNameTokensMax) {
      name_.over_bound_ = true;
      return;
    }
    NameToken& token = name_.tokens_.back();
    NameToken rest = token;
    rest.begin += static_cast<std::uint32_t>(bytes);
    rest.length = static_cast<std::uint16_t>(token.length - bytes);
    rest.after_break = rest.after_comma = rest.parted = rest.dotted = rest.joined = false;
    rest.glued = true;
    token.length = static_cast<std::uint16_t>(bytes);
    name_.tokens_.push_back(rest);
  }

  /// A word that a sign stands for.
  void put_word(std::string_view word) noexcept {
    FoldUnit unit;
    start(unit);
    if (!open_) return;
    name_.buffer_.append(word);
    name_.tokens_.back().length = static_cast<std::uint16_t>(word.size());
    close();
    spaced_ = true;
  }

  void mark(const FoldUnit& unit) noexcept {
    const char c = unit.latin.empty() ? '\0' : unit.latin.front();
    if (c == '\'' || c == '`' || unit.point == 0x2018 || unit.point == 0x2019 || unit.point == 0xB4) return;
    close();
    switch (c) {
      case '.':
        gap_ = Gap::dot;
        if (!spaced_ && !name_.tokens_.empty()) name_.tokens_.back().cut = true;
        return;
      case '/':
      case '|':
      case ';':
      case '\\':
        broken_ = parted_ = true;
        return;
      case '&':
      case '+':
        if (name_.tokens_.empty()) return;
        if (c == '+' && spaced_) {
          broken_ = parted_ = true;
          return;
        }
        if (spaced_) {
          if (!broken_) put_word("and");
          return;
        }
        gap_ = Gap::ampersand;
        return;
      case '-':
        // A dash between spaces separates; a hyphen does not.
        gap_ = Gap::dash;
        if (spaced_) broken_ = true;
        return;
      case '_':
        return;
      case ':':
        if (!name_.tokens_.empty()) name_.tokens_.back().label_end = true;
        broken_ = true;
        return;
      case ',':
        comma_ = true;
        broken_ = true;
        return;
      default:
        broken_ = true;
        return;
    }
  }

  enum class Gap : std::uint8_t { none, dot, ampersand, dash };
  NameText& name_;
  Gap gap_ = Gap::none;
  bool open_ = false;
  bool alone_ = false;  // the open token is a single Han character or hangul syllable
  bool spaced_ = true;
  bool broken_ = false;
  bool comma_ = false;
  bool parted_ = false;
  bool capital_ = false;  // the last letter was one
  std::size_t letters_ = 0;
  char32_t first_letters_[2] = {};
  std::size_t humps_ = 0;
  std::size_t hump_[6] = {};
};

namespace {

/// A digit that stands for the letter it looks like: "C0LORADO", "Sech1n"; 0 when it is a number.
char misread_digit(std::string_view word) noexcept {
  std::size_t digits = 0;
  std::size_t at = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] < '0' || word[i] > '9') continue;
    ++digits;
    at = i;
  }
  const std::size_t letters = word.size() - digits;
  const bool inside = at > 0 && at + 1 < word.size();
  if (digits != 1 || letters < 3 || (letters < 4 && !inside && word[at] != '0')) return 0;
  switch (word[at]) {
    case '0':
      return 'o';
    case '1':
      return 'l';
    case '3':
      return 'e';
    case '4':
      return 'a';
    case '5':
      return 's';
    case '9':
      return 'g';
    default:
      return 0;
  }
}

}  // namespace

NameText::NameText() {
  buffer_.reserve(kNameFoldedBytesMax + kTokenBytesMax);
  tokens_.reserve(kNameTokensMax + 1);
}

void NameText::read_plain(std::string_view name) noexcept {
  buffer_.clear();
  tokens_.clear();
  segments_ = 1;
  over_bound_ = unread_ = misread_ = false;
  TokenCutter(*this).cut(name);
  join_letters();
  for (const NameToken& token : tokens_) read_digits(token);
  for (NameToken& token : tokens_) read_ordinal(token);
  for (NameToken& token : tokens_) token.hash = token.canonical = token_hash(text(token));
}

void NameText::join_letters() noexcept {
  // "S.A." and "L.X.C" are one word each; so are "AT&T", "K & S" and "AT and T".
  const auto letters_of = [this](const NameToken& token) {
    const std::string_view word = text(token);
    return token.han == 0 && word.size() <= 2 && word != "co" && !token.after_break &&
           std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  };
  std::size_t kept = 0;
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    NameToken& token = tokens_[i];
    if (kept > 0) {
      NameToken& before = tokens_[kept - 1];
      const bool letters =
          token.dotted && token.length == 1 && (before.length == 1 || before.letters) && before.han == 0;
      // A Han character is read as a syllable of few letters, and is no letter.
      const bool han = token.han != 0 || before.han != 0;
      const bool sign = token.joined && token.length <= 2 && before.length <= 2 && !han;
      // The letters behind "and" take its place.
      if (kept > 1 && text(before) == "and" && !before.after_break && letters_of(token) &&
          (tokens_[kept - 2].letters || letters_of(tokens_[kept - 2])) &&
          tokens_[kept - 2].length + token.length <= static_cast<int>(kTokenBytesMax)) {
        NameToken& first = tokens_[kept - 2];
        std::copy_n(buffer_.begin() + token.begin, token.length,
                    buffer_.begin() + first.begin + first.length);
        first.length = static_cast<std::uint16_t>(first.length + token.length);
        first.letters = true;
        first.label_end = token.label_end;
        --kept;
        continue;
      }
      if ((letters || sign) && before.begin + before.length == token.begin) {
        before.length = static_cast<std::uint16_t>(before.length + token.length);
        before.letters = true;
        before.label_end = token.label_end;
        continue;
      }
    }
    if (kept != i) tokens_[kept] = token;
    ++kept;
  }
  tokens_.resize(kept);
}

void NameText::read_digits(const NameToken& token) noexcept {
  const char letter = misread_digit(text(token));
  if (letter == 0) return;
  misread_ = true;
  for (std::size_t i = token.begin; i < token.begin + token.length; ++i) {
    if (buffer_[i] >= '0' && buffer_[i] <= '9') buffer_[i] = letter;
  }
}

void NameText::read_ordinal(NameToken& token) noexcept {
  const std::string_view word = text(token);
  if (word.size() < 3 || word[0] < '0' || word[0] > '9') return;
  const std::string_view ending = word.substr(word.size() - 2);
  if (ending != "th" && ending != "st" && ending != "nd" && ending != "rd") return;
  const std::string_view number = word.substr(0, word.size() - 2);
  const bool digits = std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits) token.length = static_cast<std::uint16_t>(number.size());
}

void NameText::read(std::string_view name) noexcept {
  read_plain(name);
  assign_roles(*this);
}

void NameText::merge(std::size_t first, std::size_t count) noexcept {
  NameToken& token = tokens_[first];
  const NameToken& last = tokens_[first + count - 1];
  const std::uint32_t length = last.begin + last.length - token.begin;
  if (length > kTokenBytesMax) return;
  token.length = static_cast<std::uint16_t>(length);
  token.label_end = last.label_end;
  token.letters = true;
  token.han = 0;
  token.hash = token.canonical = token_hash(text(token));
  tokens_.erase(tokens_.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                tokens_.begin() + static_cast<std::ptrdiff_t>(first + count));
}

}  // namespace ordergate::matchers
