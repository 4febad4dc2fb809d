// librdkafka's own mock of a Kafka broker, for tests of what stands behind the worker's seams: topics in
// memory, answers that take as long as the test says, requests that are refused as it says.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "daemon/kafka.h"
// After rdkafka.h, which kafka.h includes.
#include <librdkafka/rdkafka_mock.h>

namespace ordergate::daemon::test {

class MockKafka {
 public:
  static constexpr std::int16_t kProduceRequest = 0;

  explicit MockKafka(std::initializer_list<std::string> topics) {
    kafka::ConfHandle conf(rd_kafka_conf_new());
    rd_kafka_conf_set_log_cb(conf.get(), [](const rd_kafka_t*, int, const char*, const char*) {});
    owner_ = kafka::make_client(RD_KAFKA_PRODUCER, std::move(conf), "mock").value();
    cluster_.reset(rd_kafka_mock_cluster_new(owner_.get(), 1));
    for (const std::string& topic : topics) rd_kafka_mock_topic_create(cluster_.get(), topic.c_str(), 1, 1);
  }

  [[nodiscard]] std::string address() const { return rd_kafka_mock_cluster_bootstraps(cluster_.get()); }
  /// Every answer comes so much later: long enough, and requests stand behind each other on the way.
  void answer_after(std::chrono::milliseconds time) {
    rd_kafka_mock_broker_set_rtt(cluster_.get(), 1, static_cast<int>(time.count()));
    round_trip_ = time;
  }
  /// The next request to write is refused with this error and stores nothing.
  void refuse_next_write(rd_kafka_resp_err_t error) {
    rd_kafka_mock_push_request_errors(cluster_.get(), kProduceRequest, 1, error);
  }

  /// The values that partition 0 of the topic holds, in order.
  [[nodiscard]] std::vector<std::string> values(const std::string& topic) {
    const std::chrono::milliseconds round_trip = round_trip_;
    answer_after(std::chrono::milliseconds{0});
    kafka::ConfHandle conf(rd_kafka_conf_new());
    std::array<char, 256> text{};
    for (const auto& [name, value] : {std::pair("bootstrap.servers", address()),
                                      {"group.id", "look"},
                                      {"enable.partition.eof", "true"},
                                      {"isolation.level", "read_uncommitted"}})
      EXPECT_EQ(rd_kafka_conf_set(conf.get(), name, value.c_str(), text.data(), text.size()),
                RD_KAFKA_CONF_OK);
    const kafka::ClientHandle client = kafka::make_client(RD_KAFKA_CONSUMER, std::move(conf), "look").value();
    const PartitionOffset from{{topic, 0}, 0};
    rd_kafka_assign(client.get(), kafka::offset_list({&from, 1}).get());
    std::vector<std::string> found;
    for (;;) {
      const kafka::MessageHandle message(rd_kafka_consumer_poll(client.get(), 10'000));
      if (!message || message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) break;
      if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR)
        found.emplace_back(static_cast<const char*>(message->payload), message->len);
    }
    rd_kafka_consumer_close(client.get());
    answer_after(round_trip);
    return found;
  }

 private:
  std::chrono::milliseconds round_trip_{0};
  kafka::ClientHandle owner_;  // the cluster lives on it
  std::unique_ptr<rd_kafka_mock_cluster_t, kafka::Deleter<rd_kafka_mock_cluster_destroy>> cluster_;
};

}  // namespace ordergate::daemon::test
