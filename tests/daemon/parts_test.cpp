// The small parts of the daemon: labels and buckets, log lines, addresses, probes.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "daemon/counters.h"
#include "daemon/daemon.h"
#include "daemon/health.h"
#include "daemon/kafka.h"
#include "daemon/listen_socket.h"
#include "daemon/log.h"
#include "daemon/metrics.h"
#include "daemon/reload.h"

namespace ordergate::daemon {
namespace {

TEST(LabelCounts, counts_by_label_and_lumps_together_what_is_past_the_bound) {
  LabelCounts counts;
  counts.add("");
  counts.add(std::string(200, 'x'));
  counts.add(std::string(200, 'x'));
  for (std::size_t i = 0; i < LabelCounts::kLabelsMax + 10; ++i) counts.add("rule-" + std::to_string(i));
  const auto read = counts.read();
  ASSERT_EQ(read.size(), LabelCounts::kLabelsMax + 1);
  EXPECT_EQ(read[0], (std::pair<std::string, std::uint64_t>("", 1)));
  EXPECT_EQ(read[1], (std::pair<std::string, std::uint64_t>(std::string(63, 'x'), 2)));
  EXPECT_EQ(read.back(), (std::pair<std::string, std::uint64_t>("other", 12)));
}

TEST(TimeHistogram, puts_a_time_into_the_first_bucket_that_holds_it) {
  TimeHistogram histogram;
  histogram.observe_ns(0);
  histogram.observe_ns(1000);
  histogram.observe_ns(1001);
  histogram.observe_ns(std::uint64_t{1} << 60);
  EXPECT_EQ(histogram.bucket(0), 2U);
  EXPECT_EQ(histogram.bucket(1), 1U);
  EXPECT_EQ(histogram.bucket(kTimeBucketsUs.size()), 1U);
}

TEST(LogLine, is_text_or_json_and_quotes_what_would_break_it) {
  EXPECT_EQ(log::format_line(false, "started", {{"workers", 2}, {"topic", "a b\nc"}, {"group", "g"}}),
            R"(started workers=2 topic="a b\nc" group=g)");
  EXPECT_EQ(log::format_line(true, "say \"x\"", {{"workers", 2}, {"topic", "a\"b"}}),
            R"("message":"say \"x\"","workers":2,"topic":"a\"b")");
}

TEST(LogSettings, an_unknown_level_or_format_is_refused) {
  EXPECT_FALSE(log::start({"loud", "text"}));
  EXPECT_FALSE(log::start({"info", "xml"}));
  EXPECT_TRUE(log::start({"error", "text"}));
}

TEST(ListenAddress, takes_host_and_port_and_nothing_else) {
  EXPECT_EQ(parse_listen_address("127.0.0.1:9464").value().port, 9464);
  EXPECT_EQ(parse_listen_address("[::1]:0").value().host, "::1");
  EXPECT_EQ(parse_listen_address(":80").value().host, "0.0.0.0");
  for (const char* bad : {"", "9464", "host:", "host:x", "host:65536", "host:-1", "::1:80", "host:80 "})
    EXPECT_FALSE(parse_listen_address(bad)) << bad;
}

TEST(ListsWrittenAt, is_the_newest_file_of_the_oldest_path) {
  namespace fs = std::filesystem;
  const fs::path root = fs::temp_directory_path() / ("ordergate-age-" + std::to_string(getpid()));
  fs::create_directories(root / "dir");
  const std::int64_t now_s = 1'772'000'000;
  const fs::file_time_type now =
      std::chrono::file_clock::from_sys(std::chrono::sys_seconds{std::chrono::seconds{now_s}});
  const auto write = [&](const fs::path& file, int hours_ago) {
    std::ofstream(file) << "x";
    fs::last_write_time(file, now - std::chrono::hours(hours_ago));
  };
  write(root / "dir" / "old.csv", 100);
  write(root / "dir" / "new.csv", 1);
  write(root / "single.csv", 5);
  const auto age_s = [&](const std::vector<std::string>& paths) {
    return now_s - lists_written_at(paths, now_s);
  };
  EXPECT_EQ(age_s({}), 0);
  EXPECT_EQ(age_s({root / "dir"}), 3600);
  EXPECT_EQ(age_s({root / "dir", root / "single.csv"}), 5 * 3600);
  EXPECT_EQ(age_s({root / "missing"}), 0);
  fs::remove_all(root);
}

class HealthTest : public ::testing::Test {
 protected:
  HealthTest() {
    worker.heartbeat_ms = worker.progress_ms = 1'000'000;
    worker.report.joined = true;
    worker.report.partitions = {{{"orders", 0}, 0, 0, ""}};
    snapshot.lists_unix_s = 5000;
  }
  [[nodiscard]] Health judge(bool stopping = false) const {
    return judge_health({{&worker, 1}, &snapshot, 3600, 5000 + age_s, steady_ms, stopping});
  }
  /// The one reason there is.
  [[nodiscard]] std::string reason(const Health& health) const {
    EXPECT_EQ(health.reasons.size(), 1U) << describe_readiness(health);
    EXPECT_FALSE(health.ready);
    return health.reasons.empty() ? "" : health.reasons[0];
  }
  WorkerView worker;
  SnapshotReport snapshot;
  std::int64_t age_s = 0;
  std::uint64_t steady_ms = 1'000'000;
};

TEST_F(HealthTest, all_well_is_live_and_ready) {
  EXPECT_TRUE(judge().live);
  EXPECT_TRUE(judge().ready);
  EXPECT_EQ(describe_readiness(judge()), "ready\n");
}

TEST_F(HealthTest, a_loop_that_stands_still_is_neither_live_nor_ready) {
  steady_ms += 61'000;
  worker.progress_ms = steady_ms;
  EXPECT_FALSE(judge().live);
  EXPECT_NE(reason(judge()).find("has not turned"), std::string::npos);
}

TEST_F(HealthTest, waiting_orders_without_progress_are_a_stuck_worker_but_not_without_a_broker) {
  steady_ms += 200'000;
  worker.heartbeat_ms = steady_ms;
  EXPECT_FALSE(judge().live);
  worker.producer_broker_up = false;
  EXPECT_TRUE(judge().live) << "a restart would not bring the broker back";
  EXPECT_NE(reason(judge()).find("no broker"), std::string::npos);
}

TEST_F(HealthTest, each_reason_not_to_be_ready_is_named) {
  EXPECT_EQ(reason(judge(true)), "shutting down");
  worker.report.joined = false;
  EXPECT_NE(reason(judge()).find("no assignment"), std::string::npos);
  worker.report.joined = true;
  worker.report.partitions[0].halted = "out of range";
  EXPECT_EQ(reason(judge()), "orders [0]: halted: out of range");
  worker.report.partitions.clear();
  EXPECT_EQ(reason(judge()), "no partitions are assigned");
}

TEST_F(HealthTest, old_lists_are_not_ready_and_a_refused_reload_is_only_a_note) {
  age_s = 3600;
  EXPECT_TRUE(judge().ready);
  snapshot.refusal = "list.csv: no list";
  EXPECT_EQ(describe_readiness(judge()), "ready\nnote: the last reload was refused: list.csv: no list\n");
  age_s = 3601;
  EXPECT_NE(reason(judge()).find("lists are 3601 s old"), std::string::npos);
}

TEST(DaemonMetrics, sums_workers_and_its_histograms_add_up) {
  WorkerCounters one;
  WorkerCounters two;
  one.verdicts[0].add(3);
  two.verdicts[0].add(4);
  one.poll_to_acknowledged_time.observe_ns(1'500);
  two.poll_to_acknowledged_time.observe_ns(std::uint64_t{1} << 60);
  const DaemonMetrics metrics([&] {
    MetricsInput input;
    input.workers = {&one, &two};
    return input;
  });
  const std::string text = metrics.text();
  EXPECT_NE(text.find("ordergate_verdicts_total{verdict=\"allow\"} 7"), std::string::npos) << text;
  EXPECT_NE(text.find("ordergate_order_seconds_bucket{le=\"2e-06\"} 1"), std::string::npos) << text;
  EXPECT_NE(text.find("ordergate_order_seconds_bucket{le=\"+Inf\"} 2"), std::string::npos);
  EXPECT_NE(text.find("ordergate_order_seconds_count 2"), std::string::npos);
}

TEST(DaemonHealth, a_watchdog_finds_a_loop_that_does_not_turn_and_only_that) {
  Watchdog watchdog(3);
  for (std::uint64_t beat = 1; beat < 20; ++beat) EXPECT_FALSE(watchdog.stuck(beat));
  EXPECT_FALSE(watchdog.stuck(19));
  EXPECT_FALSE(watchdog.stuck(19));
  EXPECT_TRUE(watchdog.stuck(19));
  EXPECT_FALSE(watchdog.stuck(20));
}

std::string property(const kafka::ConfHandle& conf, const char* name) {
  std::array<char, 128> text{};
  std::size_t size = text.size();
  EXPECT_EQ(rd_kafka_conf_get(conf.get(), name, text.data(), &size), RD_KAFKA_CONF_OK) << name;
  return text.data();
}

TEST(DaemonConfig, a_dead_member_is_given_up_soon_unless_a_restart_takes_its_place_back) {
  Config config;
  EXPECT_EQ(property(kafka::consumer_conf(config, 0).value(), "session.timeout.ms"), "6000");
  EXPECT_EQ(property(kafka::consumer_conf(config, 0).value(), "heartbeat.interval.ms"), "1500");
  config.kafka.consumer["session.timeout.ms"] = "30000";
  EXPECT_EQ(property(kafka::consumer_conf(config, 0).value(), "session.timeout.ms"), "30000");
  config.kafka.consumer.clear();
  config.kafka.instance_id = "gate";
  EXPECT_EQ(property(kafka::consumer_conf(config, 0).value(), "session.timeout.ms"), "45000");
}

TEST(DaemonConfig, transactions_are_named_after_instance_or_process) {
  Config config;
  config.delivery = DeliveryMode::exactly_once;
  kafka::name_process("host.1.2");
  EXPECT_EQ(property(kafka::producer_conf(config, 1).value(), "transactional.id"), "ordergate-host.1.2-1");
  config.kafka.instance_id = "gate";
  EXPECT_EQ(property(kafka::producer_conf(config, 1).value(), "transactional.id"), "ordergate-gate-1");
}

TEST(DaemonConfig, scram_with_a_library_whose_nonce_brokers_refuse_is_cautioned_against) {
  constexpr int kDebian12 = 0x020002ff;
  constexpr int kLastWrong = 0x020600ff;
  constexpr int kMended = 0x020601ff;
  Config config;
  EXPECT_EQ(kafka::scram_caution(config, kDebian12), "");
  config.kafka.consumer["sasl.mechanism"] = "PLAIN";
  EXPECT_EQ(kafka::scram_caution(config, kDebian12), "");
  config.kafka.producer["sasl.mechanisms"] = "SCRAM-SHA-256";
  EXPECT_NE(kafka::scram_caution(config, kDebian12).find("2.6.1"), std::string::npos);
  EXPECT_NE(kafka::scram_caution(config, kLastWrong), "");
  EXPECT_EQ(kafka::scram_caution(config, kMended), "");
}

TEST(DaemonConfig, unknown_kafka_properties_are_refused) {
  if (std::string_view(OG_SANITIZE) == "thread") {
    GTEST_SKIP() << "makes Kafka clients, whose threads start in a way that TSan does not know";
  }
  Config config;
  EXPECT_TRUE(check_daemon_config(config));
  config.kafka.consumer["no.such.property"] = "1";
  EXPECT_NE(check_daemon_config(config).error().text.find("[kafka.consumer] no.such.property"),
            std::string::npos);
  config = Config{};
  config.kafka.producer["linger.ms"] = "soon";
  EXPECT_NE(check_daemon_config(config).error().text.find("[kafka.producer] linger.ms"), std::string::npos);
  config = Config{};
  config.delivery = DeliveryMode::exactly_once;
  EXPECT_TRUE(check_daemon_config(config));
}

}  // namespace
}  // namespace ordergate::daemon
