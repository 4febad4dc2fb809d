#include "tests/fuzz/order_mutator.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace ordergate::fuzz {
namespace {

using Json = OrderMutator::Json;

constexpr std::size_t kDepthMax = 64;
constexpr std::size_t kTextBytesMax = 4096;
constexpr std::array<double, 12> kNumbers{0,    -1,   1,    0.5,   64,   1600,
                                          4800, 5e20, 1e26, 1e308, -0.0, 4294967296.0};

/// Deep texts are left to the byte mutator: writing them out recurses.
bool is_deep(std::string_view text) {
  std::size_t depth = 0, deepest = 0;
  for (const char byte : text) {
    if (byte == '[' || byte == '{') deepest = std::max(deepest, ++depth);
    if ((byte == ']' || byte == '}') && depth > 0) --depth;
  }
  return deepest > kDepthMax;
}

template <typename Visit>
void each_member(const Json& value, const Visit& visit) {
  if (value.is_object())
    for (const auto& [key, member] : value.items()) visit(key, member);
  if (value.is_structured())
    for (const Json& child : value) each_member(child, visit);
}

}  // namespace

OrderMutator::OrderMutator(std::vector<std::string> known, BytesMutator bytes)
    : known_(std::move(known)), bytes_(bytes) {
  for (const std::string& text : known_) {
    if (is_deep(text)) continue;
    each_member(Json::parse(text, nullptr, false),
                [this](const std::string& key, const Json& value) { values_[key].push_back(value); });
  }
  for (const auto& [key, values] : values_) fields_.push_back(key);
}

std::size_t OrderMutator::mutate(std::uint8_t* data, std::size_t size, std::size_t max, unsigned seed) {
  random_.seed(seed);
  if (pick(12) == 0) return bytes_(data, size, max);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::string changed;
  Json order = is_deep(text) ? Json() : Json::parse(text, nullptr, false);
  if (!order.is_object() || pick(24) == 0) {
    changed = known_[pick(known_.size())];
  } else {
    for (std::size_t n = 1 + pick(3); n > 0; --n) change(order);
    changed = order.dump(-1, ' ', pick(8) == 0, Json::error_handler_t::ignore);
  }
  const std::size_t bytes = std::min(changed.size(), max);
  std::memcpy(data, changed.data(), bytes);
  return bytes;
}

void OrderMutator::collect(Json& value) {
  if (value.is_object())
    for (const auto& [key, member] : value.items()) places_.push_back({&value, key});
  if (value.is_array())
    for (std::size_t i = 0; i < value.size(); ++i) places_.push_back({&value, {}, i});
  if (value.is_structured())
    for (Json& child : value) collect(child);
}

void OrderMutator::change(Json& order) {
  places_.clear();
  collect(order);
  if (places_.empty() || pick(10) == 0) {
    const std::string& field = fields_[pick(fields_.size())];
    order[field] = values_[field][pick(values_[field].size())];
    return;
  }
  const Place place = places_[pick(places_.size())];
  place.parent->is_object() ? change_member(place) : change_entry(place);
}

void OrderMutator::change_member(const Place& place) {
  Json& value = (*place.parent)[place.key];
  const auto known = values_.find(place.key);
  switch (pick(6)) {
    case 0:
      place.parent->erase(place.key);
      return;
    case 1: {
      const std::string& field = fields_[pick(fields_.size())];
      (*place.parent)[field] = values_[field][pick(values_[field].size())];
      return;
    }
    case 2:
      bend(value);
      return;
    default:
      if (known == values_.end()) return bend(value);
      value = known->second[pick(known->second.size())];
  }
}

void OrderMutator::change_entry(const Place& place) {
  Json& list = *place.parent;
  switch (pick(4)) {
    case 0:
      list.erase(place.index);
      return;
    case 1:
      bend(list[place.index]);
      return;
    default: {
      const Json again = list[place.index];
      constexpr std::array<std::size_t, 4> kTimes{1, 2, 16, 70};
      for (std::size_t n = kTimes[pick(kTimes.size())]; n > 0; --n) list.push_back(again);
    }
  }
}

void OrderMutator::bend(Json& value) {
  if (value.is_number()) {
    value = kNumbers[pick(kNumbers.size())];
  } else if (value.is_boolean()) {
    value = !value.get<bool>();
  } else if (value.is_string()) {
    std::string text = value.get<std::string>();
    const std::size_t size = std::min(text.size(), kTextBytesMax);
    text.resize(kTextBytesMax);
    text.resize(bytes_(reinterpret_cast<std::uint8_t*>(text.data()), size, kTextBytesMax));
    value = std::move(text);
  } else {
    value = nullptr;
  }
}

}  // namespace ordergate::fuzz
