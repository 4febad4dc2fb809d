// What a list says about one party, vessel, aircraft or address, whatever file it came from.
#pragma once

#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/country.h"
#include "base/date.h"
#include "base/id.h"
#include "base/party_kind.h"

namespace ordergate::lists {

/// The lists that rules speak of. The code in verdicts and rules is to_string(): "SDN", "EL" ...
enum class ListCode : std::uint8_t {
  sdn,
  el,
  dpl,
  meu,
  uvl,
  dtc,
  isn,
  ssi,
  mbs,
  plc,
  cmic,
  cap,
  un,
  uk,
  eu,
  ch,
  ca,
  au,
  jp,
  mieu,
  uflpa,
  s1260h,
  user,
  other
};
inline constexpr std::string_view kListCodes[] = {
    "SDN", "EL", "DPL", "MEU", "UVL", "DTC", "ISN", "SSI",  "MBS",   "PLC",   "CMIC", "CAP",
    "UN",  "UK", "EU",  "CH",  "CA",  "AU",  "JP",  "MIEU", "UFLPA", "1260H", "USER", "OTHER"};
static_assert(std::size(kListCodes) == static_cast<std::size_t>(ListCode::other) + 1);
[[nodiscard]] constexpr std::string_view to_string(ListCode code) noexcept {
  return kListCodes[static_cast<std::size_t>(code)];
}
/// The list that a file's own words name ("Entity List (EL) - Bureau of Industry and Security", "EL").
[[nodiscard]] ListCode list_code(std::string_view source);

/// An entry of a watchlist, by its place in Watchlist::entries().
enum class EntryId : std::uint32_t {};

struct ListedName {
  std::string text;
  enum class Role : std::uint8_t { primary, strong_alias, weak_alias, former } role = Role::primary;
};

struct ListedAddress {
  std::string text;
  CountryCode country;
};

struct ListedIdentifier {
  std::string type;  // the list's own word: "Registration Number", "SWIFT/BIC", "IMO"
  std::string value;
};

struct ListEntry {
  ListCode list = ListCode::other;
  std::string source;             // the file's own list name
  std::string id;                 // the list's id; empty where it has none (never a key)
  std::uint64_t line = 0;         // of the record in its file, from 1
  std::string key, content_hash;  // entry_key.h; filled when a watchlist is built
  PartyKind kind = PartyKind::unknown;
  std::vector<ListedName> names;  // primary first; none for address_only
  std::string published;  // the primary name as the list writes it, where notes were taken off; else empty
  std::vector<ListedAddress> addresses;
  std::vector<CountryCode> countries;  // of addresses, nationality, citizenship, flag; distinct
  std::vector<ListedIdentifier> identifiers;
  std::vector<Date> birth_dates;             // full dates only
  std::vector<std::int16_t> birth_years;     // where only a year is known, and of the full dates
  std::optional<Date> start_date, end_date;  // absent: in force without bound
  std::string citation;                      // Federal Register notice or program
  std::string license_requirement;           // Entity List text
  std::string license_policy;
  std::vector<std::string> programs;
  std::string remarks;
};

/// What the list calls the entry; empty for an address alone.
[[nodiscard]] inline std::string_view published_name(const ListEntry& entry) noexcept {
  if (!entry.published.empty()) return entry.published;
  return entry.names.empty() ? std::string_view() : std::string_view(entry.names.front().text);
}

/// A row that became no entry, and why.
struct Rejection {
  std::string file;
  std::uint64_t line = 0;
  std::string reason;
};

/// How much a file has of one list.
struct ListCount {
  ListCode list = ListCode::other;
  std::uint64_t entries = 0, names = 0, addresses = 0;
};

/// A file that was read because it stood beside another, and adds to its entries.
struct CompanionFile {
  std::string path, hash;
};

/// One file read.
struct ListFile {
  std::string path, format;
  std::string source;  // "us_csl"
  // Of the publication, never of its newest listing: by its name, else as `published`.
  std::optional<Date> date;
  // As the publisher says it, in the file's own header, else beside the file (date_in_headers).
  std::optional<Date> published;
  std::string hash;  // SHA-256 of the bytes, hex
  std::vector<ListEntry> entries;
  std::vector<Rejection> rejections;
  std::uint64_t names = 0, addresses = 0;
  std::vector<ListCount> lists;  // in order of the codes; only what there is
  std::vector<CompanionFile> companions;
};

}  // namespace ordergate::lists
