#include "matchers/text/plain_text.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace ordergate::matchers {
namespace {

constexpr std::size_t kTagBytesMax = 4096;
constexpr std::size_t kEntityBytesMax = 12;

constexpr bool letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Tags after which the word goes on.
bool inside_word(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 26> kNames = {
      "a", "abbr", "b",    "bdi",   "big",  "code",   "del",    "em",  "font", "i",  "ins", "kbd", "mark",
      "q", "s",    "samp", "small", "span", "strike", "strong", "sub", "sup",  "tt", "u",   "var", "wbr"};
  std::array<char, 8> folded{};
  if (name.empty() || name.size() > folded.size()) return false;
  std::transform(name.begin(), name.end(), folded.begin(), lower);
  return std::find(kNames.begin(), kNames.end(), std::string_view(folded.data(), name.size())) !=
         kNames.end();
}

/// The next place of a mark, found once however often it is asked for: keeps the whole linear.
class NextMark {
 public:
  NextMark(std::string_view text, std::string_view mark) noexcept : text_(text), mark_(mark) {}
  /// The first place at or after `from`, which never goes back; npos when there is none.
  [[nodiscard]] std::size_t after(std::size_t from) noexcept {
    if (at_ != std::string_view::npos && (!looked_ || at_ < from)) at_ = text_.find(mark_, from);
    looked_ = true;
    return at_;
  }

 private:
  std::string_view text_, mark_;
  std::size_t at_ = 0;
  bool looked_ = false;
};

struct Marks {
  NextMark tag_end, comment_end;
};

/// The end of the tag or comment at `at` (0: none) and whether the word goes on.
std::size_t tag_end(std::string_view text, std::size_t at, Marks& marks, bool& joins) noexcept {
  const bool comment = text.substr(at).starts_with("<!--");
  std::size_t close = 0;
  if (comment) {
    close = marks.comment_end.after(at + 4);
    joins = true;
  } else {
    const std::size_t begin = at + (at + 1 < text.size() && text[at + 1] == '/' ? 2 : 1);
    std::size_t end = begin;
    while (end < text.size() && (letter(text[end]) || (text[end] >= '1' && text[end] <= '6' && end > begin)))
      ++end;
    if (end == begin) return 0;
    joins = inside_word(text.substr(begin, end - begin));
    close = marks.tag_end.after(end);
  }
  if (close == std::string_view::npos || close - at > kTagBytesMax) return 0;
  return close + (comment ? 3 : 1);
}

char32_t numeric_entity(std::string_view digits) noexcept {
  const bool hex = !digits.empty() && lower(digits[0]) == 'x';
  if (hex) digits.remove_prefix(1);
  if (digits.empty()) return 0;
  char32_t value = 0;
  for (const char c : digits) {
    char32_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<char32_t>(c - '0');
    } else if (hex && lower(c) >= 'a' && lower(c) <= 'f') {
      digit = static_cast<char32_t>(lower(c) - 'a' + 10);
    } else {
      return 0;
    }
    value = value * (hex ? 16 : 10) + digit;
    if (value > 0x10FFFF) return 0;
  }
  return value >= 0xD800 && value <= 0xDFFF ? 0 : value;
}

char32_t named_entity(std::string_view name) noexcept {
  struct Named {
    std::string_view name;
    char32_t point;
  };
  constexpr std::array<Named, 16> kNamed = {{{"amp", '&'},
                                             {"lt", '<'},
                                             {"gt", '>'},
                                             {"quot", '"'},
                                             {"apos", '\''},
                                             {"nbsp", ' '},
                                             {"shy", 0x00AD},
                                             {"zwnj", 0x200C},
                                             {"zwj", 0x200D},
                                             {"thinsp", ' '},
                                             {"ensp", ' '},
                                             {"emsp", ' '},
                                             {"ndash", '-'},
                                             {"mdash", '-'},
                                             {"times", 'x'},
                                             {"trade", ' '}}};
  for (const Named& entity : kNamed)
    if (entity.name == name) return entity.point;
  return 0;
}

/// The character at the start of `text`, "&...;", and its length (0: no entity).
std::size_t entity_length(std::string_view text, char32_t& point) noexcept {
  std::size_t end = 1;
  while (end < text.size() && end <= kEntityBytesMax && text[end] != ';' &&
         (letter(text[end]) || text[end] == '#' || (text[end] >= '0' && text[end] <= '9')))
    ++end;
  const std::string_view name = text.substr(1, end - 1);
  point = name.starts_with('#') ? numeric_entity(name.substr(1)) : named_entity(name);
  if (point == 0) return 0;
  return end < text.size() && text[end] == ';' ? end + 1 : end;  // browsers forgive a missing ';'
}

void append(PlainText& out, char32_t point, std::size_t source) noexcept {
  char bytes[4];
  const std::size_t size = write_utf8(point, bytes);
  out.text.append(bytes, size);
  out.source.insert(out.source.end(), size, static_cast<std::uint32_t>(source));
}

}  // namespace

bool has_markup(std::string_view text) noexcept {
  return text.find('<') != std::string_view::npos || text.find('&') != std::string_view::npos;
}

void plain_text(std::string_view text, PlainText& out) noexcept {
  out.text.clear();
  out.source.clear();
  Marks marks{{text, ">"}, {text, "-->"}};
  for (std::size_t at = 0; at < text.size();) {
    bool joins = false;
    char32_t point = 0;
    if (text[at] == '<') {
      if (const std::size_t end = tag_end(text, at, marks, joins); end > 0) {
        if (!joins) append(out, ' ', at);
        at = end;
        continue;
      }
    } else if (text[at] == '&') {
      if (const std::size_t length = entity_length(text.substr(at), point); length > 0) {
        append(out, point, at);
        at += length;
        continue;
      }
    }
    out.text.push_back(text[at]);
    out.source.push_back(static_cast<std::uint32_t>(at));
    ++at;
  }
  out.source.push_back(static_cast<std::uint32_t>(text.size()));
}

}  // namespace ordergate::matchers
