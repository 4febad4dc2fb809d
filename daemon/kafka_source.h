// Orders from a Kafka consumer group, and the group's offsets. One thread: librdkafka's callbacks run inside
// poll(), commit() and close().
//
// A partition without a committed offset is read from its oldest record. One whose committed offset is out of
// range is halted: guessing where to go on would skip orders unseen.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/config.h"
#include "daemon/counters.h"
#include "daemon/kafka.h"
#include "daemon/seams.h"

namespace ordergate::daemon {

class KafkaSource final : public OrderSource, public OffsetStore {
 public:
  /// Member number `worker` of the group, subscribed to the order topics.
  [[nodiscard]] static Result<std::unique_ptr<KafkaSource>> create(const Config& config, int worker,
                                                                   WorkerCounters& counters);
  ~KafkaSource() override;
  KafkaSource(const KafkaSource&) = delete;
  KafkaSource& operator=(const KafkaSource&) = delete;

  void set_hooks(AssignmentHooks hooks) override { hooks_ = std::move(hooks); }
  Poll poll(std::chrono::milliseconds timeout, Record& record) override;
  void pause(std::span<const PartitionId> partitions) override;
  void resume(std::span<const PartitionId> partitions) override;
  bool seek(const PartitionId& partition, std::int64_t offset) override;
  std::int64_t end_offset(const PartitionId& partition) override;
  void close() override;
  [[nodiscard]] std::string last_error() const override { return last_error_; }
  /// Fatal because another member with the same group.instance.id joined.
  [[nodiscard]] bool fenced() const noexcept { return fenced_; }
  [[nodiscard]] rd_kafka_t* client() const noexcept { return client_.get(); }

  bool commit(std::span<const PartitionOffset> offsets, bool wait) override;
  void take_failed(std::vector<PartitionId>& failed) override;

 private:
  explicit KafkaSource(WorkerCounters& counters) : counters_(counters) {}

  static void on_rebalance(rd_kafka_t*, rd_kafka_resp_err_t error, rd_kafka_topic_partition_list_t* list,
                           void* self);
  static void on_commit(rd_kafka_t*, rd_kafka_resp_err_t error, rd_kafka_topic_partition_list_t* list,
                        void* self);
  static void on_error(rd_kafka_t*, int error, const char* reason, void* self);
  static int on_statistics(rd_kafka_t*, char* json, std::size_t, void* self);

  void assign(rd_kafka_topic_partition_list_t& list);
  void find_oldest(rd_kafka_topic_partition_list_t& list);
  void unassign(const rd_kafka_topic_partition_list_t& list, bool lost);
  void note_fatal();
  void note_login_refused();
  Poll take_error(const rd_kafka_message_t& message);
  void fill(const rd_kafka_message_t& message, Record& record);
  [[nodiscard]] bool commit_and_wait(const rd_kafka_topic_partition_list_t& list);

  WorkerCounters& counters_;
  AssignmentHooks hooks_;
  std::string last_error_;
  std::string login_caution_;   // what a refused login may come from
  bool login_refused_ = false;  // until partitions are assigned
  bool fatal_ = false, fenced_ = false;
  bool closed_ = false;
  std::vector<PartitionId> failed_commits_;
  std::vector<Header> headers_;
  kafka::ClientHandle client_;    // after what its callbacks use
  kafka::MessageHandle message_;  // freed before the client
};

}  // namespace ordergate::daemon
