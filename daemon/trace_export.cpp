#include "daemon/trace_export.h"

#include <unistd.h>

#include <array>
#include <random>
#include <string>

#include "base/check.h"
#include "daemon/log.h"
#include "tracing/http_post.h"

namespace ordergate::daemon {
namespace {

std::uint64_t random_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32U) | device();
}

/// The name of static membership where there is one, else the machine's and the process's.
std::string instance_name(const Config& config) {
  if (!config.kafka.instance_id.empty()) return config.kafka.instance_id;
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  return std::string(host.data()) + ":" + std::to_string(::getpid());
}

tracing::ExporterNews news() {
  return {[](const std::string& why) {
            log::warning("the collector takes no traces", {{"reason", why}});
          },
          [](std::chrono::seconds lasted) {
            log::info("the collector takes traces again", {{"after_s", lasted.count()}});
          }};
}

}  // namespace

Status TraceExport::check(const TracingSettings& settings) {
  if (settings.endpoint.empty()) return Done{};
  if (auto post = tracing::HttpPost::create(settings); !post) return post.error();
  return Done{};
}

void TraceExport::start(const std::vector<std::unique_ptr<WorkerThread>>& workers) {
  if (config_.tracing.endpoint.empty()) return;
  std::vector<tracing::TraceQueue*> queues;
  for (const auto& worker : workers) {
    queues_.push_back(
        std::make_unique<tracing::TraceQueue>(static_cast<std::size_t>(config_.tracing.queue_max)));
    queues.push_back(queues_.back().get());
    worker->trace_into(*queues_.back(), random_seed());
  }
  const tracing::Sender sender{instance_name(config_), config_.kafka.group_id, config_.topics.verdicts};
  auto exporter = tracing::Exporter::create(config_.tracing, sender, std::move(queues), news());
  OG_CHECK(exporter.ok());
  exporter_ = std::move(exporter).value();
  exporter_->start();
  started_.store(true, std::memory_order_release);
}

void TraceExport::stop() {
  if (exporter_) exporter_->stop();
}

TraceCounts TraceExport::counts() const {
  if (!started_.load(std::memory_order_acquire)) return {};
  const tracing::ExportCounts counts = exporter_->counts();
  TraceCounts out{counts.exported, counts.refused, 0};
  for (const auto& queue : queues_) out.traces_dropped += queue->dropped();
  return out;
}

}  // namespace ordergate::daemon
