#include "rules/places/gazetteer.h"

#include <algorithm>
#include <charconv>

#include "rules/places/place_clause.h"

namespace ordergate::rules {
namespace {

constexpr std::size_t kLookBack = 5;  // words before a place that say what it is there for

bool any_of(const GazetteerScratch& scratch, std::size_t begin, std::size_t end,
            std::uint16_t meaning) noexcept {
  for (std::size_t i = begin; i < end; ++i)
    if ((scratch.meanings[i] & meaning) != 0) return true;
  return false;
}

std::size_t part_begin(const GazetteerScratch& scratch, std::size_t at) noexcept {
  const auto& words = scratch.text.words;
  while (at > 0 && words[at - 1].part == words[at].part) --at;
  return at;
}

/// One past the last word of the part that word `at` is in.
std::size_t part_end(const GazetteerScratch& scratch, std::size_t at) noexcept {
  const auto& words = scratch.text.words;
  const std::uint16_t part = words[at].part;
  while (at < words.size() && words[at].part == part) ++at;
  return at;
}

/// A number, a word of administration, or another place.
bool beside_the_point(const GazetteerScratch& scratch, std::size_t at) noexcept {
  return scratch.text.words[at].number ||
         (scratch.meanings[at] & (Gazetteer::kAdmin | Gazetteer::kCovered)) != 0;
}

}  // namespace

/// Every place and phrase; of places that begin at one word the longest, and none inside a longer one.
Completeness Gazetteer::find(const matchers::TextForms& text, GazetteerScratch& scratch) const noexcept {
  scratch.found.clear();
  if (!PlaceIndex::cut(text, scratch.text)) return Completeness::over_bound;
  const auto& words = scratch.text.words;
  scratch.meanings.assign(words.size(), 0);
  std::size_t covered = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::size_t longest = 0;
    const std::size_t before = scratch.found.size();
    index_.each(words, i, [&](const PlaceIndex::Match& match) {
      if (match.value >= kPhrases) {
        for (std::size_t w = i; w < i + match.words; ++w)
          scratch.meanings[w] |= phrases_[match.value - kPhrases];
        return;
      }
      if (i < covered && i + match.words <= covered) return;
      if (match.words < longest) return;
      if (match.words > longest) scratch.found.resize(before);
      longest = match.words;
      scratch.found.push_back({match.value, static_cast<std::uint32_t>(i), match.words, false});
    });
    covered = std::max(covered, i + longest);
  }
  for (const Found& found : scratch.found)
    for (std::size_t w = found.first; w < found.first + found.count; ++w) scratch.meanings[w] |= kCovered;
  return Completeness::complete;
}

/// Nothing else in its part: "115191 Moscow", "Yalta, Crimea".
bool Gazetteer::stands_alone(const GazetteerScratch& scratch, const Found& found) const noexcept {
  const std::size_t begin = part_begin(scratch, found.first), end = part_end(scratch, found.first);
  for (std::size_t i = begin; i < end; ++i)
    if (!beside_the_point(scratch, i)) return false;
  return true;
}

/// At the end of its part ("Valiasr Street Tehran Iran"), or at its start before a street ("Moskva ul.
/// Lesnaya 5").
bool Gazetteer::at_an_end(const GazetteerScratch& scratch, const Found& found) const noexcept {
  const std::size_t begin = part_begin(scratch, found.first), end = part_end(scratch, found.first);
  std::size_t after = found.first + found.count;
  while (after < end && beside_the_point(scratch, after)) ++after;
  if (after == end) {
    for (std::size_t i = found.first; i-- > begin;) {
      if (scratch.text.words[i].number) return true;
      if ((scratch.meanings[i] & kStreetBefore) != 0) return bears_own_name(scratch, i, begin);
      if ((scratch.meanings[i] & kStreetAfter) != 0) return true;
    }
    return true;
  }
  std::size_t before = found.first;
  while (before > begin && beside_the_point(scratch, before - 1)) --before;
  const bool street_follows =
      (scratch.meanings[after] & kStreetBefore) != 0 && (scratch.meanings[after] & kStreetAfter) == 0;
  return before == begin && street_follows;
}

/// "Lotus Plaza Tehran": a square has its name before it, so the town behind it is none of the name. "Plaza
/// de Damasco", "ул. Севастопол": nothing stands before, the town is its name.
bool Gazetteer::bears_own_name(const GazetteerScratch& scratch, std::size_t at, std::size_t begin) noexcept {
  return (scratch.meanings[at] & kStreetAfter) != 0 && at > begin && !scratch.text.words[at - 1].number;
}

/// "República de Cuba 14, Ciudad de México": a house number, and the town comes after it. Postal codes are
/// longer.
bool Gazetteer::house_number_follows(const GazetteerScratch& scratch, const Found& found) const noexcept {
  constexpr std::uint32_t kHouseDigitsMax = 4;
  const auto& words = scratch.text.words;
  const std::size_t after = found.first + found.count;
  if (after >= words.size() || !words[after].number || words[after].part != words[found.first].part)
    return false;
  const bool short_one = words[after].end - words[after].begin <= kHouseDigitsMax;
  return short_one && part_end(scratch, after) < words.size();
}

