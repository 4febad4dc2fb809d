#include "daemon/kafka_sink.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "daemon/log.h"

namespace ordergate::daemon {
namespace {

/// A null value and an empty one are different records, so an empty one needs a pointer.
constexpr char kEmpty[1] = "";

const void* pointer(const std::optional<std::string_view>& bytes) {
  if (!bytes) return nullptr;
  return bytes->data() != nullptr ? bytes->data() : kEmpty;
}

std::size_t size(const std::optional<std::string_view>& bytes) { return bytes ? bytes->size() : 0; }

void add_header(rd_kafka_headers_t* headers, const Header& header) {
  rd_kafka_header_add(headers, header.name.data(), static_cast<ssize_t>(header.name.size()),
                      pointer(header.value), static_cast<ssize_t>(size(header.value)));
}

kafka::HeadersHandle make_headers(const OutgoingRecord& record) {
  kafka::HeadersHandle headers(rd_kafka_headers_new(record.headers.size() + record.added_headers.size()));
  for (const Header& header : record.headers)
    if (std::find(record.replaced_headers.begin(), record.replaced_headers.end(), header.name) ==
        record.replaced_headers.end())
      add_header(headers.get(), header);
  for (const Header& header : record.added_headers) add_header(headers.get(), header);
  return headers;
}

std::size_t header_bytes(const rd_kafka_headers_t& headers) {
  std::size_t bytes = 0;
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t value_size = 0;
  for (std::size_t i = 0;
       rd_kafka_header_get_all(&headers, i, &name, &value, &value_size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i)
    bytes += std::strlen(name) + value_size;
  return bytes;
}

/// What a message in flight counts for; the same when it is written and when it is acknowledged.
std::size_t message_bytes(std::size_t key, std::size_t value, const rd_kafka_headers_t* headers) {
  return key + value + (headers != nullptr ? header_bytes(*headers) : 0);
}

rd_kafka_vu_t bytes_argument(rd_kafka_vtype_t type, const std::optional<std::string_view>& bytes) {
  rd_kafka_vu_t argument{};
  argument.vtype = type;
  argument.u.mem.ptr = const_cast<void*>(pointer(bytes));  // the C API takes void*; with F_COPY it only reads
  argument.u.mem.size = size(bytes);
  return argument;
}

/// A ticket and the topic it is written to, as the pointer that librdkafka carries from a message to its
/// report.
void* as_opaque(Ticket ticket, OutputTopic topic) {
  static_assert(sizeof(void*) >= sizeof(Ticket::value));
  OG_CHECK(ticket.value >> Ticket::kBits == 0);
  const std::uint64_t bits = (static_cast<std::uint64_t>(topic) << Ticket::kBits) | ticket.value;
  // NOLINTNEXTLINE(performance-no-int-to-ptr): carried through librdkafka, never followed
  return reinterpret_cast<void*>(static_cast<std::uintptr_t>(bits));
}

Delivery as_delivery(void* opaque) {
  const auto bits = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(opaque));
  return {{bits & ((std::uint64_t{1} << Ticket::kBits) - 1)},
          static_cast<OutputTopic>(bits >> Ticket::kBits),
          false};
}

}  // namespace

Result<std::unique_ptr<KafkaSink>> KafkaSink::create(const Config& config, int worker,
                                                     WorkerCounters& counters) {
  Result<kafka::ConfHandle> conf = kafka::producer_conf(config, worker);
  if (!conf) return conf.error();
  std::unique_ptr<KafkaSink> sink(new KafkaSink(counters));
  rd_kafka_conf_t* raw = conf.value().get();
  rd_kafka_conf_set_opaque(raw, sink.get());
  rd_kafka_conf_set_dr_msg_cb(raw, on_delivery);
  rd_kafka_conf_set_error_cb(raw, on_error);
  rd_kafka_conf_set_stats_cb(raw, on_statistics);
  Result<kafka::ClientHandle> client =
      kafka::make_client(RD_KAFKA_PRODUCER, std::move(conf).value(), "producer");
  if (!client) return client.error();
  sink->client_ = std::move(client).value();

  const std::array<std::string, kOutputTopicCount> names = {config.topics.verdicts, config.topics.allow,
                                                            config.topics.hold, config.topics.deny,
                                                            config.topics.dead_letter};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) continue;
    sink->topics_[i].reset(rd_kafka_topic_new(sink->client_.get(), names[i].c_str(), nullptr));
    if (!sink->topics_[i])
      return Error{"[topics] " + names[i] + ": " + kafka::describe(rd_kafka_last_error())};
  }
  return sink;
}

