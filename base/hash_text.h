// A hash as people and files write it.
#pragma once

#include <string>

#include "base/hash.h"
#include "base/hex.h"

namespace ordergate {

/// 32 hex digits.
[[nodiscard]] inline std::string to_hex(Hash128 hash) { return to_hex(hash.high) + to_hex(hash.low); }

}  // namespace ordergate
