#include "daemon/topic_reader.h"

#include <algorithm>
#include <array>
#include <set>

#include "daemon/kafka.h"

namespace ordergate {
namespace {

namespace kafka = daemon::kafka;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

using MetadataHandle = std::unique_ptr<const rd_kafka_metadata_t, kafka::Deleter<rd_kafka_metadata_destroy>>;

constexpr milliseconds kLook{100};  // between two looks at `stopped`

int to_ms(milliseconds time) { return static_cast<int>(time.count()); }

TopicRecord copied(const rd_kafka_message_t& message) {
  const auto bytes = [](const void* data, std::size_t size) -> std::optional<std::string> {
    if (data == nullptr) return std::nullopt;
    return std::string(static_cast<const char*>(data), size);
  };
  TopicRecord record;
  record.topic = rd_kafka_topic_name(message.rkt);
  record.partition = message.partition;
  record.offset = message.offset;
  rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
  record.timestamp_ms = rd_kafka_message_timestamp(&message, &type);
  record.key = bytes(message.key, message.key_len);
  record.value = bytes(message.payload, message.len);
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return record;
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t i = 0;
       rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i)
    record.headers.emplace_back(name, bytes(value, size));
  return record;
}

}  // namespace

std::optional<std::string> TopicRecord::header(std::string_view name) const {
  const auto found =
      std::find_if(headers.rbegin(), headers.rend(), [&](const auto& each) { return each.first == name; });
  return found == headers.rend() ? std::nullopt : found->second;
}

struct TopicReader::Client {
  TopicReading reading;
  kafka::Told told;  // outlives the client
  kafka::ClientHandle handle;
  std::set<std::pair<std::string, std::int32_t>> unfinished;
  std::vector<std::int64_t> positions;  // of the first topic
  steady_clock::time_point heard = steady_clock::now();

  std::string servers;  // as the settings name them

  Error unreachable() const {
    return Error{servers + " does not answer" + (told.why.empty() ? "" : ": " + told.why)};
  }

  Status assign() {
    kafka::PartitionListHandle list(rd_kafka_topic_partition_list_new(1));
    for (const std::string& topic : reading.topics)
      if (Status status = add(topic, *list); !status) return status;
    const rd_kafka_resp_err_t error = rd_kafka_assign(handle.get(), list.get());
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return Error{kafka::describe(error)};
    return Done{};
  }

  /// How many partitions a topic has.
  Result<std::int32_t> partitions_of(const std::string& topic) {
    const kafka::TopicHandle about(rd_kafka_topic_new(handle.get(), topic.c_str(), nullptr));
    const rd_kafka_metadata_t* raw = nullptr;
    const rd_kafka_resp_err_t asked =
        rd_kafka_metadata(handle.get(), 0, about.get(), &raw, to_ms(reading.patience));
    rd_kafka_poll(handle.get(), 0);
    if (asked != RD_KAFKA_RESP_ERR_NO_ERROR) return unreachable();
    const MetadataHandle metadata(raw);
    if (raw->topic_cnt != 1 || raw->topics[0].err != RD_KAFKA_RESP_ERR_NO_ERROR ||
        raw->topics[0].partition_cnt == 0)
      return Error{
          "topic " + topic + ": " +
          (raw->topic_cnt == 1 ? kafka::describe(raw->topics[0].err) : std::string("does not exist"))};
    return raw->topics[0].partition_cnt;
  }

  struct Bounds {
    std::int64_t first = 0, end = 0;
  };
  Result<Bounds> bounds_of(const std::string& topic, std::int32_t partition) {
    Bounds bounds;
    const rd_kafka_resp_err_t error = rd_kafka_query_watermark_offsets(
        handle.get(), topic.c_str(), partition, &bounds.first, &bounds.end, to_ms(reading.patience));
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
      return Error{"topic " + topic + " partition " + std::to_string(partition) + ": " +
                   kafka::describe(error)};
    return bounds;
  }

  Status add(const std::string& topic, rd_kafka_topic_partition_list_t& list) {
    const Result<std::int32_t> partitions = partitions_of(topic);
    if (!partitions) return partitions.error();
    for (std::int32_t partition = 0; partition < partitions.value(); ++partition) {
      const Result<Bounds> bounds = bounds_of(topic, partition);
      if (!bounds) return bounds.error();
      const auto [first, end] = bounds.value();
      const auto wanted =
          reading.last ? std::max(first, end - static_cast<std::int64_t>(*reading.last)) : first;
      rd_kafka_topic_partition_list_add(&list, topic.c_str(), partition)->offset = wanted;
      unfinished.emplace(topic, partition);
    }
    if (topic == reading.topics.front()) positions.assign(static_cast<std::size_t>(partitions.value()), 0);
    return Done{};
  }

