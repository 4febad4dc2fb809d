#include "daemon/kafka.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstring>
#include <map>
#include <mutex>
#include <random>
#include <string_view>
#include <utility>

#include "daemon/log.h"

namespace ordergate::daemon::kafka {
namespace {

struct Property {
  std::string_view name, value;
};

/// With the framing of a record, just under a broker's default limit.
constexpr std::string_view kMessageBytesMax = "1048300";

/// Set before what the operator passes through, so that it can be changed.
constexpr std::array<Property, 5> kConsumerDefaults = {{
    {"client.id", "ordergate"},
    {"socket.nagle.disable", "true"},
    {"topic.metadata.refresh.interval.ms", "30000"},
    {"socket.keepalive.enable", "true"},
    {"reconnect.backoff.max.ms", "5000"},
}};
constexpr std::array<Property, 8> kProducerDefaults = {{
    {"client.id", "ordergate"},
    {"socket.nagle.disable", "true"},
    {"message.max.bytes", kMessageBytesMax},
    {"partitioner", "murmur2_random"},  // as the Java client, so that equal keys meet in equal partitions
    // With more, one that was refused can be passed by the next: docs/decisions/delivery-at-least-once.md.
    {"max.in.flight.requests.per.connection", "1"},
    {"topic.metadata.refresh.interval.ms", "30000"},
    {"socket.keepalive.enable", "true"},
    {"reconnect.backoff.max.ms", "5000"},
}};

/// How soon the group gives away the partitions of a member that died. A static member takes them back
/// itself, and keeps librdkafka's 45 s (docs/decisions/delivery-restart.md).
constexpr std::array<Property, 2> kSessionOfDynamicMember = {{
    {"session.timeout.ms", "6000"},  // the least that a broker takes unless told otherwise
    {"heartbeat.interval.ms", "1500"},
}};

/// Bounds what is prefetched, a worker (docs/decisions/stream-settings.md). A client whose queue was full
/// looks again after a time that can be set since librdkafka 2.2; before, after up to a second, which the
/// queue must last.
constexpr std::array<Property, 2> kPrefetch = {{
    {"fetch.queue.backoff.ms", "10"},
    {"queued.max.messages.kbytes", "16384"},
}};
constexpr Property kPrefetchForASecond = {"queued.max.messages.kbytes", "65536"};

/// A broker that is gone is waited for; the window bounds the queue.
constexpr Property kWaitForBroker = {"message.timeout.ms", "0"};
/// How long the partitions of a process that died inside a transaction stay closed to their next owner.
constexpr Property kTransactionTimeout = {"transaction.timeout.ms", "15000"};

constexpr const char* kStatisticsIntervalMs = "2000";

Status set(rd_kafka_conf_t* conf, std::string_view name, std::string_view value, std::string_view where) {
  std::array<char, 512> text{};
  const std::string name_text(name);
  const std::string value_text(value);
  if (rd_kafka_conf_set(conf, name_text.c_str(), value_text.c_str(), text.data(), text.size()) ==
      RD_KAFKA_CONF_OK)
    return Done{};
  return Error{std::string(where) + " " + name_text + ": " + text.data()};
}

/// load_config has refused those that the daemon sets itself.
Status pass_through(rd_kafka_conf_t* conf, const std::map<std::string, std::string>& properties,
                    std::string_view where) {
  for (const auto& [name, value] : properties)
    if (Status status = set(conf, name, value, where); !status) return status;
  return Done{};
}

Status set_all(rd_kafka_conf_t* conf, std::span<const Property> properties, std::string_view where) {
  for (const Property& property : properties)
    if (Status status = set(conf, property.name, property.value, where); !status) return status;
  return Done{};
}

/// Tells apart processes that have no instance_id; the same for all clients of this one.
std::string& process_token() {
  static std::string token = [] {
    std::random_device random;
    return std::to_string(random()) + "." + std::to_string(random());
  }();
  return token;
}

/// Whether a client says again what it said last and not long ago: one that cannot connect does so many times
/// a second. The time that it adds in brackets does not count.
bool said_again(std::string_view client, std::string_view text) {
  constexpr std::chrono::seconds kQuiet{30};
  struct Said {
    std::string text;
    std::chrono::steady_clock::time_point at{};
  };
  static std::mutex mutex;
  static std::map<std::string, Said, std::less<>> last;
  text = text.substr(0, text.rfind(" (after "));
  const auto now = std::chrono::steady_clock::now();
  const std::lock_guard lock(mutex);
  Said& said = last[std::string(client)];
  if (said.text == text && now - said.at < kQuiet) return true;
  said = {std::string(text), now};
  return false;
}

void on_log(const rd_kafka_t* client, int level, const char* facility, const char* text) {
  constexpr int kError = 3;
  constexpr int kWarning = 4;
  constexpr int kInfo = 6;
  // Many times a second while a coordinator is not there; what comes of it is logged once by the caller.
  if (std::string_view(facility) == "GETPID") level = kInfo + 1;
  if (std::string_view(facility) == "FAIL" && said_again(client ? rd_kafka_name(client) : "", text))
    level = kInfo + 1;
  const log::Level as = level <= kError     ? log::Level::error
                        : level <= kWarning ? log::Level::warning
                        : level <= kInfo    ? log::Level::info
                                            : log::Level::debug;
  log::write(as, "kafka client",
             {{"client", client ? rd_kafka_name(client) : ""}, {"facility", facility}, {"text", text}});
}

void say_nothing(const rd_kafka_t*, int, const char*, const char*) {}

void on_told(rd_kafka_t*, int error, const char* reason, void* told_by) {
  auto& told = *static_cast<Told*>(told_by);
  if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
    told.all_down = true;
    return;  // says less than what came before it
  }
  told.why = reason;
}

}  // namespace