KafkaSink::~KafkaSink() {
  // What was not acknowledged is read again by whoever owns the partition next.
  if (client_) rd_kafka_purge(client_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
}

Produce KafkaSink::produce(const OutgoingRecord& record) {
  rd_kafka_topic_t* topic = topics_[static_cast<std::size_t>(record.topic)].get();
  OG_CHECK(topic != nullptr);
  kafka::HeadersHandle headers = make_headers(record);
  std::array<rd_kafka_vu_t, 6> arguments{};
  arguments[0].vtype = RD_KAFKA_VTYPE_RKT;
  arguments[0].u.rkt = topic;
  arguments[1].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
  arguments[1].u.i = RD_KAFKA_MSG_F_COPY;
  arguments[2] = bytes_argument(RD_KAFKA_VTYPE_KEY, record.key);
  arguments[3] = bytes_argument(RD_KAFKA_VTYPE_VALUE, record.value);
  arguments[4].vtype = RD_KAFKA_VTYPE_HEADERS;
  arguments[4].u.headers = headers.get();
  arguments[5].vtype = RD_KAFKA_VTYPE_OPAQUE;
  arguments[5].u.ptr = as_opaque(record.ticket, record.topic);
  const std::size_t bytes = message_bytes(size(record.key), size(record.value), headers.get());
  const kafka::ErrorHandle error(rd_kafka_produceva(client_.get(), arguments.data(), arguments.size()));
  if (error) {
    note_failure(rd_kafka_error_code(error.get()), rd_kafka_topic_name(topic));
    return Produce::refused;
  }
  static_cast<void>(headers.release());  // the message owns them now
  ++in_flight_;
  in_flight_bytes_ += bytes;
  return Produce::accepted;
}

void KafkaSink::serve(std::chrono::milliseconds timeout, std::vector<Delivery>& deliveries) {
  deliveries_ = &deliveries;
  rd_kafka_poll(client_.get(), static_cast<int>(timeout.count()));
  deliveries_ = nullptr;
  if (const std::size_t records = std::exchange(unproven_, 0); records > 0)
    log::warning("reported as delivered without an offset: not believed, the orders are read again",
                 {{"records", records}, {"last", last_error_}});
}

void KafkaSink::on_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void* self) {
  auto& sink = *static_cast<KafkaSink*>(self);
  --sink.in_flight_;
  rd_kafka_headers_t* headers = nullptr;
  rd_kafka_message_headers(message, &headers);  // none: null
  sink.in_flight_bytes_ -= message_bytes(message->key_len, message->len, headers);
  if (sink.deliveries_ == nullptr) return;  // purged while the sink is torn down
  Delivery delivery = as_delivery(message->_private);
  if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    sink.note_failure(message->err, rd_kafka_topic_name(message->rkt));
  } else if (message->offset < 0) {
    sink.note_unproven(rd_kafka_topic_name(message->rkt));
  } else {
    delivery.acknowledged = true;
    sink.counters_.producer_broker_up.set(1);
  }
  sink.deliveries_->push_back(delivery);
}

void KafkaSink::note_failure(rd_kafka_resp_err_t error, std::string_view topic) {
  std::string text = std::string(topic) + ": " + kafka::describe(error);
  if (error == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE)
    text += " (set [kafka.producer] message.max.bytes to the topic's max.message.bytes)";
  if (text != last_error_) log::error("delivery failed", {{"reason", text}});
  last_error_ = std::move(text);
}

/// A broker that stored a record says where. A report of success without that is librdkafka's guess: a later
/// request of the partition was taken, so this one is presumed to have been, refused or not.
void KafkaSink::note_unproven(std::string_view topic) {
  counters_.deliveries_without_offset.add();
  last_error_ = std::string(topic) + ": reported as delivered without an offset";
  ++unproven_;
}

void KafkaSink::on_error(rd_kafka_t* client, int error, const char* reason, void* self) {
  auto& sink = *static_cast<KafkaSink*>(self);
  sink.counters_.producer.errors.add();
  if (error == RD_KAFKA_RESP_ERR__FATAL) sink.counters_.producer.fatal_errors.add();
  if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) sink.counters_.producer_broker_up.set(0);
  if (error != RD_KAFKA_RESP_ERR__FATAL) return log::debug("producer", {{"reason", reason}});
  std::array<char, 512> text{};
  const rd_kafka_resp_err_t code = rd_kafka_fatal_error(client, text.data(), text.size());
  sink.last_error_ = std::string(rd_kafka_err2name(code)) + ": " + text.data();
  sink.fatal_ = true;
  log::error("producer is of no more use", {{"reason", sink.last_error_}});
}

int KafkaSink::on_statistics(rd_kafka_t*, char* json, std::size_t, void* self) {
  auto& counters = static_cast<KafkaSink*>(self)->counters_;
  counters.producer_broker_up.set(kafka::any_broker_up(json) ? 1 : 0);
  if (const auto took = kafka::round_trip_us(json)) counters.producer.round_trip_us.set(*took);
  return 0;
}

}  // namespace ordergate::daemon
