#include "matchers/text/repair.h"

#include <algorithm>
#include <array>

#include "matchers/text/composed.h"

namespace ordergate::matchers {
namespace {

constexpr std::size_t kBytesMax = 4096;  // longer fields are no names; they are searched as they stand
constexpr std::size_t kWordMin = 4;      // letters of a word that shows what alphabet was meant

int hex(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The byte that Windows-1252 shows as `point`, -1: none.
int byte_1252(char32_t point) noexcept {
  constexpr std::array<char32_t, 32> kUpper = {
      0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  if (point >= 0x80 && point <= 0xFF) return static_cast<int>(point);
  const auto* const at = std::find(kUpper.begin(), kUpper.end(), point);
  return at == kUpper.end() ? -1 : static_cast<int>(at - kUpper.begin()) + 0x80;
}

bool undo_percent(std::string_view text, std::string& out) noexcept {
  bool changed = false;
  out.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0;
    if (!escape) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
    i += 2;
    changed = true;
  }
  return changed;
}

/// "YÄ±ldÄ±z": runs of characters whose bytes are UTF-8.
bool undo_utf8(std::string_view text, std::string& out) noexcept {
  bool changed = false;
  out.clear();
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      out += text[at++];
      continue;
    }
    std::array<char, 8> bytes{};
    std::size_t count = 0;
    std::size_t end = at;
    std::size_t wanted = 0;
    while (end < text.size() && count < 4 && (wanted == 0 || count < wanted)) {
      const Decoded decoded = decode_utf8(text, end);
      const int byte = decoded.point < 0x80 ? -1 : byte_1252(decoded.point);
      if (byte < 0) break;
      if (count == 0) wanted = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 0;
      if (wanted == 0 || (count > 0 && (byte & 0xC0) != 0x80)) break;
      bytes[count++] = static_cast<char>(byte);
      end += decoded.bytes;
    }
    if (wanted != 0 && count == wanted && decode_utf8({bytes.data(), count}, 0).bytes == count) {
      out.append(bytes.data(), count);
      changed = true;
      at = end;
      continue;
    }
    const std::size_t size = std::max<std::size_t>(decode_utf8(text, at).bytes, 1);
    out.append(text.substr(at, size));
    at += size;
  }
  return changed;
}

/// What Windows-1251 writes where Windows-1252 has `point`; 0: no letter.
char32_t cyrillic_1251(char32_t point) noexcept {
  if (point >= 0xC0 && point <= 0xFF) return point - 0xC0 + 0x410;
  if (point == 0xA8) return 0x401;
  return point == 0xB8 ? char32_t{0x451} : char32_t{0};
}

/// "Ìàëûøåâ": words of nothing but accented letters.
bool undo_1251(std::string_view text, std::string& out) noexcept {
  const auto word_end = [&](std::size_t at, std::size_t& letters) {
    letters = 0;
    while (at < text.size()) {
      const Decoded decoded = decode_utf8(text, at);
      if (cyrillic_1251(decoded.point) == 0) break;
      at += decoded.bytes;
      ++letters;
    }
    // A word that goes on in plain letters is written with accents.
    const bool plain = at < text.size() && ((text[at] | 0x20) >= 'a' && (text[at] | 0x20) <= 'z');
    if (plain) letters = 0;
    return at;
  };
  bool meant = false;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t letters = 0;
    const bool starts = at == 0 || !((text[at - 1] | 0x20) >= 'a' && (text[at - 1] | 0x20) <= 'z');
    const std::size_t end = word_end(at, letters);
    meant = meant || (starts && letters >= kWordMin);
    at = std::max(end, at + 1);
  }
  if (!meant) return false;
  out.clear();
  for (std::size_t at = 0; at < text.size();) {
    const Decoded decoded = decode_utf8(text, at);
    const char32_t letter = cyrillic_1251(decoded.point);
    const std::size_t size = std::max<std::size_t>(decoded.bytes, 1);
    if (letter == 0) {
      out.append(text.substr(at, size));
    } else {
      char encoded[4];
      out.append(encoded, write_utf8(letter, encoded));
    }
    at += size;
  }
  return true;
}

