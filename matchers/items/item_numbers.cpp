#include "matchers/items/item_numbers.h"

#include <algorithm>

namespace ordergate::matchers {
namespace {

constexpr std::uint32_t kCountMax = 100'000;
constexpr std::uint32_t kUnitsMax = 10'000;
constexpr std::size_t kSizeBytesMax = 16;  // "1,536 GB"
constexpr std::array<std::string_view, 9> kLotUnits = {"pcs",  "pc",  "pack",  "pieces", "units",
                                                       "unit", "lot", "cards", "ea"};

constexpr bool digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool letter(char c) noexcept { return c >= 'a' && c <= 'z'; }

/// The number that ends before `end`, with single spaces inside when it is spelled digit by digit.
struct Number {
  std::uint32_t value = 0;
  std::uint32_t begin = 0;
  bool found = false;
};

Number number_before(std::string_view text, std::uint32_t end) noexcept {
  std::uint32_t begin = end;
  while (begin > 0 && digit(text[begin - 1])) --begin;
  if (end - begin == 1)  // "8 0 G B": digits one by one
    while (begin >= 2 && text[begin - 1] == ' ' && digit(text[begin - 2]) &&
           (begin == 2 || !digit(text[begin - 3])))
      begin -= 2;
  Number number{0, begin, end > begin};
  for (std::uint32_t i = begin; i < end && number.value <= kCountMax; ++i)
    if (digit(text[i])) number.value = number.value * 10 + static_cast<std::uint32_t>(text[i] - '0');
  return number;
}

Number number_at(std::string_view text, std::uint32_t begin, std::uint32_t& end) noexcept {
  end = begin;
  Number number{0, begin, false};
  while (end < text.size() && digit(text[end])) {
    if (number.value <= kCountMax)
      number.value = number.value * 10 + static_cast<std::uint32_t>(text[end] - '0');
    number.found = true;
    ++end;
  }
  return number;
}

bool word_at(std::string_view text, std::size_t at, std::string_view word) noexcept {
  if (!text.substr(at).starts_with(word)) return false;
  return at + word.size() == text.size() || !letter(text[at + word.size()]);
}

std::uint32_t skip(std::string_view text, std::uint32_t at, std::string_view separators) noexcept {
  while (at < text.size() && separators.find(text[at]) != std::string_view::npos) ++at;
  return at;
}

}  // namespace

namespace {

/// The end of a word for gigabytes whose first letter stands at `g`: "GB", "G B", "gigs", "Go"; `g` + 1 for
/// the letter alone.
std::uint32_t gigabytes_end(std::string_view folded, std::uint32_t g) noexcept {
  const std::string_view rest = folded.substr(g);
  for (const std::string_view word : {"gigabytes", "gigabyte", "gigs", "gig", "gb", "go"})
    if (rest.starts_with(word)) return g + static_cast<std::uint32_t>(word.size());
  return rest.starts_with("g b") ? g + 3 : g + 1;  // "8 0 G B"
}

}  // namespace

MemorySizes find_memory_sizes(std::string_view folded) noexcept {
  MemorySizes found;
  for (std::size_t g = folded.find('g'); g != std::string_view::npos && found.count < found.sizes.size();
       g = folded.find('g', g + 1)) {
    const std::uint32_t end = gigabytes_end(folded, static_cast<std::uint32_t>(g));
    if (end < folded.size() && letter(folded[end])) continue;
    auto before = static_cast<std::uint32_t>(g);
    if (before > 0 && (folded[before - 1] == ' ' || folded[before - 1] == '-')) --before;
    const Number number = number_before(folded, before);
    if (!number.found || number.value < 2 || number.value > 20'000) continue;
    if (number.begin > 0 && folded[number.begin - 1] == '.') continue;  // "1.5 GB"
    found.sizes[found.count++] = {number.value, number.begin, end};
  }
  return found;
}

namespace {

/// "8-GPU", "8x GPU", "8卡": how many of `word`. 1: not said.
std::uint32_t count_before(std::string_view folded, std::string_view word) noexcept {
  for (std::size_t at = folded.find(word); at != std::string_view::npos; at = folded.find(word, at + 1)) {
    auto before = static_cast<std::uint32_t>(at);
    while (before > 0 &&
           (folded[before - 1] == ' ' || folded[before - 1] == '-' || folded[before - 1] == 'x'))
      --before;
    const Number number = number_before(folded, before);
    const bool whole = number.begin == 0 || !letter(folded[number.begin - 1]);
    if (number.found && whole && number.value >= 2 && number.value <= 1024) return number.value;
  }
  return 1;
}

}  // namespace

std::uint32_t find_count(std::string_view folded, std::uint32_t begin, std::uint32_t end) noexcept {
  std::uint32_t count = 1;
  std::uint32_t at = begin;
  for (int factors = 0; factors < 3; ++factors) {  // "2x8x MI300X"
    while (at > 0 && (folded[at - 1] == ' ' || folded[at - 1] == '(')) --at;
    if (at == 0 || (folded[at - 1] != 'x' && folded[at - 1] != '*')) break;
    std::uint32_t stop = at - 1;
    while (stop > 0 && folded[stop - 1] == ' ') --stop;
    const Number number = number_before(folded, stop);
    if (!number.found || number.value == 0 || number.value > kCountMax / count) break;
    count *= number.value;
    at = number.begin;
  }
  if (count > 1) return count;
  std::uint32_t after = skip(folded, end, " -_");
  for (const MemorySize& size : find_memory_sizes(folded.substr(after, kSizeBytesMax)))  // "H100 80GB x8"
    if (size.begin == 0) after = skip(folded, after + size.end, " -_");
  if (after < folded.size() && (folded[after] == 'x' || folded[after] == '*')) {  // "H100 x8"
    std::uint32_t stop = 0;
    const Number number = number_at(folded, skip(folded, after + 1, " "), stop);
    const bool size = stop < folded.size() && folded[stop] == 'g';
    const std::string_view rest = folded.substr(stop);
    const bool lanes = rest.starts_with(" pci") || rest.starts_with(" lane");  // "x16 PCIe"
    if (number.found && !size && !lanes && number.value >= 1 && number.value <= 1024) return number.value;
  }
  return std::max(count_before(folded, "gpu"), count_before(folded, "\u5361"));
}

std::uint32_t find_lot(std::string_view folded) noexcept {
  for (std::uint32_t at = 0; at < folded.size(); ++at) {
    const bool starts = at == 0 || (!letter(folded[at - 1]) && !digit(folded[at - 1]));
    if (!starts) continue;
    std::uint32_t stop = 0;
    for (const std::string_view lead : {"lot of ", "set of ", "pack of ", "qty ", "qty: ", "qty:",
                                        "quantity ", "quantity: ", "bundle of ", "box of "}) {
      if (folded[at] != lead[0] || !folded.substr(at).starts_with(lead)) continue;
      const Number number = number_at(folded, at + static_cast<std::uint32_t>(lead.size()), stop);
      if (number.found && number.value >= 1 && number.value <= kCountMax) return number.value;
    }
    if (!digit(folded[at])) continue;
    const Number number = number_at(folded, at, stop);
    const std::uint32_t unit = skip(folded, stop, " -");
    for (const std::string_view word : kLotUnits)
      if (number.value >= 1 && number.value <= kCountMax && word_at(folded, unit, word)) return number.value;
    at = stop > at ? stop - 1 : at;
  }
  return 1;
}

std::uint32_t number_ending(std::string_view folded, std::uint32_t end) noexcept {
  if (end > 0 && (folded[end - 1] == ' ' || folded[end - 1] == '-')) --end;
  const Number number = number_before(folded, end);
  // "RTX 4090 cards" are no 4,090 cards, "A100 units" no hundred.
  const bool whole =
      number.begin == 0 || (!letter(folded[number.begin - 1]) && folded[number.begin - 1] != '.' &&
                            folded[number.begin - 1] != '-');
  return number.found && whole && number.value <= kUnitsMax ? number.value : 0;
}

std::uint32_t number_beginning(std::string_view folded, std::uint32_t begin) noexcept {
  std::uint32_t stop = 0;
  const Number number = number_at(folded, skip(folded, begin, " :.=x"), stop);
  const bool size = stop < folded.size() && (folded[stop] == 'g' || folded[stop] == '.');
  return number.found && !size && number.value <= kUnitsMax ? number.value : 0;
}

bool has_laptop_processor(std::string_view folded) noexcept {
  for (std::size_t h = folded.find('h'); h != std::string_view::npos; h = folded.find('h', h + 1)) {
    const Number number = number_before(folded, static_cast<std::uint32_t>(h));
    const auto digits = static_cast<std::uint32_t>(h) - number.begin;
    if (!number.found || digits < 3 || digits > 5) continue;
    const std::string_view rest = folded.substr(h + 1);
    const bool lead = number.begin == 0 || !letter(folded[number.begin - 1]);
    const bool ends = rest.empty() || !letter(rest[0]);
    // "185H", "14900HX", "9955HX3D", "290HX+"; "100h" alone is too common.
    if (lead && rest.starts_with("x") && (rest.size() == 1 || !letter(rest[1]))) return true;
    if (lead && ends && digits >= 3 && number.value >= 155 && number.value != 200 && number.value != 240 &&
        number.value != 500 && number.value != 720 && number.value != 1000)
      return true;
  }
  return false;
}

}  // namespace ordergate::matchers
