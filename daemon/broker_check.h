// Asks the broker whether the daemon could work with these settings: reaches it, logs in, looks at every
// topic and tries every right, without joining the group and without a record being stored.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "base/result.h"
#include "config/config.h"

namespace ordergate {

/// One thing that was asked. `what` is a line for a person.
struct PingFinding {
  bool good = false;
  std::string what;
};

/// Tells each finding as it is made. True when all are good. An error: the settings make no clients. Each
/// question waits `patience` at most. Cold; one thread.
[[nodiscard]] Result<bool> ping_broker(const Config& config, std::chrono::milliseconds patience,
                                       const std::function<void(const PingFinding&)>& tell);

}  // namespace ordergate
