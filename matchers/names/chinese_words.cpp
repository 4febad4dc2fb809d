#include "matchers/names/chinese_words.h"

#include <algorithm>
#include <array>

#include "matchers/names/embedded.h"
#include "matchers/text/fold.h"

namespace ordergate::matchers {

/// Reads the data file: "english = 汉语, 汉语".
class ChineseWordsReader {
 public:
  void read(std::string_view text, ChineseWords& out) {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      line(text.substr(0, end), out);
      if (end == std::string_view::npos) break;
      text.remove_prefix(end + 1);
    }
    std::sort(out.words_.begin(), out.words_.end(), [](const auto& a, const auto& b) {
      if (a.han[0] != b.han[0]) return a.han[0] < b.han[0];
      return a.han.size() != b.han.size() ? a.han.size() > b.han.size() : a.han < b.han;
    });
    for (std::uint32_t i = 0; i < out.words_.size(); ++i) out.first_.emplace(out.words_[i].han[0], i);
  }

 private:
  void line(std::string_view line, ChineseWords& out) {
    const std::size_t equals = line.find(" = ");
    if (line.starts_with("[parties]")) parties_ = true;
    if (line.starts_with('#') || equals == std::string_view::npos) return;
    const std::string_view english = line.substr(0, equals);
    std::u32string han;
    const auto add = [&] {
      if (!han.empty() && han.size() <= ChineseWords::kCharactersMax)
        out.words_.push_back({han, std::string(english), parties_});
      han.clear();
    };
    FoldReader reader(line.substr(equals + 3));
    FoldUnit unit;
    while (reader.next(unit)) {
      if (unit.script == FoldScript::han) {
        han.push_back(unit.point);
      } else {
        add();
      }
    }
    add();
  }

  bool parties_ = false;  // names, not vocabulary
};

const ChineseWords& ChineseWords::builtin() {
  static const ChineseWords words = [] {
    ChineseWords made;
    ChineseWordsReader{}.read(embedded_file(matchers_names::embedded_files(), "data/chinese_words.txt"),
                              made);
    return made;
  }();
  return words;
}

const ChineseWords::Word* ChineseWords::longest(const char32_t* text, std::size_t count) const noexcept {
  const auto at = first_.find(text[0]);
  if (at == first_.end()) return nullptr;
  for (std::size_t i = at->second; i < words_.size() && words_[i].han[0] == text[0]; ++i) {
    const std::u32string& han = words_[i].han;
    if (han.size() <= count && std::equal(han.begin(), han.end(), text)) return &words_[i];
  }
  return nullptr;
}

bool ChineseWords::has(std::string_view text) const noexcept {
  std::array<char32_t, kTextMax> points;
  std::size_t count = 0;
  FoldReader reader(text);
  FoldUnit unit;
  while (count < points.size() && reader.next(unit)) {
    points[count++] = unit.script == FoldScript::han ? unit.point : U' ';
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Word* const word = points[i] == U' ' ? nullptr : longest(&points[i], count - i);
    if (word != nullptr && word->han.size() > 1) return true;
  }
  return false;
}

std::string_view ChineseWords::party(std::string_view text) const noexcept {
  std::array<char32_t, kTextMax> points;
  std::size_t count = 0;
  FoldReader reader(text);
  FoldUnit unit;
  while (count < points.size() && reader.next(unit))
    points[count++] = unit.script == FoldScript::han ? unit.point : U' ';
  for (std::size_t i = 0; i < count; ++i) {
    const Word* const word = points[i] == U' ' ? nullptr : longest(&points[i], count - i);
    if (word == nullptr) continue;
    if (word->party && word->han.size() > 1) return word->english;
    i += word->han.size() - 1;
  }
  return {};
}

void ChineseWords::write(std::string_view text, std::string& out) const noexcept {
  std::array<FoldUnit, kTextMax> units;
  std::array<char32_t, kTextMax> points;
  std::size_t count = 0;
  FoldReader reader(text);
  while (count < units.size() && reader.next(units[count])) {
    points[count] = units[count].script == FoldScript::han ? units[count].point : U'\0';
    ++count;
  }
  const auto space = [&] {
    if (!out.empty() && out.back() != ' ') out += ' ';
  };
  bool spelled = false;  // the last character stands in pinyin: the next one joins it
  for (std::size_t i = 0; i < count; ++i) {
    if (points[i] == U'\0') {
      if (spelled) space();
      spelled = false;
      out += units[i].latin.empty() ? std::string_view(" ") : units[i].latin;
      continue;
    }
    const Word* const word = longest(&points[i], count - i);
    if (word == nullptr) {
      if (!spelled) space();
      out += units[i].latin;
      spelled = true;
      continue;
    }
    space();
    out += word->english;
    out += ' ';
    spelled = false;
    i += word->han.size() - 1;
  }
}

}  // namespace ordergate::matchers
