// All decisions that count, as one immutable table beside the snapshot, and how it is made.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/hash_map.h"
#include "decisions/decision.h"
#include "decisions/party_fingerprint.h"

namespace ordergate::decisions {

inline constexpr std::size_t kDecisionsMax = 1'000'000;
/// What was withdrawn; beyond it nothing is cleared.
inline constexpr std::size_t kWithdrawnMax = 2 * kDecisionsMax;
inline constexpr std::size_t kFileBytesMax = std::size_t{1} << 30;
/// Decisions about one party and one entry that are looked at, the last made first.
inline constexpr std::size_t kLookedAtMax = 64;

/// Why a clearance that was made of a match does not count.
enum class EndReason : std::uint8_t {
  none,
  withdrawn,
  expired,
  entry_changed,
  party_changed,
  confirmed_identity,  // a confirmed identity is not cleared here: [review] clear_sure
  denied,              // what is denied is not released here: [review] release_denied
  unreadable,  // the decisions cannot be read at the moment, so it is not known whether it still counts
};
[[nodiscard]] std::string_view to_string(EndReason reason) noexcept;

/// What decisions may do.
struct Powers {
  bool clear_sure = false;      // clear a confirmed identity
  bool release_denied = false;  // clear or release what is denied
};

/// One match of an order, as it asks for decisions. Texts outlive the call.
struct MatchQuery {
  std::string_view list, entry, entry_hash;
  std::string_view party;  // fingerprint
  std::uint64_t name_key = 0;
  std::string_view party_id;  // the caller's key of the party, or of the customer whose owner, parent or site
                              // it is; may be empty
  bool by_name = false;       // it is the latter: only what was decided of that customer counts
  Date day;                   // of the order
  CountryCode
      destination;  // the only place where the order goes; unknown: there are several, or none is known
  std::span<const std::string_view> eccns;  // of its lines, an empty text for one that is not classified
};

struct MatchAnswer {
  const Decision* decision = nullptr;  // lives as long as the overlay; null: nobody decided
  EndReason ended = EndReason::none;   // none, with a decision: it counts
};

/// Where the decisions were read from.
struct ReadFrom {
  struct File {
    std::string name, hash;  // SHA-256
  };
  std::vector<File> files;
  std::string topic;
  std::vector<std::int64_t> offsets;  // of each partition, the next to be read
};

class Overlay {
 public:
  /// What was decided of this match. Hot: no allocation, no lock.
  [[nodiscard]] MatchAnswer find(const MatchQuery& query) const noexcept;
  [[nodiscard]] const Powers& powers() const noexcept { return powers_; }
  /// The "decisions" value of a verdict.
  [[nodiscard]] std::string_view json() const noexcept { return json_; }
  /// SHA-256 over the hashes of all decisions in the order of their ids, and what else is withdrawn, hex.
  [[nodiscard]] std::string_view hash() const noexcept { return hash_; }
  /// Null when there is none of that id.
  [[nodiscard]] const Decision* by_id(std::string_view id) const noexcept;
  [[nodiscard]] bool withdrawn(std::string_view id) const noexcept { return withdrawn_.contains(id); }
  [[nodiscard]] std::size_t size() const noexcept { return decisions_.size(); }
  /// In the order of their ids.
  [[nodiscard]] std::span<const std::shared_ptr<const Decision>> all() const noexcept { return decisions_; }

 private:
  friend class OverlayBuilder;
  struct Clearance {
    const Decision* decision = nullptr;
    std::uint64_t name_key = 0;
    bool withdrawn = false;
  };
  struct Range {
    std::uint32_t first = 0, count = 0;
  };
  /// Clearances under one kind of key, those of one key in a row, the last made first.
  struct Index {
    HashMap<Range> ranges{64};
    std::vector<Clearance> clearances;
    [[nodiscard]] std::span<const Clearance> of(std::uint64_t key) const noexcept;
  };
  Overlay() = default;
  static void fill(Index& index, std::vector<std::pair<std::uint64_t, Clearance>> rows);

