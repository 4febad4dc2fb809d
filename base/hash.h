// XXH3, inlined: the one hash of ordergate. For tables, fingerprints and ids, never for secrets.
// The values are the same on every run and machine of one byte order.
#pragma once

#include <cstdint>
#include <string_view>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace ordergate {

struct Hash128 {
  std::uint64_t low = 0, high = 0;
  friend constexpr bool operator==(const Hash128&, const Hash128&) noexcept = default;
};

/// Chain fields by passing the hash so far as `seed`; lengths are part of each step.
[[nodiscard]] inline std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0) noexcept {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

[[nodiscard]] inline Hash128 hash128(std::string_view bytes, std::uint64_t seed = 0) noexcept {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(bytes.data(), bytes.size(), seed);
  return {hash.low64, hash.high64};
}

/// Spreads the bits of a number that is not yet a hash.
[[nodiscard]] constexpr std::uint64_t mix64(std::uint64_t value) noexcept {
  value ^= value >> 33U;
  value *= 0xff51afd7ed558ccdULL;
  value ^= value >> 33U;
  value *= 0xc4ceb9fe1a85ec53ULL;
  return value ^ (value >> 33U);
}

}  // namespace ordergate
