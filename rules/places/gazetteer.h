// Countries, regions and towns in texts, in any script. Three readings, because a word means another thing in
// each: an address (a street named after a town is not the town), a name ("Embassy of Iran"), running text
// ("forward to Minsk"). Immutable; any number of threads read, each with its own scratch. Reading is noexcept
// and, warm, allocates nothing.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/completeness.h"
#include "base/country.h"
#include "base/result.h"
#include "rules/countries/country_table.h"
#include "rules/places/contact_places.h"
#include "rules/places/place_index.h"
#include "tables/data_files.h"

namespace ordergate::rules {

/// Of Ukraine: occupied, and held in part.
enum class Region : std::uint8_t { none, crimea, donetsk, luhansk, caution };
[[nodiscard]] constexpr bool occupied(Region region) noexcept {
  return region == Region::crimea || region == Region::donetsk || region == Region::luhansk;
}

/// A place that a text names.
struct PlaceReading {
  CountryCode country;
  Region region = Region::none;
  bool names_country = false;  // the country itself, not a town of it
  bool contact = false;        // told by a telephone number, a mail or web address, an account
  bool post = false;           // of a name: an embassy, a ministry, an army of that country
  // Of running text:
  bool directed = false;             // said to go there, or to be for somebody there
  bool negated = false;              // "not for Russia", "made in China"
  std::uint32_t begin = 0, end = 0;  // bytes of the text
};

struct GazetteerScratch {
  PlaceScratch text;
  struct Found {
    std::uint32_t place = 0, first = 0, count = 0;
    bool accepted = false;
  };
  std::vector<Found> found;
  std::vector<std::uint16_t> meanings;  // of each word
  std::vector<ContactReading> contacts;
};

class Gazetteer {
 public:
  /// Errors name file and line.
  [[nodiscard]] static Result<Gazetteer> load(const tables::DataFiles& files, const CountryTable& countries);

  /// An address or a part of one. `told`: its country where the order says it; a town that is there too
  /// ("Moscow", Idaho) is read as that one. Over bound: not read.
  [[nodiscard]] Completeness read_address(const matchers::TextForms& text, CountryCode told,
                                          GazetteerScratch& scratch,
                                          std::vector<PlaceReading>& out) const noexcept;
  /// A party's name: only posts and authorities of a country.
  [[nodiscard]] Completeness read_name(const matchers::TextForms& text, GazetteerScratch& scratch,
                                       std::vector<PlaceReading>& out) const noexcept;
  [[nodiscard]] Completeness read_text(const matchers::TextForms& text, GazetteerScratch& scratch,
                                       std::vector<PlaceReading>& out) const noexcept;
  /// A field that holds a contact: "sales@firm.ir", "+98 21 …".
  void read_contact(std::string_view text, GazetteerScratch& scratch,
                    std::vector<PlaceReading>& out) const noexcept;
  /// The code of a bank (ISO 9362).
  static void read_bank(std::string_view code, std::vector<PlaceReading>& out) noexcept;
  /// The region of Ukraine that a postal code is in.
  [[nodiscard]] Region region_of_postal(std::string_view code) const noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return index_.size(); }

  /// What a word or phrase around a place says.
  enum Meaning : std::uint16_t {
    kStreetBefore = 1,
    kStreetAfter = 2,
    kAdmin = 4,
    kNot = 8,
    kOrigin = 16,
    kTo = 32,
    kBuyer = 64,
    kPost = 128,
    kLookAlike = 256,
    kCovered = 512,     // by a place that was accepted
    kNotBehind = 1024,  // behind a place: "Иран запрещено"
    kJoin = 2048,       // between places of a list: "and"
    kHandling = 4096,   // what "not" is said of instead of the place: "do not open before", "not later than"
  };

 private:
  friend class GazetteerLoader;
  static constexpr std::uint32_t kPhrases = 1U << 30U;  // index values from here on are phrases
  struct Place {
    CountryCode country;
    Region region = Region::none;
    bool is_country = false, demonym = false;
    bool alone = false;                  // met only where nothing else stands beside it
    std::vector<CountryCode> elsewhere;  // countries with another place of that name
  };
  struct Postal {
    std::uint32_t from = 0, to = 0;
    Region region = Region::none;
  };
  using Found = GazetteerScratch::Found;

  [[nodiscard]] Completeness find(const matchers::TextForms& text, GazetteerScratch& scratch) const noexcept;
  [[nodiscard]] bool stands_alone(const GazetteerScratch& scratch, const Found& found) const noexcept;
  [[nodiscard]] bool at_an_end(const GazetteerScratch& scratch, const Found& found) const noexcept;
  [[nodiscard]] bool among_characters(const GazetteerScratch& scratch, const Found& found) const noexcept;
  [[nodiscard]] static bool bears_own_name(const GazetteerScratch& scratch, std::size_t at,
                                           std::size_t begin) noexcept;
  [[nodiscard]] bool house_number_follows(const GazetteerScratch& scratch, const Found& found) const noexcept;
  [[nodiscard]] static bool leads_to_number(const GazetteerScratch& scratch, const Found& found) noexcept;
  [[nodiscard]] bool follows_street(const GazetteerScratch& scratch, const Found& found) const noexcept;
  [[nodiscard]] bool accepts(const GazetteerScratch& scratch, const Found& found,
                             CountryCode told) const noexcept;
  [[nodiscard]] bool namesake_elsewhere(const GazetteerScratch& scratch, const Found& found,
                                        CountryCode told) const noexcept;
  static void add_contacts(GazetteerScratch& scratch, std::vector<PlaceReading>& out) noexcept;
  void add_postal(const GazetteerScratch& scratch, CountryCode told,
                  std::vector<PlaceReading>& out) const noexcept;
  [[nodiscard]] PlaceReading reading(const GazetteerScratch& scratch, const Found& found) const noexcept;

  std::vector<Place> places_;
  std::vector<std::uint16_t> phrases_;  // meanings
  std::vector<Postal> postal_;
  PlaceIndex index_;
  ContactPlaces contacts_;
};

}  // namespace ordergate::rules
