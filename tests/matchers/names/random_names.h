// Names that tests draw: of few syllables, so that many are near each other, and of words of every role.
#pragma once

#include <cstddef>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace ordergate::matchers::test {

inline std::string syllables(std::mt19937& random) {
  constexpr const char* kPieces[] = {"mo",   "ham",  "ad",   "ov",  "ka",  "ri", "shi", "zen",
                                     "tra",  "ding", "ltd",  "co",  "al",  "ab", "du",  "la",
                                     "tech", "no",   "logy", "hua", "wei", "3",  "x"};
  std::string name;
  const unsigned words = 1 + random() % 4;
  for (unsigned w = 0; w < words; ++w) {
    if (w > 0) name += random() % 8 == 0 ? ", " : " ";
    const unsigned pieces = 1 + random() % 4;
    for (unsigned p = 0; p < pieces; ++p) name += kPieces[random() % std::size(kPieces)];
  }
  return name;
}

/// One random change of letters, or none.
inline std::string mistyped(std::string name, std::mt19937& random) {
  if (name.empty()) return name;
  const std::size_t at = random() % name.size();
  switch (random() % 6) {
    case 0:
      name.erase(at, 1);
      break;
    case 1:
      name.insert(at, 1, static_cast<char>('a' + random() % 26));
      break;
    case 2:
      name[at] = static_cast<char>('a' + random() % 26);
      break;
    case 3:
      name.insert(at, " ");
      break;
    case 4:
      if (const std::size_t space = name.find(' '); space != std::string::npos) name.erase(space, 1);
      break;
    default:
      break;
  }
  return name;
}

inline constexpr const char* kWords[] = {
    "Zarquon",    "Vremova",     "Trading",     "International", "Shanghai",
    "Mohammed",   "Ali",         "Holdings",    "Limited",       "GmbH",
    "Kimberly",   "Zarkuon",     "Institut",    "bin",           "Vladimir",
    "Petrovich",  "No",          "7",           "Petrov",        "Northern",
    "Technology", "华为",        "Иван",        "Star",          "Zarquom",
    "Vremov",     "Tradnig",     "V.",          "Mexico",        "S.A.",
    "Stars",      "Abdul Hamid", "8",           "Haqqani",       "and",
    "Logistics",  "Osman",       "Ibrahimovich"};

inline std::string words(std::mt19937& random) {
  std::string name = kWords[random() % std::size(kWords)];
  for (std::size_t more = random() % 4; more > 0; --more)
    name += " " + std::string(kWords[random() % std::size(kWords)]);
  return name;
}

/// One word dropped, added, put elsewhere, misspelled, cut off or left to its initial.
inline std::string reworded(const std::string& name, std::mt19937& random) {
  std::vector<std::string> words;
  std::istringstream in(name);
  for (std::string word; in >> word;) words.push_back(word);
  if (words.empty()) return name;
  const std::size_t at = random() % words.size();
  switch (random() % 6) {
    case 0:
      if (words.size() > 1) words.erase(words.begin() + static_cast<std::ptrdiff_t>(at));
      break;
    case 1:
      words.insert(words.begin() + static_cast<std::ptrdiff_t>(at), kWords[random() % std::size(kWords)]);
      break;
    case 2:
      std::swap(words[at], words[random() % words.size()]);
      break;
    case 3:
      if (words[at].size() > 4 && static_cast<unsigned char>(words[at][0]) < 0x80) words[at].resize(4);
      break;
    case 4:
      if (static_cast<unsigned char>(words[at][0]) < 0x80) words[at] = words[at].substr(0, 1) + ".";
      break;
    default:
      if (words[at].size() > 4) std::swap(words[at][1], words[at][2]);
      break;
  }
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

/// What stands beside a name in a field or is said twice: a branch, a town, an abbreviation, an initial, a
/// word again.
inline std::string with_more(const std::string& name, std::mt19937& random) {
  constexpr const char* kMore[] = {", Kimberly Branch",
                                   " / Moscow",
                                   ", Vrem. Branch",
                                   ", Osman Head Office",
                                   " Inst.",
                                   " Zark.",
                                   ", Ziv Branch",
                                   " K.",
                                   " Z.",
                                   " Ansari",
                                   " Abdul Hamid Ansari"};
  if (random() % 3 == 0) return name;
  if (random() % 4 == 0) return name.substr(0, name.find(' ')) + " " + name;
  return name + kMore[random() % std::size(kMore)];
}

}  // namespace ordergate::matchers::test