void keep_quiet(rd_kafka_conf_t& conf) noexcept { rd_kafka_conf_set_log_cb(&conf, say_nothing); }

void keep_told(rd_kafka_conf_t& conf, Told& told) noexcept {
  keep_quiet(conf);
  rd_kafka_conf_set_error_cb(&conf, on_told);
  rd_kafka_conf_set_opaque(&conf, &told);
}

void name_process(const std::string& name) { process_token() = name; }

Result<ConfHandle> consumer_conf(const Config& config, int worker) {
  constexpr std::string_view kWhere = "[kafka.consumer]";
  ConfHandle conf(rd_kafka_conf_new());
  rd_kafka_conf_set_log_cb(conf.get(), on_log);
  if (Status s = set_all(conf.get(), kConsumerDefaults, kWhere); !s) return s.error();
  if (!set_all(conf.get(), kPrefetch, kWhere))
    if (Status s = set_all(conf.get(), {&kPrefetchForASecond, 1}, kWhere); !s) return s.error();
  if (config.kafka.instance_id.empty())
    if (Status s = set_all(conf.get(), kSessionOfDynamicMember, kWhere); !s) return s.error();
  if (Status s = pass_through(conf.get(), config.kafka.consumer, kWhere); !s) return s.error();
  const std::string instance =
      config.kafka.instance_id.empty() ? "" : config.kafka.instance_id + "-" + std::to_string(worker);
  const std::array<Property, 9> own = {{
      {"bootstrap.servers", config.kafka.bootstrap_servers},
      {"group.id", config.kafka.group_id},
      {"enable.auto.commit", "false"},
      {"enable.auto.offset.store", "false"},
      {"auto.offset.reset", "error"},  // out of range must stop and alert, never jump
      {"enable.partition.eof", "true"},
      {"isolation.level", "read_committed"},
      {"partition.assignment.strategy", "range,roundrobin"},
      {"statistics.interval.ms", kStatisticsIntervalMs},
  }};
  if (Status s = set_all(conf.get(), own, "[kafka]"); !s) return s.error();
  if (instance.empty()) return conf;
  if (Status s = set(conf.get(), "group.instance.id", instance, "[kafka]"); !s) return s.error();
  return conf;
}

Result<ConfHandle> producer_conf(const Config& config, int worker) {
  constexpr std::string_view kWhere = "[kafka.producer]";
  ConfHandle conf(rd_kafka_conf_new());
  rd_kafka_conf_set_log_cb(conf.get(), on_log);
  const bool transactional = config.delivery == DeliveryMode::exactly_once;
  const Property timeout = transactional ? kTransactionTimeout : kWaitForBroker;
  if (Status s = set_all(conf.get(), kProducerDefaults, kWhere); !s) return s.error();
  if (Status s = set(conf.get(), timeout.name, timeout.value, kWhere); !s) return s.error();
  if (Status s = pass_through(conf.get(), config.kafka.producer, kWhere); !s) return s.error();
  const std::array<Property, 4> own = {{
      {"bootstrap.servers", config.kafka.bootstrap_servers},
      {"enable.idempotence", "true"},
      {"acks", "all"},
      {"statistics.interval.ms", kStatisticsIntervalMs},
  }};
  if (Status s = set_all(conf.get(), own, "[kafka]"); !s) return s.error();
  if (!transactional) return conf;
  const std::string& instance = config.kafka.instance_id.empty() ? process_token() : config.kafka.instance_id;
  const std::string name = config.kafka.group_id + "-" + instance + "-" + std::to_string(worker);
  if (Status s = set(conf.get(), "transactional.id", name, "[kafka]"); !s) return s.error();
  return conf;
}

