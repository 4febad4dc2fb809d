#include "daemon/worker_thread.h"

#include <algorithm>
#include <utility>

#include "daemon/kafka.h"
#include "daemon/kafka_sink.h"
#include "daemon/kafka_source.h"
#include "daemon/kafka_transactions.h"
#include "daemon/log.h"

namespace ordergate::daemon {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kRebuildDelayFirst{500};
constexpr milliseconds kRebuildDelayMax{30'000};
/// A session that lived so long was a good one: the next delay is the short one again.
constexpr milliseconds kSessionGood{60'000};
constexpr milliseconds kHeartbeatWhileWaiting{100};
/// A consumer of committed verdicts waits for the end of their transaction.
constexpr milliseconds kTransactionInterval{100};
constexpr std::uint32_t kTransactionRecordsMax = 10'000;
/// A replaced member hears of it with its next heartbeat (3 s unless set otherwise).
constexpr milliseconds kSuccessorWait{10'000};

std::uint64_t steady_ms() {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count());
}

}  // namespace

WorkerSettings worker_settings(const Config& config) {
  WorkerSettings settings;
  settings.written[static_cast<std::size_t>(OutputTopic::allow)] = !config.topics.allow.empty();
  settings.written[static_cast<std::size_t>(OutputTopic::hold)] = !config.topics.hold.empty();
  settings.written[static_cast<std::size_t>(OutputTopic::deny)] = !config.topics.deny.empty();
  settings.chain = config.audit.chain;
  settings.outgoing_bytes_max = kafka::outgoing_bytes_max(config);
  if (config.delivery == DeliveryMode::exactly_once) {
    settings.commit_interval = kTransactionInterval;
    settings.commit_records = kTransactionRecordsMax;
    if (!config.kafka.instance_id.empty()) settings.successor_wait = kSuccessorWait;
  }
  // Draining, then closing the clients, both fit into the time allowed.
  settings.stop_drain_max = config.shutdown_timeout * 2 / 3;
  return settings;
}

WorkerThread::WorkerThread(const Config& config, int number, SnapshotBox& box, const RecordShapes& shapes,
                           WallClock clock)
    : config_(config),
      number_(number),
      box_(box),
      shapes_(shapes),
      clock_(std::move(clock)),
      screener_(config.limits),
      mapped_(config.limits),
      schemas_(config.limits) {
  counters_.heartbeat_ms.set(steady_ms());
  counters_.progress_ms.set(steady_ms());
}

void WorkerThread::trace_into(tracing::TraceQueue& queue, std::uint64_t seed) {
  tracer_.emplace(config_.tracing, seed, queue);
}

void WorkerThread::start() {
  thread_ = std::thread([this] { run(); });
}

WorkerThread::~WorkerThread() {
  stop();
  join();
}

void WorkerThread::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_.store(true);
  }
  stopped_.notify_all();
}

void WorkerThread::join() {
  if (thread_.joinable()) thread_.join();
}

std::string WorkerThread::start_error() const {
  const std::lock_guard lock(mutex_);
  return start_error_;
}

void WorkerThread::fail_start(const Error& error) {
  const std::lock_guard lock(mutex_);
  start_error_ = error.text;
}

std::string WorkerThread::fenced() const {
  const std::lock_guard lock(mutex_);
  return fenced_;
}

void WorkerThread::end_fenced(const std::string& why) {
  const std::lock_guard lock(mutex_);
  fenced_ = "worker " + std::to_string(number_) + " was fenced (" + why +
            "): another process with kafka.instance_id \"" + config_.kafka.instance_id + "\" took over";
}

