#include "daemon/kafka_source.h"

#include <utility>

#include "daemon/log.h"

namespace ordergate::daemon {
namespace {

constexpr int kCommittedTimeoutMs = 10'000;
constexpr int kOldestTimeoutMs = 5'000;
constexpr int kSeekTimeoutMs = 2'000;
constexpr int kCommitTimeoutMs = 5'000;

std::string_view bytes(const void* data, std::size_t size) { return {static_cast<const char*>(data), size}; }

std::vector<PartitionId> ids(const rd_kafka_topic_partition_list_t& list) {
  std::vector<PartitionId> partitions;
  partitions.reserve(static_cast<std::size_t>(list.cnt));
  for (int i = 0; i < list.cnt; ++i) partitions.push_back({list.elems[i].topic, list.elems[i].partition});
  return partitions;
}

/// The first error of the list's partitions, or the whole's.
rd_kafka_resp_err_t first_error(rd_kafka_resp_err_t whole, const rd_kafka_topic_partition_list_t& list) {
  if (whole != RD_KAFKA_RESP_ERR_NO_ERROR) return whole;
  for (int i = 0; i < list.cnt; ++i)
    if (list.elems[i].err != RD_KAFKA_RESP_ERR_NO_ERROR) return list.elems[i].err;
  return RD_KAFKA_RESP_ERR_NO_ERROR;
}

}  // namespace

Result<std::unique_ptr<KafkaSource>> KafkaSource::create(const Config& config, int worker,
                                                         WorkerCounters& counters) {
  Result<kafka::ConfHandle> conf = kafka::consumer_conf(config, worker);
  if (!conf) return conf.error();
  std::unique_ptr<KafkaSource> source(new KafkaSource(counters));
  source->login_caution_ = kafka::scram_caution(config, rd_kafka_version());
  rd_kafka_conf_t* raw = conf.value().get();
  rd_kafka_conf_set_opaque(raw, source.get());
  rd_kafka_conf_set_rebalance_cb(raw, on_rebalance);
  rd_kafka_conf_set_offset_commit_cb(raw, on_commit);
  rd_kafka_conf_set_error_cb(raw, on_error);
  rd_kafka_conf_set_stats_cb(raw, on_statistics);
  Result<kafka::ClientHandle> client =
      kafka::make_client(RD_KAFKA_CONSUMER, std::move(conf).value(), "consumer");
  if (!client) return client.error();
  source->client_ = std::move(client).value();
  rd_kafka_poll_set_consumer(source->client_.get());

  kafka::PartitionListHandle topics(
      rd_kafka_topic_partition_list_new(static_cast<int>(config.topics.orders.size())));
  for (const std::string& topic : config.topics.orders)
    rd_kafka_topic_partition_list_add(topics.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
  const rd_kafka_resp_err_t error = rd_kafka_subscribe(source->client_.get(), topics.get());
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return Error{"[topics] orders: " + kafka::describe(error)};
  return source;
}

KafkaSource::~KafkaSource() {
  hooks_ = {};
  close();
}

void KafkaSource::close() {
  if (std::exchange(closed_, true) || !client_) return;
  message_.reset();
  rd_kafka_consumer_close(client_.get());
}

Poll KafkaSource::poll(std::chrono::milliseconds timeout, Record& record) {
  message_.reset();
  message_.reset(rd_kafka_consumer_poll(client_.get(), static_cast<int>(timeout.count())));
  if (fatal_) return Poll::fatal;
  if (!message_) return Poll::quiet;
  if (message_->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
    record.topic = rd_kafka_topic_name(message_->rkt);
    record.partition = message_->partition;
    record.offset = message_->offset - 1;
    return Poll::end;
  }
  if (message_->err != RD_KAFKA_RESP_ERR_NO_ERROR) return take_error(*message_);
  fill(*message_, record);
  return Poll::record;
}

void KafkaSource::fill(const rd_kafka_message_t& message, Record& record) {
  record.topic = rd_kafka_topic_name(message.rkt);
  record.partition = message.partition;
  record.offset = message.offset;
  rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
  record.timestamp_ms = rd_kafka_message_timestamp(&message, &type);
  record.key.reset();
  record.value.reset();
  if (message.key != nullptr) record.key = bytes(message.key, message.key_len);
  if (message.payload != nullptr) record.value = bytes(message.payload, message.len);
  headers_.clear();
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    for (std::size_t i = 0;
         rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i)
      headers_.push_back({name, value == nullptr ? std::nullopt : std::optional(bytes(value, size))});
  }
  record.headers = headers_;
}

Poll KafkaSource::take_error(const rd_kafka_message_t& message) {
  const char* text = rd_kafka_message_errstr(&message);
  last_error_ = std::string(rd_kafka_err2name(message.err)) + ": " + (text != nullptr ? text : "");
  const char* topic = message.rkt != nullptr ? rd_kafka_topic_name(message.rkt) : "";
  if (message.err == RD_KAFKA_RESP_ERR__FATAL) {
    note_fatal();
    return Poll::fatal;
  }
  if (message.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
    log::error(
        "partition halted: its committed offset is out of range, and skipping or repeating orders is for "
        "an operator to decide (stop the daemon and reset the group's offset)",
        {{"topic", topic},
         {"partition", message.partition},
         {"offset", message.offset},
         {"reason", last_error_}});
    if (hooks_.halted) hooks_.halted({topic, message.partition}, "committed offset out of range");
    return Poll::quiet;
  }
  log::warning("consumer", {{"topic", topic}, {"partition", message.partition}, {"reason", last_error_}});
  return Poll::quiet;
}

void KafkaSource::on_rebalance(rd_kafka_t* client, rd_kafka_resp_err_t error,
                               rd_kafka_topic_partition_list_t* list, void* self) {
  auto& source = *static_cast<KafkaSource*>(self);
  if (error == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS)
    source.assign(*list);
  else
    source.unassign(*list,
                    error != RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS || rd_kafka_assignment_lost(client) != 0);
}

void KafkaSource::assign(rd_kafka_topic_partition_list_t& list) {
  if (closed_) {  // nobody will read them, and a client that closes answers no question about offsets any
                  // more
    rd_kafka_assign(client_.get(), nullptr);
    return;
  }
  const rd_kafka_resp_err_t error =
      first_error(list.cnt == 0 ? RD_KAFKA_RESP_ERR_NO_ERROR
                                : rd_kafka_committed(client_.get(), &list, kCommittedTimeoutMs),
                  list);
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    last_error_ = "committed offsets cannot be read: " + kafka::describe(error);
    log::warning("assignment failed", {{"reason", last_error_}});
    fatal_ = true;  // a new consumer asks again
    rd_kafka_assign(client_.get(), nullptr);
    return;
  }
  for (int i = 0; i < list.cnt; ++i)
    if (list.elems[i].offset < 0) list.elems[i].offset = RD_KAFKA_OFFSET_BEGINNING;
  find_oldest(list);
  std::vector<PartitionOffset> assigned;
  for (int i = 0; i < list.cnt; ++i) {
    const rd_kafka_topic_partition_t& each = list.elems[i];
    const std::string_view note = bytes(each.metadata, each.metadata == nullptr ? 0 : each.metadata_size);
    assigned.push_back(
        {{each.topic, each.partition}, each.offset >= 0 ? each.offset : -1, std::string(note)});
  }
  rd_kafka_assign(client_.get(), &list);
  if (list.cnt > 0) last_error_.clear();
  if (list.cnt > 0) login_refused_ = false;
  log::info("partitions assigned", {{"client", rd_kafka_name(client_.get())}, {"partitions", list.cnt}});
  if (hooks_.assigned) hooks_.assigned(assigned);
}

