// Past orders screened again with the lists and rules of now: what their verdicts were, and what changed.
// `ordergate.change.v1`. Cold, but for VerdictIndex::find() and is_same().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/date.h"
#include "base/sha256.h"
#include "screening/screener.h"

namespace ordergate::evidence {

inline constexpr std::string_view kChangeFormat = "ordergate.change.v1";

/// Where a past verdict stands and what screening again needs of it. About 100 bytes of memory each.
struct PastVerdict {
  std::uint32_t file = 0;
  std::uint32_t length = 0;
  std::uint64_t offset = 0;
  std::uint64_t said = 0;  // hash of what_it_says()
  Date regime_date, screened_on;
  bool live = false;  // its order came from a topic
  bool taken = false;
};

/// Past verdicts by their order's hash: of several the one that came last.
class VerdictIndex {
 public:
  /// False when the line is no verdict that names its order's hash.
  [[nodiscard]] bool add(std::string_view line, std::uint32_t file, std::uint64_t offset);
  /// The verdict of an order; null when there is none. A verdict is given once.
  [[nodiscard]] const PastVerdict* take(const Sha256& order_hash) noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return verdicts_.size(); }

 private:
  struct Hash {
    std::size_t operator()(const Sha256& hash) const noexcept;
  };
  std::unordered_map<Sha256, PastVerdict, Hash> verdicts_;
};

/// The part of a verdict's line that says what was decided and why, without place, moment and snapshot.
[[nodiscard]] std::string_view what_it_says(std::string_view line) noexcept;
[[nodiscard]] std::uint64_t hash_of_what_it_says(std::string_view line) noexcept;

/// The day that the past verdict was made on and for.
[[nodiscard]] RecordContext context_of(const PastVerdict& past);

/// The record of what changed, one line without its end; nothing when neither verdict nor findings did (a
/// list's date, say). `before_lists`: the snapshot of then, null where it was not kept; without it a cause
/// may be known less exactly.
struct ChangeInput {
  std::string_view before, after;  // verdict lines
  const Snapshot* before_lists = nullptr;
  const Snapshot* now = nullptr;
};
struct Change {
  std::string record;
  std::string before, after;  // verdicts: allow, hold, deny
};
[[nodiscard]] std::optional<Change> change_of(const ChangeInput& input);

}  // namespace ordergate::evidence
