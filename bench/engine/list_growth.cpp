#include "bench/engine/list_growth.h"

#include <cctype>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/hash.h"
#include "bench/engine/random.h"

namespace ordergate::bench {
namespace {

constexpr std::size_t kCommonFrom = 100;  // names that share a word which stays as it is
constexpr std::size_t kWordBytesMin = 4;
constexpr std::string_view kVowels = "aeiou";
constexpr std::string_view kConsonants = "bcdfghjklmnprstvz";

bool is_letter(char c) noexcept { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
char lower(char c) noexcept { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

/// Calls use(begin, size) for every run of ASCII letters that no other script adjoins.
template <typename Use>
void each_word(std::string_view text, Use use) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    bool ascii = true;
    while (end < text.size() && (is_letter(text[end]) || static_cast<unsigned char>(text[end]) >= 0x80)) {
      ascii = ascii && is_letter(text[end]);
      ++end;
    }
    if (ascii && end - at >= kWordBytesMin) use(at, end - at);
    at = end == at ? at + 1 : end;
  }
}

std::string lowered(std::string_view word) {
  std::string result(word);
  for (char& c : result) c = lower(c);
  return result;
}

class Grower {
 public:
  explicit Grower(const std::vector<lists::ListFile>& files) {
    for (const lists::ListFile& file : files)
      for (const lists::ListEntry& entry : file.entries)
        for (const lists::ListedName& name : entry.names)
          each_word(name.text, [&](std::size_t at, std::size_t size) {
            ++names_with_[lowered(std::string_view(name.text).substr(at, size))];
          });
  }

  [[nodiscard]] lists::ListEntry copy_of(const lists::ListEntry& entry, unsigned copy) const {
    lists::ListEntry made = entry;
    for (lists::ListedName& name : made.names) change(name.text, copy);
    for (lists::ListedAddress& address : made.addresses) change(address.text, copy);
    for (lists::ListedIdentifier& identifier : made.identifiers) identifier.value += std::to_string(copy);
    if (!made.id.empty()) made.id += '-' + std::to_string(copy);
    return made;
  }

 private:
  void change(std::string& text, unsigned copy) const {
    each_word(text, [&](std::size_t at, std::size_t size) {
      const std::string word = lowered(std::string_view(text).substr(at, size));
      const auto known = names_with_.find(word);
      if (known != names_with_.end() && known->second >= kCommonFrom) return;
      Random random(hash64(word) ^ copy);
      for (std::size_t i = at; i < at + size; ++i) {
        const bool vowel = kVowels.find(lower(text[i])) != std::string_view::npos;
        const char changed = random.pick(vowel ? kVowels : kConsonants);
        text[i] = text[i] == lower(text[i])
                      ? changed
                      : static_cast<char>(std::toupper(static_cast<unsigned char>(changed)));
      }
    });
  }

  std::unordered_map<std::string, std::size_t> names_with_;
};

}  // namespace

void grow_lists(std::vector<lists::ListFile>& files, unsigned factor) {
  const Grower grower(files);
  for (lists::ListFile& file : files) {
    const std::size_t original = file.entries.size();
    file.entries.reserve(original * factor);
    for (unsigned copy = 1; copy < factor; ++copy)
      for (std::size_t i = 0; i < original; ++i)
        file.entries.push_back(grower.copy_of(file.entries[i], copy));
    file.names *= factor;
    file.addresses *= factor;
  }
}

}  // namespace ordergate::bench
