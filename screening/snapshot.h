// Everything a verdict depends on besides the order: lists, law, item catalogue. Immutable; shared by
// any number of threads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lists/ownership/ownership.h"
#include "lists/same_party.h"
#include "lists/watchlist.h"
#include "parties/known_parties.h"
#include "rules/evaluation/rulebook.h"
#include "rules/facts/text_flags.h"
#include "rules/places/gazetteer.h"
#include "screening/screener.h"

namespace ordergate {

class Snapshot {
 public:
  Snapshot(lists::Watchlist watchlist, std::optional<lists::Ownership> ownership, rules::RuleBook book,
           rules::TextFlags flags, rules::Gazetteer gazetteer, const lists::WatchlistOptions& thresholds,
           std::shared_ptr<const parties::KnownParties> known);

  [[nodiscard]] const lists::Watchlist& watchlist() const noexcept { return watchlist_; }
  /// Which entries of the watchlist are one party.
  [[nodiscard]] const lists::PartyGroups& same_party() const noexcept { return same_party_; }
  /// Null: no files of ownership are loaded.
  [[nodiscard]] const lists::Ownership* ownership() const noexcept {
    return ownership_ ? &*ownership_ : nullptr;
  }
  [[nodiscard]] const rules::RuleBook& book() const noexcept { return book_; }
  [[nodiscard]] const rules::TextFlags& flags() const noexcept { return flags_; }
  [[nodiscard]] const rules::Gazetteer& gazetteer() const noexcept { return gazetteer_; }
  /// Null when nothing is known.
  [[nodiscard]] const parties::KnownParties* known_parties() const noexcept { return known_.get(); }
  [[nodiscard]] const std::string& id() const noexcept { return id_; }
  [[nodiscard]] const std::string& json() const noexcept { return json_; }
  [[nodiscard]] const std::vector<SnapshotSource>& sources() const noexcept { return sources_; }

 private:
  lists::Watchlist watchlist_;
  lists::PartyGroups same_party_;
  std::optional<lists::Ownership> ownership_;  // points into watchlist_
  rules::RuleBook book_;
  rules::TextFlags flags_;
  rules::Gazetteer gazetteer_;
  std::shared_ptr<const parties::KnownParties> known_;
  std::vector<SnapshotSource> sources_;
  std::string id_;    // 32 hex digits: the first half of the SHA-256 of everything below
  std::string json_;  // the "snapshot" value of a verdict
};

/// Compiles lists already read with a rule pack. Cold. The error names file and line.
[[nodiscard]] Result<std::shared_ptr<const Snapshot>> assemble_snapshot(
    std::vector<lists::ListFile> files, const rules::RuleBookOptions& book_options,
    const lists::WatchlistOptions& thresholds = {},
    std::shared_ptr<const parties::KnownParties> known = nullptr,
    std::optional<lists::RelationTable> relations = std::nullopt);

/// What the options say to the rules. The error says that the profile is no word for one.
[[nodiscard]] Result<rules::RuleBookOptions> rule_book_options(const SnapshotOptions& options);

/// The two halves of load_snapshot(): reads the lists that `paths` name (none: the sample), and compiles
/// lists already read with everything else that the options say.
[[nodiscard]] Result<std::vector<lists::ListFile>> read_snapshot_lists(const std::vector<std::string>& paths);
[[nodiscard]] Result<std::shared_ptr<const Snapshot>> assemble_snapshot(std::vector<lists::ListFile> files,
                                                                        const SnapshotOptions& options);

}  // namespace ordergate
