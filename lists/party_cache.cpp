#include "lists/party_cache.h"

#include <algorithm>
#include <limits>

#include "base/process_seed.h"

namespace ordergate::lists {
namespace {

/// Chains fields into one 128-bit hash; two lanes of 64 bits, each field with its length.
class KeyHasher {
 public:
  KeyHasher(std::uint64_t watchlist_serial, std::uint64_t seed)
      : seed_(seed), low_(mix64(watchlist_serial + 1)), high_(mix64(~watchlist_serial)) {}

  void add(std::string_view text) noexcept {
    const Hash128 hash = hash128(text, seed_ ^ text.size());
    low_ = mix64(low_ ^ hash.low);
    high_ = mix64(high_ + hash.high);
  }
  void add(std::uint64_t value) noexcept {
    low_ = mix64(low_ ^ (value + 0x9E3779B97F4A7C15ULL));
    high_ = mix64(high_ + value * 0xD6E8FEB86659FD93ULL + 1);
  }
  [[nodiscard]] Hash128 hash() const noexcept { return {low_, high_}; }

 private:
  std::uint64_t seed_, low_, high_;
};

std::uint64_t number_of(CountryCode country) noexcept { return country.known() ? country.index() + 1 : 0; }

}  // namespace

PartyCache::PartyCache() : seed_(process_seed()), slots_(kParties), ring_(kHits) {}

Hash128 PartyCache::key_of(const PartyQuery& query, std::uint64_t watchlist_serial) const noexcept {
  KeyHasher hasher(watchlist_serial, seed_);
  hasher.add(query.name);
  hasher.add(query.native_name);
  hasher.add(query.aliases.size());
  for (const std::string_view alias : query.aliases) hasher.add(alias);
  hasher.add(static_cast<std::uint64_t>(query.kind));
  hasher.add(number_of(query.country));
  hasher.add(query.addresses.size());
  for (const matchers::AddressText& address : query.addresses) {
    hasher.add(address.text);
    hasher.add(number_of(address.country));
  }
  hasher.add(query.identifiers.size());
  for (const std::string_view identifier : query.identifiers) hasher.add(identifier);
  hasher.add(query.birth_date ? static_cast<std::uint64_t>(query.birth_date->days) + 1 : 0);
  return hasher.hash();
}

bool PartyCache::recall(const Hash128& key, const PartyQuery& query, std::vector<PartyHit>& hits,
                        Completeness& status, std::uint64_t& work) noexcept {
  Slot* slots = bucket(key);
  for (std::size_t i = 0; i < kWays; ++i) {
    Slot& slot = slots[i];
    if (!slot.taken || !(slot.key == key)) continue;
    if (hits_written_ - slot.hits_begin > kHits) return false;  // its hits were written over
    if (slot.work > work) return false;                         // searched in part, as if it were new
    work = slot.work;
    slot.used = ++now_;
    for (std::uint64_t n = slot.hits_begin; n < slot.hits_begin + slot.hit_count; ++n) {
      hits.push_back(ring_[n & (kHits - 1)]);
      hits.back().query = query_text(query, hits.back().field, hits.back().field_index);
    }
    status = slot.status;
    return true;
  }
  return false;
}

void PartyCache::remember(const Hash128& key, const std::vector<PartyHit>& hits, std::size_t first,
                          Completeness status, std::uint64_t work) noexcept {
  const std::size_t count = hits.size() - first;
  static_assert(kHits / 4 <= std::numeric_limits<std::uint16_t>::max());
  if (count > kHits / 4) return;
  Slot* slots = bucket(key);
  Slot* oldest = slots;
  for (std::size_t i = 0; i < kWays; ++i) {
    if (!slots[i].taken || slots[i].key == key) {
      oldest = &slots[i];
      break;
    }
    if (now_ - slots[i].used > now_ - oldest->used) oldest = &slots[i];
  }
  *oldest = {key, hits_written_, work, ++now_, static_cast<std::uint16_t>(count), true, status};
  for (std::size_t i = first; i < hits.size(); ++i) ring_[hits_written_++ & (kHits - 1)] = hits[i];
}

std::string_view query_text(const PartyQuery& query, QueryField field, std::size_t index) noexcept {
  switch (field) {
    case QueryField::name:
      return query.name;
    case QueryField::native_name:
      return query.native_name;
    case QueryField::alias:
      return query.aliases[index];
    case QueryField::address:
      return query.addresses[index].text;
    case QueryField::identifier:
      return query.identifiers[index];
  }
  return {};
}

}  // namespace ordergate::lists
