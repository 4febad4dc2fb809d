#include "daemon/verdict_chain.h"

#include <algorithm>
#include <charconv>

namespace ordergate::daemon {
namespace {

constexpr std::string_view kNote = "ordergate-chain-1 ";
constexpr ChainLink kFirst{true, -1, {}};

}  // namespace

std::string link_note(const ChainLink& link) {
  if (!link.present || link.at < 0) return "";
  return std::string(kNote) + std::to_string(link.at) + ' ' + to_hex(link.previous);
}

ChainLink read_link_note(std::string_view note) noexcept {
  if (!note.starts_with(kNote)) return kFirst;
  note.remove_prefix(kNote.size());
  ChainLink link{true, -1, {}};
  const auto [end, error] = std::from_chars(note.data(), note.data() + note.size(), link.at);
  const auto rest = note.substr(static_cast<std::size_t>(end - note.data()));
  const bool whole = error == std::errc() && link.at >= 0 && rest.starts_with(' ') &&
                     parse_sha256(rest.substr(1), link.previous);
  return whole ? link : kFirst;
}

void VerdictChain::open(Slot slot, std::string_view note) {
  if (slot.index >= links_.size()) links_.resize(slot.index + 1U);
  links_[slot.index] = {read_link_note(note)};
}

void VerdictChain::close(Slot slot) noexcept {
  if (slot.index < links_.size()) links_[slot.index].clear();
}

const ChainLink& VerdictChain::link(Slot slot) const noexcept { return links_[slot.index].back(); }

void VerdictChain::add(Slot slot, std::int64_t offset, std::string_view line) {
  links_[slot.index].push_back({true, offset, sha256(line)});
}

void VerdictChain::read_again(Slot slot, std::int64_t offset) noexcept {
  std::deque<ChainLink>& links = links_[slot.index];
  while (links.size() > 1 && links.back().at >= offset) links.pop_back();
}

const ChainLink& VerdictChain::link_at(Slot slot, std::int64_t next_offset) const noexcept {
  const std::deque<ChainLink>& links = links_[slot.index];
  const auto after = std::partition_point(
      links.begin() + 1, links.end(), [next_offset](const ChainLink& link) { return link.at < next_offset; });
  return *(after - 1);
}

void VerdictChain::committed(Slot slot, std::int64_t next_offset) noexcept {
  std::deque<ChainLink>& links = links_[slot.index];
  while (links.size() > 1 && links[1].at < next_offset) links.pop_front();
}

}  // namespace ordergate::daemon