  Powers powers_;
  bool unreadable_ = false;
  std::vector<std::shared_ptr<const Decision>> decisions_;
  std::set<std::string, std::less<>> withdrawn_;  // ids
  Index by_party_;                                // list, entry and fingerprint
  Index by_customer_;                             // list, entry and the caller's key, or the name
  std::string hash_, json_;
};

/// A record that does not count.
struct Rejection {
  std::string file;  // or topic
  std::uint64_t line = 0;
  std::int32_t partition = -1;
  std::int64_t offset = -1;
  ReadFailure failure;
};
/// "FILE:LINE: scope.entry_hash: missing (malformed)".
[[nodiscard]] std::string to_text(const Rejection& rejection);

/// Takes records and makes overlays of what it has. One thread.
class OverlayBuilder {
 public:
  struct Options {
    std::shared_ptr<const SigningKey> key;  // null: records need no signature
    bool four_eyes = false;
    Powers powers;
    std::size_t decisions_max = kDecisionsMax;  // more are refused, but for what they withdraw
  };
  explicit OverlayBuilder(Options options) : options_(std::move(options)) {}

  /// A file of NDJSON. What does not count is told by rejections(); a file that cannot be read or is over a
  /// limit is an error that names it.
  [[nodiscard]] Status add_file(const std::string& path);
  /// The same of bytes that `name` stands for.
  [[nodiscard]] Status add_lines(const std::string& name, std::string_view bytes);
  /// One record of a topic, under its key: without its decision_id there it is refused. The last one of an id
  /// counts; of those in several partitions, the one made last.
  void add_record(std::optional<std::string_view> key, std::string_view json, std::int32_t partition,
                  std::int64_t offset);
  /// A record that is gone from a partition. A withdrawal stays: nothing may be allowed because something was
  /// lost.
  void remove(std::string_view id, std::int32_t partition);
  /// What was withdrawn stays so, though a topic that is read again tells it no more.
  void keep_withdrawals(const OverlayBuilder& before);
  /// The topic, and by partition the offset of the next record that is to be read.
  void set_topic(std::string topic, std::vector<std::int64_t> offsets);
  /// While set, nothing is cleared: a withdrawal may have been missed.
  void set_unreadable(bool unreadable) noexcept { unreadable_ = unreadable; }

  [[nodiscard]] const std::array<std::uint64_t, kRefusalCount>& refused() const noexcept { return refused_; }
  /// The first thousand.
  [[nodiscard]] const std::vector<Rejection>& rejections() const noexcept { return rejections_; }
  [[nodiscard]] std::size_t size() const noexcept { return decisions_.size(); }

  [[nodiscard]] std::shared_ptr<const Overlay> build() const;

 private:
  struct Copy {
    std::int32_t partition = -1;
    std::shared_ptr<const Decision> decision;
  };
  /// Those of one id, one a partition; a withdrawal alone.
  using Copies = std::vector<Copy>;
  [[nodiscard]] static const std::shared_ptr<const Decision>& latest(const Copies& copies);
  void take(std::string_view json, Rejection where, std::optional<std::string_view> key);
  [[nodiscard]] std::optional<ReadFailure> keep(Decision decision, std::int32_t partition);
  void withdraw(std::string id);
  [[nodiscard]] std::string json_of(std::string_view hash) const;

  Options options_;
  ReadFrom from_;
  bool unreadable_ = false;
  bool overfull_ = false;  // more was withdrawn than is kept: nothing is cleared
  std::map<std::string, Copies, std::less<>> decisions_;
  std::set<std::string, std::less<>> withdrawn_;  // ids, never erased
  std::array<std::uint64_t, kRefusalCount> refused_{};
  std::vector<Rejection> rejections_;
};

}  // namespace ordergate::decisions
