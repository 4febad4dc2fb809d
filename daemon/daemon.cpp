#include "daemon/daemon.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "daemon/decision_feed.h"
#include "daemon/decision_files.h"
#include "daemon/health.h"
#include "daemon/http.h"
#include "daemon/kafka.h"
#include "daemon/kafka_trial.h"
#include "daemon/log.h"
#include "daemon/metrics.h"
#include "daemon/notify.h"
#include "daemon/process_memory.h"
#include "daemon/process_name.h"
#include "daemon/record_marks.h"
#include "daemon/record_shapes.h"
#include "daemon/recovery.h"
#include "daemon/reload.h"
#include "daemon/signals.h"
#include "daemon/snapshot_box.h"
#include "daemon/state_directory.h"
#include "daemon/trace_export.h"
#include "daemon/worker_thread.h"

namespace ordergate {
namespace {

namespace log = daemon::log;
using Signal = daemon::SignalWatch::Signal;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kExitDone = 0;
constexpr int kExitConfiguration = 2;
constexpr int kExitInput = 3;
constexpr int kExitBroker = 4;
constexpr int kExitFenced = 5;
/// A fenced process is seen for so long by whoever scrapes it, and no manager starts it again any sooner
/// (docs/decisions/fenced-end.md).
constexpr std::chrono::seconds kFencedSeen{40};
constexpr milliseconds kTick{100};
constexpr auto kStuckLooks = static_cast<std::uint32_t>(daemon::kLoopSilenceEnd / kTick);

std::uint64_t steady_ms() {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count());
}

std::string unreadable(const daemon::DecisionCounts& decisions) {
  return "decisions cannot be read: nothing is cleared until they can: " + decisions.unreadable;
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
        decisions_(config, clock),
        reloader_(
            config, box_, [this](const SnapshotOptions& options) { return load(options); }, clock,
            accept_shrunken),
        metrics_([this] {
          daemon::MetricsInput input = scrape();
          input.process = daemon::read_process_usage(started_unix_s_);
          return input;
        }) {}

  int run(daemon::SignalWatch& signals) {
    Result<daemon::RecordShapes> shapes = daemon::RecordShapes::load(config_);
    if (!shapes) return refuse_to_run(config_.log, kExitConfiguration, shapes.error().text);
    shapes_ = std::move(shapes).value();
    if (Status fits = daemon::check_memory(daemon::memory_limit(), daemon::bytes_under(config_.lists.paths));
        !fits)
      return refuse_to_run(config_.log, kExitConfiguration, fits.error().text);
    if (Status loaded = reloader_.start(); !loaded)
      return refuse_to_run(config_.log, kExitInput, loaded.error().text);
    daemon::give_back_memory();
    update_staleness();
    Result<std::unique_ptr<daemon::HttpServer>> server =
        daemon::HttpServer::start(config_.http.listen, handlers());
    if (!server) return refuse_to_run(config_.log, kExitConfiguration, server.error().text);
    log::info("http listening",
              {{"address", server.value()->address().host}, {"port", server.value()->address().port}});
    http_port_ = server.value()->address().port;
    if (Status started = decisions_.start(); !started)
      return refuse_to_run(config_.log, kExitInput, started.error().text);
    Ending ending;
    if (decisions_read(signals)) {
      start_workers();
      ending = serve(signals);
    }
    fenced_.store(ending.exit_code == kExitFenced);
    if (fenced_) log::error("fenced: draining, then ending", {{"reason", ending.why}});
    const int exit_code = shut_down(signals);
    traces_.stop();
    decisions_.stop();
    if (fenced_) be_seen(signals);
    reloader_.stop();
    server.value()->stop();
    return ending.why.empty() ? exit_code : refuse_to_run(config_.log, ending.exit_code, ending.why);
  }

 private:
  struct Ending {
    int exit_code = kExitDone;
    std::string why;  // empty: a signal
  };

  /// Lists and rules, and the files of decisions before them. Decisions that cannot be read any more clear
  /// nothing, which is told: newer lists are not refused for it.
  Result<std::shared_ptr<const Snapshot>> load(const SnapshotOptions& options) {
    if (Status read = decisions_.read_files(); !read) return read.error();
    return load_snapshot(options);
  }

  /// Waits until decisions were read to their end: no order is screened before. False when asked to stop
  /// meanwhile.
  bool decisions_read(daemon::SignalWatch& signals) {
    while (!decisions_.ready()) {
      const Signal signal = signals.wait(kTick);
      if (signal == Signal::stop) return false;
      if (signal == Signal::reload) reloader_.request();
      look_on();
    }
    return true;
  }

  void start_workers() {
    const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const int count = config_.kafka.workers > 0 ? config_.kafka.workers : cores;
    workers_.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
      workers_.push_back(std::make_unique<daemon::WorkerThread>(config_, i, box_, shapes_, clock_));
    for (const auto& worker : workers_) worker->take_decisions_from(decisions_.box());
    for (int i = 0; i < count && marks_ != nullptr; ++i)
      workers_[static_cast<std::size_t>(i)]->keep_mark(marks_->mark(i));
    traces_.start(workers_);
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
  Ending serve(daemon::SignalWatch& signals) {
    for (;;) {
      const Signal signal = signals.wait(kTick);
      if (signal == Signal::stop) return {};
      if (signal == Signal::reload) {
        notifier_.reloading();
        reloader_.request();
      }
      if (box_.drop_unused()) daemon::give_back_memory();
      update_staleness();
      tell_started();
      look_on();
      for (const auto& worker : workers_) {
        if (std::string error = worker->start_error(); !error.empty())
          return {kExitConfiguration, std::move(error)};
        if (std::string fenced = worker->fenced(); !fenced.empty()) return {kExitFenced, std::move(fenced)};
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
    for (const daemon::Recovery& each : recovery_.look(input.health, views(), steady_clock::now()))
      tell(each);
    if (watch_) watch_(http_port_, input);
  }

  static void tell(const daemon::Recovery& recovery) {
    const auto after_s = std::chrono::duration_cast<std::chrono::seconds>(recovery.lasted).count();
    if (recovery.client.empty())
      log::info(recovery.what, {{"after_s", after_s}});
    else
      log::info(recovery.what,
                {{"worker", recovery.worker}, {"client", recovery.client}, {"after_s", after_s}});
  }

  int shut_down(daemon::SignalWatch& signals) {
    log::info("stopping: draining what is in flight");
    if (!fenced_) notifier_.stopping();  // from then on it waits for the end only so long
    stopping_.store(true);
    const auto deadline = steady_clock::now() + config_.shutdown_timeout;
    for (const auto& worker : workers_) worker->stop();
    const auto finished = [](const auto& worker) { return worker->finished(); };
    while (!std::all_of(workers_.begin(), workers_.end(), finished)) {
      static_cast<void>(signals.wait(kTick));  // the second one to stop never comes here
      if (steady_clock::now() < deadline) continue;
      log::error("not drained within shutdown_timeout");
      std::_Exit(kExitBroker);  // nothing is lost: what was not acknowledged was not committed
    }
    const bool drained =
        std::all_of(workers_.begin(), workers_.end(), [](const auto& worker) { return worker->drained(); });
    log::info(drained ? "stopped" : "stopped, not everything was acknowledged; it will be read again");
    return drained ? kExitDone : kExitBroker;
  }

  /// Until the time is over or somebody wants it to end.
  void be_seen(daemon::SignalWatch& signals) {
    const auto until = steady_clock::now() + kFencedSeen;
    while (signals.wait(kTick) != Signal::stop && steady_clock::now() < until) notifier_.alive(steady_ms());
    notifier_.stopping();
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
      if (!done) return daemon::HttpAnswer{false, "not reloaded: " + done.error().text + "\n"};
      const daemon::DecisionCounts decisions = decisions_.counts();
      if (config_.review.decisions.empty() || decisions.unreadable.empty())
        return daemon::HttpAnswer{true, "reloaded\n"};
      return daemon::HttpAnswer{false, "lists and rules reloaded; " + unreadable(decisions) + "\n"};
    };
    return handlers;
  }

  /// Any thread.
  std::vector<daemon::WorkerView> views() const {
    std::vector<daemon::WorkerView> views;
    if (workers_started_.load(std::memory_order_acquire))
      for (const auto& worker : workers_) views.push_back(view_of(worker->counters()));
    return views;
  }

  /// Any thread.
  daemon::MetricsInput scrape() {
    daemon::MetricsInput input;
    const std::vector<daemon::WorkerView> views = this->views();
    if (workers_started_.load(std::memory_order_acquire))
      for (const auto& worker : workers_) input.workers.push_back(&worker->counters());
    input.snapshot = reloader_.report();
    input.unix_s = unix_s(clock_());
    input.steady_ms = steady_ms();
    const std::int64_t stale_after_s = config_.lists.stale_after.count();
    input.stale_after_s = stale_after_s;
    input.stale = lists_stale(input.snapshot, stale_after_s, input.unix_s);
    input.health = daemon::judge_health({views, &input.snapshot, stale_after_s, input.unix_s, input.steady_ms,
                                         stopping_.load(), fenced_.load()});
    input.fenced = fenced_.load();
    input.traces = traces_.counts();
    input.decisions = decisions_.counts();
    if (!decisions_.ready()) {
      const std::string& why = input.decisions.unreadable;
      input.health.reasons.push_back("decisions are not read to their end yet" +
                                     (why.empty() ? "" : ": " + why));
      input.health.ready = false;
    } else if (!input.decisions.unreadable.empty()) {
      input.health.notes.push_back(unreadable(input.decisions));
    }
    for (const ListSource& source : config_.lists.sources) {
      Result<fetch::SourceRecord> record = fetch::read_record(config_.lists.store, source.name);
      input.fetched.push_back(
          {source.name, source.every.count(), record ? std::move(record).value() : fetch::SourceRecord{}});
    }
    return input;
  }

  const Config& config_;
  const DaemonWatch& watch_;
  const WallClock& clock_;
  const std::int64_t started_unix_s_ = unix_s(clock_());
  daemon::RecordMarks* const marks_;
  daemon::Notifier notifier_;
  int http_port_ = 0;
  daemon::RecordShapes shapes_;
  daemon::SnapshotBox box_;
  daemon::DecisionFeed decisions_;  // outlives what loads and the workers
  daemon::Reloader reloader_;
  daemon::DaemonMetrics metrics_;
  daemon::TraceExport traces_{config_};  // outlives the workers
  std::vector<std::unique_ptr<daemon::WorkerThread>> workers_;
  std::vector<daemon::Watchdog> watchdogs_;
  std::atomic<bool> workers_started_{false}, stopping_{false}, fenced_{false};
  daemon::RecoveryWatch recovery_;
  std::uint64_t reloads_told_ = 0;  // how many had ended when the service manager was told last
  bool started_ = false;            // the service manager was told
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

int refuse_to_run(const LogSettings& settings, int exit_code, const std::string& why) {
  if (settings.format == "json" && log::start(settings)) {
    log::error("refused to run", {{"reason", why}, {"exit_code", exit_code}});
  } else {
    std::fprintf(stderr, "ordergate run: %s\n", why.c_str());
  }
  return exit_code;
}

Status check_daemon_config(const Config& config) {
  if (auto address = daemon::parse_listen_address(config.http.listen); !address) return address.error();
  if (Status traces = daemon::TraceExport::check(config.tracing); !traces) return traces.error();
  if (const auto shapes = daemon::RecordShapes::load(config); !shapes) return shapes.error();
  if (const auto options = daemon::decision_options(config.review); !options) return options.error();
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
               const std::vector<lists::ListCode>& accept_shrunken,
               const std::vector<std::string>& open_secrets) {
  daemon::SignalWatch signals(kExitBroker);  // from the first log line on a signal is answered
  if (Status started = log::start(config.log); !started)
    return refuse_to_run(config.log, kExitConfiguration, started.error().text);
  if (Status checked = check_daemon_config(config); !checked)
    return refuse_to_run(config.log, kExitConfiguration, checked.error().text);
  for (const std::string& file : open_secrets)
    log::warning("a secret that every user of this machine may read", {{"file", file}});
  log::info("starting", {{"librdkafka", daemon::kafka::library_version()}});
  Result<std::unique_ptr<daemon::RecordMarks>> marks = open_state(config.daemon.state_directory);
  if (!marks)
    return refuse_to_run(config.log, kExitConfiguration, "[daemon] state_dir: " + marks.error().text);
  const std::optional<daemon::ProcessName> name = take_name(config);
  if (const std::string caution = daemon::kafka::scram_caution(config, rd_kafka_version()); !caution.empty())
    log::warning(caution, {{"librdkafka", daemon::kafka::library_version()}});
  return Control(config, watch, clock, marks.value().get(), accept_shrunken).run(signals);
}

}  // namespace ordergate
