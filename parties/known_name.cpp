#include "parties/known_name.h"

#include "base/hash.h"

namespace ordergate::parties {

std::uint64_t name_key(std::string_view name, matchers::NameText& scratch) noexcept {
  if (name.empty()) return 0;
  scratch.read(name);
  if (scratch.over_bound() || scratch.unread()) return 0;
  std::uint64_t key = 0;
  for (const matchers::NameToken& token : scratch.tokens()) {
    if (token.role == matchers::WordRole::legal || token.role == matchers::WordRole::stop) continue;
    key += mix64(token.hash + 1);
  }
  return key;
}

}  // namespace ordergate::parties
