// SHA-256 (FIPS 180-4): the hash of what an auditor checks with `sha256sum`. Everything else takes
// base/hash.h. By Nettle, with the processor's own instructions where it has them.
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
  static constexpr std::size_t kStateBytes = 112;  // struct sha256_ctx of Nettle
  alignas(std::uint64_t) std::array<std::byte, kStateBytes> state_;
};

[[nodiscard]] Sha256 sha256(std::string_view bytes) noexcept;

/// 64 hex digits, lower case.
void append_hex(const Sha256& hash, std::string& out);
[[nodiscard]] std::string to_hex(const Sha256& hash);
[[nodiscard]] inline std::string sha256_hex(std::string_view bytes) { return to_hex(sha256(bytes)); }
/// False when the text is not 64 digits, lower case.
[[nodiscard]] bool parse_sha256(std::string_view text, Sha256& hash) noexcept;

}  // namespace ordergate
