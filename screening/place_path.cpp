#include "screening/place_path.h"

#include <charconv>
#include <cstring>
#include <iterator>

namespace ordergate {

std::string_view place_path(std::string_view list, std::size_t index, std::string_view field, Arena& arena,
                            std::optional<std::size_t> inner) {
  char* const text =
      arena.allocate_array<char>(list.size() + field.size() + 2 * std::size("[18446744073709551615]."));
  char* at = text;
  const auto put = [&](std::string_view part) {
    std::memcpy(at, part.data(), part.size());
    at += part.size();
  };
  const auto put_index = [&](std::size_t number) {
    put("[");
    at = std::to_chars(at, at + 20, number).ptr;
    put("]");
  };
  put(list);
  put_index(index);
  if (!field.empty()) {
    put(".");
    put(field);
  }
  if (inner) put_index(*inner);
  return {text, static_cast<std::size_t>(at - text)};
}

}  // namespace ordergate
