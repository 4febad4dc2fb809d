#include "daemon/dead_letter_replay.h"

#include <array>
#include <charconv>
#include <system_error>

#include "base/hash.h"
#include "base/hex.h"
#include "daemon/kafka.h"

namespace ordergate {
namespace {

namespace kafka = daemon::kafka;
using std::chrono::milliseconds;

constexpr std::string_view kOwnHeaders = "ordergate-";
constexpr std::string_view kMark = "ordergate-replay-of";  // header of a mark: its order
constexpr int kLettersInTransaction = 100;

/// Its transactional id, apart from those of the daemon's workers.
constexpr const char* kInstance = "dead-letter-replay";

template <typename T>
bool read_number(std::string_view text, T& number) noexcept {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && number >= 0;
}

Status outcome(const char* what, rd_kafka_error_t* raw) {
  const kafka::ErrorHandle error(raw);
  if (!error) return Done{};
  if (kafka::is_fenced(rd_kafka_error_code(error.get())))
    return Error{std::string(what) + ": another replay of this group's dead letters took over"};
  return Error{std::string(what) + ": " + rd_kafka_error_string(error.get())};
}

kafka::HeadersHandle headers_of(const TopicRecord& record) {
  kafka::HeadersHandle headers(rd_kafka_headers_new(record.headers.size()));
  for (const auto& [name, value] : record.headers)
    rd_kafka_header_add(headers.get(), name.data(), static_cast<ssize_t>(name.size()),
                        value ? value->data() : nullptr, value ? static_cast<ssize_t>(value->size()) : 0);
  return headers;
}

Status write(rd_kafka_t* producer, const TopicRecord& record) {
  kafka::HeadersHandle headers = headers_of(record);
  std::string key = record.key.value_or("");
  std::string value = record.value.value_or("");
  char* const key_bytes = record.key ? key.data() : nullptr;  // Kafka's null is not an empty text
  char* const value_bytes = record.value ? value.data() : nullptr;
  const rd_kafka_resp_err_t error = rd_kafka_producev(
      producer, RD_KAFKA_V_TOPIC(record.topic.c_str()), RD_KAFKA_V_PARTITION(record.partition),
      RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY | RD_KAFKA_MSG_F_BLOCK), RD_KAFKA_V_KEY(key_bytes, key.size()),
      RD_KAFKA_V_VALUE(value_bytes, value.size()), RD_KAFKA_V_HEADERS(headers.get()), RD_KAFKA_V_END);
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return Error{record.topic + ": " + kafka::describe(error)};
  static_cast<void>(headers.release());  // the client owns them now
  return Done{};
}

}  // namespace

std::string to_string(const DeadLetterPlace& place) {
  return std::to_string(place.partition) + "/" + std::to_string(place.offset);
}

std::optional<DeadLetterPlace> parse_place(std::string_view text) noexcept {
  const std::size_t slash = text.find('/');
  DeadLetterPlace place;
  if (slash == std::string_view::npos || !read_number(text.substr(0, slash), place.partition) ||
      !read_number(text.substr(slash + 1), place.offset))
    return std::nullopt;
  return place;
}

std::string order_of(const DeadLetter& letter) {
  return letter.source_topic + "/" + std::to_string(letter.source_partition) + "/" +
         std::to_string(letter.source_offset) + "/" + to_hex(hash64(letter.record.value.value_or("")));
}

std::optional<std::string> mark_of(const TopicRecord& record) {
  // The gate gives every letter a code, so no order can pass for a mark by a header of its own.
  if (record.header("ordergate-error-code")) return std::nullopt;
  return record.header(kMark);
}

std::optional<DeadLetter> as_dead_letter(TopicRecord record) {
  DeadLetter letter;
  letter.place = {record.partition, record.offset};
  letter.code = record.header("ordergate-error-code").value_or("");
  letter.message = record.header("ordergate-error-message").value_or("");
  letter.source_topic = record.header("ordergate-source-topic").value_or("");
  letter.value_omitted = !record.value && record.header("ordergate-value-omitted");
  const bool placed =
      read_number(record.header("ordergate-source-partition").value_or(""), letter.source_partition) &&
      read_number(record.header("ordergate-source-offset").value_or(""), letter.source_offset);
  if (letter.code.empty() || letter.source_topic.empty() || !placed) return std::nullopt;
  letter.record = std::move(record);
  return letter;
}

