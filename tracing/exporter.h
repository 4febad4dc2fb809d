// The thread that takes traces out of the workers' queues and sends them to a collector. Whatever the
// collector does, it holds up nobody: what cannot be sent in time is dropped and counted.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "config/config.h"
#include "tracing/http_post.h"
#include "tracing/otlp.h"
#include "tracing/trace_queue.h"

namespace ordergate::tracing {

/// Told on the exporter's thread, each once for a trouble: the collector takes nothing (with the reason),
/// takes all again (with how long it did not).
struct ExporterNews {
  std::function<void(const std::string& why)> failing;
  std::function<void(std::chrono::seconds lasted)> recovered;
};

/// Spans, since the start.
struct ExportCounts {
  std::uint64_t exported = 0;  // and taken
  std::uint64_t refused = 0;   // by the collector, or given up
};

class Exporter {
 public:
  using Post = std::function<PostAnswer(const std::string& body)>;

  /// A collector that is asked too much, or is not there, is asked again so often, after 1 s and then twice
  /// as long each time (or as it says), before its traces are given up.
  static constexpr int kAttemptsMax = 5;
  static constexpr std::size_t kBatchTracesMax = 512;
  /// How long stopping may take.
  static constexpr std::chrono::milliseconds kStopMax{2'000};

  /// The queues outlive it. The error names the setting that cannot work.
  [[nodiscard]] static Result<std::unique_ptr<Exporter>> create(const TracingSettings& settings,
                                                                Sender sender,
                                                                std::vector<TraceQueue*> queues,
                                                                ExporterNews news);
  /// With what posts given: for tests.
  Exporter(const TracingSettings& settings, Sender sender, std::vector<TraceQueue*> queues, ExporterNews news,
           Post post);
  ~Exporter();
  Exporter(const Exporter&) = delete;
  Exporter& operator=(const Exporter&) = delete;

  void start();
  /// Sends once what is there, and ends; within kStopMax.
  void stop();

  /// Any thread.
  [[nodiscard]] ExportCounts counts() const noexcept;

  /// One turn of the thread: takes what is there and, when `due` or a batch is full, sends. For tests.
  void turn(bool due);

 private:
  using Time = std::chrono::steady_clock::time_point;
  void run();
  void take();
  void send();
  void took(const PostAnswer& answer);
  void not_taken(const PostAnswer& answer);
  void give_up();
  [[nodiscard]] bool wait(std::chrono::milliseconds at_most);

  const TracingSettings settings_;
  const Sender sender_;
  const std::vector<TraceQueue*> queues_;
  const ExporterNews news_;
  std::unique_ptr<HttpPost> http_;  // null in tests
  const Post post_;

  std::vector<OrderTrace> batch_;
  std::string body_;  // of the batch, once it was sent in vain
  int attempts_ = 0;
  Time not_before_{};  // the next attempt
  bool failing_ = false;
  Time failing_since_{};

  std::atomic<std::uint64_t> exported_{0}, refused_{0};
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace ordergate::tracing
