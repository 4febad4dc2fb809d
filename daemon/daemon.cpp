#include "daemon/daemon.h"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "daemon/health.h"
#include "daemon/http.h"
#include "daemon/kafka.h"
#include "daemon/kafka_trial.h"
#include "daemon/log.h"
#include "daemon/metrics.h"
#include "daemon/notify.h"
#include "daemon/process_name.h"
#include "daemon/record_marks.h"
#include "daemon/reload.h"
#include "daemon/snapshot_box.h"
#include "daemon/state_directory.h"
#include "daemon/worker_thread.h"

namespace ordergate {
namespace {

namespace log = daemon::log;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kExitDone = 0;
constexpr int kExitConfiguration = 2;
constexpr int kExitInput = 3;
constexpr int kExitBroker = 4;
constexpr milliseconds kTick{100};
constexpr auto kStuckLooks = static_cast<std::uint32_t>(daemon::kLoopSilenceEnd / kTick);

int refuse(int exit_code, const std::string& why) {
  std::fprintf(stderr, "ordergate run: %s\n", why.c_str());
  return exit_code;
}

std::uint64_t steady_ms() {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count());
}

/// The signals that the control thread waits for, blocked in it and in all threads it starts.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int each : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, each);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);  // a scraper that hangs up is no reason to end
  return signals;
}

/// Waits one tick at most; 0 when no signal came.
int wait_for_signal(const sigset_t& signals) {
  const timespec tick{0, std::chrono::nanoseconds(kTick).count()};
  const int signal = sigtimedwait(&signals, nullptr, &tick);
  return signal > 0 ? signal : 0;
}

/// Owns the parts and wires them; the control thread runs it.
class Control {
 public:
  /// `marks` outlives it; null: no record is noted.
  Control(const Config& config, const DaemonWatch& watch, const WallClock& clock, daemon::RecordMarks* marks,
          const std::vector<lists::ListCode>& accept_shrunken)
      : config_(config),
        watch_(watch),
        clock_(clock),
        marks_(marks),
        reloader_(config, box_, load_snapshot, clock, accept_shrunken),
        metrics_([this] {
          daemon::MetricsInput input = scrape();
          input.process = daemon::read_process_figures(started_unix_s_);
          return input;
        }) {}

  int run(const sigset_t& signals) {
    if (Status loaded = reloader_.start(); !loaded) return refuse(kExitInput, loaded.error().text);
    update_staleness();
    Result<std::unique_ptr<daemon::HttpServer>> server =
        daemon::HttpServer::start(config_.http.listen, handlers());
    if (!server) return refuse(kExitConfiguration, server.error().text);
    log::info("http listening",
              {{"address", server.value()->address().host}, {"port", server.value()->address().port}});
    http_port_ = server.value()->address().port;
    start_workers();
    const Ending ending = serve(signals);
    const int exit_code = shut_down(signals);
    reloader_.stop();
    server.value()->stop();
    return ending.why.empty() ? exit_code : refuse(ending.exit_code, ending.why);
  }

 private:
  struct Ending {
    int exit_code = kExitDone;
    std::string why;  // empty: a signal
  };

  void start_workers() {
    const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const int count = config_.kafka.workers > 0 ? config_.kafka.workers : cores;
    workers_.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
      workers_.push_back(std::make_unique<daemon::WorkerThread>(config_, i, box_, clock_));
    for (int i = 0; i < count && marks_ != nullptr; ++i)
      workers_[static_cast<std::size_t>(i)]->keep_mark(marks_->mark(i));
    for (const auto& worker : workers_) worker->start();
    watchdogs_.assign(workers_.size(), daemon::Watchdog(kStuckLooks));
    workers_started_.store(true, std::memory_order_release);
  }

  /// Once, when the settings were seen to make the clients of every worker: before, a start may still fail.
  void tell_started() {
    const auto has_clients = [](const auto& worker) { return worker->has_clients(); };
    if (started_ || !std::all_of(workers_.begin(), workers_.end(), has_clients)) return;
    started_ = true;
    tell_ready(reloader_.report());
    log::info("started", {{"workers", workers_.size()},
                          {"group", config_.kafka.group_id},
                          {"verdicts", config_.topics.verdicts}});
  }