/// Turns "the oldest record" into its offset. Left to librdkafka, it is looked up after the assignment, half
/// a second later where the leader is not known yet; 2.0.2 does so for a partition revoked meanwhile as well,
/// then fetches it for ever and nobody reads it: a whole queue of memory each
/// (docs/decisions/stream-settings.md). What cannot be found is left to librdkafka.
void KafkaSource::find_oldest(rd_kafka_topic_partition_list_t& list) {
  const kafka::PartitionListHandle sought(rd_kafka_topic_partition_list_new(list.cnt));
  for (int i = 0; i < list.cnt; ++i)
    if (const rd_kafka_topic_partition_t& each = list.elems[i]; each.offset == RD_KAFKA_OFFSET_BEGINNING)
      rd_kafka_topic_partition_list_add(sought.get(), each.topic, each.partition)->offset = each.offset;
  // As a time, -2 asks for the oldest record.
  if (sought->cnt == 0 ||
      rd_kafka_offsets_for_times(client_.get(), sought.get(), kOldestTimeoutMs) != RD_KAFKA_RESP_ERR_NO_ERROR)
    return;
  for (int i = 0; i < sought->cnt; ++i) {
    const rd_kafka_topic_partition_t& found = sought->elems[i];
    if (found.err == RD_KAFKA_RESP_ERR_NO_ERROR && found.offset >= 0)
      rd_kafka_topic_partition_list_find(&list, found.topic, found.partition)->offset = found.offset;
  }
}

void KafkaSource::unassign(const rd_kafka_topic_partition_list_t& list, bool lost) {
  log::info(lost ? "partitions lost" : "partitions revoked",
            {{"client", rd_kafka_name(client_.get())}, {"partitions", list.cnt}});
  if (hooks_.revoked) hooks_.revoked(ids(list), lost);
  rd_kafka_assign(client_.get(), nullptr);
}

void KafkaSource::note_fatal() {
  std::array<char, 512> text{};
  const rd_kafka_resp_err_t code = rd_kafka_fatal_error(client_.get(), text.data(), text.size());
  last_error_ = std::string(rd_kafka_err2name(code)) + ": " + text.data();
  fatal_ = true;
  counters_.consumer.fatal_errors.add();
  fenced_ = kafka::is_fenced(code);
}

