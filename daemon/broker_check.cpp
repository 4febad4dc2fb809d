#include "daemon/broker_check.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/kafka.h"
#include "daemon/kafka_trial.h"

namespace ordergate {
namespace {

namespace kafka = daemon::kafka;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

using MetadataHandle = std::unique_ptr<const rd_kafka_metadata_t, kafka::Deleter<rd_kafka_metadata_destroy>>;

constexpr milliseconds kLook{250};  // between two looks at what a client has to say
/// A broker checks the right to write first and the number of acknowledgements then: 2 is none that Kafka
/// knows (KIP-1; since 0.9 INVALID_REQUIRED_ACKS), so a record that is asked for with it is never stored.
constexpr const char* kAcksThatNoBrokerTakes = "2";

/// The delivery report of the one record that is tried.
struct Tried {
  std::optional<rd_kafka_resp_err_t> outcome;
};

void on_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void*) {
  static_cast<Tried*>(message->_private)->outcome = message->err;
}

class Ping {
 public:
  Ping(const Config& config, milliseconds patience, const std::function<void(const PingFinding&)>& tell)
      : config_(config), patience_(patience), tell_(tell) {}

  Result<bool> run() {
    if (Status made = make_clients(); !made) return made.error();
    if (!reach()) return false;
    for (const std::string& topic : config_.topics.orders) {
      const std::optional<std::int32_t> partition = look_at("topics.orders", topic);
      if (partition) try_reading(topic, *partition);
    }
    try_group();
    const std::array<std::pair<const char*, const std::string*>, 5> written = {
        {{"topics.verdicts", &config_.topics.verdicts},
         {"topics.allow", &config_.topics.allow},
         {"topics.hold", &config_.topics.hold},
         {"topics.deny", &config_.topics.deny},
         {"topics.dead_letter", &config_.topics.dead_letter}}};
    for (const auto& [setting, topic] : written) {
      if (topic->empty()) continue;
      const std::optional<std::int32_t> partition = look_at(setting, *topic);
      if (partition) try_writing(*topic, *partition);
    }
    if (config_.delivery == DeliveryMode::exactly_once) try_transactions();
    return good_;
  }

 private:
  using Changes = std::vector<std::pair<const char*, std::string>>;

  void good(const std::string& what) { tell_({true, what}); }
  void bad(const std::string& what) {
    good_ = false;
    tell_({false, what});
  }

  Result<kafka::ClientHandle> make(rd_kafka_type_t type, Result<kafka::ConfHandle> conf,
                                   const Changes& changes, kafka::Told& told) {
    if (!conf) return conf.error();
    rd_kafka_conf_t* const raw = conf.value().get();
    std::array<char, 512> text{};
    for (const auto& [name, value] : changes)
      if (rd_kafka_conf_set(raw, name, value.c_str(), text.data(), text.size()) != RD_KAFKA_CONF_OK)
        return Error{std::string(name) + ": " + text.data()};
    kafka::keep_told(*raw, told);
    if (type == RD_KAFKA_PRODUCER) rd_kafka_conf_set_dr_msg_cb(raw, on_delivery);
    return kafka::make_client(type, std::move(conf).value(), "ping");
  }

  Status make_clients() {
    if (Status tried = kafka::try_clients(config_); !tried) return tried;
    Config once = config_;  // a producer that is idempotent would ask for acks of its own
    once.delivery = DeliveryMode::at_least_once;
    Result<kafka::ClientHandle> consumer =
        make(RD_KAFKA_CONSUMER, kafka::consumer_conf(config_, 0), {{"enable.partition.eof", "true"}}, told_);
    if (!consumer) return consumer.error();
    consumer_ = std::move(consumer).value();
    const std::string wait = std::to_string(patience_.count());
    Result<kafka::ClientHandle> producer = make(RD_KAFKA_PRODUCER, kafka::producer_conf(once, 0),
                                                {{"enable.idempotence", "false"},
                                                 {"acks", kAcksThatNoBrokerTakes},
                                                 {"allow.auto.create.topics", "false"},
                                                 {"message.timeout.ms", wait}},
                                                told_by_producer_);
    if (!producer) return producer.error();
    producer_ = std::move(producer).value();
    return Done{};
  }

