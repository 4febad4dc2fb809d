#include "fetch/proof.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <vector>

#include "base/check.h"
#include "base/trim.h"

namespace ordergate::fetch {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 16;
constexpr std::size_t kKeyId = 8;

void start_sodium() {
  static const bool kStarted = sodium_init() >= 0;
  OG_CHECK(kStarted);
}

template <typename Take>
Status each_block(const std::filesystem::path& file, Take&& take) {
  std::ifstream in(file, std::ios::binary);
  std::vector<char> block(kBlock);
  while (in.good()) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    take(reinterpret_cast<const unsigned char*>(block.data()), static_cast<unsigned long long>(in.gcount()));
  }
  if (!in.eof()) return Error{file.string() + ": cannot be read"};
  return Done{};
}

std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = trim(text.substr(0, end), " \t\r");
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

std::string unpacked(std::string_view base64) {
  std::string bytes(base64.size(), '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  auto* const into = reinterpret_cast<unsigned char*>(bytes.data());
  if (sodium_base642bin(into, bytes.size(), base64.data(), base64.size(), nullptr, &size, &end,
                        sodium_base64_VARIANT_ORIGINAL) != 0 ||
      end != base64.data() + base64.size())
    return "";
  bytes.resize(size);
  return bytes;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// "Ed", the id of the key, the key.
Result<std::string> key_bytes(std::string_view key) {
  start_sodium();
  std::string_view line = next_line(key);
  if (line.starts_with("untrusted comment:")) line = next_line(key);
  std::string bytes = unpacked(line);
  if (bytes.size() != 2 + kKeyId + crypto_sign_PUBLICKEYBYTES || !bytes.starts_with("Ed"))
    return Error{"is no public key of minisign"};
  return bytes;
}

struct Signature {
  std::string bytes;  // "ED", the id of the key, the signature
  std::string comment, comment_signature;
};

Result<Signature> read_signature(std::string_view text) {
  constexpr std::string_view kTrusted = "trusted comment: ";
  Signature signature;
  if (!next_line(text).starts_with("untrusted comment:")) return Error{"is no signature of minisign"};
  signature.bytes = unpacked(next_line(text));
  const std::string_view comment = next_line(text);
  if (signature.bytes.size() != 2 + kKeyId + crypto_sign_BYTES || !comment.starts_with(kTrusted))
    return Error{"is no signature of minisign"};
  if (signature.bytes.starts_with("Ed"))
    return Error{"is a signature of old form; sign the hash, as minisign does by default"};
  if (!signature.bytes.starts_with("ED")) return Error{"is a signature of unknown form"};
  signature.comment = comment.substr(kTrusted.size());
  signature.comment_signature = unpacked(next_line(text));
  if (signature.comment_signature.size() != crypto_sign_BYTES)
    return Error{"lacks the signature of its comment"};
  return signature;
}

}  // namespace

Result<std::string> sha256_of(const std::filesystem::path& file) {
  start_sodium();
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  const Status read = each_block(file, [&](const unsigned char* block, unsigned long long size) {
    crypto_hash_sha256_update(&state, block, size);
  });
  if (!read) return read.error();
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256_final(&state, hash.data());
  std::array<char, 2 * crypto_hash_sha256_BYTES + 1> hex{};
  return std::string(sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size()));
}

Result<std::string> sha256_in(std::string_view text, std::string_view name) {
  constexpr std::size_t kDigits = 2 * crypto_hash_sha256_BYTES;
  const auto is_hash = [](std::string_view word) {
    return word.size() == kDigits &&
           word.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
  };
  std::vector<std::string_view> alone;
  while (!text.empty()) {
    const std::string_view line = next_line(text);
    if (!is_hash(line.substr(0, kDigits))) continue;
    const std::string_view rest = trim(line.substr(kDigits), " \t*");
    if (rest == name) return std::string(line.substr(0, kDigits));
    alone.push_back(line.substr(0, kDigits));
  }
  if (alone.size() == 1) return std::string(alone.front());
  return Error{alone.empty() ? "says no SHA-256" : "says no SHA-256 of '" + std::string(name) + "'"};
}

Status check_minisign_key(std::string_view key) {
  const Result<std::string> bytes = key_bytes(key);
  if (!bytes) return bytes.error();
  return Done{};
}

Status verify_minisign(const std::filesystem::path& file, std::string_view text, std::string_view key) {
  const Result<std::string> owner = key_bytes(key);
  if (!owner) return Error{"minisign_key " + owner.error().text};
  const Result<Signature> read = read_signature(text);
  if (!read) return Error{"the signature " + read.error().text};
  const Signature& signature = read.value();
  if (signature.bytes.substr(2, kKeyId) != owner.value().substr(2, kKeyId))
    return Error{"is signed by another key"};
  crypto_generichash_blake2b_state state;
  crypto_generichash_blake2b_init(&state, nullptr, 0, crypto_generichash_blake2b_BYTES_MAX);
  Status hashed = each_block(file, [&](const unsigned char* block, unsigned long long size) {
    crypto_generichash_blake2b_update(&state, block, size);
  });
  if (!hashed) return hashed;
  std::array<unsigned char, crypto_generichash_blake2b_BYTES_MAX> hash{};
  crypto_generichash_blake2b_final(&state, hash.data(), hash.size());
  const unsigned char* const by = bytes_of(owner.value()) + 2 + kKeyId;
  const std::string of_file = signature.bytes.substr(2 + kKeyId);
  if (crypto_sign_verify_detached(bytes_of(of_file), hash.data(), hash.size(), by) != 0)
    return Error{"is not what was signed"};
  const std::string commented = of_file + signature.comment;
  if (crypto_sign_verify_detached(bytes_of(signature.comment_signature), bytes_of(commented),
                                  commented.size(), by) != 0)
    return Error{"has a signature whose comment was changed"};
  return Done{};
}

}  // namespace ordergate::fetch
