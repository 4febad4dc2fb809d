// The sink against librdkafka's mock broker: what it calls acknowledged is in the log, in the order of
// writing, also when the first request of a fresh producer is refused while others are under way behind it.
#include "daemon/kafka_sink.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>

#include "daemon/kafka_transactions.h"
#include "tests/daemon/fakes.h"
#include "tests/daemon/mock_kafka.h"

namespace ordergate::daemon {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using test::MockKafka;

constexpr milliseconds kRoundTrip{200};  // so that the next request is under way when an answer comes
constexpr std::array kRefusals = {RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
                                  RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
                                  RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART};

class KafkaSinkTest : public ::testing::Test {
 protected:
  KafkaSinkTest() : kafka({"verdicts", "denied", "letters"}) {
    config.topics.verdicts = "verdicts";
    config.topics.deny = "denied";
    config.topics.dead_letter = "letters";
    config.kafka.bootstrap_servers = kafka.address();
    config.kafka.producer["batch.num.messages"] = "1";  // a request each
    config.kafka.producer["linger.ms"] = "0";
  }
  /// As an operator may: what is taken is then not in order, and the first may be passed by the second.
  void several_requests_in_flight() { config.kafka.producer["max.in.flight.requests.per.connection"] = "5"; }
  void start() {
    sink = KafkaSink::create(config, 0, counters).value();
    kafka.answer_after(kRoundTrip);
  }
  /// Produces each value under a ticket of its own, serves until all deliveries came, and gives them by
  /// ticket.
  std::map<std::uint64_t, bool> write(OutputTopic topic, const std::vector<std::string>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      OutgoingRecord record;
      record.topic = topic;
      record.value = values[i];
      record.ticket = {i};
      EXPECT_EQ(sink->produce(record), Produce::accepted) << sink->last_error();
    }
    std::vector<Delivery> deliveries;
    const auto give_up = steady_clock::now() + seconds(400);
    while (sink->in_flight() > 0 && steady_clock::now() < give_up) sink->serve(milliseconds(50), deliveries);
    std::map<std::uint64_t, bool> acknowledged;
    for (const Delivery& each : deliveries) acknowledged[each.ticket.value] = each.acknowledged;
    EXPECT_EQ(acknowledged.size(), values.size());
    return acknowledged;
  }

  [[nodiscard]] std::vector<std::string> stored_since(std::size_t count) {
    std::vector<std::string> values = kafka.values("verdicts");
    values.erase(values.begin(),
                 values.begin() + static_cast<std::ptrdiff_t>(std::min(count, values.size())));
    return values;
  }

  MockKafka kafka;
  Config config;
  WorkerCounters counters;
  std::unique_ptr<KafkaSink> sink;
};

TEST_F(KafkaSinkTest, a_verdict_that_was_refused_and_passed_by_the_next_is_not_acknowledged) {
  several_requests_in_flight();
  std::size_t before = 0;
  for (const rd_kafka_resp_err_t error : kRefusals) {
    start();  // only the first request of a producer can be passed
    kafka.refuse_next_write(error);
    std::map<std::uint64_t, bool> acknowledged = write(OutputTopic::verdicts, {"a", "b", "c"});
    ASSERT_EQ(stored_since(before), (std::vector<std::string>{"b", "c"}))
        << "the mock no longer brings about what is tested";
    EXPECT_FALSE(acknowledged[0]) << "the first verdict is in no log";
    EXPECT_TRUE(acknowledged[1] && acknowledged[2]);
    before += 2;
  }
  EXPECT_EQ(counters.deliveries_without_offset.get(), kRefusals.size());
}

/// In a transaction the mock knows the producer and refuses the gap, as newer brokers do.
TEST_F(KafkaSinkTest, in_a_transaction_a_refused_verdict_and_those_behind_it_are_not_acknowledged) {
  config.delivery = DeliveryMode::exactly_once;
  config.kafka.producer["transaction.timeout.ms"] = "2000";
  several_requests_in_flight();
  start();
  KafkaTransactions transactions(sink->client(), nullptr);
  ASSERT_EQ(transactions.start(seconds(400)), Step::done) << transactions.last_error();
  ASSERT_EQ(transactions.begin(), Step::done);
  kafka.refuse_next_write(RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS);
  for (const auto& [ticket, acknowledged] : write(OutputTopic::verdicts, {"a", "b", "c"}))
    EXPECT_FALSE(acknowledged) << ticket;
  EXPECT_TRUE(stored_since(0).empty());
}

TEST_F(KafkaSinkTest, copies_by_outcome_and_dead_letters_are_believed_no_sooner_than_verdicts) {
  several_requests_in_flight();
  for (const auto& [topic, name] :
       {std::pair(OutputTopic::deny, "denied"), {OutputTopic::dead_letter, "letters"}}) {
    start();
    kafka.refuse_next_write(RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS);
    std::map<std::uint64_t, bool> acknowledged = write(topic, {"a", "b"});
    ASSERT_EQ(kafka.values(name), std::vector<std::string>{"b"});
    EXPECT_FALSE(acknowledged[0]) << name;
  }
}

TEST_F(KafkaSinkTest, as_shipped_a_refused_record_is_sent_again_before_the_next_one) {
  std::size_t before = 0;
  for (const rd_kafka_resp_err_t error : kRefusals) {
    start();
    kafka.refuse_next_write(error);
    std::map<std::uint64_t, bool> acknowledged = write(OutputTopic::verdicts, {"a", "b", "c"});
    EXPECT_EQ(stored_since(before), (std::vector<std::string>{"a", "b", "c"}));
    before += 3;
    EXPECT_TRUE(acknowledged[0] && acknowledged[1] && acknowledged[2]);
  }
  EXPECT_EQ(counters.deliveries_without_offset.get(), 0U);
}

TEST_F(KafkaSinkTest, an_order_whose_verdict_was_passed_by_the_next_ones_is_read_again_and_answered) {
  several_requests_in_flight();
  start();
  kafka.refuse_next_write(RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS);
  test::FakeSource source;
  test::FakeStore store;
  test::FakeScreening screening;
  WorkerSettings settings;
  settings.commit_interval = milliseconds{0};
  Worker worker(source, *sink, store, screening.stage(), settings, counters);
  for (int i = 0; i < 3; ++i) source.append(0, "allow");
  source.assign(0);
  const auto give_up = steady_clock::now() + seconds(400);
  std::int64_t checked = 100;
  while (checked < 103 && steady_clock::now() < give_up) {
    worker.turn();
    if (store.committed[0] <= checked) continue;
    const std::vector<std::string> stored = stored_since(0);
    for (; checked < store.committed[0]; ++checked)
      EXPECT_TRUE(std::any_of(stored.begin(), stored.end(),
                              [checked](const std::string& verdict) {
                                return verdict.find("\"offset\":" + std::to_string(checked)) !=
                                       std::string::npos;
                              }))
          << checked << " is committed and has no verdict";
  }
  EXPECT_EQ(store.committed[0], 103);
  EXPECT_GE(counters.rewinds.get(), 1U);
}

}  // namespace
}  // namespace ordergate::daemon