  [[nodiscard]] int patience() const { return static_cast<int>(patience_.count()); }

  /// Asks again until a broker answers, all of them turned out to be down, or the time is over.
  bool reach() {
    const auto deadline = steady_clock::now() + patience_;
    rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR__TIMED_OUT;
    while (!told_.all_down && steady_clock::now() < deadline) {
      const rd_kafka_metadata_t* answer = nullptr;
      error = rd_kafka_metadata(consumer_.get(), 0, nullptr, &answer, static_cast<int>(kLook.count()));
      const MetadataHandle metadata(answer);
      if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
        good("broker " + config_.kafka.bootstrap_servers + " answers: " +
             std::to_string(metadata->broker_cnt) + (metadata->broker_cnt == 1 ? " broker" : " brokers"));
        return true;
      }
      rd_kafka_poll(consumer_.get(), 0);
    }
    bad("broker " + config_.kafka.bootstrap_servers +
        " does not answer: " + (told_.why.empty() ? kafka::describe(error) : told_.why));
    return false;
  }

  /// What is known of one topic.
  struct Topic {
    std::string problem;  // why it is of no use; empty: it is there
    int partitions = 0, leaderless = 0;
    std::optional<std::int32_t> led;  // the first partition that has a leader
  };

  Topic ask_for(const std::string& topic) {
    const kafka::TopicHandle handle(rd_kafka_topic_new(consumer_.get(), topic.c_str(), nullptr));
    const rd_kafka_metadata_t* answer = nullptr;
    const rd_kafka_resp_err_t error =
        rd_kafka_metadata(consumer_.get(), 0, handle.get(), &answer, patience());
    const MetadataHandle metadata(answer);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR || metadata->topic_cnt != 1)
      return {"cannot be looked at: " + kafka::describe(error), 0, 0, {}};
    const rd_kafka_metadata_topic_t& found = metadata->topics[0];
    if (found.err == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE) return {"", 0, 1, {}};
    if (found.err != RD_KAFKA_RESP_ERR_NO_ERROR) return {no_topic(found.err), 0, 0, {}};
    Topic known{"", found.partition_cnt, 0, {}};
    for (int i = 0; i < found.partition_cnt; ++i) {
      const bool has_leader = found.partitions[i].leader >= 0;
      if (has_leader && !known.led) known.led = found.partitions[i].id;
      known.leaderless += has_leader ? 0 : 1;
    }
    return known;
  }

  /// The first partition of the topic that has a leader; none when the topic is of no use. An election is
  /// waited for.
  std::optional<std::int32_t> look_at(const std::string& setting, const std::string& topic) {
    const std::string name = setting + " '" + topic + "': ";
    const auto deadline = steady_clock::now() + patience_;
    Topic known = ask_for(topic);
    while (known.leaderless > 0 && steady_clock::now() < deadline) {
      rd_kafka_poll(consumer_.get(), static_cast<int>(kLook.count()));
      known = ask_for(topic);
    }
    const std::string partitions = std::to_string(known.partitions) + " partitions";
    if (!known.problem.empty())
      bad(name + known.problem);
    else if (known.leaderless > 0)
      bad(name + std::to_string(known.leaderless) + " of " + partitions + " have no leader");
    else
      good(name + partitions);
    return known.led;
  }

  static std::string no_topic(rd_kafka_resp_err_t error) {
    if (error == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) return "does not exist, or may not be seen";
    if (error == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED) return "may not be seen (right DESCRIBE)";
    return kafka::describe(error);
  }

  /// The end of a partition is told by a broker that lets it be read.
  void try_reading(const std::string& topic, std::int32_t partition) {
    const daemon::PartitionOffset from{{topic, partition}, RD_KAFKA_OFFSET_END};
    rd_kafka_poll_set_consumer(consumer_.get());
    rd_kafka_assign(consumer_.get(), kafka::offset_list({&from, 1}).get());
    rd_kafka_resp_err_t outcome = RD_KAFKA_RESP_ERR__TIMED_OUT;
    const auto deadline = steady_clock::now() + patience_;
    while (outcome == RD_KAFKA_RESP_ERR__TIMED_OUT && steady_clock::now() < deadline) {
      const kafka::MessageHandle message(
          rd_kafka_consumer_poll(consumer_.get(), static_cast<int>(kLook.count())));
      if (message && message->rkt != nullptr && topic == rd_kafka_topic_name(message->rkt))
        outcome = message->err;
    }
    rd_kafka_assign(consumer_.get(), nullptr);
    const bool read = outcome == RD_KAFKA_RESP_ERR__PARTITION_EOF || outcome == RD_KAFKA_RESP_ERR_NO_ERROR;
    if (read)
      good("topics.orders '" + topic + "': may be read");
    else
      bad("topics.orders '" + topic + "': may not be read (right READ): " + kafka::describe(outcome));
  }

  void try_group() {
    std::vector<daemon::PartitionId> partitions;
    for (const std::string& topic : config_.topics.orders) partitions.push_back({topic, 0});
    const kafka::PartitionListHandle list = kafka::partition_list(partitions);
    const rd_kafka_resp_err_t error = rd_kafka_committed(consumer_.get(), list.get(), patience());
    const std::string name = "kafka.group_id '" + config_.kafka.group_id + "'";
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR)
      good(name + ": may be used");
    else
      bad(name + ": may not be used (right READ of the group): " + kafka::describe(error));
  }

  void try_writing(const std::string& topic, std::int32_t partition) {
    Tried tried;
    const rd_kafka_resp_err_t asked =
        rd_kafka_producev(producer_.get(), RD_KAFKA_V_TOPIC(topic.c_str()), RD_KAFKA_V_PARTITION(partition),
                          RD_KAFKA_V_VALUE(nullptr, 0), RD_KAFKA_V_OPAQUE(&tried), RD_KAFKA_V_END);
    if (asked != RD_KAFKA_RESP_ERR_NO_ERROR) tried.outcome = asked;
    // Its own time limit ends each record, so this ends.
    while (!tried.outcome) rd_kafka_poll(producer_.get(), static_cast<int>(kLook.count()));
    if (*tried.outcome == RD_KAFKA_RESP_ERR_INVALID_REQUIRED_ACKS)
      good("'" + topic + "': may be written");
    else
      bad("'" + topic + "': may not be written (right WRITE): " + kafka::describe(*tried.outcome));
  }

  /// Under a name beside those of the workers: theirs would end the transactions of a daemon that runs.
  void try_transactions() {
    const std::string& instance = config_.kafka.instance_id;
    const std::string id = config_.kafka.group_id + "-" + (instance.empty() ? "" : instance + "-") + "ping";
    kafka::Told told;
    const Result<kafka::ClientHandle> client =
        make(RD_KAFKA_PRODUCER, kafka::producer_conf(config_, 0), {{"transactional.id", id}}, told);
    if (!client) return bad("transactions: " + client.error().text);
    const kafka::ErrorHandle error(rd_kafka_init_transactions(client.value().get(), patience()));
    if (!error)
      good("transactions: '" + id + "' may be used");
    else
      bad("transactions: '" + id +
          "' may not be used (right WRITE of the transactional id): " + rd_kafka_error_string(error.get()));
  }

  const Config& config_;
  const milliseconds patience_;
  const std::function<void(const PingFinding&)>& tell_;
  bool good_ = true;
  kafka::Told told_, told_by_producer_;
  kafka::ClientHandle consumer_, producer_;  // after what their callbacks use
};

}  // namespace

Result<bool> ping_broker(const Config& config, milliseconds patience,
                         const std::function<void(const PingFinding&)>& tell) {
  return Ping(config, patience, tell).run();
}

}  // namespace ordergate
