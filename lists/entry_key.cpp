#include "lists/entry_key.h"

#include <array>

#include "base/hash.h"
#include "lists/diff.h"

namespace ordergate::lists {
namespace {

std::string hex(std::uint64_t number) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t at = text.size(); at-- > 0; number >>= 4U) text[at] = kDigits[number & 0xFU];
  return text;
}

}  // namespace

std::string key_of(const ListEntry& entry) {
  if (!entry.id.empty()) return entry.id;
  std::uint64_t hash = hash64(to_string(entry.list));
  for (const std::string_view part :
       {std::string_view(entry.source), title_of(entry), std::string_view(entry.citation)})
    hash = hash64(part, hash);
  return hex(hash);
}

std::string content_hash_of(const ListEntry& entry) {
  std::uint64_t hash = 0;
  for (const auto& [field, value] : describe_fields(entry)) hash = hash64(value, hash64(field, hash));
  return hex(hash);
}

}  // namespace ordergate::lists
