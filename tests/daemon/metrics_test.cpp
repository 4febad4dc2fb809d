// Metrics: the catalog and what is exported say the same; lag in time; what holds are counted under.
#include "daemon/metrics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/arena.h"
#include "daemon/counting.h"
#include "daemon/kafka.h"
#include "daemon/lag_clock.h"
#include "daemon/metric_catalog.h"

namespace ordergate::daemon {
namespace {

/// A process in which everything that can be told of has happened.
class DaemonMetricsTest : public testing::Test {
 protected:
  DaemonMetricsTest() {
    for (LabelCounts* counts : {&counters.findings, &counters.held, &counters.errors, &counters.matches,
                                &counters.dead_letter_codes, &counters.decisions_ended})
      counts->add("x");
    counters.consumer.round_trip_us.set(1500);
    WorkerReport report;
    report.partitions = {{{"orders", 3}, 7, 1, "", 2500}};
    counters.publish(report);
    input.workers = {&counters};
    input.snapshot.id = "s";
    input.snapshot.sources = {{"us_csl", "2026-07-31", "h1", 10, 0, 0, 1}, {"us_csl", "", "h2", 5, 0, 0, 0}};
    input.snapshot.lists = {{"us_csl", lists::ListCode::sdn, 13, 0, 0, {}},
                            {"us_csl", lists::ListCode::el, 2, 0, 0, {}}};
    input.snapshot.written = {{"/lists/a", 100}, {"/lists/b", 200}};
    fetch::SourceRecord record;
    record.confirmed_unix_s = 300;
    record.failures = 2;
    record.quarantined_sha256 = "ab";
    input.fetched = {{"un", 21'600, record}, {"us_csl", 3'600, {}}};
    input.snapshot.ownership.files = {{"owners.csv", "own", "h3", 7, {}}};
    input.snapshot.law.changes = {{Date::from_ymd(2026, 12, 31), "what changes"}};
    input.process = read_process_usage(1'772'000'000);
  }
  [[nodiscard]] std::map<std::string, prometheus::MetricFamily> families() const {
    std::map<std::string, prometheus::MetricFamily> found;
    for (auto& each : DaemonMetrics([this] { return input; }).Collect())
      EXPECT_TRUE(found.emplace(each.name, each).second) << each.name << " stands twice";
    return found;
  }

  WorkerCounters counters;
  MetricsInput input;
};

TEST_F(DaemonMetricsTest, exports_what_the_catalog_describes_with_the_labels_that_it_names) {
  const auto found = families();
  EXPECT_EQ(found.size(), metric_catalog().size());
  for (const MetricDescription& each : metric_catalog()) {
    const auto family = found.find(std::string(each.name));
    ASSERT_NE(family, found.end()) << each.name;
    ASSERT_FALSE(family->second.metric.empty()) << each.name;
    for (const auto& metric : family->second.metric) {
      std::string labels;
      for (const auto& label : metric.label) labels += (labels.empty() ? "" : ", ") + label.name;
      EXPECT_EQ(labels, each.labels) << each.name;
    }
  }
}

TEST_F(DaemonMetricsTest, has_no_series_twice) {
  for (const auto& [name, family] : families()) {
    std::set<std::string> seen;
    for (const auto& metric : family.metric) {
      std::string labels;
      for (const auto& label : metric.label) labels += label.name + "=" + label.value + ",";
      EXPECT_TRUE(seen.insert(labels).second) << name << " " << labels;
    }
  }
}

TEST_F(DaemonMetricsTest, counts_each_list_of_a_source_and_tells_its_files_apart_by_hash) {
  const std::string text = DaemonMetrics([this] { return input; }).text();
  EXPECT_NE(text.find("ordergate_list_entries{source=\"us_csl\",list=\"SDN\"} 13"), std::string::npos)
      << text;
  EXPECT_NE(text.find("ordergate_list_entries{source=\"us_csl\",list=\"EL\"} 2"), std::string::npos) << text;
  EXPECT_NE(text.find("ordergate_list_rejections{source=\"us_csl\"} 1"), std::string::npos) << text;
  EXPECT_NE(text.find("hash=\"h2\""), std::string::npos);
  for (const char* line :
       {"ordergate_list_written_timestamp_seconds{path=\"/lists/b\"} 200",
        "ordergate_list_fetch_every_seconds{source=\"un\"} 21600",
        "ordergate_list_fetch_confirmed_timestamp_seconds{source=\"un\"} 300",
        "ordergate_list_fetch_confirmed_timestamp_seconds{source=\"us_csl\"} 0",
        "ordergate_list_fetch_failures{source=\"un\"} 2", "ordergate_list_fetch_quarantined{source=\"un\"} 1",
        "ordergate_list_fetch_quarantined{source=\"us_csl\"} 0"})
    EXPECT_NE(text.find(line), std::string::npos) << line;
  EXPECT_NE(text.find("ordergate_partition_lag_seconds{topic=\"orders\",partition=\"3\"} 2.5"),
            std::string::npos);
  EXPECT_NE(text.find("ordergate_broker_round_trip_seconds{worker=\"0\",client=\"consumer\"} 0.0015"),
            std::string::npos);
}

TEST(MetricCatalog, names_follow_the_conventions) {
  for (const MetricDescription& each : metric_catalog()) {
    EXPECT_EQ(each.name.ends_with("_total"), each.kind == MetricKind::counter) << each.name;
    const bool named = each.unit != "seconds" || each.name.find("_seconds") != std::string_view::npos;
    EXPECT_TRUE(named) << each.name;
    EXPECT_TRUE(each.help.ends_with(".")) << each.name;
  }
}

TEST(LagClock, tells_the_age_of_the_orders_being_read) {
  LagClock clock;
  clock.start(1'000);
  EXPECT_EQ(clock.behind_ms(4'000), 3'000);  // nothing was read yet: how long they have waited
  clock.read(500, 4'000);
  EXPECT_EQ(clock.behind_ms(5'000), 4'500);
  clock.caught_up(6'000);
  EXPECT_EQ(clock.behind_ms(3'600'000), 3'594'000);
}

TEST(LagClock, an_order_after_a_quiet_hour_is_not_an_hour_of_lag) {
  LagClock clock;
  clock.start(0);
  clock.read(10, 10);
  clock.caught_up(3'600'000);
  EXPECT_EQ(clock.behind_ms(3'601'000), 1'000);
  clock.read(3'600'500, 3'601'000);
  EXPECT_EQ(clock.behind_ms(3'601'000), 500);
}

TEST(LagClock, records_without_a_timestamp_or_from_the_future_count_from_their_reading) {
  LagClock clock;
  clock.start(0);
  clock.read(-1, 5'000);
  EXPECT_EQ(clock.behind_ms(6'000), 1'000);
  clock.read(9'000, 6'000);
  EXPECT_EQ(clock.behind_ms(6'500), 500);
}

TEST(RoundTrip, is_the_slowest_brokers_mean) {
  EXPECT_EQ(kafka::round_trip_us(""), std::nullopt);
  EXPECT_EQ(kafka::round_trip_us(R"({"rtt":{"min":1})"), std::nullopt);
  EXPECT_EQ(kafka::round_trip_us(R"("rtt":{"min":0,"max":0,"avg":0})"), std::nullopt);
  EXPECT_EQ(kafka::round_trip_us(R"("rtt":{"avg":12,"sum":3},"throttle":{"avg":99},"rtt": { "avg":40})"),
            40U);
}

TEST(HoldReason, is_the_error_else_the_first_finding_that_holds) {
  Arena arena;
  Verdict verdict;
  EXPECT_EQ(hold_reason(verdict), "other");
  Finding denied;
  denied.rule = "note";
  Finding held;
  held.rule = "rf-05-hq-unknown";
  held.outcome = Outcome::hold;
  verdict.findings.push_back(arena, denied);
  verdict.findings.push_back(arena, held);
  EXPECT_EQ(hold_reason(verdict), "rf-05-hq-unknown");
  verdict.error.code = "lists_stale";
  EXPECT_EQ(hold_reason(verdict), "lists_stale");
}

TEST(CountOrder, a_record_that_is_no_order_is_of_no_kind_and_never_older_than_nothing) {
  WorkerCounters counters;
  Record record;
  record.value = "{";
  record.timestamp_ms = 5;
  count_order(record, Verdict{}, ScreenStats{}, -20, counters);
  EXPECT_EQ(counters.orders[kOrderKindCount][static_cast<std::size_t>(Decision::hold)].get(), 1U);
  EXPECT_EQ(counters.order_age.bucket(0), 1U);
}

TEST(ProcessUsage, are_those_of_this_process) {
  const ProcessUsage usage = read_process_usage(1'772'000'000);
  EXPECT_GT(usage.resident_bytes, 100'000U);
  EXPECT_GE(usage.virtual_bytes, usage.resident_bytes);
  EXPECT_GE(usage.threads, 1U);
  EXPECT_GE(usage.open_fds, 3U);
  EXPECT_GE(usage.max_fds, usage.open_fds);
  EXPECT_EQ(usage.start_unix_s, 1'772'000'000);
}

TEST_F(DaemonMetricsTest, EveryStageOfTheScreeningIsTimedByItsNameAndNamedInTheHelp) {
  const auto all = families();
  std::set<std::string> timed;
  for (const prometheus::ClientMetric& metric : all.at("ordergate_stage_seconds").metric)
    for (const auto& label : metric.label) timed.insert(label.value);
  const std::string_view help = describe_metric("ordergate_stage_seconds").help;
  for (const std::string_view word : kScreenStageWords) {
    EXPECT_EQ(timed.count(std::string(word)), 1U) << word;
    EXPECT_NE(help.find(word), std::string_view::npos) << word;
  }
}

}  // namespace
}  // namespace ordergate::daemon
