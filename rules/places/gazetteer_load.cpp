#include <charconv>
#include <optional>
#include <string>

#include "base/certainty.h"
#include "rules/places/gazetteer.h"
#include "tables/csv.h"
#include "tables/text_parts.h"

namespace ordergate::rules {
namespace {

std::optional<Region> parse_region(std::string_view text) {
  if (text.empty() || text == "country") return Region::none;
  if (text == "Crimea") return Region::crimea;
  if (text == "so-called DNR") return Region::donetsk;
  if (text == "so-called LNR") return Region::luhansk;
  if (text == "caution") return Region::caution;
  return std::nullopt;
}

std::optional<std::uint16_t> parse_kind(std::string_view kind) {
  static constexpr std::pair<std::string_view, std::uint16_t> kKinds[] = {
      {"street_before", Gazetteer::kStreetBefore},
      {"street_after", Gazetteer::kStreetAfter},
      {"admin", Gazetteer::kAdmin},
      {"not", Gazetteer::kNot},
      {"not_behind", Gazetteer::kNotBehind},
      {"join", Gazetteer::kJoin},
      {"handling", Gazetteer::kHandling},
      {"origin", Gazetteer::kOrigin},
      {"to", Gazetteer::kTo},
      {"buyer", Gazetteer::kBuyer},
      {"post", Gazetteer::kPost},
      {"look_alike", Gazetteer::kLookAlike}};
  for (const auto& [word, meaning] : kKinds)
    if (word == kind) return meaning;
  return std::nullopt;
}

/// Bytes of the folded letters: a character of Chinese, Japanese or Korean is three.
std::size_t letters_of(std::string_view name) {
  std::size_t letters = 0;
  for (const char c : matchers::fold(name, matchers::FoldMode::keep_cjk))
    letters += (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80U) != 0 ? 1 : 0;
  return letters;
}

/// Two syllables of Korean stand inside many words.
bool hangul(std::string_view name) {
  return !name.empty() && static_cast<unsigned char>(name.front()) >= 0xEA &&
         static_cast<unsigned char>(name.front()) <= 0xED;
}

constexpr std::size_t kHangulMin = 9;   // bytes of three syllables
constexpr std::size_t kLettersMin = 4;  // a shorter name says too little inside other words

}  // namespace

class GazetteerLoader {
 public:
  GazetteerLoader(const tables::DataFiles& files, const CountryTable& countries)
      : files_(files), countries_(countries) {}

  Result<Gazetteer> load() {
    if (Status read = places("places.csv"); !read) return read.error();
    if (Status read = places("place_regions.csv"); !read) return read.error();
    add_countries();
    if (Status read = words(); !read) return read.error();
    if (Status read = postal(); !read) return read.error();
    gazetteer_.index_.build();
    Result<ContactPlaces> contacts = ContactPlaces::load(files_, countries_);
    if (!contacts) return contacts.error();
    gazetteer_.contacts_ = std::move(contacts).value();
    return std::move(gazetteer_);
  }

 private:
  template <typename Add>
  Status each_row(std::string_view file, Add&& add) {
    Result<std::string> text = files_.read(file);
    if (!text) return text.error();
    Result<tables::CsvTable> table = tables::CsvTable::parse(text.value(), files_.path(file));
    if (!table) return table.error();
    for (const tables::CsvRecord& row : table.value().rows) {
      std::string wrong =
          add([&](std::string_view name) { return std::string_view(table.value().field(row, name)); });
      if (wrong.empty() && !parse_certainty(table.value().field(row, "certainty")))
        wrong = "certainty must be confirmed, recalled or unsure";
      if (!wrong.empty()) return Error{files_.path(file) + ":" + std::to_string(row.line) + ": " + wrong};
    }
    return Done{};
  }

  void add(Gazetteer::Place place, std::string_view names, bool alone) {
    place.alone = alone;
    const auto value = static_cast<std::uint32_t>(gazetteer_.places_.size());
    place.is_country = place.is_country && !alone;
    gazetteer_.places_.push_back(place);
    place.alone = true;
    const auto only_alone = static_cast<std::uint32_t>(gazetteer_.places_.size());
    bool used = alone;
    for (const std::string& name : tables::split_parts(names, '|')) {
      const bool short_one = (!place.is_country && letters_of(name) < kLettersMin) ||
                             (hangul(name) && letters_of(name) < kHangulMin);
      used = used || short_one;
      gazetteer_.index_.add(short_one && !alone ? only_alone : value, name);
    }
    if (used && !alone) gazetteer_.places_.push_back(place);
  }

