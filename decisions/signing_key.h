// HMAC-SHA256 over a record. Cold.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace ordergate::decisions {

/// A secret that whoever decides and whoever screens share. Wiped when it goes.
class SigningKey {
 public:
  static constexpr std::size_t kBytesMin = 32, kBytesMax = 4096;

  /// The bytes of a file without the line end behind them, or an error that names it: fewer than 32 or more
  /// than 4096 bytes.
  [[nodiscard]] static Result<SigningKey> load(const std::string& path);
  /// The same of bytes; `name` is what an error calls them.
  [[nodiscard]] static Result<SigningKey> of(std::string bytes, const std::string& name);
  ~SigningKey();
  SigningKey(SigningKey&&) noexcept = default;
  SigningKey& operator=(SigningKey&&) noexcept = default;
  SigningKey(const SigningKey&) = delete;
  SigningKey& operator=(const SigningKey&) = delete;

  /// "hmac-sha256:" and 64 hex digits.
  [[nodiscard]] std::string sign(std::string_view message) const;
  /// In constant time.
  [[nodiscard]] bool proves(std::string_view message, std::string_view signature) const;

 private:
  explicit SigningKey(std::string bytes) : bytes_(std::move(bytes)) {}
  std::string bytes_;
};

}  // namespace ordergate::decisions
