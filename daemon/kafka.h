// librdkafka's C handles with owners, and the properties that the daemon sets and owns.
#pragma once

#include <librdkafka/rdkafka.h>

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "config/config.h"
#include "daemon/seams.h"

namespace ordergate::daemon::kafka {

template <auto Destroy>
struct Deleter {
  template <typename T>
  void operator()(T* handle) const noexcept {
    Destroy(handle);
  }
};

using ConfHandle = std::unique_ptr<rd_kafka_conf_t, Deleter<rd_kafka_conf_destroy>>;
using ClientHandle = std::unique_ptr<rd_kafka_t, Deleter<rd_kafka_destroy>>;
using QueueHandle = std::unique_ptr<rd_kafka_queue_t, Deleter<rd_kafka_queue_destroy>>;
using EventHandle = std::unique_ptr<rd_kafka_event_t, Deleter<rd_kafka_event_destroy>>;
using TopicHandle = std::unique_ptr<rd_kafka_topic_t, Deleter<rd_kafka_topic_destroy>>;
using MessageHandle = std::unique_ptr<rd_kafka_message_t, Deleter<rd_kafka_message_destroy>>;
using HeadersHandle = std::unique_ptr<rd_kafka_headers_t, Deleter<rd_kafka_headers_destroy>>;
using ErrorHandle = std::unique_ptr<rd_kafka_error_t, Deleter<rd_kafka_error_destroy>>;
using PartitionListHandle =
    std::unique_ptr<rd_kafka_topic_partition_list_t, Deleter<rd_kafka_topic_partition_list_destroy>>;

/// The properties of worker number `worker`'s consumer: the daemon's own and those passed through. An error
/// names a property that is unknown or cannot have its value.
[[nodiscard]] Result<ConfHandle> consumer_conf(const Config& config, int worker);
/// With exactly_once: transactional, named after group, instance and worker. Without an instance_id the name
/// is this process's: given by name_process(), else random.
[[nodiscard]] Result<ConfHandle> producer_conf(const Config& config, int worker);

/// Before the first client is made.
void name_process(const std::string& name);

/// Largest record (key, value, headers) that the producer of these settings takes.
[[nodiscard]] std::size_t outgoing_bytes_max(const Config& config);

/// The librdkafka that was loaded, as "2.0.2".
[[nodiscard]] std::string library_version();
/// What an operator must know about these settings with a librdkafka of this version (as rd_kafka_version()
/// gives it); empty when there is nothing. SCRAM before 2.6.1 repeats the client's nonce
/// (confluentinc/librdkafka#4895), which Kafka 4, and some of Kafka 3, take for wrong credentials.
[[nodiscard]] std::string scram_caution(const Config& config, int version);

/// The client logs nothing: for one beside the daemon's own, or of a command that tells its errors itself.
void keep_quiet(rd_kafka_conf_t& conf) noexcept;

/// What a client said of brokers that it cannot use, since it was made or since the owner looked.
struct Told {
  std::string why;
  bool all_down = false;
};
/// The client logs nothing and writes its errors to `told`, which outlives it. Called by the thread that
/// polls.
void keep_told(rd_kafka_conf_t& conf, Told& told) noexcept;

/// Takes `conf` over. `what` ("consumer") names the client in the error.
[[nodiscard]] Result<ClientHandle> make_client(rd_kafka_type_t type, ConfHandle conf, const char* what);

[[nodiscard]] PartitionListHandle partition_list(std::span<const PartitionId> partitions);
[[nodiscard]] PartitionListHandle offset_list(std::span<const PartitionOffset> offsets);

/// Whether a fatal error says that another process took this one's place (or the broker gave it up).
[[nodiscard]] bool is_fenced(rd_kafka_resp_err_t fatal) noexcept;

/// "NAME: text" of an error code.
[[nodiscard]] std::string describe(rd_kafka_resp_err_t error);
/// Whether librdkafka's statistics speak of a broker that is connected.
[[nodiscard]] bool any_broker_up(const char* statistics_json) noexcept;
/// Mean time from a request to its answer over the statistics interval, of the slowest broker; none when
/// nothing was asked.
[[nodiscard]] std::optional<std::uint64_t> round_trip_us(const char* statistics_json) noexcept;

}  // namespace ordergate::daemon::kafka
