// Builds one ListEntry from the texts of a row, the same way for every format: names split at
// "a/k/a", aliases weighed, countries found in addresses, dates and identifiers read. Cold.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "lists/entry.h"

namespace ordergate::lists {

/// Names, addresses and identifiers of one entry, each. No publisher comes near it; more are an attack, or a
/// file read wrongly.
inline constexpr std::size_t kEntryTextsMax = 10'000;

class EntryBuilder {
 public:
  explicit EntryBuilder(std::uint64_t line) { entry_.line = line; }
  /// Goes on with an entry that was finished before.
  explicit EntryBuilder(ListEntry entry) : entry_(std::move(entry)) {}

  /// The fields that need no reading are set directly: list, source, id, citation, remarks ...
  [[nodiscard]] ListEntry& entry() noexcept { return entry_; }

  /// One name of the party. "A a/k/a B f/k/a C" gives three; a trailing "(ABC)" gives an alias
  /// without it and a weak one. Placeholders and repeats add nothing.
  void add_name(std::string_view text, ListedName::Role role);
  /// One postal address, or only a country.
  void add_address(std::string_view text, CountryCode country = {});
  void add_country(CountryCode country);
  /// A country by name or code; what names none is ignored.
  void add_country(std::string_view text);
  void add_identifier(std::string_view type, std::string_view value);
  /// Trade.gov's "CN, 9111..., Registration Number" or "IMO 9557549, Vessel Registration Identification".
  void add_identifier_text(std::string_view text);
  /// "1966-02-13", "13 Feb 1966", "13/02/1966", "1966", "circa 1966", "1964 to 1968".
  void add_birth_date(std::string_view text);

  /// Weighs aliases, guesses a missing kind where the name leaves no doubt, and hands the entry
  /// over. No name and no address, or more than kEntryTextsMax of something: the reason why this is no entry.
  [[nodiscard]] std::string finish(ListEntry& out);

 private:
  void add_single_name(std::string_view text, ListedName::Role role);
  /// Is there room for one more text beside the `count` of its kind?
  [[nodiscard]] bool has_room(std::size_t count) noexcept;

  ListEntry entry_;
  bool too_many_ = false;
};

/// The day that a list's date text names, or nullopt: ISO, "13 Feb 1966", "02/13/1966" when
/// `month_first`, else "13/02/1966".
[[nodiscard]] std::optional<Date> read_date(std::string_view text, bool month_first = false);

/// What kind of party the word of a list means: "individual", "Entity", "vessel" ...
[[nodiscard]] PartyKind read_kind(std::string_view word);

/// What a list's own mark says of an alias: "FKA", "f.k.a." is a former name, any other a strong alias.
[[nodiscard]] ListedName::Role read_alias_role(std::string_view mark);

/// Words in a name; a run of Han, Kana or Hangul of four or more characters counts as two.
[[nodiscard]] int word_count(std::string_view name);

/// The country at the end of a postal address ("..., Beijing, CN", "..., Korea, North"), or none.
[[nodiscard]] CountryCode country_at_end(std::string_view address);

/// Is this text itself a postal address ("Room 803, Chevalier House ...") rather than a name?
[[nodiscard]] bool reads_as_address(std::string_view text);

/// "Address 01": the label of an Entity List entry that lists an address and nobody by name.
[[nodiscard]] bool is_address_label(std::string_view text);

/// Legal forms and words that only an organization's name has.
[[nodiscard]] bool reads_as_organization(std::string_view name);

}  // namespace ordergate::lists
