#include "matchers/names/fit/changed_names.h"

#include <algorithm>
#include <cctype>
#include <random>
#include <vector>

namespace ordergate::matchers::fit {

namespace {

using Words = std::vector<std::string>;

bool letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }  // of ASCII

class Change {
 public:
  Change(std::string_view name, std::uint64_t seed) : name_(name), random_(seed) {}

  [[nodiscard]] std::string in(std::size_t way) {
    switch (way) {
      case 0:
        return other_case();
      case 1:
        return typed(1);
      case 2:
        return typed(2);
      case 3:
        return swapped_letters();
      case 4:
        return turned();
      case 5:
        return without_a_word();
      case 6:
        return name_ + pick({" Ltd", " LLC", " Co., Ltd.", " Group", " GmbH"});
      case 7:
        return with_an_initial();
      case 8:
        return joined();
      case 9:
        return parted();
      case 10:
        return name_.substr(0, 35);
      default:
        return respelled();
    }
  }

 private:
  std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }
  std::string pick(const Words& from) { return from[below(from.size())]; }

  [[nodiscard]] Words words() const {
    Words out;
    for (std::size_t at = 0; at < name_.size();) {
      const std::size_t end = std::min(name_.find(' ', at), name_.size());
      if (end > at) out.push_back(name_.substr(at, end - at));
      at = end + 1;
    }
    return out;
  }
  static std::string together(const Words& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
  }

  /// Where a letter stands that has others on both sides; npos when there is none.
  std::size_t inside_a_word() {
    std::vector<std::size_t> places;
    for (std::size_t i = 1; i + 1 < name_.size(); ++i)
      if (letter(name_[i - 1]) && letter(name_[i]) && letter(name_[i + 1])) places.push_back(i);
    return places.empty() ? std::string::npos : places[below(places.size())];
  }

  std::string other_case() {
    std::string out;
    const bool lower = below(2) == 0;
    for (const char c : name_) {
      if (c == ',' || c == '.') continue;
      const auto byte = static_cast<unsigned char>(c);
      out += static_cast<char>(lower ? std::tolower(byte) : std::toupper(byte));
    }
    return out;
  }

  std::string typed(int errors) {
    for (; errors > 0; --errors) {
      const std::size_t at = inside_a_word();
      if (at == std::string::npos) break;
      const char other = static_cast<char>('a' + below(26));
      switch (below(3)) {
        case 0:
          name_.erase(at, 1);
          break;
        case 1:
          name_.insert(at, 1, other);
          break;
        default:
          name_[at] = other;
      }
    }
    return name_;
  }

  std::string swapped_letters() {
    const std::size_t at = inside_a_word();
    if (at != std::string::npos) std::swap(name_[at], name_[at + 1]);
    return name_;
  }

  std::string turned() {
    Words all = words();
    std::rotate(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(below(all.size())), all.end());
    return together(all);
  }

  std::string without_a_word() {
    Words all = words();
    if (all.size() < 3) return name_;
    // What says least stands last in a company's name.
    const std::size_t at = below(2) == 0 ? all.size() - 1 : below(all.size());
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(at));
    return together(all);
  }

  std::string with_an_initial() {
    Words all = words();
    if (all.size() < 3) return name_;
    std::string& word = all[1 + below(all.size() - 1)];
    if (letter(word[0])) word = word.substr(0, 1) + ".";
    return together(all);
  }

  std::string joined() {
    std::vector<std::size_t> spaces;
    for (std::size_t i = 0; i < name_.size(); ++i)
      if (name_[i] == ' ') spaces.push_back(i);
    if (!spaces.empty()) name_.erase(spaces[below(spaces.size())], 1);
    return name_;
  }

  std::string parted() {
    const std::size_t at = inside_a_word();
    if (at != std::string::npos) name_.insert(at, " ");
    return name_;
  }

  /// As another transliteration would have it: every one of a kind of letters.
  std::string respelled() {
    struct Spelling {
      std::string_view from, to;
    };
    constexpr Spelling kSpellings[] = {{"ou", "u"}, {"OU", "U"}, {"ei", "i"}, {"y", "i"},  {"Y", "I"},
                                       {"kh", "h"}, {"q", "k"},  {"Q", "K"},  {"KH", "H"}, {"ee", "i"},
                                       {"ss", "s"}, {"SS", "S"}, {"ll", "l"}, {"w", "v"},  {"W", "V"},
                                       {"u", "ou"}, {"i", "ee"}, {"I", "EE"}};
    const std::size_t first = below(std::size(kSpellings));
    for (std::size_t i = 0; i < std::size(kSpellings); ++i) {
      const Spelling& spelling = kSpellings[(first + i) % std::size(kSpellings)];
      const std::size_t at = name_.find(spelling.from);
      if (at == std::string::npos) continue;
      return name_.replace(at, spelling.from.size(), spelling.to);
    }
    return name_;
  }

  std::string name_;
  std::mt19937_64 random_;
};

}  // namespace

std::string changed_name(std::string_view name, std::size_t way, std::uint64_t seed) {
  return Change(name, seed).in(way);
}

}  // namespace ordergate::matchers::fit
