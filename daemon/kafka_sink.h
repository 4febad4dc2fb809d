// Verdicts and dead letters to Kafka through one idempotent producer. One thread: deliveries come inside
// serve().
//
// A delivery is acknowledged when the broker told the offset at which it is stored. A report of success
// without an offset is a failed delivery (docs/decisions/delivery-at-least-once.md).
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/config.h"
#include "daemon/counters.h"
#include "daemon/kafka.h"
#include "daemon/seams.h"

namespace ordergate::daemon {

class KafkaSink final : public VerdictSink {
 public:
  [[nodiscard]] static Result<std::unique_ptr<KafkaSink>> create(const Config& config, int worker,
                                                                 WorkerCounters& counters);
  ~KafkaSink() override;
  KafkaSink(const KafkaSink&) = delete;
  KafkaSink& operator=(const KafkaSink&) = delete;

  Produce produce(const OutgoingRecord& record) override;
  void serve(std::chrono::milliseconds timeout, std::vector<Delivery>& deliveries) override;
  [[nodiscard]] std::size_t in_flight() const noexcept override { return in_flight_; }
  [[nodiscard]] std::size_t in_flight_bytes() const noexcept override { return in_flight_bytes_; }
  [[nodiscard]] bool broken() const noexcept override { return fatal_; }
  [[nodiscard]] std::string last_error() const override { return last_error_; }
  [[nodiscard]] rd_kafka_t* client() const noexcept { return client_.get(); }

 private:
  explicit KafkaSink(WorkerCounters& counters) : counters_(counters) {}

  static void on_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void* self);
  static void on_error(rd_kafka_t* client, int error, const char* reason, void* self);
  static int on_statistics(rd_kafka_t*, char* json, std::size_t, void* self);
  void note_failure(rd_kafka_resp_err_t error, std::string_view topic);
  void note_unproven(std::string_view topic);

  WorkerCounters& counters_;
  std::string last_error_;
  bool fatal_ = false;
  std::size_t in_flight_ = 0;
  std::size_t in_flight_bytes_ = 0;
  std::size_t unproven_ = 0;                     // reports without an offset since serve() began
  std::vector<Delivery>* deliveries_ = nullptr;  // while serve() runs
  kafka::ClientHandle client_;
  std::array<kafka::TopicHandle, kOutputTopicCount> topics_;  // freed before the client
};

}  // namespace ordergate::daemon
