#include "cli/order_place.h"

#include <charconv>

namespace ordergate::cli {
namespace {

using Json = nlohmann::ordered_json;

/// One step down: a key, or an index in brackets. Takes it off `place`.
const Json* step(const Json& at, std::string_view& place) {
  if (place.front() == '[') {
    std::size_t index = 0;
    const std::size_t end = place.find(']');
    if (end == std::string_view::npos) return nullptr;
    const auto read = std::from_chars(place.data() + 1, place.data() + end, index);
    if (read.ec != std::errc{} || !at.is_array() || index >= at.size()) return nullptr;
    place.remove_prefix(end + 1);
    return &at[index];
  }
  if (place.front() == '.') place.remove_prefix(1);
  const std::size_t end = std::min(place.find_first_of(".["), place.size());
  const std::string key(place.substr(0, end));
  if (!at.is_object() || !at.contains(key)) return nullptr;
  place.remove_prefix(end);
  return &at[key];
}

std::string text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_object()) return value.dump();
  std::string text;
  for (const auto& [key, part] : value.items())
    if (part.is_string() && key != "type")
      text.append(text.empty() ? "" : ", ").append(part.get<std::string>());
  return text;
}

}  // namespace

std::optional<std::string> text_at(const nlohmann::ordered_json& order, std::string_view place) {
  const Json* at = &order;
  while (!place.empty() && at != nullptr) at = step(*at, place);
  if (at == nullptr) return std::nullopt;
  return text_of(*at);
}

}  // namespace ordergate::cli
