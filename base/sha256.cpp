#include "base/sha256.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/hex.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace ordergate {
namespace {

constexpr std::size_t kBlock = 64;
constexpr std::size_t kLengthAt = 56;  // of the last block: the length in bits

alignas(16) constexpr std::array<std::uint32_t, 64> kRound = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

constexpr std::array<std::uint32_t, 8> kStart = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

std::uint32_t big_endian(const unsigned char* bytes) noexcept {
  return (std::uint32_t{bytes[0]} << 24U) | (std::uint32_t{bytes[1]} << 16U) |
         (std::uint32_t{bytes[2]} << 8U) | std::uint32_t{bytes[3]};
}

void take_blocks(std::array<std::uint32_t, 8>& state, const unsigned char* bytes,
                 std::size_t blocks) noexcept {
  static const bool kInstructions = detail::has_sha_instructions();
  if (kInstructions) return detail::sha256_blocks_instructions(state, bytes, blocks);
  detail::sha256_blocks_portable(state, bytes, blocks);
}

}  // namespace

namespace detail {

void sha256_blocks_portable(std::array<std::uint32_t, 8>& state, const unsigned char* bytes,
                            std::size_t blocks) noexcept {
  std::array<std::uint32_t, 64> words;
  for (; blocks > 0; --blocks, bytes += kBlock) {
    for (std::size_t i = 0; i < 16; ++i) words[i] = big_endian(bytes + 4 * i);
    for (std::size_t i = 16; i < 64; ++i) {
      const std::uint32_t a = words[i - 15];
      const std::uint32_t b = words[i - 2];
      words[i] = words[i - 16] + words[i - 7] + (std::rotr(a, 7) ^ std::rotr(a, 18) ^ (a >> 3U)) +
                 (std::rotr(b, 17) ^ std::rotr(b, 19) ^ (b >> 10U));
    }
    std::array<std::uint32_t, 8> v = state;
    for (std::size_t i = 0; i < 64; ++i) {
      const std::uint32_t big1 = std::rotr(v[4], 6) ^ std::rotr(v[4], 11) ^ std::rotr(v[4], 25);
      const std::uint32_t big0 = std::rotr(v[0], 2) ^ std::rotr(v[0], 13) ^ std::rotr(v[0], 22);
      const std::uint32_t one = v[7] + big1 + ((v[4] & v[5]) ^ (~v[4] & v[6])) + kRound[i] + words[i];
      const std::uint32_t two = big0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
      v = {one + two, v[0], v[1], v[2], v[3] + one, v[4], v[5], v[6]};
    }
    for (std::size_t i = 0; i < 8; ++i) state[i] += v[i];
  }
}

#if defined(__x86_64__)

bool has_sha_instructions() noexcept {
  __builtin_cpu_init();
  // __builtin_cpu_supports knows no "sha" in the compilers of 2022: leaf 7, EBX bit 29.
  unsigned a = 7, b = 0, c = 0, d = 0;
  __asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
  return (b & (1U << 29U)) != 0 && __builtin_cpu_supports("sse4.1") && __builtin_cpu_supports("ssse3");
}

/// Four rounds a step; the schedule's next four words come of the last sixteen.
__attribute__((target("sha,sse4.1,ssse3"))) void sha256_blocks_instructions(
    std::array<std::uint32_t, 8>& state, const unsigned char* bytes, std::size_t blocks) noexcept {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
  const auto load = [](const void* from) __attribute__((target("sha,sse4.1,ssse3"))) {
    return _mm_loadu_si128(static_cast<const __m128i*>(from));
  };
  // The instructions want the state as ABEF and CDGH.
  const __m128i cdab = _mm_shuffle_epi32(load(state.data()), 0xB1);
  const __m128i efgh = _mm_shuffle_epi32(load(state.data() + 4), 0x1B);
  __m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
  __m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
  for (; blocks > 0; --blocks, bytes += kBlock) {
    const __m128i abef_before = abef;
    const __m128i cdgh_before = cdgh;
    __m128i words[4];
    for (std::size_t i = 0; i < 4; ++i) words[i] = _mm_shuffle_epi8(load(bytes + 16 * i), swap);
    for (std::size_t step = 0; step < 16; ++step) {
      const std::size_t at = step % 4;
      if (step >= 4) {
        const __m128i last = words[(at + 3) % 4];
        const __m128i seventh = _mm_alignr_epi8(last, words[(at + 2) % 4], 4);
        const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(words[at], words[(at + 1) % 4]), seventh);
        words[at] = _mm_sha256msg2_epu32(sum, last);
      }
      __m128i input = _mm_add_epi32(words[at], load(kRound.data() + 4 * step));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, input);
      input = _mm_shuffle_epi32(input, 0x0E);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, input);
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  const __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
  const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(state.data()), _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(state.data() + 4), _mm_alignr_epi8(dchg, feba, 8));
}