  Status places(std::string_view file) {
    return each_row(file, [&](const auto& field) -> std::string {
      Gazetteer::Place place;
      place.country = CountryCode::parse(field("country"));
      const std::optional<Region> region = parse_region(field("region"));
      if (!countries_.exists(place.country)) return "country has no row in countries.csv";
      if (!region) return "region must be Crimea, so-called DNR, so-called LNR, caution, country or empty";
      place.region = *region;
      for (const std::string& code : tables::split_parts(field("elsewhere"), ' ')) {
        if (!CountryCode::parse(code).known()) return "elsewhere: " + code + " is no country code";
        place.elsewhere.push_back(CountryCode::parse(code));
      }
      if (field("region") == "country") {
        same_names_.push_back({place.country, std::string(field("names")), place.elsewhere});
        return {};
      }
      add(place, field("names"), false);
      if (!field("alone").empty()) add(place, field("alone"), true);
      return {};
    });
  }

  void add_countries() {
    for (const CountryRow& row : countries_.rows()) {
      Gazetteer::Place place;
      place.country = row.code;
      place.is_country = true;
      for (const SameName& same : same_names_)
        if (same.country == row.code) place.elsewhere = same.elsewhere;
      std::string names = row.name + "|" + row.ear_name;
      for (const std::string& alias : row.aliases)
        if (letters_of(alias) >= 3) names += "|" + alias;
      add(place, names, false);
    }
  }

  Status words() {
    std::vector<std::pair<std::string, std::uint16_t>> phrases;
    std::vector<std::pair<CountryCode, std::string>> demonyms, countries;
    Status read = each_row("place_words.csv", [&](const auto& field) -> std::string {
      if (field("kind") == "demonym" || field("kind") == "country") {
        if (!countries_.exists(CountryCode::parse(field("country"))))
          return "country has no row in countries.csv";
        (field("kind") == "country" ? countries : demonyms)
            .emplace_back(CountryCode::parse(field("country")), field("words"));
        return {};
      }
      const std::optional<std::uint16_t> meaning = parse_kind(field("kind"));
      if (!meaning) return "no such kind of word";
      for (const std::string& word : tables::split_parts(field("words"), '|'))
        phrases.emplace_back(word, *meaning);
      return {};
    });
    if (!read) return read;
    for (const bool demonym : {true, false})
      for (const auto& [country, names] : demonym ? demonyms : countries) {
        Gazetteer::Place place;
        place.country = country;
        place.demonym = demonym;
        place.is_country = !demonym;
        add(place, names, false);
      }
    for (const auto& [word, meaning] : phrases) {
      gazetteer_.index_.add(static_cast<std::uint32_t>(Gazetteer::kPhrases + gazetteer_.phrases_.size()),
                            word);
      gazetteer_.phrases_.push_back(meaning);
    }
    return Done{};
  }

  Status postal() {
    return each_row("place_postal.csv", [&](const auto& field) -> std::string {
      Gazetteer::Postal range;
      const std::optional<Region> region = parse_region(field("region"));
      const auto number = [](std::string_view text, std::uint32_t& out) {
        const auto end = std::from_chars(text.data(), text.data() + text.size(), out);
        return end.ec == std::errc() && end.ptr == text.data() + text.size();
      };
      if (!region || *region == Region::none) return "region must be one of Ukraine's";
      if (!number(field("from"), range.from) || !number(field("to"), range.to) || range.to < range.from)
        return "from and to must be postal codes";
      range.region = *region;
      gazetteer_.postal_.push_back(range);
      return {};
    });
  }

  struct SameName {
    CountryCode country;
    std::string name;
    std::vector<CountryCode> elsewhere;
  };
  const tables::DataFiles& files_;
  const CountryTable& countries_;
  Gazetteer gazetteer_;
  std::vector<SameName> same_names_;
};

Result<Gazetteer> Gazetteer::load(const tables::DataFiles& files, const CountryTable& countries) {
  return GazetteerLoader(files, countries).load();
}

}  // namespace ordergate::rules
