// The verdict record, `ordergate.verdict.v1`: allow, hold or deny, with every reason.
//
// Strings are views into the snapshot, the order or the arena; a Verdict lives as long as they do.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/arena_list.h"
#include "base/country.h"
#include "base/date.h"
#include "base/sha256.h"

namespace ordergate {

enum class Decision : std::uint8_t { allow, hold, deny };    // ordered by severity
enum class Outcome : std::uint8_t { annotate, hold, deny };  // of one finding, ordered
enum class ReviewPolicy : std::uint8_t {
  none,
  presumption_of_approval,
  case_by_case,
  presumption_of_denial,
  policy_of_denial
};
[[nodiscard]] std::string_view to_string(Decision) noexcept;
[[nodiscard]] std::string_view to_string(Outcome) noexcept;
[[nodiscard]] std::string_view to_string(ReviewPolicy) noexcept;

/// The license requirement behind a finding.
struct LicenseRequirement {
  bool required = false;
  ReviewPolicy policy = ReviewPolicy::none;
  ArenaList<std::string_view> cures;  // exceptions that could cure it: "GOV", "NAC" ...
  std::string_view cured_by;          // the license id or exception that did; empty when none did
};

/// One number, text or truth that a finding stood on. Numbers in the unit its name says.
struct FindingFact {
  enum class Type : std::uint8_t { number, text, boolean, date };
  std::string_view name;
  Type type = Type::text;
  double number = 0;
  std::string_view text;
  bool boolean = false;
  Date date;
};

/// What was matched on a list.
struct MatchEvidence {
  bool present = false;
  std::string_view list;                 // "EL", "SDN" ...
  std::string_view entry;                // the publisher's id of the entry, else a hash that stays
  std::string_view entry_hash;           // of its content
  std::string_view entry_name;           // its primary name
  std::string_view matched;              // the name, alias or address that matched
  std::uint8_t score = 0;                // 0..100
  ArenaList<std::string_view> evidence;  // "name", "country", "-birth_date" (a minus contradicts)
  std::string_view citation;
  std::string_view list_date;  // ISO date
  std::string_view party;      // fingerprint of who was searched, where decisions are read; else empty
};

/// What a person decided of this match before.
struct QuotedDecision {
  std::string_view id;  // empty: nothing was decided
  std::string_view by, approved_by, at, reason;
  std::string_view ended;  // why it does not count; empty: it does
};

struct Finding {
  std::string_view rule;
  Outcome outcome = Outcome::annotate;
  std::string_view subject;  // "items[0]", "parties[0].name"
  std::string_view
      source_path;        // of the subject, in a record that was mapped; empty: the map says it, or none was
  std::string_view with;  // another place that the rule needed, or empty
  std::string_view message, citation, resolve;
  std::string_view certainty;  // of its rule: confirmed, recalled, unsure
  LicenseRequirement license;
  MatchEvidence match;
  QuotedDecision decision;
  ArenaList<FindingFact> facts;
  std::uint32_t rule_order = 0;  // position of the rule in the pack, for sorting
};

struct VerdictError {
  std::string_view code;  // empty: no error
  std::string_view message, at;
};

/// For listings: where it may go.
struct Destinations {
  bool present = false;
  ArenaList<CountryCode> deny, hold;  // ascending
  bool allow_otherwise = true;
};

/// A place that was read, and how.
struct CoveredPlace {
  CountryCode country;
  std::string_view as, at, read;
};

/// A fact of a party that the order leaves out and that was taken from what is known of it.
struct TakenFact {
  std::string_view at;      // "parties[0].headquarters_country"
  std::string_view value;   // in words
  std::string_view source;  // file and line, and who says so
  Date date;                // of the fact, as the source says
};

/// What was judged, and what not.
struct Coverage {
  bool present = false;
  std::uint32_t lists = 0, rules_considered = 0, ignored_keys = 0;
  ArenaList<CoveredPlace> places;
  ArenaList<std::string_view> not_judged;
  ArenaList<std::string_view> odd_keys;  // ignored, and look like keys that are read or name somebody
};

/// Where the order came from. A file has `file` and `line`; a topic has partition and offset.
struct SourcePosition {
  std::string_view topic, file;
  std::int32_t partition = -1;
  std::int64_t offset = -1;
  std::uint64_t line = 0;
};

struct VerdictId {
  std::array<std::uint64_t, 2> words{};  // printed as 32 hex digits
};

/// 128-bit XXH3 of the source position and the record's bytes: a redelivered record gets the same id.
[[nodiscard]] VerdictId verdict_id(const SourcePosition& source, std::string_view record) noexcept;

/// The verdict before this one of the same partition of orders, or file (docs/evidence.md).
struct ChainLink {
  bool present = false;
  std::int64_t at = -1;  // the offset, or line, of the order it answered; -1: this is the first
  Sha256 previous{};     // of its line of JSON
};

struct Verdict {
  VerdictId id;
  Sha256 order_hash{};  // of the record's bytes as they came
  std::string_view order_id;
  Decision decision = Decision::hold;  // fail closed
  std::string_view summary;
  ArenaList<Finding> findings;          // worst first, then rule order
  ArenaList<std::string_view> missing;  // places, each once
  Destinations destinations;
  Coverage coverage;
  ArenaList<TakenFact> facts;
  Date regime_date;
  std::string_view profile;
  std::string_view decisions;  // JSON that names the decisions that were read; empty: none are
  SourcePosition source;
  VerdictError error;
  ChainLink chain;
};

}  // namespace ordergate
