// What the expressions of one map share, and what one record fills it with.
#include <algorithm>

#include "mapping/map_expression.h"

namespace ordergate::mapping {
namespace {

using Kind = MapValue::Kind;

/// The slots of the keys below an object.
bool walk(const PathTree& paths, std::uint32_t object, MapFrame& frame) noexcept {
  const JsonTree& tree = *frame.tree;
  if (tree[object].kind != JsonKind::object) return true;
  for (std::uint32_t at = tree[object].first; at != 0; at = tree[at].next) {
    const PathTree::Key* const asked = paths.find(tree[at]);
    if (asked == nullptr) continue;
    if (frame.slots[asked->slot] != JsonTree::kNone) {
      frame.fail(at, kTwin);
      return false;
    }
    frame.slots[asked->slot] = at;
    if (asked->below != nullptr && !walk(*asked->below, at, frame)) return false;
  }
  return true;
}

}  // namespace

std::string_view to_string(MapType type) noexcept {
  switch (type) {
    case MapType::any:
      return "value of the record";
    case MapType::text:
      return "text";
    case MapType::number:
      return "number";
    case MapType::truth:
      return "true or false";
    case MapType::date:
      return "date";
    case MapType::time:
      return "time";
    case MapType::country:
      return "country";
    case MapType::list:
      return "list";
  }
  return "";
}

PathTree::Key& PathTree::add(const std::string& key, std::uint32_t slot) {
  Key& made = keys.emplace_back(Key{key, slot, nullptr});
  while (std::size_t{1} << bits_ < keys.size() * 4) ++bits_;
  places_.assign(std::size_t{1} << bits_, Place{});
  for (std::uint32_t i = 0; i < keys.size(); ++i) {
    const std::uint32_t mark = key_mark(keys[i].key);
    std::uint32_t at = place_of(mark);
    while (places_[at & (places_.size() - 1)].key != 0) ++at;
    places_[at & (places_.size() - 1)] = {mark, i + 1};
  }
  return made;
}

std::uint32_t MapScope::declare(std::string name, MapType type) {
  MapVariable variable;
  variable.name = std::move(name);
  variable.type = type;
  variables.push_back(std::move(variable));
  visible.push_back(static_cast<std::uint32_t>(variables.size() - 1));
  return visible.back();
}

void MapFrame::start(const MapScope& of, JsonTree& json, Arena& memory) {
  scope = &of;
  tree = &json;
  arena = &memory;
  slots.assign(of.slot_count, JsonTree::kNone);
  variables.assign(of.variables.size(), MapValue{});
  lists.clear();
  gathered.clear();
  turns = 0;
  failed = false;
  message = {};
  failed_at = JsonTree::kNone;
}

bool MapFrame::bind(std::uint32_t variable, const MapValue& value) noexcept {
  const MapVariable& bound = scope->variables[variable];
  variables[variable] = value;
  for (const std::uint32_t slot : bound.slots) slots[slot] = JsonTree::kNone;
  return value.kind != Kind::json || bound.paths == nullptr || walk(*bound.paths, value.node, *this);
}

MapValue MapFrame::fail(std::uint32_t node, std::string_view why) noexcept { return fail(node, {why}); }

MapValue MapFrame::fail(std::uint32_t node, std::initializer_list<std::string_view> why) noexcept {
  MapValue value;
  value.kind = Kind::failed;
  if (failed) return value;
  failed = true;
  failed_at = node;
  std::size_t size = 0;
  for (const std::string_view part : why) size += part.size();
  char* const bytes = arena->allocate_array<char>(size);
  char* at = bytes;
  for (const std::string_view part : why) at = std::copy(part.begin(), part.end(), at);
  message = {bytes, size};
  return value;
}

}  // namespace ordergate::mapping
