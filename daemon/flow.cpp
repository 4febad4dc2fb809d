#include "daemon/flow.h"

#include <algorithm>

#include "daemon/log.h"

namespace ordergate::daemon {
namespace {

constexpr std::chrono::milliseconds kDelayMax{30'000};
/// A seek that brought nothing for so long is done again.
constexpr std::chrono::milliseconds kSeekSilenceMax{10'000};
/// Seeks in a row that brought another record before the consumer is given up.
constexpr std::uint32_t kStraysMax = 3;
/// How long a partition in which a gap was explained is believed about further ones.
constexpr std::chrono::seconds kGapsBelieved{60};
/// Second looks in a row that went on behind the gap before the partition is halted.
constexpr std::uint32_t kLooksAstrayMax = 3;

}  // namespace

std::chrono::milliseconds FlowControl::delay_after(std::uint32_t failures) const {
  return std::min(kDelayMax, delay_first_ * (1 << std::min<std::uint32_t>(failures, 8)));
}

void FlowControl::open(Slot slot) {
  if (slot.index >= states_.size()) states_.resize(slot.index + 1U);
  states_[slot.index] = State{};
  states_[slot.index].open = true;
}

void FlowControl::close(Slot slot) { states_[slot.index] = State{}; }

void FlowControl::hold_all(bool hold) { hold_all_ = hold; }

void FlowControl::read_again(Slot slot, std::int64_t offset, SteadyTime now) {
  states_[slot.index].failing = true;
  postpone(slot, offset, now);
}

void FlowControl::postpone(Slot slot, std::int64_t offset, SteadyTime now) {
  State& state = states_[slot.index];
  state.look.reset();
  state.seek_to = offset;
  state.seek_at = now + delay_after(state.failures++);
  pause_now(slot);
}

void FlowControl::read_later(Slot slot, std::int64_t offset) {
  states_[slot.index].look.reset();
  seek_back(slot, offset);
}

void FlowControl::seek_back(Slot slot, std::int64_t offset) {
  State& state = states_[slot.index];
  if (state.seek_to && *state.seek_to <= offset) return;
  state.seek_to = offset;
  state.seek_at = SteadyTime{};
  pause_now(slot);
}

void FlowControl::progressed(Slot slot) noexcept {
  State& state = states_[slot.index];
  state.failures = 0;
  state.failing = false;
}

void FlowControl::halt(Slot slot, const std::string& why) {
  states_[slot.index].halted = why;
  pause_now(slot);
}

bool FlowControl::accepts(Slot slot, std::int64_t offset) {
  State& state = states_[slot.index];
  if (state.seek_to || !state.halted.empty()) return false;  // polled before the pause took effect
  if (state.look) {
    if (!look_ends(slot, state, offset)) return false;
  } else if (!state.expected && needs_look(slot, state, offset)) {
    state.look = Look{offset};
    seek_back(slot, ledger_.next_expected(slot));
    return false;
  } else if (state.expected && offset != *state.expected) {
    stray(slot, state);
    return false;
  }
  state.arrived();
  if (!ledger_.continues(slot, offset)) return false;
  if (ledger_.full(slot)) {
    read_later(slot, offset);
    return false;
  }
  return true;
}

bool FlowControl::accepts_end(Slot slot, std::int64_t last) {
  State& state = states_[slot.index];
  const std::int64_t from = ledger_.next_expected(slot);
  if (from < 0 || last < from) return false;  // nothing is between
  if (state.seek_to || !state.halted.empty() || ledger_.full(slot)) return false;
  if (state.look) {
    if (!second_end(slot, state, last)) return false;
  } else if (state.expected) {  // an end is never taken for the record that has to come
    stray(slot, state);
    return false;
  } else if (!believes(state)) {
    look_again_at_end(slot, state, last);
    return false;
  }
  state.arrived();
  return true;
}

void FlowControl::look_again_at_end(Slot slot, State& state, std::int64_t last) {
  state.look = Look{last, true};
  seek_back(slot, ledger_.next_expected(slot));
}

/// A seek that is lost goes on behind the last record given, and every record given since the first look lies
/// behind the end that was seen: only reading that went back, and met nothing, comes to the same end.
bool FlowControl::second_end(Slot slot, State& state, std::int64_t last) {
  if (!state.look->end) return look_went_astray(slot, state);
  if (state.look->spoiled || last != state.look->seen) {
    look_again_at_end(slot, state, last);
    return false;
  }
  count(GapOutcome::explained);
  state.explained_at = now_;
  return true;
}

/// Within one undisturbed stretch of reading, a partition that was just shown to have legitimate gaps is
/// believed.
bool FlowControl::believes(const State& state) const noexcept {
  const bool believed = !state.moved && state.explained_at && now_ - *state.explained_at < kGapsBelieved;
  if (believed) count(GapOutcome::unchecked);
  return believed;
}

bool FlowControl::needs_look(Slot slot, const State& state, std::int64_t offset) const noexcept {
  const std::int64_t from = ledger_.next_expected(slot);
  return from >= 0 && offset > from && !believes(state);
}

/// Never taken for its successor, however often that comes: a pause between a seek and the first record makes
/// librdkafka go on behind the last record consumed, and the expected one would be skipped unseen.
void FlowControl::stray(Slot slot, State& state) {
  if (++state.strays >= kStraysMax) astray_ = true;
  read_later(slot, *state.expected);
}

/// A seek that is lost goes on behind the last record given. So the record behind the gap, given again,
/// proves that reading went back, and that there is nothing before it.
bool FlowControl::look_ends(Slot slot, State& state, std::int64_t offset) {
  const std::int64_t from = ledger_.next_expected(slot);
  if (state.look->end && offset > state.look->seen) {  // written meanwhile: a gap as any other
    state.look = Look{offset};
    seek_back(slot, from);
    return false;
  }
  if (offset == state.look->seen && !state.look->end) {
    count(GapOutcome::explained);
    state.explained_at = now_;
    return true;
  }
  if (offset >= from && offset <= state.look->seen) {
    count(GapOutcome::repaired);
    log::error("records were passed over and are read now", {{"topic", ledger_.partition(slot).topic},
                                                             {"partition", ledger_.partition(slot).partition},
                                                             {"from", from},
                                                             {"to", state.look->seen}});
    if (offset == from) return true;
    state.look->seen = offset;
    state.look->end = false;
    seek_back(slot, from);
    return false;
  }
  return look_went_astray(slot, state);
}

/// Reads the gap once more, or halts the partition when that has not helped; false in any case.
bool FlowControl::look_went_astray(Slot slot, State& state) {
  const std::int64_t from = ledger_.next_expected(slot);
  if (!state.look->spoiled && ++state.look->astray >= kLooksAstrayMax) {
    count(GapOutcome::unexplained);
    log::error("partition halted: after this offset other records come each time it is read",
               {{"topic", ledger_.partition(slot).topic},
                {"partition", ledger_.partition(slot).partition},
                {"offset", from}});
    halt(slot, "a gap in its offsets cannot be explained");
    return false;
  }
  seek_back(slot, from);
  return false;
}

bool FlowControl::wants_pause(Slot slot, const State& state) const noexcept {
  if (hold_all_ || state.seek_to || !state.halted.empty() || ledger_.full(slot)) return true;
  // Once paused for a full ledger, wait until half of it is free: each pause drops what was prefetched.
  return state.paused && ledger_.tracked(slot) > ledger_.tracked_max() / 2;
}

void FlowControl::note_pause(State& state) noexcept {
  state.moved = true;
  if (state.look) state.look->spoiled = true;
}

void FlowControl::pause_now(Slot slot) {
  State& state = states_[slot.index];
  if (state.paused) return;
  state.paused = true;
  note_pause(state);
  source_.pause({&ledger_.partition(slot), 1});
}

void FlowControl::seek_if_due(Slot slot, State& state, SteadyTime now) {
  if (!state.seek_to || now < state.seek_at || hold_all_ || ledger_.full(slot)) return;
  pause_now(slot);
  if (!source_.seek(ledger_.partition(slot), *state.seek_to)) {
    state.seek_at = now + delay_first_;
    return;
  }
  state.expected = state.seek_to;
  if (state.look) state.look->spoiled = false;
  state.sought_at = now;
  state.seek_to.reset();
}

void FlowControl::apply(SteadyTime now) {
  now_ = now;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    State& state = states_[i];
    if (!state.open) continue;
    const Slot slot{static_cast<std::uint16_t>(i)};
    if (state.expected && !state.paused && now - state.sought_at > kSeekSilenceMax)
      seek_back(slot, *state.expected);
    seek_if_due(slot, state, now);
    const bool pause = wants_pause(slot, state);
    if (pause == state.paused) continue;
    state.paused = pause;
    if (pause) note_pause(state);
    const std::span<const PartitionId> one{&ledger_.partition(slot), 1};
    pause ? source_.pause(one) : source_.resume(one);
  }
}

std::size_t FlowControl::failing() const noexcept {
  return static_cast<std::size_t>(
      std::count_if(states_.begin(), states_.end(), [](const State& s) { return s.open && s.failing; }));
}

}  // namespace ordergate::daemon