/// "莫斯科阿尔巴特街5号": a name of three characters and more, then a street, then its number.
bool Gazetteer::leads_to_number(const GazetteerScratch& scratch, const Found& found) noexcept {
  constexpr std::uint32_t kCharactersMin = 3;
  const std::size_t end = part_end(scratch, found.first);
  if (found.count < kCharactersMin || found.first != part_begin(scratch, found.first)) return false;
  std::size_t at = found.first + found.count;
  while (at < end && !scratch.text.words[at].number) ++at;
  return at < end && any_of(scratch, found.first + found.count, at, kStreetAfter);
}

/// Without spaces: at the start or behind a place or a word of administration, and before one, a number or
/// the end.
bool Gazetteer::among_characters(const GazetteerScratch& scratch, const Found& found) const noexcept {
  const auto& words = scratch.text.words;
  const std::size_t begin = part_begin(scratch, found.first), end = part_end(scratch, found.first);
  const std::size_t after = found.first + found.count;
  const bool opens =
      found.first == begin || beside_the_point(scratch, found.first - 1) || !words[found.first - 1].cjk;
  const bool closes = after == end || beside_the_point(scratch, after) || !words[after].cjk ||
                      (scratch.meanings[after - 1] & kAdmin) != 0 || leads_to_number(scratch, found);
  const bool street = after < end && (scratch.meanings[after] & kStreetAfter) != 0;
  return opens && closes && !street;
}

bool Gazetteer::accepts(const GazetteerScratch& scratch, const Found& found,
                        CountryCode told) const noexcept {
  const Place& place = places_[found.place];
  if (place.demonym || any_of(scratch, found.first, found.first + found.count, kLookAlike)) return false;
  if (place.country != told && house_number_follows(scratch, found)) return false;
  if (stands_alone(scratch, found)) return true;
  if (place.alone) return false;
  return scratch.text.words[found.first].cjk ? among_characters(scratch, found) : at_an_end(scratch, found);
}

/// Another place of that name is where the address says it is.
bool Gazetteer::namesake_elsewhere(const GazetteerScratch& scratch, const Found& found,
                                   CountryCode told) const noexcept {
  const Place& place = places_[found.place];
  const auto among = [&place](CountryCode code) {
    return std::find(place.elsewhere.begin(), place.elsewhere.end(), code) != place.elsewhere.end();
  };
  bool named = false;  // its own country stands beside it
  bool elsewhere = false;
  for (const Found& other : scratch.found) {
    if (!other.accepted || other.first == found.first) continue;  // its namesake tells nothing
    named = named || places_[other.place].country == place.country;
    elsewhere = elsewhere || among(places_[other.place].country);
  }
  if (told == place.country) return false;
  return !named && (elsewhere || among(told));
}

/// "boulevard de Sébastopol": a word for streets right before it, or with one word between.
bool Gazetteer::follows_street(const GazetteerScratch& scratch, const Found& found) const noexcept {
  const std::size_t begin = part_begin(scratch, found.first);
  for (std::size_t at = found.first; at > begin && at + 2 > found.first; --at)
    if ((scratch.meanings[at - 1] & kStreetBefore) != 0) return !bears_own_name(scratch, at - 1, begin);
  return false;
}

PlaceReading Gazetteer::reading(const GazetteerScratch& scratch, const Found& found) const noexcept {
  const Place& place = places_[found.place];
  PlaceReading result;
  result.country = place.country;
  result.region = place.region;
  result.names_country = place.is_country;
  const auto& words = scratch.text.words;
  result.begin = scratch.text.folded.source[words[found.first].begin];
  result.end = scratch.text.folded.source[words[found.first + found.count - 1].end];
  return result;
}

Completeness Gazetteer::read_address(const matchers::TextForms& text, CountryCode told,
                                     GazetteerScratch& scratch,
                                     std::vector<PlaceReading>& out) const noexcept {
  if (text.given.empty()) return Completeness::complete;
  if (!find(text, scratch)) return Completeness::over_bound;
  // A town of another country than the one that was told must stand for itself: a name of some length at the
  // end of its part, or one with nothing beside it.
  const auto may_contest = [&](const Found& found) {
    constexpr std::uint32_t kLettersMin = 6;
    const Place& place = places_[found.place];
    if (place.is_country || !told.known() || told == place.country) return true;
    const auto& words = scratch.text.words;
    const std::uint32_t letters = words[found.first + found.count - 1].end - words[found.first].begin;
    return !place.alone && (letters >= kLettersMin || stands_alone(scratch, found));
  };
  for (Found& found : scratch.found) found.accepted = accepts(scratch, found, told) && may_contest(found);
  CountryCode where = told;
  for (const Found& found : scratch.found) {
    if (!found.accepted) continue;
    const Place& place = places_[found.place];
    if (!where.known()) where = place.country;
    if (!namesake_elsewhere(scratch, found, told)) out.push_back(reading(scratch, found));
  }
  add_postal(scratch, where, out);
  scratch.contacts.clear();
  contacts_.read_text(text.given, scratch.contacts);
  add_contacts(scratch, out);
  return Completeness::complete;
}

