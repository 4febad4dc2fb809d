#include "daemon/flow.h"

#include <algorithm>

namespace ordergate::daemon {
namespace {

constexpr std::chrono::milliseconds kDelayMax{30'000};
/// A seek that brought nothing for so long is done again.
constexpr std::chrono::milliseconds kSeekSilenceMax{10'000};
/// Seeks in a row that brought another record before the consumer is given up.
constexpr std::uint32_t kStraysMax = 3;

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
  State& state = states_[slot.index];
  state.failing = true;
  state.seek_to = offset;
  state.seek_at = now + delay_after(state.failures++);
  pause_now(slot);
}

void FlowControl::read_later(Slot slot, std::int64_t offset) {
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
  if (state.expected && offset != *state.expected) {
    // Never taken for its successor, however often that comes: a pause between a seek and the first record
    // makes librdkafka go on behind the last record consumed, and the expected one would be skipped unseen.
    if (++state.strays >= kStraysMax) astray_ = true;
    read_later(slot, *state.expected);
    return false;
  }
  state.expected.reset();
  state.strays = 0;
  if (!ledger_.continues(slot, offset)) return false;
  if (ledger_.full(slot)) {
    read_later(slot, offset);
    return false;
  }
  return true;
}

bool FlowControl::wants_pause(Slot slot, const State& state) const noexcept {
  if (hold_all_ || state.seek_to || !state.halted.empty() || ledger_.full(slot)) return true;
  // Once paused for a full ledger, wait until half of it is free: each pause drops what was prefetched.
  return state.paused && ledger_.tracked(slot) > ledger_.tracked_max() / 2;
}

void FlowControl::pause_now(Slot slot) {
  State& state = states_[slot.index];
  if (state.paused) return;
  state.paused = true;
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
  state.sought_at = now;
  state.seek_to.reset();
}

void FlowControl::apply(SteadyTime now) {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    State& state = states_[i];
    if (!state.open) continue;
    const Slot slot{static_cast<std::uint16_t>(i)};
    if (state.expected && !state.paused && now - state.sought_at > kSeekSilenceMax)
      read_later(slot, *state.expected);
    seek_if_due(slot, state, now);
    const bool pause = wants_pause(slot, state);
    if (pause == state.paused) continue;
    state.paused = pause;
    const std::span<const PartitionId> one{&ledger_.partition(slot), 1};
    pause ? source_.pause(one) : source_.resume(one);
  }
}

std::size_t FlowControl::failing() const noexcept {
  return static_cast<std::size_t>(
      std::count_if(states_.begin(), states_.end(), [](const State& s) { return s.open && s.failing; }));
}

}  // namespace ordergate::daemon
