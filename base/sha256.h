// SHA-256 (FIPS 180-4): the hash of what an auditor checks with `sha256sum`. Everything else takes
// base/hash.h. About 1.5 GB/s where the processor has instructions for it, a fifth of that elsewhere.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ordergate {

using Sha256 = std::array<unsigned char, 32>;

/// Bytes in any number of pieces. One thread; allocates nothing.
class Sha256Stream {
 public:
  Sha256Stream() noexcept;
  void update(std::string_view bytes) noexcept;
  /// Of all that was given; the stream is of no more use.
  [[nodiscard]] Sha256 finish() noexcept;

 private:
  std::array<std::uint32_t, 8> state_;
  std::array<unsigned char, 64> block_{};
  std::size_t held_ = 0;     // bytes of block_
  std::uint64_t total_ = 0;  // bytes given
};

[[nodiscard]] Sha256 sha256(std::string_view bytes) noexcept;

/// 64 hex digits, lower case.
void append_hex(const Sha256& hash, std::string& out);
[[nodiscard]] std::string to_hex(const Sha256& hash);
[[nodiscard]] inline std::string sha256_hex(std::string_view bytes) { return to_hex(sha256(bytes)); }
/// False when the text is not 64 digits, lower case.
[[nodiscard]] bool parse_sha256(std::string_view text, Sha256& hash) noexcept;

namespace detail {
/// The two ways to take whole blocks of 64 bytes; the second needs has_sha_instructions(). For tests.
void sha256_blocks_portable(std::array<std::uint32_t, 8>& state, const unsigned char* bytes,
                            std::size_t blocks) noexcept;
void sha256_blocks_instructions(std::array<std::uint32_t, 8>& state, const unsigned char* bytes,
                                std::size_t blocks) noexcept;
[[nodiscard]] bool has_sha_instructions() noexcept;
}  // namespace detail

}  // namespace ordergate
