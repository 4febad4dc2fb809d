// A hash as people and files write it.
#pragma once

#include <cstdio>
#include <string>

#include "base/hash.h"

namespace ordergate {

/// 32 hex digits.
[[nodiscard]] inline std::string to_hex(Hash128 hash) {
  char text[33];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(hash.high),
                static_cast<unsigned long long>(hash.low));
  return text;
}

}  // namespace ordergate
