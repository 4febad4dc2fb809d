// What single texts of a list mean: dates, kinds, countries at the end of an address.
#include <algorithm>
#include <charconv>
#include <iterator>

#include "countries/country_names.h"
#include "lists/entry_builder.h"
#include "lists/text.h"
#include "matchers/names/lexicon.h"

namespace ordergate::lists {
namespace {

constexpr int kYearMin = 1900;
constexpr int kYearMax = 2100;
constexpr int kYearSpanMax = 25;  // a longer span of birth years says nothing

/// The number that `text` is, or -1.
int number(std::string_view text) {
  int value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : -1;
}

int month_number(std::string_view word) {
  static constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (word.size() < 3) return -1;
  const std::size_t at = kMonths.find(ascii_lower(word.substr(0, 3)));
  return at == std::string_view::npos || at % 3 != 0 ? -1 : static_cast<int>(at / 3) + 1;
}

std::optional<Date> real_day(int year, int month, int day) {
  if (year < kYearMin || year > kYearMax || month < 1 || day < 1) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year{year},
                                        std::chrono::month{static_cast<unsigned>(month)},
                                        std::chrono::day{static_cast<unsigned>(day)}};
  if (!ymd.ok()) return std::nullopt;
  return Date::from_ymd(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

std::vector<std::string_view> words(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> result;
  for (std::size_t at = text.find_first_not_of(separators); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
    result.push_back(text.substr(at, end - at));
    at = text.find_first_not_of(separators, end);
  }
  return result;
}

/// Every plausible year that stands in the text by itself.
std::vector<int> years_in(std::string_view text) {
  std::vector<int> years;
  for (const std::string_view word : words(text, " \t,;./-()")) {
    const int year = word.size() == 4 ? number(word) : -1;
    if (year >= kYearMin && year <= kYearMax) years.push_back(year);
  }
  return years;
}

int year_of(Date date) {
  const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{date.days}}};
  return static_cast<int>(ymd.year());
}

bool is_wide(unsigned char lead, unsigned char next) noexcept {
  // Kana, Han and Hangul: U+3040..U+9FFF and U+AC00..U+D7AF, by their UTF-8 lead bytes.
  return (lead == 0xE3 && next >= 0x81) || (lead >= 0xE4 && lead <= 0xE9) || (lead >= 0xEA && lead <= 0xED);
}

}  // namespace

std::optional<Date> read_date(std::string_view text, bool month_first) {
  text = meaningful(text);
  if (const auto iso = parse_date(text.substr(0, 10)); iso && (text.size() == 10 || text[10] == 'T'))
    return iso;
  const std::vector<std::string_view> part = words(text, " ,/.-");
  if (part.size() != 3) return std::nullopt;
  if (part[0].size() == 4) return real_day(number(part[0]), number(part[1]), number(part[2]));
  const int named = month_number(part[1]);
  if (named > 0) return real_day(number(part[2]), named, number(part[0]));
  if (month_number(part[0]) > 0) return real_day(number(part[2]), month_number(part[0]), number(part[1]));
  const int first = number(part[0]);
  const int second = number(part[1]);
  return real_day(number(part[2]), month_first ? first : second, month_first ? second : first);
}

void EntryBuilder::add_birth_date(std::string_view text) {
  text = meaningful(text);
  const auto add_year = [&](int year) {
    auto& years = entry_.birth_years;
    const auto value = static_cast<std::int16_t>(year);
    if (std::find(years.begin(), years.end(), value) == years.end()) years.push_back(value);
  };
  if (const std::optional<Date> date = read_date(text)) {
    auto& dates = entry_.birth_dates;
    if (std::find(dates.begin(), dates.end(), *date) == dates.end()) dates.push_back(*date);
    add_year(year_of(*date));
    return;
  }
  const std::vector<int> years = years_in(text);
  if (years.empty()) return;
  const bool about =
      contains_word(text, "circa") || contains_word(text, "approx") || contains_word(text, "c.");
  const auto [low, high] = std::minmax_element(years.begin(), years.end());
  if (*high - *low > kYearSpanMax) return;
  for (int year = *low - (about ? 1 : 0); year <= *high + (about ? 1 : 0); ++year) add_year(year);
}

