// A moment as records write it.
#pragma once

#include <cstdint>
#include <string>

namespace ordergate::evidence {

/// "2026-07-31T10:11:12Z".
[[nodiscard]] std::string utc_text(std::int64_t unix_ms);

}  // namespace ordergate::evidence
