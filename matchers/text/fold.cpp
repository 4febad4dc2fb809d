#include "matchers/text/fold.h"

#include <algorithm>

#include "matchers/text/composed.h"

namespace ordergate::matchers {

namespace {

const FoldEntry& entry_of(char32_t point) noexcept {
  static constexpr FoldEntry kNothing{};
  static constexpr FoldEntry kHan{0, 0, static_cast<std::uint8_t>(FoldScript::han),
                                  static_cast<std::uint8_t>(FoldKind::letter), 0};
  static constexpr FoldEntry kIgnored{0, 0, 0, static_cast<std::uint8_t>(FoldKind::ignored), 0};
  static constexpr FoldEntry kUnread{0, 0, 0, static_cast<std::uint8_t>(FoldKind::unread), 0};
  if (point >= 0xE0000 && point <= 0xE0FFF) return kIgnored;  // all of it is invisible by definition
  if (point >= 0xF0000) return kUnread;                       // private use
  if (point >= kCodePoints) return point >= 0x20000 && point <= 0x3FFFF ? kHan : kNothing;
  return kFoldPages[kFoldPageIndex[point / kFoldPageSize]][point % kFoldPageSize];
}

char32_t simplified(char32_t point) noexcept {
  const SimplifiedPair* end = kSimplified + kSimplifiedCount;
  const SimplifiedPair* found = std::lower_bound(
      kSimplified, end, point, [](const SimplifiedPair& pair, char32_t value) { return pair.from < value; });
  return found != end && found->from == point ? found->to : point;
}

bool small_kana(char32_t point) noexcept {
  const char32_t hiragana = point >= 0x30A1 ? point - 0x60 : point;
  return hiragana == 0x3083 || hiragana == 0x3085 || hiragana == 0x3087;
}

/// A Latin letter that imitates another script inside a word of that script: how the imitated reads.
std::string_view imitated(char32_t point) noexcept {
  switch (point) {
    case U'p':
    case U'P':
      return "r";
    case U'c':
    case U'C':
      return "s";
    case U'x':
    case U'X':
      return "kh";
    case U'y':
    case U'Y':
      return "u";
    case U'H':
      return "n";
    case U'B':
      return "v";
    default:
      return {};
  }
}

constexpr char kLetters[] = "abcdefghijklmnopqrstuvwxyz";

constexpr bool ascii_letter(unsigned char c) noexcept { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

/// What the letters of one word are.
struct WordCount {
  std::uint32_t latin = 0, upper = 0, small_l = 0, other_lower = 0, foreign = 0, foreign_alike = 0;
};

}  // namespace

bool FoldReader::mostly_latin() noexcept {
  if (mostly_latin_ < 0) {
    std::uint32_t latin = 0;
    std::uint32_t foreign = 0;
    for (std::uint32_t at = 0; at < text_.size();) {
      const Decoded decoded = decode_utf8(text_, at);
      at += decoded.bytes;
      const auto script = static_cast<FoldScript>(entry_of(decoded.point).script);
      latin += script == FoldScript::latin ? 1 : 0;
      foreign += script == FoldScript::cyrillic || script == FoldScript::greek ? 1 : 0;
    }
    mostly_latin_ = latin > foreign ? 1 : 0;
  }
  return mostly_latin_ == 1;
}

void FoldReader::open_word(std::uint32_t at) noexcept {
  WordCount count;
  while (at < text_.size()) {
    const auto byte = static_cast<unsigned char>(text_[at]);
    if (byte < 0x80) {
      if (!ascii_letter(byte)) break;
      ++count.latin;
      if (byte < 'a') {
        ++count.upper;
      } else {
        ++(byte == 'l' ? count.small_l : count.other_lower);
      }
      ++at;
      continue;
    }
    const Decoded decoded = decode_utf8(text_, at);
    const FoldEntry& entry = entry_of(decoded.point);
    const auto kind = static_cast<FoldKind>(entry.kind);
    if (kind != FoldKind::letter && kind != FoldKind::ignored) break;
    at += decoded.bytes;
    const auto script = static_cast<FoldScript>(entry.script);
    if (script == FoldScript::latin) {
      ++count.latin;
      ++count.other_lower;
    } else if (kind == FoldKind::letter && script != FoldScript::han && script != FoldScript::common) {
      ++(entry.look_alike != 0 ? count.foreign_alike : count.foreign);
    }
  }
  word_end_ = at;
  lone_small_l_ = count.small_l > 0 && count.other_lower == 0 && count.upper >= 3;
  mode_ = WordMode::plain;
  if (count.foreign > 0) {
    if (count.latin > 0 && count.foreign + count.foreign_alike >= count.latin) mode_ = WordMode::reversed;
    if (count.latin > count.foreign + count.foreign_alike) mode_ = WordMode::look_alike;
  } else if (count.foreign_alike > 0 && (count.latin > 0 || mostly_latin())) {
    mode_ = WordMode::look_alike;
  }
}

void FoldReader::adjust(FoldUnit& unit, const FoldEntry& entry) noexcept {
  if (mode_ == WordMode::look_alike && entry.look_alike != 0) {
    unit.latin = {&kLetters[entry.look_alike - 'a'], 1};
    unit.script = FoldScript::latin;
    return;
  }
  if (unit.script == FoldScript::han) {
    unit.point = simplified(unit.point);
    return;
  }
  const bool inherent = !unit.latin.empty() && (unit.latin.back() == 'a' || unit.latin.back() == 'o');
  if (unit.kind == FoldKind::consonant && unit.latin.size() > 1 && inherent) {
    // An Indic consonant keeps its inherent vowel only before another letter.
    const Decoded following = decode_utf8(text_, unit.end);
    const auto kind = static_cast<FoldKind>(entry_of(following.point).kind);
    const bool inside = following.bytes > 0 && (kind == FoldKind::letter || kind == FoldKind::consonant);
    if (!inside) unit.latin.remove_suffix(1);
  }
  if (unit.script == FoldScript::kana) {
    if (small_kana(unit.point) && previous_kana_ != 0 && unit.latin.size() == 2) {
      if (previous_kana_ == 'h' || previous_kana_ == 'j') unit.latin.remove_prefix(1);
    } else if (unit.latin.size() > 1 && unit.latin.back() == 'i' &&
               small_kana(decode_utf8(text_, unit.end).point)) {
      unit.latin.remove_suffix(1);
    }
    previous_kana_ = unit.latin.empty() ? '\0' : unit.latin.back();
  }
}

bool FoldReader::next(FoldUnit& unit) noexcept {
  while (at_ < text_.size()) {
    const auto byte = static_cast<unsigned char>(text_[at_]);
    unit.begin = at_;
    if (byte < 0x80 && !ascii_letter(byte)) {
      const FoldEntry& entry = entry_of(byte);
      unit.end = ++at_;
      unit.point = byte;
      unit.kind = static_cast<FoldKind>(entry.kind);
      unit.script = FoldScript::common;
      unit.latin = {kFoldPool + entry.offset, entry.length};
      if (unit.kind == FoldKind::ignored) unit.kind = FoldKind::unassigned;
      return true;
    }
    if (at_ >= word_end_) open_word(at_);
    if (byte < 0x80) {
      unit.end = ++at_;
      unit.point = byte;
      unit.kind = FoldKind::letter;
      unit.script = FoldScript::latin;
      unit.latin = {&kLetters[(byte | 0x20) - 'a'], 1};
      if (lone_small_l_ && byte == 'l') unit.latin = {&kLetters['i' - 'a'], 1};
      if (mode_ == WordMode::reversed && !imitated(byte).empty()) unit.latin = imitated(byte);
      return true;
    }
    const Decoded decoded = decode_utf8(text_, at_);
    at_ += decoded.bytes;
    const FoldEntry& entry = entry_of(decoded.point);
    if (static_cast<FoldKind>(entry.kind) == FoldKind::ignored) continue;
    unit.end = at_;
    unit.point = decoded.point;
    unit.kind = static_cast<FoldKind>(entry.kind);
    unit.script = static_cast<FoldScript>(entry.script);
    unit.latin = {kFoldPool + entry.offset, entry.length};
    adjust(unit, entry);
    return true;
  }
  return false;
}

namespace {

bool kept(const FoldUnit& unit, FoldMode mode) noexcept {
  return mode == FoldMode::keep_cjk && unit.kind == FoldKind::letter &&
         (unit.script == FoldScript::han || unit.script == FoldScript::kana ||
          unit.script == FoldScript::hangul);
}

bool quote(char32_t point) noexcept {
  return point == 0x2018 || point == 0x2019 || point == 0x201B || point == 0x2032 || point == 0x00B4 ||
         point == '`';
}

}  // namespace

void fold_text(std::string_view text, FoldedText& out, FoldMode mode) noexcept {
  out.text.clear();
  out.source.clear();
  FoldReader reader(text);
  FoldUnit unit;
  while (reader.next(unit)) {
    if (turns_direction(unit.point)) continue;
    char encoded[4];
    std::string_view piece = unit.latin;
    if (kept(unit, mode)) piece = {encoded, write_utf8(unit.point, encoded)};
    if (quote(unit.point)) piece = "'";
    const bool letter = unit.kind == FoldKind::letter || unit.kind == FoldKind::consonant ||
                        unit.kind == FoldKind::vowel_sign;
    if (piece.empty() && !letter) piece = " ";
    for (const char c : piece) {
      const bool space = c == ' ';
      if (space && (out.text.empty() || out.text.back() == ' ')) continue;
      out.text.push_back(c);
      out.source.push_back(unit.begin);
    }
  }
  if (!out.text.empty() && out.text.back() == ' ') {
    out.text.pop_back();
    out.source.pop_back();
  }
  out.source.push_back(static_cast<std::uint32_t>(text.size()));
}

std::string fold(std::string_view text, FoldMode mode) {
  FoldedText folded;
  fold_text(text, folded, mode);
  return folded.text;
}

}  // namespace ordergate::matchers
