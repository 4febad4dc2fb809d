// The thread of one worker: its screener, its counters, and its Kafka clients, which are built anew whenever
// they break.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/clock.h"
#include "base/result.h"
#include "config/config.h"
#include "daemon/counters.h"
#include "daemon/decision_feed.h"
#include "daemon/record_shapes.h"
#include "daemon/schema_reader.h"
#include "daemon/snapshot_box.h"
#include "daemon/worker.h"

namespace ordergate::daemon {

/// Everything of a worker that follows from the settings.
[[nodiscard]] WorkerSettings worker_settings(const Config& config);

class WorkerThread {
 public:
  /// `config`, `box` and `shapes` outlive it; the box holds a snapshot already when it is started.
  WorkerThread(const Config& config, int number, SnapshotBox& box, const RecordShapes& shapes,
               WallClock clock = wall_time);
  /// Where it notes the record in hand; before start(). What it is of outlives this.
  void keep_mark(const RecordMark& mark) noexcept { mark_ = mark; }
  /// Where finished traces go, and the seed of their span ids; before start(). It outlives this.
  void trace_into(tracing::TraceQueue& queue, std::uint64_t seed);
  /// Where decisions come from; before start(). It outlives this. Else none are read.
  void take_decisions_from(const DecisionBox& box) noexcept { decisions_ = &box; }
  ~WorkerThread();
  WorkerThread(const WorkerThread&) = delete;
  WorkerThread& operator=(const WorkerThread&) = delete;

  void start();
  /// Asks to drain and end; before start() too.
  void stop();
  void join();
  [[nodiscard]] bool finished() const noexcept { return finished_.load(std::memory_order_acquire); }
  /// After it finished: everything acknowledged was committed and nothing was left.
  [[nodiscard]] bool drained() const noexcept { return drained_.load(std::memory_order_acquire); }
  /// Its first clients are made: what the settings say of them holds.
  [[nodiscard]] bool has_clients() const noexcept { return has_clients_.load(std::memory_order_acquire); }
  /// The settings do not make a client; the text says why. Empty while they do.
  [[nodiscard]] std::string start_error() const;
  /// Another process took this one's place; the text says so. Empty while none has. The worker has ended.
  [[nodiscard]] std::string fenced() const;

  [[nodiscard]] const WorkerCounters& counters() const noexcept { return counters_; }

 private:
  void run();
  [[nodiscard]] WorkerEnd run_session(const ScreeningStage& stage);
  [[nodiscard]] bool wait_before_rebuild(std::chrono::milliseconds delay);
  void fail_start(const Error& error);
  void end_fenced(const std::string& why);
  [[nodiscard]] ScreeningStage stage();

  const Config& config_;
  const int number_;
  SnapshotBox& box_;
  const RecordShapes& shapes_;
  const WallClock clock_;
  RecordMark mark_;
  std::optional<OrderTracer> tracer_;
  WorkerHistory history_{WorkerSettings{}.delivery_quiet};
  WorkerCounters counters_;

  Screener screener_;
  MappedScreener mapped_;
  SchemaReader schemas_;
  std::shared_ptr<const Snapshot> snapshot_;
  std::uint64_t snapshot_version_ = 0;
  const DecisionBox* decisions_ = nullptr;
  std::uint64_t decisions_version_ = 0;

  std::atomic<bool> stop_{false}, has_clients_{false}, finished_{false}, drained_{false};
  mutable std::mutex mutex_;
  std::condition_variable stopped_;
  std::string start_error_, fenced_;
  std::thread thread_;
};

}  // namespace ordergate::daemon