#else

bool has_sha_instructions() noexcept { return false; }
void sha256_blocks_instructions(std::array<std::uint32_t, 8>& state, const unsigned char* bytes,
                                std::size_t blocks) noexcept {
  sha256_blocks_portable(state, bytes, blocks);
}

#endif

}  // namespace detail

Sha256Stream::Sha256Stream() noexcept : state_(kStart) {}

void Sha256Stream::update(std::string_view bytes) noexcept {
  total_ += bytes.size();
  if (held_ > 0) {
    const std::size_t taken = std::min(bytes.size(), kBlock - held_);
    std::memcpy(block_.data() + held_, bytes.data(), taken);
    bytes.remove_prefix(taken);
    held_ += taken;
    if (held_ < kBlock) return;
    take_blocks(state_, block_.data(), 1);
    held_ = 0;
  }
  const std::size_t whole = bytes.size() / kBlock;
  if (whole > 0) take_blocks(state_, reinterpret_cast<const unsigned char*>(bytes.data()), whole);
  bytes.remove_prefix(whole * kBlock);
  if (!bytes.empty()) std::memcpy(block_.data(), bytes.data(), bytes.size());
  held_ = bytes.size();
}

Sha256 Sha256Stream::finish() noexcept {
  const std::uint64_t bits = total_ * 8;
  block_[held_++] = 0x80;
  if (held_ > kLengthAt) {
    std::fill(block_.begin() + static_cast<std::ptrdiff_t>(held_), block_.end(), 0);
    take_blocks(state_, block_.data(), 1);
    held_ = 0;
  }
  std::fill(block_.begin() + static_cast<std::ptrdiff_t>(held_), block_.end(), 0);
  for (std::size_t i = 0; i < 8; ++i)
    block_[kLengthAt + i] = static_cast<unsigned char>(bits >> (56U - 8U * i));
  take_blocks(state_, block_.data(), 1);
  Sha256 hash;
  for (std::size_t i = 0; i < hash.size(); ++i)
    hash[i] = static_cast<unsigned char>(state_[i / 4] >> (24U - 8U * (i % 4)));
  return hash;
}

Sha256 sha256(std::string_view bytes) noexcept {
  Sha256Stream stream;
  stream.update(bytes);
  return stream.finish();
}

void append_hex(const Sha256& hash, std::string& out) {
  for (const unsigned char byte : hash) append_hex(byte, out);
}

std::string to_hex(const Sha256& hash) {
  std::string out;
  append_hex(hash, out);
  return out;
}

bool parse_sha256(std::string_view text, Sha256& hash) noexcept {
  if (text.size() != 2 * hash.size()) return false;
  for (std::size_t i = 0; i < hash.size(); ++i) {
    const std::size_t high = kHexDigits.find(text[2 * i]);
    const std::size_t low = kHexDigits.find(text[2 * i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return false;
    hash[i] = static_cast<unsigned char>(high << 4U | low);
  }
  return true;
}

}  // namespace ordergate
