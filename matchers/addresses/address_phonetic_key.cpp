// How an address word sounds.
#include "base/hash.h"
#include "matchers/addresses/address_parse.h"

namespace ordergate::matchers {
namespace {

/// Appends `c` unless it repeats the last one.
void append_sound(char c, char* out, std::size_t& size) noexcept {
  if (size == 0 || out[size - 1] != c) out[size++] = c;
}

bool is_vowel(char c) noexcept {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y' || c == 'w';
}

char single_sound(char c) noexcept {
  if (c == 'q' || c == 'c') return 'k';
  return c == 'z' ? 's' : c;
}

/// Could two letters be written for one sound?
bool starts_pair(char first, char second) noexcept {
  switch (second) {
    case 'h':
      return true;
    case 's':
      return first == 't' || first == 'k';
    case 'z':
      return first == 't' || first == 'd';
    case 'c':
      return first == 's' || first == 't';
    case 'k':
      return first == 'c';
    default:
      return false;
  }
}

/// One sound for the letters at `rest`; gives how many letters it took.
std::size_t next_sound(std::string_view rest, char& sound) noexcept {
  static constexpr struct {
    std::string_view letters;
    char sound;
  } kPairs[] = {{"shch", 's'}, {"sch", 's'}, {"dzh", 'j'}, {"tch", 'c'}, {"kh", 'h'}, {"gh", 'h'},
                {"zh", 'j'},   {"sh", 's'},  {"ch", 'c'},  {"ts", 'c'},  {"tz", 'c'}, {"ph", 'f'},
                {"th", 't'},   {"dh", 'd'},  {"ck", 'k'},  {"ks", 'x'}};
  if (rest.size() < 2 || !starts_pair(rest[0], rest[1])) {
    sound = single_sound(rest[0]);
    return 1;
  }
  for (const auto& pair : kPairs) {
    if (rest.substr(0, pair.letters.size()) == pair.letters) {
      sound = pair.sound;
      return pair.letters.size();
    }
  }
  sound = single_sound(rest[0]);
  return 1;
}

}  // namespace

std::uint64_t address_phonetic_key(std::string_view word) noexcept {
  char sounds[64];
  std::size_t size = 0;
  std::string_view rest = word.substr(0, 60);
  bool first = true;
  while (!rest.empty()) {
    char sound = rest[0];
    const std::size_t taken = next_sound(rest, sound);
    if (!is_vowel(sound)) {
      append_sound(sound, sounds, size);
    } else if (first) {
      sounds[size++] = 'a';
    }
    first = false;
    rest.remove_prefix(taken);
  }
  // Too little is left to tell words apart: the word itself.
  return size < 3 ? hash64(word) : hash64({sounds, size}, 1);
}

}  // namespace ordergate::matchers
