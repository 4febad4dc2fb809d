#include "base/sha256.h"

#include <nettle/sha2.h>

#include <new>

#include "base/hex.h"

namespace ordergate {
namespace {

sha256_ctx* context(std::array<std::byte, 112>& state) noexcept {
  return std::launder(reinterpret_cast<sha256_ctx*>(state.data()));
}

}  // namespace

Sha256Stream::Sha256Stream() noexcept : state_{} {
  static_assert(sizeof(sha256_ctx) <= kStateBytes && alignof(sha256_ctx) <= alignof(std::uint64_t));
  sha256_init(new (state_.data()) sha256_ctx);
}

void Sha256Stream::update(std::string_view bytes) noexcept {
  sha256_update(context(state_), bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
}

Sha256 Sha256Stream::finish() noexcept {
  Sha256 hash{};
  sha256_digest(context(state_), hash.size(), hash.data());
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
