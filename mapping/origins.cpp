#include "mapping/origins.h"

#include <algorithm>

namespace ordergate::mapping {
namespace {

/// The innermost value that holds both. What holds another was read before it.
std::uint32_t around(const JsonTree& tree, std::uint32_t left, std::uint32_t right) noexcept {
  while (left != right) (left > right ? left : right) = tree[std::max(left, right)].parent;
  return left;
}

/// Takes one step off `place`: a key, or the index of a list. False when there is none.
bool take_step(std::string_view& place, std::string_view& key, std::uint32_t& index) noexcept {
  key = {};
  index = 0;
  if (place.empty()) return false;
  if (place.front() == '[') {
    std::size_t at = 1;
    for (; at < place.size() && place[at] >= '0' && place[at] <= '9'; ++at)
      index = index * 10 + static_cast<std::uint32_t>(place[at] - '0');
    if (at == 1 || at == place.size() || place[at] != ']') return false;
    place.remove_prefix(at + 1);
    return true;
  }
  if (place.front() == '.') place.remove_prefix(1);
  key = place.substr(0, place.find_first_of(".["));
  place.remove_prefix(key.size());
  return !key.empty();
}

}  // namespace

std::uint32_t Origins::step(std::uint32_t from, std::uint32_t to, std::string_view key,
                            std::uint32_t index) const noexcept {
  for (std::uint32_t at = from; at < to; at = entries_[at].end)
    if (entries_[at].key == key && entries_[at].index == index) return at;
  return JsonTree::kNone;
}

std::uint32_t Origins::node_of(std::uint32_t entry, const JsonTree& tree,
                               std::uint32_t record) const noexcept {
  if (entries_[entry].node != JsonTree::kNone) return entries_[entry].node;
  std::uint32_t first = JsonTree::kNone, all = JsonTree::kNone;
  for (std::uint32_t at = entry + 1; at < entries_[entry].end; ++at) {
    const std::uint32_t node = entries_[at].node;
    if (node == JsonTree::kNone) continue;
    if (first == JsonTree::kNone) first = node;
    all = all == JsonTree::kNone ? node : around(tree, all, node);
  }
  return all <= record ? first : all;  // what stands before the record in the tree is around it
}

std::uint32_t Origins::find(std::string_view place, const JsonTree& tree,
                            std::uint32_t record) const noexcept {
  std::uint32_t from = 0, to = static_cast<std::uint32_t>(entries_.size()), found = JsonTree::kNone;
  std::string_view key;
  std::uint32_t index = 0;
  while (take_step(place, key, index)) {
    const std::uint32_t at = step(from, to, key, index);
    if (at == JsonTree::kNone) break;
    from = at + 1;
    to = entries_[at].end;
    if (from < to && entries_[from].key.empty())
      continue;  // a list is made of its entries: it stands nowhere
    if (const std::uint32_t node = node_of(at, tree, record); node != JsonTree::kNone) found = node;
  }
  return found;
}

}  // namespace ordergate::mapping