void Gazetteer::add_contacts(GazetteerScratch& scratch, std::vector<PlaceReading>& out) noexcept {
  for (const ContactReading& read : scratch.contacts) {
    PlaceReading& added = out.emplace_back();
    added.country = read.country;
    added.contact = added.directed = true;
    added.begin = read.begin;
    added.end = read.end;
  }
}

void Gazetteer::read_contact(std::string_view text, GazetteerScratch& scratch,
                             std::vector<PlaceReading>& out) const noexcept {
  scratch.contacts.clear();
  contacts_.read_field(text, scratch.contacts);
  add_contacts(scratch, out);
}

void Gazetteer::read_bank(std::string_view code, std::vector<PlaceReading>& out) noexcept {
  const CountryCode country = ContactPlaces::country_of_bank(code);
  if (!country.known()) return;
  PlaceReading& added = out.emplace_back();
  added.country = country;
  added.contact = true;
  added.end = static_cast<std::uint32_t>(code.size());
}

/// Five digits in an address of Ukraine.
void Gazetteer::add_postal(const GazetteerScratch& scratch, CountryCode told,
                           std::vector<PlaceReading>& out) const noexcept {
  if (told != CountryCode::parse("UA")) return;
  for (const PlaceWord& word : scratch.text.words) {
    if (!word.number || word.end - word.begin != 5) continue;
    const Region region =
        region_of_postal(scratch.text.folded.text.substr(word.begin, word.end - word.begin));
    if (region == Region::none) continue;
    PlaceReading& added = out.emplace_back();
    added.country = told;
    added.region = region;
    added.begin = scratch.text.folded.source[word.begin];
    added.end = scratch.text.folded.source[word.end];
  }
}

Region Gazetteer::region_of_postal(std::string_view code) const noexcept {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(code.data(), code.data() + code.size(), number);
  if (code.size() != 5 || error != std::errc() || end != code.data() + code.size()) return Region::none;
  for (const Postal& range : postal_)
    if (range.from <= number && number <= range.to) return range.region;
  return Region::none;
}

Completeness Gazetteer::read_name(const matchers::TextForms& text, GazetteerScratch& scratch,
                                  std::vector<PlaceReading>& out) const noexcept {
  if (text.given.empty()) return Completeness::complete;
  if (!find(text, scratch)) return Completeness::over_bound;
  if (!any_of(scratch, 0, scratch.meanings.size(), kPost)) return Completeness::complete;
  for (const Found& found : scratch.found) {
    const Place& place = places_[found.place];
    if (!place.is_country && !place.demonym) continue;
    if (any_of(scratch, found.first, found.first + found.count, kLookAlike)) continue;
    out.push_back(reading(scratch, found));
    out.back().names_country = true;
    out.back().post = true;
  }
  return Completeness::complete;
}

Completeness Gazetteer::read_text(const matchers::TextForms& text, GazetteerScratch& scratch,
                                  std::vector<PlaceReading>& out) const noexcept {
  if (text.given.empty()) return Completeness::complete;
  if (!find(text, scratch)) return Completeness::over_bound;
  const auto& words = scratch.text.words;
  for (const Found& found : scratch.found) {
    const Place& place = places_[found.place];
    const std::size_t after = found.first + found.count;
    const std::size_t before = found.first > kLookBack ? found.first - kLookBack : 0;
    if (place.alone || any_of(scratch, found.first, after, kLookAlike)) continue;
    const bool street = after < words.size() && words[after].part == words[found.first].part &&
                        (scratch.meanings[after] & kStreetAfter) != 0 &&
                        (scratch.meanings[after] & kBuyer) == 0;
    const std::size_t two_on = std::min(after + 2, words.size());
    const bool buyer = any_of(scratch, after, two_on, kBuyer);
    if (place.demonym && !buyer) continue;
    if ((street || follows_street(scratch, found)) && !place.is_country) continue;
    PlaceReading& added = out.emplace_back(reading(scratch, found));
    added.negated = ruled_out(scratch, found.first, after);
    const bool latin =
        scratch.text.folded.source.size() > 0 && static_cast<unsigned char>(text.given[added.begin]) < 0x80;
    added.directed = !latin || buyer || any_of(scratch, before, found.first, kTo);
  }
  scratch.contacts.clear();
  contacts_.read_text(text.given, scratch.contacts);
  add_contacts(scratch, out);
  return Completeness::complete;
}

}  // namespace ordergate::rules
