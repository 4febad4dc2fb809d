#include "matchers/tokens.h"

#include <algorithm>

#include "base/hash.h"
#include "matchers/token_roles.h"

namespace ordergate::matchers {

std::uint64_t token_hash(std::string_view text) noexcept { return hash64(text) | 1U; }
std::uint64_t han_hash(char32_t point) noexcept { return mix64(point) | 1U; }

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
        close();
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
    token.glued = !spaced_ && !name_.tokens_.empty();
    token.dotted = token.glued && gap_ == Gap::dot;
    token.joined = token.glued && gap_ == Gap::ampersand;
    name_.tokens_.push_back(token);
    open_ = true;
    broken_ = comma_ = spaced_ = false;
    gap_ = Gap::none;
  }

  void close() noexcept {
    if (open_ && name_.tokens_.back().length == 0) name_.tokens_.pop_back();  // a silent letter alone
    open_ = alone_ = false;
  }

  void mark(const FoldUnit& unit) noexcept {
    const char c = unit.latin.empty() ? '\0' : unit.latin.front();
    if (c == '\'' || c == '`' || unit.point == 0x2018 || unit.point == 0x2019 || unit.point == 0xB4) return;
    close();
    switch (c) {
      case '.':
        gap_ = Gap::dot;
        return;
      case '&':
      case '+':
        if (spaced_ || name_.tokens_.empty()) return;
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
};

NameText::NameText() {
  buffer_.reserve(kNameFoldedBytesMax + kTokenBytesMax);
  tokens_.reserve(kNameTokensMax + 1);
}

void NameText::read_plain(std::string_view name) noexcept {
  buffer_.clear();
  tokens_.clear();
  segments_ = 1;
  over_bound_ = false;
  TokenCutter(*this).cut(name);
  join_letters();
  for (NameToken& token : tokens_) token.hash = token.canonical = token_hash(text(token));
}

void NameText::join_letters() noexcept {
  // "S.A." and "L.X.C" are one word each; so are "AT&T" and "K&S".
  std::size_t kept = 0;
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    NameToken& token = tokens_[i];
    if (kept > 0) {
      NameToken& before = tokens_[kept - 1];
      const bool letters = token.dotted && token.length == 1 && (before.length == 1 || before.letters);
      const bool sign = token.joined && token.length <= 2 && before.length <= 2;
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