std::size_t outgoing_bytes_max(const Config& config) {
  constexpr std::size_t kFramingBytes = 512;
  const auto set_by_operator = config.kafka.producer.find("message.max.bytes");
  std::string_view text = kMessageBytesMax;
  if (set_by_operator != config.kafka.producer.end()) text = set_by_operator->second;
  std::size_t bytes = 0;
  std::from_chars(text.data(), text.data() + text.size(), bytes);
  return bytes > 2 * kFramingBytes ? bytes - kFramingBytes : kFramingBytes;
}

std::string library_version() { return rd_kafka_version_str(); }

std::string scram_caution(const Config& config, int version) {
  constexpr int kScramMended = 0x020601ff;
  if (version >= kScramMended) return "";
  for (const auto* properties : {&config.kafka.consumer, &config.kafka.producer})
    for (const char* name : {"sasl.mechanism", "sasl.mechanisms"})
      if (const auto found = properties->find(name);
          found != properties->end() && found->second.starts_with("SCRAM-"))
        return "SASL SCRAM of this librdkafka is refused by Kafka 4 (and some of Kafka 3) as wrong "
               "credentials; "
               "it needs librdkafka 2.6.1 or newer (docs/operations.md, TLS and SASL)";
  return "";
}

Result<ClientHandle> make_client(rd_kafka_type_t type, ConfHandle conf, const char* what) {
  std::array<char, 512> text{};
  rd_kafka_t* client = rd_kafka_new(type, conf.get(), text.data(), text.size());
  if (client == nullptr) return Error{std::string("[kafka] ") + what + ": " + text.data()};
  static_cast<void>(conf.release());  // the client owns it now
  return ClientHandle(client);
}

PartitionListHandle partition_list(std::span<const PartitionId> partitions) {
  PartitionListHandle list(rd_kafka_topic_partition_list_new(static_cast<int>(partitions.size())));
  for (const PartitionId& id : partitions)
    rd_kafka_topic_partition_list_add(list.get(), id.topic.c_str(), id.partition);
  return list;
}

PartitionListHandle offset_list(std::span<const PartitionOffset> offsets) {
  PartitionListHandle list(rd_kafka_topic_partition_list_new(static_cast<int>(offsets.size())));
  for (const PartitionOffset& each : offsets) {
    rd_kafka_topic_partition_t& added =
        *rd_kafka_topic_partition_list_add(list.get(), each.id.topic.c_str(), each.id.partition);
    added.offset = each.next_offset;
    if (each.note.empty()) continue;
    added.metadata = ::strdup(each.note.c_str());  // the list frees it
    added.metadata_size = each.note.size();
  }
  return list;
}

bool is_fenced(rd_kafka_resp_err_t fatal) noexcept {
  return fatal == RD_KAFKA_RESP_ERR__FENCED || fatal == RD_KAFKA_RESP_ERR_PRODUCER_FENCED ||
         fatal == RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH || fatal == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID;
}

std::string describe(rd_kafka_resp_err_t error) {
  return std::string(rd_kafka_err2name(error)) + ": " + rd_kafka_err2str(error);
}

bool any_broker_up(const char* statistics_json) noexcept {
  return std::strstr(statistics_json, "\"state\":\"UP\"") != nullptr;
}

std::optional<std::uint64_t> round_trip_us(const char* statistics_json) noexcept {
  constexpr std::string_view kWindow = "\"rtt\":";
  constexpr std::string_view kMean = "\"avg\":";
  std::string_view rest(statistics_json);
  std::uint64_t slowest = 0;
  for (std::size_t at = rest.find(kWindow); at != std::string_view::npos; at = rest.find(kWindow)) {
    rest.remove_prefix(at + kWindow.size());
    const std::string_view window = rest.substr(0, rest.find('}'));
    const std::size_t mean = window.find(kMean);
    if (mean == std::string_view::npos) continue;
    std::uint64_t value = 0;
    std::from_chars(window.data() + mean + kMean.size(), window.data() + window.size(), value);
    slowest = std::max(slowest, value);
  }
  return slowest > 0 ? std::optional(slowest) : std::nullopt;
}

}  // namespace ordergate::daemon::kafka
