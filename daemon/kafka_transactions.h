// Transactions of a worker's producer over its consumer's offsets. One thread, that of both clients.
#pragma once

#include <string>

#include "daemon/kafka.h"
#include "daemon/seams.h"

namespace ordergate::daemon {

class KafkaTransactions final : public Transactions {
 public:
  /// Both clients outlive it; the producer was made by producer_conf with exactly_once.
  KafkaTransactions(rd_kafka_t* producer, rd_kafka_t* consumer) : producer_(producer), consumer_(consumer) {}

  Step start(std::chrono::milliseconds timeout) override;
  Step begin() override;
  /// Carries the group's generation: offsets of a partition that moved on meanwhile are refused.
  Step send_offsets(std::span<const PartitionOffset> offsets) override;
  /// Wait at most what is left of transaction.timeout.ms.
  Step commit() override;
  Step abort() override;
  [[nodiscard]] bool fenced() const override;
  [[nodiscard]] std::string last_error() const override { return last_error_; }

 private:
  Step outcome(const char* what, rd_kafka_error_t* raw);

  rd_kafka_t* producer_;
  rd_kafka_t* consumer_;
  std::string last_error_;
};

}  // namespace ordergate::daemon
