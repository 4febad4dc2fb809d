#include "mapping/unread.h"

#include <algorithm>
#include <array>
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
  const auto wide = [](char c) { return c == ' ' || (static_cast<unsigned char>(c) & 0x80U) != 0; };
  if (key == LooksLike::words && std::none_of(text.begin(), text.end(), wide)) return LooksLike::nothing;
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

const PathTree::Key* UnreadFinder::step(const PathTree& paths, std::string_view key) noexcept {
  for (const PathTree::Key& each : paths.keys)
    if (same_key(each.key, key)) return &each;
  return nullptr;
}

LooksLike UnreadFinder::look(const JsonTree& tree, std::uint32_t node) noexcept {
  std::uint32_t named = node;  // in a list: what the list is called
  while (named != 0 && tree[tree[named].parent].kind != JsonKind::object) named = tree[named].parent;
  const std::string_view key = tree[named].key;
  // Size and both ends tell the keys of one sender apart.
  const auto byte = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(key[i]));
  };
  const std::size_t hash =
      key.empty() ? 0
                  : key.size() * 31 + byte(0) * 7 + byte(key.size() - 1) * 131 + byte(key.size() / 2) * 521;
  Known& known = known_[hash % known_.size()];
  if (known.key != key || key.empty()) {
    known.key = key;
    known.says = key_says(key);
  }
  return looks_like(known.says, tree[node].token);
}

}  // namespace ordergate::mapping
