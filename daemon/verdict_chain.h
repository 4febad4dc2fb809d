// The chain of hashes over verdicts ([audit] chain, docs/evidence.md): each names the SHA-256 of the one
// before it of the same partition of orders. Whoever takes a partition over finds the last link beside its
// committed offset, where it is written by the same commit. One thread; knows nothing of Kafka.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/offset_ledger.h"
#include "order/verdict.h"

namespace ordergate::daemon {

/// What is written beside a committed offset; empty before the first verdict.
[[nodiscard]] std::string link_note(const ChainLink& link);
/// The link that a note tells of; the first of a chain where it tells of none.
[[nodiscard]] ChainLink read_link_note(std::string_view note) noexcept;

class VerdictChain {
 public:
  /// `note`: beside the committed offset.
  void open(Slot slot, std::string_view note);
  void close(Slot slot) noexcept;
  /// Of the next verdict.
  [[nodiscard]] const ChainLink& link(Slot slot) const noexcept;
  /// `line` was made for the order at `offset`, above all before.
  void add(Slot slot, std::int64_t offset, std::string_view line);
  /// What lies at `offset` and above is answered anew.
  void read_again(Slot slot, std::int64_t offset) noexcept;
  /// Of the first verdict at `next_offset` or above; not below what was committed.
  [[nodiscard]] const ChainLink& link_at(Slot slot, std::int64_t next_offset) const noexcept;
  /// Nothing below `next_offset` is read again: as much is forgotten.
  void committed(Slot slot, std::int64_t next_offset) noexcept;

 private:
  /// From the last one committed, in the order of offsets; never empty while open.
  std::vector<std::deque<ChainLink>> links_;  // by slot
};

}  // namespace ordergate::daemon
