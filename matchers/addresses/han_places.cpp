#include "matchers/addresses/han_places.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "matchers/addresses/embedded.h"
#include "matchers/text/fold.h"

namespace ordergate::matchers {
namespace {

constexpr std::size_t kNameMax = 12;     // characters
constexpr std::size_t kUnitsMax = 1024;  // characters of an address that are looked at

bool east_asian(const FoldUnit& unit) noexcept {
  return unit.script == FoldScript::han || unit.script == FoldScript::kana;
}

struct Name {
  std::u32string characters;
  std::string latin;
  bool japanese = false;
  bool certain = false;  // met nowhere but in Japan
  bool hong_kong = false;
};

/// Reads "latin = characters, characters". Made once, before main; read-only afterwards.
class Table {
 public:
  Table() {
    std::string_view rest = embedded_file(matchers_addresses::embedded_files(), "data/han_places.txt");
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      read_line(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    std::sort(names_.begin(), names_.end(), [](const Name& a, const Name& b) {
      if (a.characters[0] != b.characters[0]) return a.characters[0] < b.characters[0];
      return a.characters.size() != b.characters.size() ? a.characters.size() > b.characters.size()
                                                        : a.characters < b.characters;
    });
    for (std::uint32_t i = 0; i < names_.size(); ++i) first_.emplace(names_[i].characters[0], i);
  }

  /// Does a name start here that stands nowhere but in Japan?
  [[nodiscard]] bool certain_at(const char32_t* text, std::size_t count) const noexcept {
    const Name* const name = longest(text, count, {false, true});
    return name != nullptr && name->certain;
  }

  struct Where {
    bool behind_digit = false, in_japan = false;
  };
  [[nodiscard]] const Name* longest(const char32_t* text, std::size_t count, Where where) const noexcept {
    const auto at = first_.find(text[0]);
    if (at == first_.end()) return nullptr;
    for (std::size_t i = at->second; i < names_.size() && names_[i].characters[0] == text[0]; ++i) {
      const Name& name = names_[i];
      const std::size_t size = name.characters.size();
      const bool counts = (size > 1 || where.behind_digit) && (!name.japanese || where.in_japan);
      if (counts && size <= count && std::equal(text, text + size, name.characters.begin())) return &name;
    }
    return nullptr;
  }

 private:
  void read_line(std::string_view line) {
    if (line.starts_with('[')) {
      certain_ = line == "[surely japan]";
      japanese_ = certain_ || line == "[japan]";
      hong_kong_ = line == "[hong kong]";
    }
    const std::size_t equals = line.find(" = ");
    if (line.starts_with('#') || equals == std::string_view::npos) return;
    std::u32string characters;
    const auto add = [&] {
      if (!characters.empty() && characters.size() <= kNameMax)
        names_.push_back({characters, std::string(line.substr(0, equals)), japanese_, certain_, hong_kong_});
      characters.clear();
    };
    FoldReader reader(line.substr(equals + 3));
    FoldUnit unit;
    while (reader.next(unit)) {
      if (east_asian(unit)) {
        characters.push_back(unit.point);
      } else {
        add();
      }
    }
    add();
  }

  std::vector<Name> names_;  // by the first character, the longest first
  std::unordered_map<char32_t, std::uint32_t> first_;
  bool japanese_ = false, certain_ = false, hong_kong_ = false;
};

const Table kTable;

/// Characters of the text, with the source bytes of each.
struct Units {
  std::array<char32_t, kUnitsMax> points;  // ' ' for what is no character of East Asia, '0' for a digit
  std::array<std::uint32_t, kUnitsMax + 1> begin;
  std::size_t count = 0;
  bool japanese = false;

  [[nodiscard]] const Name* name_at(std::size_t i) const noexcept {
    if (points[i] == U' ' || points[i] == U'0') return nullptr;
    return kTable.longest(&points[i], count - i, {digit_at(i - 1), japanese});
  }
  /// Also before the first one: none is there.
  [[nodiscard]] bool digit_at(std::size_t i) const noexcept { return i < count && points[i] == U'0'; }
};

void read_units(std::string_view text, Units& units) noexcept {
  constexpr char32_t kPostalMark = 0x3012;
  FoldReader reader(text);
  FoldUnit unit;
  while (units.count < kUnitsMax && reader.next(unit)) {
    units.japanese = units.japanese || unit.script == FoldScript::kana || unit.point == kPostalMark;
    const char32_t other = unit.kind == FoldKind::digit ? U'0' : U' ';
    units.points[units.count] = east_asian(unit) ? unit.point : other;
    units.begin[units.count++] = unit.begin;
    units.begin[units.count] = unit.end;
  }
  for (std::size_t i = 0; i < units.count && !units.japanese; ++i)
    units.japanese = kTable.certain_at(&units.points[i], units.count - i);
}

class Writer {
 public:
  explicit Writer(WrittenOut& out) : out_(out) {
    out_.size = 0;
    out_.japanese = false;
    out_.hong_kong = false;
    out_.completeness = Completeness::complete;
  }
  void add(std::string_view text) noexcept {
    const std::size_t room = out_.bytes.size() - out_.size;
    if (text.size() > room) out_.completeness = Completeness::over_bound;
    const std::string_view fits = text.substr(0, room);
    std::copy(fits.begin(), fits.end(), out_.bytes.begin() + static_cast<std::ptrdiff_t>(out_.size));
    out_.size += fits.size();
  }
  /// "-" joins numbers and stands for nothing elsewhere.
  void add_name(const Name& name, bool number_follows) noexcept {
    out_.japanese = out_.japanese || name.japanese;
    out_.hong_kong = out_.hong_kong || name.hong_kong;
    if (name.latin == "-") return add(number_follows ? "-" : " ");
    add(" ");
    add(name.latin);
    add(" ");
  }

 private:
  WrittenOut& out_;
};

}  // namespace

bool write_out_han(std::string_view text, WrittenOut& out) noexcept {
  // Characters of East Asia take three bytes or more, from E2 on.
  const bool any =
      std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE3; });
  if (!any) return false;
  Units units;
  read_units(text, units);
  Writer writer(out);
  std::uint32_t written = 0;  // source bytes
  bool found = false;
  for (std::size_t i = 0; i < units.count;) {
    const Name* const name = units.name_at(i);
    if (name == nullptr) {
      ++i;
      continue;
    }
    found = true;
    writer.add(text.substr(written, units.begin[i] - written));
    i += name->characters.size();
    written = units.begin[i];
    writer.add_name(*name, units.digit_at(i));
  }
  writer.add(text.substr(written));
  return found;
}

}  // namespace ordergate::matchers
