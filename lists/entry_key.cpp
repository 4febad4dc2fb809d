#include "lists/entry_key.h"

#include "base/hash.h"
#include "base/hex.h"
#include "lists/diff.h"

namespace ordergate::lists {
std::string key_of(const ListEntry& entry) {
  if (!entry.id.empty()) return entry.id;
  std::uint64_t hash = hash64(to_string(entry.list));
  for (const std::string_view part :
       {std::string_view(entry.source), title_of(entry), std::string_view(entry.citation)})
    hash = hash64(part, hash);
  return to_hex(hash);
}

std::string content_hash_of(const ListEntry& entry) {
  std::uint64_t hash = 0;
  for (const auto& [field, value] : describe_fields(entry)) hash = hash64(value, hash64(field, hash));
  return to_hex(hash);
}

}  // namespace ordergate::lists