TopicRecord replayed(const DeadLetter& letter, const std::string& dead_letter_topic,
                     const std::optional<std::string>& value) {
  TopicRecord order;
  order.topic = letter.source_topic;
  order.partition = letter.source_partition;
  order.key = letter.record.key;
  order.value = value ? value : letter.record.value;
  for (const auto& header : letter.record.headers)
    if (!header.first.starts_with(kOwnHeaders)) order.headers.push_back(header);
  order.headers.emplace_back("ordergate-replayed-from", dead_letter_topic + "/" + to_string(letter.place));
  return order;
}

Result<std::set<std::string>> replayed_orders(const Config& config, milliseconds patience) {
  auto reader = TopicReader::open(
      config,
      {.topics = {config.topics.dead_letter}, .last = std::nullopt, .follow = false, .patience = patience});
  if (!reader) return reader.error();
  std::set<std::string> orders;
  while (true) {
    Result<std::optional<TopicRecord>> next = reader.value()->next([] { return false; });
    if (!next) return next.error();
    if (!next.value()) return orders;
    if (const std::optional<std::string> order = mark_of(*next.value())) orders.insert(*order);
  }
}

Status read_dead_letters(const Config& config, milliseconds patience,
                         const std::function<bool(DeadLetter&&)>& tell) {
  auto reader = TopicReader::open(
      config,
      {.topics = {config.topics.dead_letter}, .last = std::nullopt, .follow = false, .patience = patience});
  if (!reader) return reader.error();
  while (true) {
    Result<std::optional<TopicRecord>> next = reader.value()->next([] { return false; });
    if (!next) return next.error();
    if (!next.value()) return Done{};
    std::optional<DeadLetter> letter = as_dead_letter(*std::move(next).value());
    if (letter && !tell(*std::move(letter))) return Done{};
  }
}

struct DeadLetterReplay::Client {
  Config config;
  milliseconds patience{};
  kafka::ClientHandle producer;
  int open = 0;  // letters in the transaction

  Status put(const DeadLetter& letter, const std::optional<std::string>& value) {
    if (open == 0)
      if (Status begun = outcome("begin", rd_kafka_begin_transaction(producer.get())); !begun) return begun;
    ++open;
    const std::string& topic = config.topics.dead_letter;
    if (Status written = write(producer.get(), replayed(letter, topic, value)); !written) return written;
    const std::string order = order_of(letter);
    TopicRecord mark;
    mark.topic = topic;
    mark.partition = letter.place.partition;
    mark.key = std::string(kMark) + "/" + order;  // a compacted topic takes no record without a key
    mark.value = "put back into " + letter.source_topic;
    mark.headers.emplace_back(kMark, order);
    return write(producer.get(), mark);
  }

  Status commit() {
    if (open == 0) return Done{};
    open = 0;
    Status done =
        outcome("commit", rd_kafka_commit_transaction(producer.get(), static_cast<int>(patience.count())));
    if (!done) abort();
    return done;
  }

  void abort() {
    open = 0;
    const kafka::ErrorHandle error(
        rd_kafka_abort_transaction(producer.get(), static_cast<int>(patience.count())));
  }
};

DeadLetterReplay::DeadLetterReplay(std::unique_ptr<Client> client) : client_(std::move(client)) {}
DeadLetterReplay::~DeadLetterReplay() {
  if (client_->open > 0) client_->abort();
}

Result<std::unique_ptr<DeadLetterReplay>> DeadLetterReplay::start(const Config& config,
                                                                  milliseconds patience) {
  auto client = std::make_unique<Client>();
  client->config = config;
  client->config.delivery = DeliveryMode::exactly_once;
  client->config.kafka.instance_id = kInstance;
  client->patience = patience;
  Result<kafka::ConfHandle> conf = kafka::producer_conf(client->config, 0);
  if (!conf) return conf.error();
  kafka::keep_quiet(*conf.value());
  Result<kafka::ClientHandle> producer =
      kafka::make_client(RD_KAFKA_PRODUCER, std::move(conf).value(), "producer");
  if (!producer) return producer.error();
  client->producer = std::move(producer).value();
  if (Status begun =
          outcome("the right to transactions",
                  rd_kafka_init_transactions(client->producer.get(), static_cast<int>(patience.count())));
      !begun)
    return begun.error();
  Result<std::set<std::string>> done = replayed_orders(config, patience);
  if (!done) return done.error();
  std::unique_ptr<DeadLetterReplay> replay(new DeadLetterReplay(std::move(client)));
  replay->done_ = std::move(done).value();
  return replay;
}

Status DeadLetterReplay::put_back(const DeadLetter& letter, const std::optional<std::string>& value) {
  if (Status put = client_->put(letter, value); !put) return put;
  done_.insert(order_of(letter));
  return client_->open < kLettersInTransaction ? Status(Done{}) : client_->commit();
}

Status DeadLetterReplay::finish() { return client_->commit(); }

}  // namespace ordergate
