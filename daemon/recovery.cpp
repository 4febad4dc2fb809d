#include "daemon/recovery.h"

#include <optional>

namespace ordergate::daemon {
namespace {

std::optional<std::chrono::milliseconds> look_at(Outage& outage, bool works, Outage::Time now) {
  if (works) return outage.over(now);
  outage.seen(now);
  return std::nullopt;
}

}  // namespace

std::vector<Recovery> RecoveryWatch::look(const Health& health, std::span<const WorkerView> workers,
                                          Outage::Time now) {
  std::vector<Recovery> found;
  if (connections_.size() < workers.size()) connections_.resize(workers.size());
  for (std::size_t i = 0; i < workers.size(); ++i) {
    const auto connection = [&](Outage& outage, bool up, const char* client) {
      const auto lasted = look_at(outage, up, now);
      if (lasted && *lasted >= kBrokerGone) found.push_back({"broker connected", client, i, *lasted});
    };
    connection(connections_[i].consumer, workers[i].consumer_broker_up, "consumer");
    connection(connections_[i].producer, workers[i].producer_broker_up, "producer");
  }
  if (const auto lasted = look_at(unready_, health.ready, now)) found.push_back({"ready", "", 0, *lasted});
  return found;
}

}  // namespace ordergate::daemon
