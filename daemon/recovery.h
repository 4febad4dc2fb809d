// Troubles that passed, and how long they lasted: what an operator who was woken looks for in the log. One
// thread.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "daemon/health.h"
#include "daemon/outage.h"

namespace ordergate::daemon {

/// Something works again.
struct Recovery {
  std::string what;    // "ready", "broker connected"
  std::string client;  // "consumer" or "producer"; empty: of the whole process
  std::size_t worker = 0;
  std::chrono::milliseconds lasted{0};
};

class RecoveryWatch {
 public:
  /// One look; what has recovered since the last. The start counts as a trouble, too. A connection that was
  /// gone for less than kBrokerGone is not told of: brokers close idle ones.
  [[nodiscard]] std::vector<Recovery> look(const Health& health, std::span<const WorkerView> workers,
                                           Outage::Time now);
  static constexpr std::chrono::milliseconds kBrokerGone{5'000};

 private:
  struct Connections {
    Outage consumer{std::chrono::milliseconds{0}}, producer{std::chrono::milliseconds{0}};
  };
  Outage unready_{std::chrono::milliseconds{0}};
  std::vector<Connections> connections_;
};

}  // namespace ordergate::daemon
