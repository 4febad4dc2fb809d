// What the exporter does with a collector that takes, refuses, asks for patience or is not there.
#include "tracing/exporter.h"

#include <gtest/gtest.h>

#include <deque>

namespace ordergate::tracing {
namespace {

using std::chrono::seconds;

class ExporterTest : public ::testing::Test {
 protected:
  void make(std::size_t queue_max = 2048) {
    queue = std::make_unique<TraceQueue>(queue_max);
    exporter = std::make_unique<Exporter>(
        TracingSettings{}, Sender{"one", "gate", "verdicts"}, std::vector{queue.get()},
        ExporterNews{[this](const std::string& why) { news.push_back("failing: " + why); },
                     [this](seconds) { news.emplace_back("recovered"); }},
        [this](const std::string& body) {
          bodies.push_back(body);
          if (answers.empty()) return PostAnswer{200, "", {}, ""};
          PostAnswer answer = answers.front();
          answers.pop_front();
          return answer;
        });
  }
  void push(int traces) {
    for (int i = 0; i < traces; ++i) {
      OrderTrace trace;
      trace.topic.set("orders");
      queue->push(trace);
    }
  }
  /// Turns until `posts` were made; those that must wait are a second apart.
  void turn_until(std::size_t posts) {
    while (bodies.size() < posts) exporter->turn(true);
  }

  std::unique_ptr<TraceQueue> queue;
  std::unique_ptr<Exporter> exporter;
  std::deque<PostAnswer> answers;
  std::vector<std::string> bodies, news;
};

TEST_F(ExporterTest, sends_nothing_when_there_is_nothing_and_waits_for_its_time) {
  make();
  exporter->turn(true);
  push(1);
  exporter->turn(false);
  EXPECT_EQ(bodies.size(), 0U);
  exporter->turn(true);
  EXPECT_EQ(bodies.size(), 1U);
  EXPECT_EQ(exporter->counts().exported, kSpansPerTrace);
}

TEST_F(ExporterTest, a_full_batch_goes_before_its_time) {
  make();
  push(static_cast<int>(Exporter::kBatchTracesMax) + 5);
  exporter->turn(false);
  ASSERT_EQ(bodies.size(), 1U);
  exporter->turn(false);
  EXPECT_EQ(bodies.size(), 1U);
  exporter->turn(true);
  EXPECT_EQ(exporter->counts().exported, (Exporter::kBatchTracesMax + 5) * kSpansPerTrace);
}

TEST_F(ExporterTest, a_collector_that_asks_for_patience_gets_the_same_bytes_again) {
  make();
  push(3);
  answers = {{503, "", {}, ""}};
  exporter->turn(true);
  exporter->turn(true);
  EXPECT_EQ(bodies.size(), 1U) << "asked again at once";
  turn_until(2);
  EXPECT_EQ(bodies[0], bodies[1]);
  EXPECT_EQ(exporter->counts().exported, 3 * kSpansPerTrace);
  EXPECT_EQ(exporter->counts().refused, 0U);
  EXPECT_EQ(news, (std::vector<std::string>{"failing: HTTP status 503", "recovered"}));
}

TEST_F(ExporterTest, what_the_collector_will_never_take_is_not_sent_again) {
  make();
  push(2);
  answers = {{400, "", {}, ""}, {400, "", {}, ""}};
  exporter->turn(true);
  push(1);
  exporter->turn(true);
  EXPECT_EQ(bodies.size(), 2U);
  EXPECT_EQ(exporter->counts().refused, 3 * kSpansPerTrace);
  EXPECT_EQ(news, std::vector<std::string>{"failing: HTTP status 400"}) << "told once";
}

TEST_F(ExporterTest, while_a_batch_waits_the_queue_fills_and_then_drops) {
  make(8);
  push(1);
  answers = {{0, "", {}, "nobody is there"}};
  exporter->turn(true);
  push(20);
  exporter->turn(true);
  EXPECT_EQ(queue->dropped(), 12U);
  EXPECT_EQ(news, std::vector<std::string>{"failing: nobody is there"});
}

TEST_F(ExporterTest, spans_that_the_collector_took_in_part_are_counted_as_such) {
  make();
  push(2);
  answers = {{200, std::string("\x0a\x02\x08\x03", 4), {}, ""}};  // partial_success { rejected_spans: 3 }
  exporter->turn(true);
  EXPECT_EQ(exporter->counts().exported, 5U);
  EXPECT_EQ(exporter->counts().refused, 3U);
}

TEST_F(ExporterTest, stopping_sends_what_is_there_once) {
  make();
  exporter->start();
  push(2);
  answers = {{503, "", {}, ""}, {503, "", {}, ""}};
  exporter->stop();
  EXPECT_EQ(exporter->counts().refused, 2 * kSpansPerTrace);
}

TEST(HttpPostTest, settings_that_cannot_work_are_refused) {
  TracingSettings settings;
  settings.endpoint = "http://127.0.0.1:4318/v1/traces";
  EXPECT_TRUE(HttpPost::create(settings).ok());
  settings.headers = {{"Authorization", "Bearer x\r\nHost: other"}};
  EXPECT_FALSE(HttpPost::create(settings).ok());
  settings.headers = {{"a b", "x"}};
  EXPECT_FALSE(HttpPost::create(settings).ok());
  settings.headers = {{"Authorization", "Bearer x"}};
  settings.ca_file = "/there/is/no/such/file";
  EXPECT_FALSE(HttpPost::create(settings).ok());
}

}  // namespace
}  // namespace ordergate::tracing
