#include "matchers/items/spelled_numbers.h"

#include <charconv>

namespace ordergate::matchers {
namespace {

constexpr std::uint32_t kWordGapMax = 2;
constexpr std::uint32_t kValueMax = 99'999;

constexpr bool digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool letter(char c) noexcept { return c >= 'a' && c <= 'z'; }

/// One number as its words come in: "forty ninety" is 40 and 90 side by side, "一百" one times a hundred.
class Spelling {
 public:
  explicit Spelling(std::string& out) noexcept : out_(out) {}

  void add(std::uint32_t value) noexcept {
    const bool multiplies = value == 100 || value == 1000 || value == kTimesTen;
    if (multiplies) {
      total_ += (open_ ? value_ : 1) * (value == kTimesTen ? 10 : value);
      multiplied_ = true;
      open_ = false;
    } else if (multiplied_ && value == 0) {
      return;  // "五千零九十"
    } else if (open_ && value_ >= 20 && value_ % 10 == 0 && value > 0 && value < 10) {
      value_ += value;
    } else {
      if (open_) write();
      value_ = value;
      open_ = true;
    }
    if (total_ > kValueMax) write();
  }
  void write() noexcept {
    if (!open_ && !multiplied_) return;
    char digits[12];
    const std::uint32_t number = total_ + (open_ ? value_ : 0);
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
    total_ = value_ = 0;
    open_ = multiplied_ = false;
  }

 private:
  static constexpr std::uint32_t kTimesTen = 1010;  // "十", which "ten" is not
  std::string& out_;
  std::uint32_t total_ = 0, value_ = 0;
  bool open_ = false, multiplied_ = false;
};

/// "H一百", "H hundred": one letter, alone, right before.
bool behind_letter(std::string_view text, std::uint32_t begin) noexcept {
  std::uint32_t at = begin;
  while (at > 0 && begin - at < kWordGapMax && (text[at - 1] == ' ' || text[at - 1] == '-')) --at;
  if (at == 0 || !letter(text[at - 1])) return false;
  return at == 1 || (!letter(text[at - 2]) && !digit(text[at - 2]));
}

}  // namespace

bool write_digits(const TextView& folded, std::span<const ItemMention> mentions,
                  FoldedText& written) noexcept {
  written.text.clear();
  written.source.clear();
  std::uint32_t from = 0;
  const auto copy_to = [&](std::uint32_t end) {
    written.text.append(folded.text.substr(from, end - from));
    written.source.insert(written.source.end(), folded.source.begin() + from, folded.source.begin() + end);
  };
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    if (!mentions[i].has(WordClass::number) || mentions[i].begin < from) continue;
    std::size_t last = i;
    std::uint32_t words = 1;
    for (std::size_t next = i + 1; next < mentions.size(); ++next) {
      if (!mentions[next].has(WordClass::number) || mentions[next].begin < mentions[last].end) continue;
      if (mentions[next].begin - mentions[last].end > kWordGapMax) break;
      last = next;
      ++words;
    }
    if (words == 1 && !behind_letter(folded.text, mentions[i].begin)) continue;
    copy_to(mentions[i].begin);
    Spelling number(written.text);
    for (std::size_t word = i; word <= last; ++word)
      if (mentions[word].has(WordClass::number) &&
          (word == i || mentions[word].begin >= mentions[word - 1].end))
        number.add(mentions[word].amount);
    number.write();
    written.source.resize(written.text.size(), folded.source[mentions[i].begin]);
    from = mentions[last].end;
  }
  if (from == 0) return false;
  copy_to(static_cast<std::uint32_t>(folded.text.size()));
  written.source.push_back(folded.source[folded.text.size()]);
  return true;
}

}  // namespace ordergate::matchers
