// Who stands behind whom: the parties that a listed one owns, manages or stands behind in any number of
// steps, and what is told of each step. Made once from lists and relations; immutable, any number of threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lists/ownership/relations.h"
#include "lists/watchlist.h"

namespace ordergate::lists {

/// A step from an owned party up to one who owns or manages it.
struct OwnerStep {
  std::uint32_t owner = 0;                    // of Ownership
  float percent = Relation::kUnknownPercent;  // 0 to 100
  RelationKind kind = RelationKind::owns;
  std::uint16_t file = 0;
  std::uint32_t line = 0, source = 0;
  Date from, until;  // both inclusive
  [[nodiscard]] bool at(Date day) const noexcept { return from <= day && day <= until; }
  [[nodiscard]] bool known() const noexcept { return percent >= 0; }
};

class Ownership {
 public:
  /// Listed parties are looked for among all who own or manage somebody, as the parties of an order are; what
  /// no listed party stands behind is dropped. The others are added to `listed` as its owned, to be met by
  /// the search for listed parties (Watchlist::add_owned). Takes some seconds for a million relations, in as
  /// many threads as the machine has, at most four. Cold.
  [[nodiscard]] static Result<Ownership> build(RelationTable table, Watchlist& listed);

  /// Whom a hit of the owned means. Hot.
  [[nodiscard]] std::uint32_t party_of(const PartyHit& hit) const noexcept {
    return owned_[index_of(hit.entry)];
  }

  /// Parties are numbered from 0.
  [[nodiscard]] std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(names_.size()); }
  [[nodiscard]] std::string_view name(std::uint32_t party) const noexcept { return names_[party]; }
  /// By owner, the higher share first.
  [[nodiscard]] std::span<const OwnerStep> owners(std::uint32_t party) const noexcept {
    return std::span(steps_).subspan(first_step_[party], first_step_[party + 1] - first_step_[party]);
  }
  /// Whom of the lists the party is, or resembles: hits of the watchlist. They live with this.
  [[nodiscard]] std::span<const PartyHit> listed_as(std::uint32_t party) const noexcept {
    return std::span(hits_).subspan(first_hit_[party], first_hit_[party + 1] - first_hit_[party]);
  }
  /// "owners.csv:12", with the source that the row tells behind it.
  void append_source(const OwnerStep& step, std::string& out) const;

  /// Files as read; relations and parties of all of them.
  [[nodiscard]] const std::vector<RelationFile>& files() const noexcept { return files_; }
  [[nodiscard]] std::uint64_t relations() const noexcept { return relations_; }
  [[nodiscard]] std::uint64_t owned_count() const noexcept { return owned_.size(); }
  [[nodiscard]] std::uint64_t serial() const noexcept {
    return serial_;
  }  // tells graphs of one process apart

 private:
  friend class OwnershipBuilder;
  Ownership() = default;

  std::vector<RelationFile> files_;
  std::vector<std::string> names_, sources_, file_names_;
  std::vector<OwnerStep> steps_;
  std::vector<std::uint32_t> first_step_, first_hit_;
  std::vector<PartyHit> hits_;
  std::vector<std::uint32_t> owned_;  // by number among the owned of the watchlist: the party
  std::uint64_t relations_ = 0, serial_ = 0;
};

}  // namespace ordergate::lists
