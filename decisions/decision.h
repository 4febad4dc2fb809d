// The decision record, `ordergate.decision.v1`: what a person decided about a held order or a match
// (docs/decisions-and-review.md). Cold.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/country.h"
#include "base/date.h"
#include "decisions/signing_key.h"

namespace ordergate::decisions {

inline constexpr std::size_t kDecisionBytesMax = std::size_t{64} << 10;  // of a record
inline constexpr std::size_t kIdBytesMax = 128;       // of ids, keys of entries, names of people
inline constexpr std::size_t kReasonBytesMax = 4096;  // of a reason, and of one piece of evidence
inline constexpr std::size_t kEvidenceMax = 16;       // pieces of evidence

enum class Kind : std::uint8_t { not_the_party, release, refuse, withdraw };
[[nodiscard]] std::string_view to_string(Kind kind) noexcept;

/// Why a record does not count.
enum class Refusal : std::uint8_t {
  malformed,     // no record of this form
  not_signed,    // a key is set and the record carries no signature
  forged,        // its signature is not of that key
  not_approved,  // four eyes are asked for and there are two
};
inline constexpr std::size_t kRefusalCount = 4;
[[nodiscard]] std::string_view to_string(Refusal refusal) noexcept;

/// What the decision is about. Which fields must be there depends on the kind.
struct Scope {
  // not_the_party: this party is not this entry. `party` is the fingerprint (party_fingerprint.h), 64 hex
  // digits.
  std::string list, entry, entry_hash, party;
  std::string party_id;              // the caller's key; the decision is then of that customer alone. It must
                                     // be there for an owner, a parent, the operator of a site.
  std::string party_name;            // as the order told it, to say when the party changed; may be empty
  CountryCode destination;           // unknown: all
  std::string item_class;            // an ECCN, or EAR99; empty: all
  std::string order_id, verdict_id;  // release, refuse: of the order as it was held
  std::string decision_id;           // withdraw: the one that ends
};

struct Decision {
  std::string id, by, approved_by, reason;
  Kind kind = Kind::not_the_party;
  std::string at;  // "2026-02-10T09:12:00Z", with or without milliseconds
  std::vector<std::string> evidence;
  std::optional<Date> valid_until;  // the day included
  Scope scope;
  std::string hash;  // SHA-256 of the record in its canonical form, hex
};

/// When it was made, as a text that sorts by time: milliseconds may be left out of `at`.
[[nodiscard]] std::string sortable_time(const Decision& decision);

/// What is asked of a record besides its form.
struct Demands {
  const SigningKey* key = nullptr;  // null: records need no signature
  bool four_eyes = false;           // what lets an order go needs `approved_by`, another person than `by`
};

struct ReadFailure {
  Refusal refusal = Refusal::malformed;
  std::string field;    // "scope.entry_hash"; empty: the record
  std::string message;  // "missing"
};
/// "scope.entry_hash: missing".
[[nodiscard]] std::string to_text(const ReadFailure& failure);

/// Reads one record into `out`. A key that is not known, stands twice or has the wrong type is a failure:
/// what is not understood must not count.
[[nodiscard]] std::optional<ReadFailure> read_decision(std::string_view json, const Demands& demands,
                                                       Decision& out);

/// The decision that a record ends, though other fields of it may be wrong: a withdrawal counts as soon as it
/// can be told what it withdraws (and is signed where that is asked).
[[nodiscard]] std::optional<std::string> withdrawn_by(std::string_view json, const Demands& demands);

/// The record as one line of canonical JSON (keys sorted, nothing between them), signed when there is a key.
[[nodiscard]] std::string write_decision(const Decision& decision, const SigningKey* key);

}  // namespace ordergate::decisions