PartyKind read_kind(std::string_view word) {
  const std::string kind = ascii_lower(trim(word));
  const auto any = [&](std::initializer_list<std::string_view> known) {
    return std::find(known.begin(), known.end(), kind) != known.end();
  };
  if (any({"individual", "person", "natural person", "human"})) return PartyKind::person;
  if (any({"entity", "company", "organization", "organisation", "enterprise", "business", "bank"})) {
    return PartyKind::company;
  }
  if (any({"vessel", "ship"})) return PartyKind::vessel;
  if (any({"aircraft", "plane"})) return PartyKind::aircraft;
  if (any({"government", "public body", "state"})) return PartyKind::government;
  if (any({"address", "address_only"})) return PartyKind::address_only;
  return PartyKind::unknown;
}

ListedName::Role read_alias_role(std::string_view mark) {
  std::string letters = ascii_lower(mark);
  letters.erase(std::remove(letters.begin(), letters.end(), '.'), letters.end());
  const bool former = matchers::Lexicon::builtin().is_plain(letters, matchers::PlainUse::former_name_marked);
  return former ? ListedName::Role::former : ListedName::Role::strong_alias;
}

int word_count(std::string_view name) {
  int count = 0;
  for (const std::string_view word : words(name, " \t-.,()'\"/&")) {
    int wide = 0;
    for (std::size_t i = 0; i + 1 < word.size(); ++i) {
      if (is_wide(static_cast<unsigned char>(word[i]), static_cast<unsigned char>(word[i + 1]))) ++wide;
    }
    count += wide >= 4 ? 2 : 1;
  }
  return count;
}

CountryCode country_at_end(std::string_view address) {
  const std::size_t last = address.rfind(',');
  if (last == std::string_view::npos) return country_from_name(address);
  if (const CountryCode code = country_from_name(address.substr(last + 1)); code.known()) return code;
  // "Korea, North", "Virgin Islands, British", "Congo, Democratic Republic of the"
  if (last == 0) return {};
  const std::size_t before = address.rfind(',', last - 1);
  return country_from_name(address.substr(before == std::string_view::npos ? 0 : before + 1));
}

bool is_address_label(std::string_view text) {
  const std::vector<std::string_view> part = words(text, " \t.:#");
  return part.size() == 2 && ascii_lower(part[0]) == "address" && number(part[1]) >= 0;
}

bool reads_as_address(std::string_view text) {
  static constexpr std::string_view kStarts[] = {"room",    "rm",       "flat",    "unit",  "suite",
                                                 "shop",    "office",   "floor",   "block", "no",
                                                 "address", "address:", "building"};
  static constexpr std::string_view kPlaces[] = {"road",   "rd",     "street",   "st",    "avenue",
                                                 "ave",    "lane",   "house",    "tower", "plaza",
                                                 "centre", "center", "building", "bldg",  "floor"};
  const std::string lower = ascii_lower(text);
  const std::vector<std::string_view> part = words(lower, " \t,.;/#-");
  if (part.size() < 3 || lower.find_first_of("0123456789") == std::string::npos) return false;
  const auto in = [](auto& list, std::string_view word) {
    return std::find(std::begin(list), std::end(list), word) != std::end(list);
  };
  const bool starts = in(kStarts, part[0]) || number(part[0]) >= 0;
  return starts &&
         std::any_of(part.begin(), part.end(), [&](std::string_view word) { return in(kPlaces, word); });
}

bool reads_as_organization(std::string_view name) {
  static constexpr std::string_view kWords[] = {
      "institute",   "university",   "academy",    "college",       "group",      "holding",
      "holdings",    "factory",      "plant",      "laboratory",    "center",     "centre",
      "bureau",      "ministry",     "department", "trading",       "technology", "technologies",
      "electronics", "industries",   "industry",   "international", "shipping",   "logistics",
      "airlines",    "airways",      "aviation",   "engineering",   "enterprise", "enterprises",
      "systems",     "organization", "foundation", "association"};
  using matchers::PlainUse;
  const matchers::Lexicon& lexicon = matchers::Lexicon::builtin();
  std::string lower = ascii_lower(name);
  lower.erase(std::remove(lower.begin(), lower.end(), '.'), lower.end());
  const std::vector<std::string_view> part = words(lower, " \t,;/()-\"'&");
  if (part.size() > 1 && lexicon.is_plain(part.back(), PlainUse::legal_last)) return true;
  return std::any_of(part.begin(), part.end(), [&](std::string_view word) {
    return lexicon.is_plain(word, PlainUse::legal_anywhere) ||
           std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
  });
}

}  // namespace ordergate::lists