  /// Until a signal says stop, a worker cannot be started, or another process took the place of this one.
  Ending serve(const sigset_t& signals) {
    for (;;) {
      const int signal = wait_for_signal(signals);
      if (signal == SIGTERM || signal == SIGINT) return {};
      if (signal == SIGHUP) {
        notifier_.reloading();
        reloader_.request();
      }
      box_.drop_unused();
      update_staleness();
      tell_started();
      look_on();
      for (const auto& worker : workers_) {
        if (std::string error = worker->start_error(); !error.empty())
          return {kExitConfiguration, std::move(error)};
        if (std::string fenced = worker->fenced(); !fenced.empty()) return {kExitBroker, std::move(fenced)};
      }
      end_if_stuck();
    }
  }

  /// A stuck worker cannot be ended, so the process is. Nothing is lost: what was not acknowledged was not
  /// committed.
  void end_if_stuck() {
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      if (!watchdogs_[i].stuck(workers_[i]->counters().heartbeat_ms.get())) continue;
      log::error("a worker is stuck: the process ends, so that it can be started again", {{"worker", i}});
      std::_Exit(kExitBroker);
    }
  }

  void tell_ready(const daemon::SnapshotReport& report) {
    reloads_told_ = daemon::reloads_ended(report);
    notifier_.ready(daemon::describe_snapshot(report));
  }

  /// The service manager hears that the process lives, an onlooker how it goes.
  void look_on() {
    const daemon::MetricsInput input = scrape();
    if (input.health.live) notifier_.alive(input.steady_ms);
    if (started_ && daemon::reloads_ended(input.snapshot) != reloads_told_) tell_ready(input.snapshot);
    if (watch_) watch_(http_port_, input);
  }

  int shut_down(const sigset_t& signals) {
    log::info("stopping: draining what is in flight");
    notifier_.stopping();
    stopping_.store(true);
    const auto deadline = steady_clock::now() + config_.shutdown_timeout;
    for (const auto& worker : workers_) worker->stop();
    const auto finished = [](const auto& worker) { return worker->finished(); };
    while (!std::all_of(workers_.begin(), workers_.end(), finished)) {
      const int signal = wait_for_signal(signals);
      const bool again = signal == SIGTERM || signal == SIGINT;
      if (!again && steady_clock::now() < deadline) continue;
      log::error(again ? "stopped at once by a second signal" : "not drained within shutdown_timeout");
      std::_Exit(kExitBroker);  // nothing is lost: what was not acknowledged was not committed
    }
    const bool drained =
        std::all_of(workers_.begin(), workers_.end(), [](const auto& worker) { return worker->drained(); });
    log::info(drained ? "stopped" : "stopped, not everything was acknowledged; it will be read again");
    return drained ? kExitDone : kExitBroker;
  }

  void update_staleness() {
    const bool stale =
        daemon::lists_stale(reloader_.report(), config_.lists.stale_after.count(), unix_s(clock_()));
    if (stale && !stale_) log::error("lists are older than lists.stale_after allows");
    stale_ = stale;
    box_.set_stale_hold(stale && config_.lists.fail_closed_when_stale);
  }

  daemon::HttpHandlers handlers() {
    daemon::HttpHandlers handlers;
    handlers.metrics = [this] { return metrics_.text(); };
    handlers.live = [this] {
      const daemon::Health health = scrape().health;
      return daemon::HttpAnswer{health.live, describe_liveness(health)};
    };
    handlers.ready = [this] {
      const daemon::Health health = scrape().health;
      return daemon::HttpAnswer{health.ready, describe_readiness(health)};
    };
    handlers.reload = [this] {
      const Status done = reloader_.reload_and_wait();
      return daemon::HttpAnswer{done.ok(),
                                done.ok() ? "reloaded\n" : "not reloaded: " + done.error().text + "\n"};
    };
    return handlers;
  }

  /// Any thread.
  daemon::MetricsInput scrape() {
    daemon::MetricsInput input;
    std::vector<daemon::WorkerView> views;
    if (workers_started_.load(std::memory_order_acquire))
      for (const auto& worker : workers_) {
        input.workers.push_back(&worker->counters());
        views.push_back(view_of(worker->counters()));
      }
    input.snapshot = reloader_.report();
    input.unix_s = unix_s(clock_());
    input.steady_ms = steady_ms();
    const std::int64_t stale_after_s = config_.lists.stale_after.count();
    input.stale_after_s = stale_after_s;
    input.stale = lists_stale(input.snapshot, stale_after_s, input.unix_s);
    input.health = daemon::judge_health(
        {views, &input.snapshot, stale_after_s, input.unix_s, input.steady_ms, stopping_.load()});
    return input;
  }

  const Config& config_;
  const DaemonWatch& watch_;
  const WallClock& clock_;
  const std::int64_t started_unix_s_ = unix_s(clock_());
  daemon::RecordMarks* const marks_;
  daemon::Notifier notifier_;
  int http_port_ = 0;
  daemon::SnapshotBox box_;
  daemon::Reloader reloader_;
  daemon::DaemonMetrics metrics_;
  std::vector<std::unique_ptr<daemon::WorkerThread>> workers_;
  std::vector<daemon::Watchdog> watchdogs_;
  std::atomic<bool> workers_started_{false}, stopping_{false};
  std::uint64_t reloads_told_ = 0;  // how many had ended when the service manager was told last
  bool started_ = false;  // the service manager was told
  bool stale_ = false;
};

