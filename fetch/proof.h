// Is a file what its publisher says it is?
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace ordergate::fetch {

/// 64 hex digits.
[[nodiscard]] Result<std::string> sha256_of(const std::filesystem::path& file);

/// The hash that a text of `sha256sum` says of a file called `name`, or says alone.
[[nodiscard]] Result<std::string> sha256_in(std::string_view text, std::string_view name);

/// Is `key` a public key of minisign ("RW…", with or without its comment line)?
[[nodiscard]] Status check_minisign_key(std::string_view key);

/// Did the owner of `key` sign these bytes? Ed25519 over their BLAKE2b-512, and over the trusted comment, as
/// minisign writes it. The error says what is wrong.
[[nodiscard]] Status verify_minisign(const std::filesystem::path& file, std::string_view signature,
                                     std::string_view key);

}  // namespace ordergate::fetch