  /// The first topic has so many partitions: those that are not read yet are, from their first record.
  Status read_added(std::int32_t partitions) {
    const std::string& topic = reading.topics.front();
    kafka::PartitionListHandle list(rd_kafka_topic_partition_list_new(1));
    for (auto next = static_cast<std::int32_t>(positions.size()); next < partitions; ++next) {
      const Result<Bounds> bounds = bounds_of(topic, next);
      if (!bounds) return bounds.error();
      rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), next)->offset = bounds.value().first;
    }
    if (list->cnt == 0) return Done{};
    const kafka::ErrorHandle error(rd_kafka_incremental_assign(handle.get(), list.get()));
    if (error) return Error{rd_kafka_error_string(error.get())};
    for (auto next = static_cast<std::int32_t>(positions.size()); next < partitions; ++next)
      unfinished.emplace(topic, next);
    positions.resize(static_cast<std::size_t>(partitions), 0);
    return Done{};
  }

  void note(const rd_kafka_message_t& message, std::int64_t next) {
    if (message.rkt == nullptr || rd_kafka_topic_name(message.rkt) != reading.topics.front()) return;
    const auto at = static_cast<std::size_t>(message.partition);
    if (at < positions.size()) positions[at] = std::max(positions[at], next);
  }
};

TopicReader::TopicReader(std::unique_ptr<Client> client) : client_(std::move(client)) {}
TopicReader::~TopicReader() {
  if (client_->handle) rd_kafka_consumer_close(client_->handle.get());
}

Result<std::unique_ptr<TopicReader>> TopicReader::open(const Config& config, TopicReading reading) {
  Config alone = config;
  alone.kafka.instance_id.clear();  // no member of the group, so nobody's place is taken
  Result<kafka::ConfHandle> conf = kafka::consumer_conf(alone, 0);
  if (!conf) return conf.error();
  auto client = std::make_unique<Client>();
  client->reading = std::move(reading);
  client->servers = config.kafka.bootstrap_servers;
  kafka::keep_told(*conf.value(), client->told);
  Result<kafka::ClientHandle> handle =
      kafka::make_client(RD_KAFKA_CONSUMER, std::move(conf).value(), "consumer");
  if (!handle) return handle.error();
  client->handle = std::move(handle).value();
  rd_kafka_poll_set_consumer(client->handle.get());
  if (Status status = client->assign(); !status) return status.error();
  return std::unique_ptr<TopicReader>(new TopicReader(std::move(client)));
}

std::vector<std::int64_t> TopicReader::positions() const { return client_->positions; }

bool TopicReader::at_end() const noexcept { return client_->unfinished.empty(); }

std::optional<std::vector<std::int64_t>> TopicReader::ends() {
  Client& client = *client_;
  const std::string& topic = client.reading.topics.front();
  const Result<std::int32_t> partitions = client.partitions_of(topic);
  if (!partitions || !client.read_added(partitions.value())) return std::nullopt;
  std::vector<std::int64_t> ends;
  for (std::int32_t partition = 0; partition < partitions.value(); ++partition) {
    const auto bounds = client.bounds_of(topic, partition);
    if (!bounds) return std::nullopt;
    ends.push_back(bounds.value().end);
  }
  return ends;
}

Result<std::optional<TopicRecord>> TopicReader::next(const std::function<bool()>& stopped) {
  Client& client = *client_;
  while (!stopped()) {
    if (!client.reading.follow && client.unfinished.empty()) return std::optional<TopicRecord>();
    const kafka::MessageHandle message(rd_kafka_consumer_poll(client.handle.get(), to_ms(kLook)));
    const auto now = steady_clock::now();
    if (!message) {
      const bool away = client.told.all_down && now - client.heard > client.reading.patience;
      if (away && !client.reading.follow) return Error{"the broker is away: " + client.told.why};
      continue;
    }
    client.heard = now;
    client.told = {};
    switch (message->err) {
      case RD_KAFKA_RESP_ERR_NO_ERROR:
        client.note(*message, message->offset + 1);
        return std::optional<TopicRecord>(copied(*message));
      case RD_KAFKA_RESP_ERR__PARTITION_EOF:
        client.note(*message, message->offset);
        client.unfinished.erase({rd_kafka_topic_name(message->rkt), message->partition});
        break;
      default:
        return Error{(message->rkt != nullptr ? std::string(rd_kafka_topic_name(message->rkt)) + ": " : "") +
                     kafka::describe(message->err)};
    }
  }
  return std::optional<TopicRecord>();
}

}  // namespace ordergate
