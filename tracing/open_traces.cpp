#include "tracing/open_traces.h"

#include <bit>

#include "base/hash_map.h"

namespace ordergate::tracing {
namespace {

std::uint64_t mixed(std::uint64_t ticket) noexcept { return (ticket * 0x9e3779b97f4a7c15U) >> 32U; }

}  // namespace

OpenTraces::OpenTraces(std::size_t traces_max)
    : traces_max_(traces_max),
      mask_(std::bit_ceil(traces_max * 2) - 1),
      entries_(std::make_unique<Entry[]>(mask_ + 1)) {}

/// The ticket's own slot, or the free one where it would stand.
std::size_t OpenTraces::slot_of(std::uint64_t ticket) const noexcept {
  return probe(mask_ + 1, mixed(ticket),
               [&](std::size_t at) { return entries_[at].pieces == 0 || entries_[at].ticket == ticket; });
}

bool OpenTraces::put(std::uint64_t ticket, std::uint32_t pieces, const OrderTrace& trace) noexcept {
  if (size_ >= traces_max_) return false;
  Entry& entry = entries_[slot_of(ticket)];
  entry.ticket = ticket;
  entry.pieces = pieces;
  entry.trace = trace;
  ++size_;
  return true;
}

bool OpenTraces::finish_piece(std::uint64_t ticket, bool acknowledged, OrderTrace& into) noexcept {
  if (size_ == 0) return false;
  const std::size_t at = slot_of(ticket);
  Entry& entry = entries_[at];
  if (entry.pieces == 0 || (--entry.pieces > 0 && acknowledged)) return false;
  into = entry.trace;
  into.end = acknowledged ? TraceEnd::acknowledged : TraceEnd::unacknowledged;
  erase(at);
  return true;
}

bool OpenTraces::take_any(OrderTrace& into) noexcept {
  if (size_ == 0) return false;
  std::size_t at = 0;
  while (entries_[at].pieces == 0) ++at;
  into = entries_[at].trace;
  erase(at);
  return true;
}

/// Moves what a free slot would hide from its search back into the gap (Knuth, vol. 3, 6.4, algorithm R).
void OpenTraces::erase(std::size_t gap) noexcept {
  entries_[gap].pieces = 0;
  --size_;
  for (std::size_t at = (gap + 1) & mask_; entries_[at].pieces != 0; at = (at + 1) & mask_) {
    const std::size_t home = static_cast<std::size_t>(mixed(entries_[at].ticket)) & mask_;
    if (((at - home) & mask_) < ((at - gap) & mask_)) continue;
    entries_[gap] = entries_[at];
    entries_[at].pieces = 0;
    gap = at;
  }
}

}  // namespace ordergate::tracing
