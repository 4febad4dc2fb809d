#include "mapping/unread.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>

#include "mapping/clerk.h"

namespace ordergate::mapping {
namespace {

struct KeyWord {
  std::string_view word;
  LooksLike looks;
};
/// Looked for in the lower-case key, first match wins: what is longer stands before what it contains.
constexpr KeyWord kKeyWords[] = {
    {"hostname", LooksLike::nothing},  {"username", LooksLike::nothing},  {"filename", LooksLike::nothing},
    {"country", LooksLike::country},   {"street", LooksLike::address},    {"address", LooksLike::address},
    {"city", LooksLike::address},      {"town", LooksLike::address},      {"postcode", LooksLike::address},
    {"company", LooksLike::name},      {"firstname", LooksLike::name},    {"lastname", LooksLike::name},
    {"organization", LooksLike::name}, {"organisation", LooksLike::name}, {"contact", LooksLike::name},
    {"attention", LooksLike::name},    {"careof", LooksLike::name},       {"consignee", LooksLike::name},
    {"customer", LooksLike::name},     {"buyer", LooksLike::name},        {"recipient", LooksLike::name},
    {"description", LooksLike::item},  {"product", LooksLike::item},      {"title", LooksLike::item},
    {"material", LooksLike::item},     {"model", LooksLike::item},        {"mpn", LooksLike::item},
    {"note", LooksLike::note},         {"comment", LooksLike::note},      {"remark", LooksLike::note},
    {"memo", LooksLike::note},         {"message", LooksLike::note},      {"instruction", LooksLike::note},
    {"purpose", LooksLike::note},      {"enduse", LooksLike::note},       {"name", LooksLike::name},
    {"text", LooksLike::note},
};

struct Letters {
  std::size_t letters = 0, digits = 0, spaces = 0, other = 0, wide = 0;
};

Letters count(std::string_view text) noexcept {
  Letters counted;
  for (const char c : text) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      ++counted.letters;
    } else if (c >= '0' && c <= '9') {
      ++counted.digits;
    } else if (c == ' ') {
      ++counted.spaces;
    } else if ((static_cast<unsigned char>(c) & 0x80U) != 0) {
      ++counted.wide;
    } else {
      ++counted.other;
    }
  }
  return counted;
}

/// Has the text a space, or a byte of another script?
bool is_spaced(std::string_view text) noexcept {
  constexpr std::uint64_t kOnes = 0x0101010101010101U, kHigh = 0x8080808080808080U;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {  // eight bytes a step
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, 8);
    const std::uint64_t spaces = bytes ^ (kOnes * ' ');  // zero where there is one
    if ((((spaces - kOnes) & ~spaces) | bytes) & kHigh) return true;
  }
  for (; at < text.size(); ++at)
    if (text[at] == ' ' || (static_cast<unsigned char>(text[at]) & 0x80U) != 0) return true;
  return false;
}

bool is_machine_text(std::string_view text) noexcept {
  if (text.find("://") != std::string_view::npos) return true;
  const std::size_t at = text.find('@');
  if (at != std::string_view::npos && text.find(' ') == std::string_view::npos) return true;
  return text.starts_with("/Date(") || read_day(text, TimeForm::written).has_value();
}

}  // namespace

std::string_view to_string(LooksLike looks) noexcept {
  constexpr std::array<std::string_view, 7> kWords = {"nothing", "name", "address", "country",
                                                      "item",    "note", "words"};
  return kWords[static_cast<std::size_t>(looks)];
}

LooksLike key_says(std::string_view key) noexcept {
  std::array<char, 64> room{};
  std::size_t size = 0;
  for (const char c : key.substr(0, room.size()))
    if (c != '_' && c != '-' && c != ' ') room[size++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  const std::string_view plain(room.data(), size);
  for (const KeyWord& known : kKeyWords)
    if (plain.find(known.word) != std::string_view::npos) return known.looks;
  return LooksLike::words;
}

LooksLike looks_like(LooksLike key, std::string_view text) noexcept {
  if (key == LooksLike::nothing || text.size() < 2) return LooksLike::nothing;
  // A key that says nothing leaves it to several words, or to letters of another script.
  if (key == LooksLike::words && !is_spaced(text)) return LooksLike::nothing;
  text = trimmed(text);
  if (says_nothing(text)) return LooksLike::nothing;
  const Letters letters = count(text);
  if (letters.letters + letters.wide < 2) return LooksLike::nothing;
  // A code under such a key ("flat_rate", "line_note") says nobody's name; one word without a sign may.
  const bool code = letters.spaces == 0 && letters.wide == 0 && text.find('_') != std::string_view::npos;
  const bool words = letters.wide > 2 || (letters.spaces > 0 && letters.letters + letters.wide > 4);
  if (code || (key == LooksLike::words && !words)) return LooksLike::nothing;
  return text == "true" || text == "false" || is_machine_text(text) ? LooksLike::nothing : key;
}

LooksLike UnreadFinder::look(const JsonTree& tree, std::uint32_t node) noexcept {
  std::uint32_t named = node;  // in a list: what the list is called
  while (named != 0 && tree[tree[named].parent].kind != JsonKind::object) named = tree[named].parent;
  const std::string_view key = tree[named].key;
  const std::uint32_t mark = tree[named].mark;
  Known& known = known_[mark * 0x9E3779B1U >> 22U];
  if (known.mark != mark || known.key != key || key.empty()) {
    known.mark = mark;
    known.key = key;
    known.says = key_says(key);
  }
  return looks_like(known.says, tree[node].token);
}

}  // namespace ordergate::mapping
