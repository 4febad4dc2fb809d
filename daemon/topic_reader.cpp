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

  Error unreachable(const Config& config) const {
    return Error{config.kafka.bootstrap_servers + " does not answer" +
                 (told.why.empty() ? "" : ": " + told.why)};
  }

  Status assign(const Config& config) {
    kafka::PartitionListHandle list(rd_kafka_topic_partition_list_new(1));
    for (const std::string& topic : reading.topics)
      if (Status status = add(config, topic, *list); !status) return status;
    const rd_kafka_resp_err_t error = rd_kafka_assign(handle.get(), list.get());
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return Error{kafka::describe(error)};
    return Done{};
  }

  Status add(const Config& config, const std::string& topic, rd_kafka_topic_partition_list_t& list) {
    const kafka::TopicHandle about(rd_kafka_topic_new(handle.get(), topic.c_str(), nullptr));
    const rd_kafka_metadata_t* raw = nullptr;
    const rd_kafka_resp_err_t asked =
        rd_kafka_metadata(handle.get(), 0, about.get(), &raw, to_ms(reading.patience));
    rd_kafka_poll(handle.get(), 0);
    if (asked != RD_KAFKA_RESP_ERR_NO_ERROR) return unreachable(config);
    const MetadataHandle metadata(raw);
    if (raw->topic_cnt != 1 || raw->topics[0].err != RD_KAFKA_RESP_ERR_NO_ERROR ||
        raw->topics[0].partition_cnt == 0)
      return Error{
          "topic " + topic + ": " +
          (raw->topic_cnt == 1 ? kafka::describe(raw->topics[0].err) : std::string("does not exist"))};
    for (std::int32_t partition = 0; partition < raw->topics[0].partition_cnt; ++partition) {
      std::int64_t first = 0;
      std::int64_t end = 0;
      const rd_kafka_resp_err_t error = rd_kafka_query_watermark_offsets(
          handle.get(), topic.c_str(), partition, &first, &end, to_ms(reading.patience));
      if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
        return Error{"topic " + topic + " partition " + std::to_string(partition) + ": " +
                     kafka::describe(error)};
      const auto wanted =
          reading.last ? std::max(first, end - static_cast<std::int64_t>(*reading.last)) : first;
      rd_kafka_topic_partition_list_add(&list, topic.c_str(), partition)->offset = wanted;
      unfinished.emplace(topic, partition);
    }
    if (topic == reading.topics.front())
      positions.assign(static_cast<std::size_t>(raw->topics[0].partition_cnt), 0);
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
  kafka::keep_told(*conf.value(), client->told);
  Result<kafka::ClientHandle> handle =
      kafka::make_client(RD_KAFKA_CONSUMER, std::move(conf).value(), "consumer");
  if (!handle) return handle.error();
  client->handle = std::move(handle).value();
  rd_kafka_poll_set_consumer(client->handle.get());
  if (Status status = client->assign(config); !status) return status.error();
  return std::unique_ptr<TopicReader>(new TopicReader(std::move(client)));
}

std::vector<std::int64_t> TopicReader::positions() const { return client_->positions; }

bool TopicReader::at_end() const noexcept { return client_->unfinished.empty(); }

bool TopicReader::all_read() {
  Client& client = *client_;
  const std::string& topic = client.reading.topics.front();
  for (std::size_t partition = 0; partition < client.positions.size(); ++partition) {
    std::int64_t first = 0;
    std::int64_t end = 0;
    if (rd_kafka_query_watermark_offsets(client.handle.get(), topic.c_str(),
                                         static_cast<std::int32_t>(partition), &first, &end,
                                         to_ms(client.reading.patience)) != RD_KAFKA_RESP_ERR_NO_ERROR)
      return false;
    if (end > first && client.positions[partition] < end) return false;
  }
  return true;
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
