// The lists that were accepted last, kept in the state directory, so that a restart is guarded as a reload
// is: what there was of each list, and a copy of the files to go on with when those in place are refused. One
// thread.
//
//   accepted-lists.json   lists/accepted.h
//   lists/<hash>/<n>/     copies of the files, a folder <n> for each folder they came from
//   accept-shrunken       written by an operator: codes of lists to take as they are, once
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "lists/accepted.h"

namespace ordergate::daemon {

class AcceptedListsStore {
 public:
  /// `state_directory` must be there; empty: nothing is remembered.
  explicit AcceptedListsStore(std::filesystem::path state_directory) : folder_(std::move(state_directory)) {}

  [[nodiscard]] bool enabled() const noexcept { return !folder_.empty(); }

  /// What was accepted last; nothing when nothing was. The error names the file that cannot be read: what is
  /// in place must not be taken on trust because of it.
  [[nodiscard]] Result<std::optional<lists::AcceptedLists>> last() const;

  /// Remembers what `accepted` says, with copies of its files; `copy` and `copies` are filled here. On an
  /// error what was remembered before still is.
  [[nodiscard]] Status remember(lists::AcceptedLists accepted) const;

  /// The copies of the files that were named, in the order of reading; empty when they were not kept.
  [[nodiscard]] std::vector<std::string> copies_of(const lists::AcceptedLists& accepted) const;

  /// The codes in accept-shrunken, which is removed: it stands for one load only. The error says what is
  /// wrong with it.
  [[nodiscard]] Result<std::vector<lists::ListCode>> take_acceptance() const;
  /// Writes that file: the next load takes these as they are, and those that it was told of before.
  [[nodiscard]] Status accept_next(const std::vector<lists::ListCode>& lists) const;

 private:
  [[nodiscard]] Status keep_copies(const lists::AcceptedLists& accepted) const;
  void drop_other_copies(const std::string& kept) const;

  std::filesystem::path folder_;
};

}  // namespace ordergate::daemon