ScreeningStage WorkerThread::stage() {
  ScreeningStage made;
  made.refresh = [this] {
    if (decisions_ != nullptr && decisions_->version() != decisions_version_) {
      decisions_version_ = decisions_->version();
      screener_.use_decisions(decisions_->current());
    }
    if (box_.version() == snapshot_version_) return;
    snapshot_version_ = box_.version();
    snapshot_ = box_.current();
    screener_.use(snapshot_);
    counters_.snapshot_version.set(snapshot_version_);
  };
  made.screen = [this](const Record& record, const RecordContext& context) -> const Verdict* {
    if (shapes_.registry(record.topic) == nullptr)
      return mapped_.screen(screener_, shapes_.of(record.topic, record.headers), *record.value, context);
    const SchemaReader::Reading reading = schemas_.read(record);
    if (!reading.error.code.empty()) return &screener_.refuse(*record.value, context, reading.error);
    RecordContext with = context;
    with.encoded = *record.value;
    return mapped_.screen(screener_, shapes_.of(record.topic, record.headers), reading.json, with);
  };
  made.must_wait = [this](const Record& record) -> std::optional<std::string> {
    wire::SchemaRegistry* const registry = shapes_.registry(record.topic);
    return registry == nullptr ? std::nullopt : schemas_.must_wait(*registry, record);
  };
  made.refuse = [this](std::string_view record, const RecordContext& context,
                       const VerdictError& error) -> const Verdict& {
    return screener_.refuse(record, context, error);
  };
  made.snapshot_json = [this] { return snapshot_json(*snapshot_); };
  made.hold_everything = [this] { return box_.stale_hold(); };
  return made;
}

void WorkerThread::run() {
  mark_.bind_thread();
  const ScreeningStage screening = stage();
  milliseconds delay = kRebuildDelayFirst;
  bool drained = true;  // stopped before the first turn, nothing was read
  while (!stop_.load()) {
    const auto begin = steady_clock::now();
    const WorkerEnd end = run_session(screening);
    drained = end == WorkerEnd::drained;
    if (end != WorkerEnd::broken || !start_error().empty() || !fenced().empty()) break;
    if (steady_clock::now() - begin >= kSessionGood) delay = kRebuildDelayFirst;
    counters_.rebuilds.add();
    log::warning("building new clients", {{"worker", number_}, {"delay_ms", delay.count()}});
    if (!wait_before_rebuild(delay)) {
      drained = true;  // the broken session committed what was acknowledged; the rest is read again
      break;
    }
    delay = std::min(delay * 2, kRebuildDelayMax);
  }
  drained_.store(drained, std::memory_order_release);
  finished_.store(true, std::memory_order_release);
}

WorkerEnd WorkerThread::run_session(const ScreeningStage& screening) {
  Result<std::unique_ptr<KafkaSink>> sink = KafkaSink::create(config_, number_, counters_);
  Result<std::unique_ptr<KafkaSource>> source = KafkaSource::create(config_, number_, counters_);
  if (!sink || !source) {
    fail_start(!sink ? sink.error() : source.error());
    return WorkerEnd::broken;
  }
  has_clients_.store(true, std::memory_order_release);
  KafkaSource& consumer = *source.value();
  KafkaSink& producer = *sink.value();
  KafkaTransactions transactions(producer.client(), consumer.client());
  const bool exactly_once = config_.delivery == DeliveryMode::exactly_once;
  WorkerSettings settings = worker_settings(config_);
  settings.clock = clock_;
  Worker worker(consumer, producer, consumer, screening, settings, counters_,
                exactly_once ? &transactions : nullptr);
  worker.keep_mark(mark_);
  worker.continue_from(history_);
  if (tracer_) worker.trace_with(*tracer_);
  const WorkerEnd end = worker.run(stop_);
  if (consumer.fenced()) end_fenced(consumer.last_error());
  return end;
}

/// False when asked to stop meanwhile.
bool WorkerThread::wait_before_rebuild(milliseconds delay) {
  const auto until = steady_clock::now() + delay;
  std::unique_lock lock(mutex_);
  while (!stop_.load() && steady_clock::now() < until) {
    counters_.heartbeat_ms.set(steady_ms());
    stopped_.wait_for(lock, kHeartbeatWhileWaiting);
  }
  return !stop_.load();
}

}  // namespace ordergate::daemon
