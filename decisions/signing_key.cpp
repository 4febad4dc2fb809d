#include "decisions/signing_key.h"

#include <sodium.h>

#include <fstream>
#include <sstream>
#include <utility>

#include "base/check.h"
#include "base/sha256.h"

namespace ordergate::decisions {
namespace {

constexpr std::string_view kAlgorithm = "hmac-sha256:";

void start_sodium() {
  static const bool kStarted = sodium_init() >= 0;
  OG_CHECK(kStarted);
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Result<SigningKey> SigningKey::load(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  if (!in || !(bytes << in.rdbuf())) return Error{path + ": the signing key cannot be read"};
  return of(std::move(bytes).str(), path);
}

Result<SigningKey> SigningKey::of(std::string bytes, const std::string& name) {
  start_sodium();
  while (!bytes.empty() && (bytes.back() == '\n' || bytes.back() == '\r')) bytes.pop_back();
  if (bytes.size() < kBytesMin || bytes.size() > kBytesMax)
    return Error{name + ": a signing key has " + std::to_string(kBytesMin) + " to " +
                 std::to_string(kBytesMax) + " bytes, not " + std::to_string(bytes.size())};
  return SigningKey(std::move(bytes));
}

SigningKey::~SigningKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

std::string SigningKey::sign(std::string_view message) const {
  Sha256 code{};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(bytes_), bytes_.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(message), message.size());
  crypto_auth_hmacsha256_final(&state, code.data());
  return std::string(kAlgorithm) + to_hex(code);
}

bool SigningKey::proves(std::string_view message, std::string_view signature) const {
  const std::string expected = sign(message);
  return signature.size() == expected.size() &&
         sodium_memcmp(signature.data(), expected.data(), expected.size()) == 0;
}

}  // namespace ordergate::decisions
