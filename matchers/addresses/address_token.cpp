#include "matchers/addresses/address_token.h"

#include <algorithm>

#include "matchers/addresses/han_places.h"
#include "matchers/text/fold.h"

namespace ordergate::matchers {
namespace {

HanMark han_mark(char32_t point) noexcept {
  switch (point) {
    case U'省':
    case U'市':
    case U'区':
    case U'县':
      return HanMark::region;
    case U'路':
    case U'街':
    case U'道':
    case U'巷':
    case U'弄':
      return HanMark::street;
    case U'号':
      return HanMark::house;
    case U'层':
    case U'楼':
      return HanMark::floor;
    case U'室':
      return HanMark::unit;
    case U'座':
    case U'栋':
    case U'幢':
      return HanMark::block;
    default:
      return HanMark::none;
  }
}

class Tokenizer {
 public:
  explicit Tokenizer(RawAddress& out) : out_(out) {}

  void add(const FoldUnit& unit) noexcept {
    if (unit.script == FoldScript::han) {
      const HanMark mark = han_mark(unit.point);
      if (mark != HanMark::none) return end_with_mark(mark, unit.latin);
    }
    mark_ = {};
    const bool word = unit.kind == FoldKind::letter || unit.kind == FoldKind::digit ||
                      unit.kind == FoldKind::consonant || unit.kind == FoldKind::vowel_sign;
    if (word) {
      // Digits stand by themselves among Han characters: 27 in "中关村大街27号".
      if (unit.script == FoldScript::han && open_ && digits_only_) close();
      if (last_han_ && unit.script != FoldScript::han) close();
      last_han_ = unit.script == FoldScript::han;
      for (const char c : unit.latin) append(c);
      return;
    }
    last_han_ = false;
    const char c = unit.point == '\n' ? '\n' : (unit.latin.empty() ? ' ' : unit.latin[0]);
    separate(c);
  }

  void finish() noexcept { close(); }

 private:
  void append(char c) noexcept {
    const bool digit = c >= '0' && c <= '9';
    if (!digit && (c < 'a' || c > 'z')) return separate(c == '\'' ? c : ' ');
    if (!open_) open();
    if (!open_ || out_.text_size == kAddressBytesMax || out_.tokens[out_.count].size == UINT8_MAX) {
      out_.completeness = Completeness::over_bound;
      return;
    }
    RawToken& token = out_.tokens[out_.count];
    out_.text[out_.text_size++] = c;
    ++token.size;
    digits_only_ = digits_only_ && digit;
    has_digit_ = has_digit_ || digit;
  }

  void open() noexcept {
    if (out_.count == kAddressTokensMax) {
      out_.completeness = Completeness::over_bound;
      return;
    }
    open_ = true;
    digits_only_ = true;
    has_digit_ = false;
    RawToken& token = out_.tokens[out_.count];
    token = RawToken{};
    token.begin = out_.text_size;
    token.part = part_;
    const bool glues = separator_ == '-' || separator_ == '/' || separator_ == '.';
    token.glue = separators_ == 1 && glues && out_.count != 0 ? separator_ : ' ';
    token.hash = hash_;
    hash_ = false;
    separators_ = 0;
  }

  void close() noexcept {
    if (!open_) return;
    RawToken& token = out_.tokens[out_.count++];
    token.digits = digits_only_;
    token.mixed = has_digit_ && !digits_only_;
    open_ = false;
  }

  void separate(char c) noexcept {
    if (c == '\'' || c == '`') return;
    if (c == '?' && open_ && !digits_only_) return;  // a letter or sign that was lost: "Bin?an", "Bul?var"
    if (open_ && c == '.') out_.tokens[out_.count].dotted = true;
    close();
    hash_ = hash_ || c == '#';
    const bool spaced_dash = c == ' ' && separators_ == 2 && separator_ == '-';
    if (c == ',' || c == ';' || c == '(' || c == ')' || c == '\n' || spaced_dash) {
      if (out_.count != 0 && part_ == out_.tokens[out_.count - 1].part && part_ < UINT8_MAX) ++part_;
      hash_ = hash_ && c != ',';
    }
    ++separators_;
    separator_ = c;
  }

  void end_with_mark(HanMark mark, std::string_view latin) noexcept {
    const bool again = mark == HanMark::street && !mark_.empty() && !open_ && out_.count != 0;
    if (again) extend(out_.tokens[out_.count - 1]);
    close();
    last_han_ = false;
    if (out_.count != 0 && out_.tokens[out_.count - 1].mark == HanMark::none) {
      out_.tokens[out_.count - 1].mark = mark;
    }
    mark_ = mark == HanMark::street ? latin : std::string_view{};
    separators_ = 2;
    separator_ = ' ';
  }

  /// What was taken for a street's mark belongs to its name: "御道街".
  void extend(RawToken& token) noexcept {
    if (out_.text_size + mark_.size() > kAddressBytesMax || token.size + mark_.size() > UINT8_MAX) return;
    std::copy(mark_.begin(), mark_.end(), out_.text.begin() + out_.text_size);
    out_.text_size = static_cast<std::uint16_t>(out_.text_size + mark_.size());
    token.size = static_cast<std::uint8_t>(token.size + mark_.size());
  }

  RawAddress& out_;
  std::uint8_t part_ = 0;
  bool open_ = false;
  bool digits_only_ = true;
  bool has_digit_ = false;
  bool hash_ = false;
  bool last_han_ = false;
  std::string_view mark_;  // the mark of a street that was read last, in Latin letters
  int separators_ = 0;     // since the last token
  char separator_ = ' ';
};

/// "M.G." is one word, as "MG" is: the letters stand side by side in the text already.
void join_initials(RawAddress& out) noexcept {
  std::uint8_t kept = 0;
  const auto letter = [](const RawToken& token) {
    return token.size == 1 && !token.digits && token.mark == HanMark::none;
  };
  for (std::uint8_t i = 0; i < out.count; ++i) {
    const RawToken token = out.tokens[i];
    RawToken* const last = kept == 0 ? nullptr : &out.tokens[kept - 1U];
    const bool joins = last != nullptr && last->initials && last->dotted && letter(token) &&
                       last->part == token.part && last->begin + last->size == token.begin;
    if (joins) {
      ++last->size;
      last->dotted = token.dotted;
      continue;
    }
    out.tokens[kept] = token;
    out.tokens[kept++].initials = letter(token) && token.dotted;
  }
  out.count = kept;
}

}  // namespace

void tokenize_address(std::string_view text, RawAddress& out) noexcept {
  out.text_size = 0;
  out.count = 0;
  out.completeness = Completeness::complete;
  WrittenOut written;
  const bool rewritten = write_out_han(text, written);
  out.japanese = rewritten && written.japanese;
  out.hong_kong = rewritten && written.hong_kong;
  FoldReader reader(rewritten ? written.text() : text);
  Tokenizer tokenizer(out);
  FoldUnit unit;
  while (out.completeness == Completeness::complete && reader.next(unit)) tokenizer.add(unit);
  tokenizer.finish();
  if (rewritten) out.completeness &= written.completeness;
  join_initials(out);
}

}  // namespace ordergate::matchers