bool latin_letter(char c) noexcept { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

/// The Latin letter that a character of another script is drawn like; 0: none.
char drawn_like(char32_t point) noexcept {
  constexpr struct {
    char32_t point;
    char letter;
  } kDrawn[] = {{U'工', 'I'}, {U'エ', 'I'}, {U'ｴ', 'I'},  {U'丨', 'I'}, {U'口', 'O'}, {U'ロ', 'O'},
                {U'〇', 'O'}, {U'日', 'B'}, {U'丁', 'T'}, {U'卜', 'T'}, {U'人', 'A'}, {U'八', 'A'},
                {U'山', 'W'}, {U'乙', 'Z'}, {U'己', 'E'}, {U'匚', 'C'}, {U'ㄥ', 'L'}, {U'乂', 'X'},
                {U'丫', 'Y'}, {U'凵', 'U'}, {U'尺', 'R'}, {U'厂', 'F'}, {U'卩', 'P'}, {U'门', 'N'},
                {U'几', 'N'}, {U'大', 'A'}, {U'干', 'T'}, {U'王', 'E'}};
  for (const auto& row : kDrawn) {
    if (row.point == point) return row.letter;
  }
  return '\0';
}

/// A letter or digit of neither Latin nor a script that mixes with it in honest names.
bool stranger(char32_t point) noexcept {
  const bool sign =
      (point >= 0x2000 && point <= 0x2BFF) || (point >= 0x2E00 && point <= 0x303F && point != U'〇') ||
      (point >= 0xE000 && point <= 0xFF65) || point >= 0x1F000 || (point >= 0x1E00 && point <= 0x1EFF);
  return point >= 0x370 && !sign;
}

}  // namespace

bool repair_text(std::string_view text, RepairedText& out) noexcept {
  if (text.empty() || text.size() > kBytesMax) return false;
  bool high = false;
  bool marks = false;
  for (const char c : text) {
    high = high || static_cast<unsigned char>(c) >= 0xC2;
    marks = marks || c == '&' || c == '%' || c == '<';
  }
  if (!high && !marks) return false;
  bool changed = false;
  out.escaped = false;
  out.text.assign(text);
  const auto step = [&](auto&& undo) {
    if (!undo(std::string_view(out.text), out.before)) return;
    out.text.swap(out.before);
    changed = true;
  };
  if (marks && has_markup(out.text)) {
    plain_text(out.text, out.plain);
    if (out.plain.text != out.text) {
      out.text.assign(out.plain.text);
      changed = true;
    }
  }
  if (marks) step(undo_percent);
  out.escaped = changed;
  if (high) {
    step(undo_utf8);
    step(undo_1251);
  }
  return changed;
}

bool replace_stranger(std::string_view text, std::string& out) noexcept {
  const bool plain = std::none_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; });
  if (plain || text.size() > kBytesMax) return false;
  bool changed = false;
  out.clear();
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    std::size_t letters = 0;
    std::size_t strangers = 0;
    std::size_t where = 0;
    std::size_t size = 0;
    while (end < text.size()) {
      const Decoded decoded = decode_utf8(text, end);
      const bool other = stranger(decoded.point);
      if (!other && !latin_letter(text[end])) break;
      if (other) {
        ++strangers;
        where = end;
        size = decoded.bytes;
      } else {
        ++letters;
      }
      end += std::max<std::size_t>(decoded.bytes, 1);
    }
    if (end == at) {
      out += text[at++];
      continue;
    }
    const bool east = size == 3 && static_cast<unsigned char>(text[where]) >= 0xE3;  // written without spaces
    const bool inside = where > at && where + size < end;
    if (letters >= 2 && strangers == 1 && (inside || !east)) {
      const char drawn = drawn_like(decode_utf8(text, where).point);
      out.append(text.substr(at, where - at));
      if (drawn != '\0') out += drawn;
      out.append(text.substr(where + size, end - where - size));
      changed = true;
    } else {
      out.append(text.substr(at, end - at));
    }
    at = end;
  }
  return changed;
}

}  // namespace ordergate::matchers
