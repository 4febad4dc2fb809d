// ordergate demo: the whole stream in one process, with nothing else installed.
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/demo_orders.h"
#include "cli/demo_shapes.h"
#include "cli/demo_view.h"
#include "cli/stop.h"
#include "config/config.h"
#include "daemon/daemon.h"
#include "daemon/demo_cluster.h"
#include "daemon/metrics.h"

namespace ordergate::cli {
namespace {

constexpr int kPartitions = 4;
constexpr std::uint64_t kSeed = 20260801;
constexpr std::uint64_t kBurstMax = 5'000;  // orders written at once after a pause

struct Options {
  std::uint64_t seconds = 0, rate = 200;
  std::string listen = "127.0.0.1:0";
  std::string shape;  // of the orders; empty: our own
};

Config demo_config(const daemon::DemoCluster& cluster, const Options& options) {
  Config config;
  config.kafka.bootstrap_servers = cluster.bootstrap_servers();
  config.kafka.workers = 1;
  config.kafka.consumer["fetch.wait.max.ms"] = "10";
  config.http.listen = options.listen;
  config.policy["days_in_the_past"] = "36500";  // invented orders keep their days
  config.log.level = "error";
  if (!options.shape.empty()) {
    SourceSettings source;
    source.topic = config.topics.orders.front();
    source.map = options.shape;
    source.settings["from_country"] = "US";
    config.sources = {source};
  }
  return config;
}

/// Writes orders at their rate, reads verdicts, shows both, and ends the process' daemon when time is up.
class Demo {
 public:
  Demo(daemon::DemoCluster& cluster, const Options& options)
      : cluster_(cluster), options_(options), orders_(kSeed, options.shape), view_(options.seconds) {}

  void tick(int http_port, const daemon::MetricsInput& input) {
    if (began_ms_ == 0) began_ms_ = input.steady_ms;
    const std::uint64_t elapsed_ms = input.steady_ms - began_ms_;
    const bool over = options_.seconds > 0 && elapsed_ms >= options_.seconds * 1'000;
    if (!over) write(elapsed_ms * options_.rate / 1'000);
    cluster_.read_verdicts([this](std::string_view verdict) { view_.take(verdict); });
    view_.show(http_port, input);
    if (over && !asked_) {
      asked_ = true;
      raise_stop();
    }
  }
  void finish() {
    cluster_.read_verdicts([this](std::string_view verdict) { view_.take(verdict); });
    view_.finish();
  }

 private:
  static void raise_stop() { ::kill(::getpid(), SIGTERM); }

  void write(std::uint64_t due) {
    for (std::uint64_t burst = 0; written_ < due && burst < kBurstMax; ++burst, ++written_) {
      const DemoOrder order = orders_.next();
      if (!cluster_.write_order(order.id, order.json)) return;
    }
  }

  daemon::DemoCluster& cluster_;
  const Options& options_;
  DemoOrders orders_;
  DemoView view_;
  std::uint64_t began_ms_ = 0, written_ = 0;
  bool asked_ = false;
};

/// Before any thread is started: Kafka's threads must not take the signals that the daemon waits for.
void block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int each : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, each);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

int run_demo(const Options& options) {
  block_signals();
  const Config defaults;
  auto cluster =
      daemon::DemoCluster::start(defaults.topics.orders.front(), defaults.topics.verdicts, kPartitions);
  if (!cluster) throw Stop(kOutside, cluster.error().text);
  const Config config = demo_config(*cluster.value(), options);
  Demo demo(*cluster.value(), options);
  const int code = run_daemon(
      config, [&demo](int http_port, const daemon::MetricsInput& input) { demo.tick(http_port, input); });
  demo.finish();
  return code;
}

}  // namespace

void add_demo(CLI::App& app, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand(
      "demo", "The whole stream in one program: a Kafka of its own, invented orders, the daemon");
  command->add_option("--seconds", options->seconds, "End after so many seconds; 0: on Ctrl-C")
      ->type_name("N");
  command->add_option("--rate", options->rate, "Orders a second; default 200")
      ->check(CLI::Range(1, 50'000))
      ->type_name("N");
  command
      ->add_option("--shape", options->shape,
                   "Orders as another system sends them, read by the map that ships")
      ->check(CLI::IsMember(std::vector<std::string>(kDemoShapes.begin(), kDemoShapes.end())))
      ->type_name("shopify");
  command->add_option("--listen", options->listen, "Where metrics are; default: any free port of loopback")
      ->type_name("HOST:PORT");
  command->callback([options, &action] { action = [options] { return run_demo(*options); }; });
}

}  // namespace ordergate::cli
