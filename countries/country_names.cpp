#include "countries/country_names.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/hash.h"
#include "base/hash_map.h"
#include "base/trim.h"
#include "countries/embedded.h"
#include "rules/ear/embedded.h"
#include "tables/csv.h"

namespace ordergate {
namespace {

constexpr std::size_t kNameBytesMax = 160;

// The base letter of U+00C0..U+017F; '*' where there is none. Two letters for ae, oe, ss, ij are
// written as their first, which suffices for country names.
constexpr std::string_view kBaseLetters =
    "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo*ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooo"
    "rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// Appends what one character folds to; returns its length in bytes.
std::size_t fold_character(std::string_view rest, char* out, std::size_t& used) noexcept {
  const auto byte = static_cast<unsigned char>(rest[0]);
  if (byte < 0x80) {
    const bool upper = byte >= 'A' && byte <= 'Z';
    const bool word = upper || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
    if (word) {
      out[used++] = static_cast<char>(upper ? byte + 32 : byte);
    } else if (byte != '\'' && used != 0 && out[used - 1] != ' ') {
      out[used++] = ' ';
    }
    return 1;
  }
  if (byte >= 0xC3 && byte <= 0xC5 && rest.size() > 1) {
    const std::size_t point =
        (static_cast<std::size_t>(byte & 0x1FU) << 6U) | (static_cast<unsigned char>(rest[1]) & 0x3FU);
    const char letter = point - 0xC0 < kBaseLetters.size() ? kBaseLetters[point - 0xC0] : '*';
    out[used++] = letter == '*' ? ' ' : letter;
    return 2;
  }
  if (rest.substr(0, 3) == "\xE2\x80\x99") return 3;  // right single quotation mark
  if (byte == 0xD0 && rest.size() > 1) {              // Cyrillic capitals
    const auto next = static_cast<unsigned char>(rest[1]);
    const bool capital = next >= 0x90 && next <= 0xAF;
    const bool high = capital && next >= 0xA0;
    out[used++] = high ? '\xD1' : '\xD0';
    out[used++] = static_cast<char>(high ? next - 0x20 : (capital ? next + 0x20 : next));
    return 2;
  }
  out[used++] = rest[0];
  return 1;
}

/// Case, accents and punctuation taken away; empty when the name is longer than any that is known.
std::string_view folded(std::string_view text, std::array<char, kNameBytesMax>& room) noexcept {
  if (text.size() > room.size()) return {};
  std::size_t used = 0;
  while (!text.empty()) text.remove_prefix(fold_character(text, room.data(), used));
  if (used != 0 && room[used - 1] == ' ') --used;
  return {room.data(), used};
}

/// Names and codes by hash, made once; read-only afterwards.
class NameTable {
 public:
  NameTable() : names_(kSlots) {
    read(embedded_file(countries::embedded_files(), "data/written_names.csv"));
    read(embedded_file(rules_ear::embedded_files(), "countries.csv"));
    read_towns(embedded_file(rules_ear::embedded_files(), "places.csv"));
    for (const Name& name : names_)
      if (const CountryCode code = CountryCode::parse(name.text); code.known()) codes_[code.index()] = true;
  }

  [[nodiscard]] CountryCode find(std::string_view name, bool or_town = true) const noexcept {
    const Name& known = names_[slot(name)];
    return known.text == name && (or_town || !known.town) ? known.country : CountryCode{};
  }

  [[nodiscard]] bool is_country(CountryCode code) const noexcept { return codes_[code.index()]; }
  [[nodiscard]] CountryCode numbered(std::size_t number) const noexcept {
    return number < numbers_.size() ? numbers_[number] : CountryCode{};
  }

 private:
  struct Name {
    std::string text;
    CountryCode country;
    bool alias = false;
    bool town = false;  // an alias that is a town of that country, and not all of it
  };
  static constexpr std::size_t kSlots = 16384;

  template <typename Each>
  static void each_row(std::string_view csv, Each&& each) {
    tables::CsvReader reader(csv);
    tables::CsvRecord record;
    OG_CHECK(reader.next(record) == tables::CsvStep::record);
    const tables::CsvHeader header(record);
    while (reader.next(record) == tables::CsvStep::record)
      each([&](std::string_view column) { return header.field(record, column); });
  }

  void read(std::string_view csv) {
    each_row(csv, [this](const auto& field) {
      const CountryCode country = CountryCode::parse(field("code"));
      // Codes stand beside the names, which are lower-case.
      for (const std::string_view code : {field("code"), field("alpha3")}) add(code, country, false);
      if (const std::string_view digits = field("numeric"); digits.size() == 3)
        numbers_[static_cast<std::size_t>(digits[0] - '0') * 100 +
                 static_cast<std::size_t>(digits[1] - '0') * 10 + static_cast<std::size_t>(digits[2] - '0')] =
            country;
      for (const std::string_view column : {"name", "ear_name", "aliases"})
        each_name(field(column), [&](std::string_view name) { add(name, country, column == "aliases"); });
    });
  }

  void read_towns(std::string_view csv) {
    each_row(csv, [this](const auto& field) {
      const CountryCode country = CountryCode::parse(field("country"));
      for (const std::string_view column : {"names", "alone"})
        each_name(field(column), [&](std::string_view name) {
          Name& known = names_[slot(name)];
          if (known.text == name && known.alias && known.country == country) known.town = true;
        });
    });
  }

  template <typename Each>
  static void each_name(std::string_view names, Each&& each) {
    for (bool more = !names.empty(); more;) {
      const std::size_t end = names.find('|');
      std::array<char, kNameBytesMax> room;
      each(folded(names.substr(0, end), room));
      more = end != std::string_view::npos;
      if (more) names.remove_prefix(end + 1);
    }
  }

  /// The first to bear a name keeps it.
  void add(std::string_view name, CountryCode country, bool alias) {
    Name& place = names_[slot(name)];
    if (name.empty() || !place.text.empty()) return;
    place = {std::string(name), country, alias, false};
    OG_CHECK(++count_ * 2 < kSlots);
  }

  /// Where the name is, or the free slot where it would be.
  [[nodiscard]] std::size_t slot(std::string_view name) const noexcept {
    return probe(kSlots, hash64(name),
                 [&](std::size_t at) { return names_[at].text.empty() || names_[at].text == name; });
  }

  std::vector<Name> names_;
  std::array<bool, kCountryIndexCount> codes_{};  // alpha-2, of those that are some country's
  std::array<CountryCode, 1000> numbers_;
  std::size_t count_ = 0;
};

const NameTable& table() noexcept {
  static const NameTable made;
  return made;
}

}  // namespace

CountryCode country_from_folded(std::string_view folded) noexcept { return table().find(folded, false); }

CountryCode country_from_number(int number) noexcept {
  return number < 0 ? CountryCode{} : table().numbered(static_cast<std::size_t>(number));
}

CountryCode country_from_name(std::string_view text) noexcept {
  text = trim(text, " \t", " \t.");
  if (const CountryCode code = CountryCode::parse(text); code.known()) {
    if (text == "UK") return CountryCode::parse("GB");
    return table().is_country(code) ? code : CountryCode{};
  }
  if (text.size() == 3) {
    if (const CountryCode code = table().find(text); code.known()) return code;
  }
  std::array<char, kNameBytesMax> room;
  return table().find(folded(text, room));
}

}  // namespace ordergate
