// Which partitions may be read now. A partition is paused while the worker's window is full, while its
// ledger is full, and while it waits to be read again after a delivery failed; it stands still for good
// when it was halted. Tells the source only about changes.
//
// A gap between two records is legitimate (a transaction's marker, an aborted or compacted record) or a
// record passed over. To tell, the partition is read again from the gap's beginning: the record behind the
// gap, or the partition's end, given a second time, says that nothing is in it
// (docs/decisions/delivery-self-check.md).
//
// One thread; owned by a worker.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/counters.h"
#include "daemon/offset_ledger.h"
#include "daemon/seams.h"

namespace ordergate::daemon {

using SteadyTime = std::chrono::steady_clock::time_point;

class FlowControl {
 public:
  /// `delay_first`: before the first of several re-reads in a row.
  FlowControl(OrderSource& source, OffsetLedger& ledger, std::chrono::milliseconds delay_first,
              GapCounts& gaps)
      : source_(source), ledger_(ledger), delay_first_(delay_first), gaps_(gaps) {}

  void open(Slot slot);
  void close(Slot slot);
  /// The whole worker reads nothing, or reads again.
  void hold_all(bool hold);
  [[nodiscard]] bool holding_all() const noexcept { return hold_all_; }

  /// Reads the partition again from `offset`, not before a delay that doubles with each failure in a row.
  void read_again(Slot slot, std::int64_t offset, SteadyTime now);
  /// The same for a record that cannot be screened yet: no failure, only a delay.
  void postpone(Slot slot, std::int64_t offset, SteadyTime now);
  /// Reads the partition again from `offset` as soon as its ledger has room.
  void read_later(Slot slot, std::int64_t offset);
  /// A record of the partition was completed: the next failure starts with the short delay.
  void progressed(Slot slot) noexcept;
  void halt(Slot slot, const std::string& why);

  /// Whether a polled record is the one to go on with. False: it is stale or out of order and must not
  /// be admitted; the partition is read again where that is needed.
  [[nodiscard]] bool accepts(Slot slot, std::int64_t offset);
  /// The end of the partition was reached; `last` is the offset before it. True: offsets up to it were not
  /// admitted, and it is certain that there is no record in them.
  [[nodiscard]] bool accepts_end(Slot slot, std::int64_t last);

  /// A partition did not go back to where it was told, time and again: the record may be gone (compacted), or
  /// the seek may be lost. Only a new consumer, which starts at the committed offset, can tell.
  [[nodiscard]] bool astray() const noexcept { return astray_; }

  /// Applies what changed: pauses, due re-reads, resumes.
  void apply(SteadyTime now);

  /// Why a partition does not move; empty when it does.
  [[nodiscard]] const std::string& halted(Slot slot) const noexcept { return states_[slot.index].halted; }
  /// Partitions that wait to be read again after failures.
  [[nodiscard]] std::size_t failing() const noexcept;

 private:
  /// A second look at a gap, from its beginning.
  struct Look {
    std::int64_t seen = -1;  // the record behind the gap
    bool end = false;        // there is none: the last offset before the partition's end
    std::uint32_t astray = 0;
    bool spoiled = false;  // paused since the seek: what comes may go on behind the last record
  };
  struct State {
    bool open = false;
    bool paused = false;         // what the source was told
    bool failing = false;        // a failure since the last progress
    std::uint32_t failures = 0;  // in a row
    std::optional<std::int64_t> seek_to;
    SteadyTime seek_at{};
    std::optional<std::int64_t> expected;  // the only offset acceptable after a seek
    SteadyTime sought_at{};
    std::uint32_t strays = 0;  // others that came instead, one after each seek
    bool moved = true;         // since the last record: assigned, paused or sought
    std::optional<Look> look;
    std::optional<SteadyTime> explained_at;  // the last gap that was
    std::string halted;

    /// What was to come came.
    void arrived() noexcept {
      expected.reset();
      look.reset();
      strays = 0;
      moved = false;
    }
  };
  [[nodiscard]] std::chrono::milliseconds delay_after(std::uint32_t failures) const;
  [[nodiscard]] bool wants_pause(Slot slot, const State& state) const noexcept;
  static void note_pause(State& state) noexcept;
  void pause_now(Slot slot);
  void seek_back(Slot slot, std::int64_t offset);
  [[nodiscard]] bool believes(const State& state) const noexcept;
  [[nodiscard]] bool needs_look(Slot slot, const State& state, std::int64_t offset) const noexcept;
  [[nodiscard]] bool look_ends(Slot slot, State& state, std::int64_t offset);
  void look_again_at_end(Slot slot, State& state, std::int64_t last);
  [[nodiscard]] bool second_end(Slot slot, State& state, std::int64_t last);
  bool look_went_astray(Slot slot, State& state);
  void stray(Slot slot, State& state);
  void count(GapOutcome outcome) const noexcept { gaps_[static_cast<std::size_t>(outcome)].add(); }
  void seek_if_due(Slot slot, State& state, SteadyTime now);

  OrderSource& source_;
  OffsetLedger& ledger_;
  std::chrono::milliseconds delay_first_;
  GapCounts& gaps_;
  std::vector<State> states_;
  SteadyTime now_{};  // of the last apply()
  bool hold_all_ = false, astray_ = false;
};

}  // namespace ordergate::daemon
