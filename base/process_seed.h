// A number that nobody outside knows. Any thread.
#pragma once

#include <cstdint>

namespace ordergate {

/// Drawn once a process. Where an answer is remembered under the hash of a text alone, the hash begins with
/// it: nobody can prepare two texts of one hash, so that one is taken for the other. Verdicts do not depend
/// on it.
[[nodiscard]] std::uint64_t process_seed();

}  // namespace ordergate