/// What outlives the process; null when nothing does.
Result<std::unique_ptr<daemon::RecordMarks>> open_state(const std::string& folder) {
  if (folder.empty()) return std::unique_ptr<daemon::RecordMarks>();
  if (Status opened = daemon::open_state_directory(folder); !opened) return opened.error();
  Result<std::unique_ptr<daemon::RecordMarks>> marks = daemon::RecordMarks::open(folder);
  if (!marks) return marks;
  for (const daemon::Death& death : marks.value()->found())
    log::warning(death.deaths < daemon::kDeathsMax
                     ? "the process died while it screened this record; it is screened once more"
                     : "the process died at this record before: it is held, not screened",
                 {{"topic", death.topic},
                  {"partition", death.partition},
                  {"offset", death.offset},
                  {"deaths", death.deaths}});
  return marks;
}

}  // namespace

Status check_daemon_config(const Config& config) {
  if (auto address = daemon::parse_listen_address(config.http.listen); !address) return address.error();
  return daemon::kafka::try_clients(config);
}

/// The name of the process that died before this one, so that its open transactions are ended at once. A
/// folder that cannot lock files costs the wait for their timeout, no more.
static std::optional<daemon::ProcessName> take_name(const Config& config) {
  const std::string& folder = config.daemon.state_directory;
  if (folder.empty() || config.delivery != DeliveryMode::exactly_once || !config.kafka.instance_id.empty())
    return {};
  Result<daemon::ProcessName> name = daemon::ProcessName::take(folder);
  if (!name) {
    log::warning(
        "no name of this process can be kept; transactions that a crash leaves open last until their timeout",
        {{"reason", name.error().text}});
    return {};
  }
  daemon::kafka::name_process(name.value().text());
  return std::move(name).value();
}

int run_daemon(const Config& config, const DaemonWatch& watch, const WallClock& clock,
               const std::vector<lists::ListCode>& accept_shrunken) {
  const sigset_t signals = block_signals();  // from the first log line on a signal waits to be answered
  if (Status started = log::start(config.log); !started)
    return refuse(kExitConfiguration, started.error().text);
  if (Status checked = check_daemon_config(config); !checked)
    return refuse(kExitConfiguration, checked.error().text);
  log::info("starting", {{"librdkafka", daemon::kafka::library_version()}});
  Result<std::unique_ptr<daemon::RecordMarks>> marks = open_state(config.daemon.state_directory);
  if (!marks) return refuse(kExitConfiguration, "[daemon] state_dir: " + marks.error().text);
  const std::optional<daemon::ProcessName> name = take_name(config);
  if (const std::string caution = daemon::kafka::scram_caution(config, rd_kafka_version()); !caution.empty())
    log::warning(caution, {{"librdkafka", daemon::kafka::library_version()}});
  return Control(config, watch, clock, marks.value().get(), accept_shrunken).run(signals);
}

}  // namespace ordergate