/// Once at error level: the client tries again for as long as it runs.
void KafkaSource::note_login_refused() {
  if (!login_caution_.empty()) last_error_ += "; " + login_caution_;
  if (!std::exchange(login_refused_, true))
    log::error("the broker refuses the login", {{"reason", last_error_}});
}

void KafkaSource::on_error(rd_kafka_t*, int error, const char* reason, void* self) {
  auto& source = *static_cast<KafkaSource*>(self);
  source.counters_.consumer.errors.add();
  if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) source.counters_.consumer_broker_up.set(0);
  if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN && source.login_refused_) return;  // says less
  source.last_error_ =
      std::string(rd_kafka_err2name(static_cast<rd_kafka_resp_err_t>(error))) + ": " + reason;
  if (error == RD_KAFKA_RESP_ERR__AUTHENTICATION) source.note_login_refused();
  if (error == RD_KAFKA_RESP_ERR__FATAL) source.note_fatal();
  // Its own log line says the rest already.
  source.fatal_ ? log::error("consumer is of no more use", {{"reason", source.last_error_}})
                : log::debug("consumer", {{"reason", source.last_error_}});
}

int KafkaSource::on_statistics(rd_kafka_t*, char* json, std::size_t, void* self) {
  auto& counters = static_cast<KafkaSource*>(self)->counters_;
  counters.consumer_broker_up.set(kafka::any_broker_up(json) ? 1 : 0);
  if (const auto took = kafka::round_trip_us(json)) counters.consumer.round_trip_us.set(*took);
  return 0;  // librdkafka frees the text
}

void KafkaSource::pause(std::span<const PartitionId> partitions) {
  rd_kafka_pause_partitions(client_.get(), kafka::partition_list(partitions).get());
}

void KafkaSource::resume(std::span<const PartitionId> partitions) {
  rd_kafka_resume_partitions(client_.get(), kafka::partition_list(partitions).get());
}

bool KafkaSource::seek(const PartitionId& partition, std::int64_t offset) {
  const PartitionOffset to{partition, offset};
  const kafka::PartitionListHandle list = kafka::offset_list({&to, 1});
  const kafka::ErrorHandle error(rd_kafka_seek_partitions(client_.get(), list.get(), kSeekTimeoutMs));
  return !error && list->elems[0].err == RD_KAFKA_RESP_ERR_NO_ERROR;
}

std::int64_t KafkaSource::end_offset(const PartitionId& partition) {
  std::int64_t low = RD_KAFKA_OFFSET_INVALID;
  std::int64_t high = RD_KAFKA_OFFSET_INVALID;
  const auto error = rd_kafka_get_watermark_offsets(client_.get(), partition.topic.c_str(),
                                                    partition.partition, &low, &high);
  return error == RD_KAFKA_RESP_ERR_NO_ERROR && high >= 0 ? high : -1;
}

bool KafkaSource::commit(std::span<const PartitionOffset> offsets, bool wait) {
  if (offsets.empty()) return true;
  const kafka::PartitionListHandle list = kafka::offset_list(offsets);
  if (wait) return commit_and_wait(*list);
  return rd_kafka_commit(client_.get(), list.get(), 1) == RD_KAFKA_RESP_ERR_NO_ERROR;
}

bool KafkaSource::commit_and_wait(const rd_kafka_topic_partition_list_t& list) {
  const kafka::QueueHandle queue(rd_kafka_queue_new(client_.get()));
  if (rd_kafka_commit_queue(client_.get(), &list, queue.get(), nullptr, nullptr) !=
      RD_KAFKA_RESP_ERR_NO_ERROR)
    return false;
  const kafka::EventHandle event(rd_kafka_queue_poll(queue.get(), kCommitTimeoutMs));
  const rd_kafka_resp_err_t error = !event ? RD_KAFKA_RESP_ERR__TIMED_OUT
                                           : first_error(rd_kafka_event_error(event.get()),
                                                         *rd_kafka_event_topic_partition_list(event.get()));
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return true;
  log::warning("commit failed", {{"reason", kafka::describe(error)}});
  return false;
}

void KafkaSource::on_commit(rd_kafka_t*, rd_kafka_resp_err_t error, rd_kafka_topic_partition_list_t* list,
                            void* self) {
  if (error == RD_KAFKA_RESP_ERR__NO_OFFSET || list == nullptr) return;
  if (first_error(error, *list) == RD_KAFKA_RESP_ERR_NO_ERROR) return;
  log::warning("commit failed", {{"reason", kafka::describe(first_error(error, *list))}});
  auto& failed = static_cast<KafkaSource*>(self)->failed_commits_;
  for (PartitionId& id : ids(*list)) failed.push_back(std::move(id));
}

void KafkaSource::take_failed(std::vector<PartitionId>& failed) {
  for (PartitionId& id : failed_commits_) failed.push_back(std::move(id));
  failed_commits_.clear();
}

}  // namespace ordergate::daemon
