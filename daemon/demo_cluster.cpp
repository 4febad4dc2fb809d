#include "daemon/demo_cluster.h"

#include <array>
#include <utility>
#include <vector>

#include "daemon/kafka.h"
// After rdkafka.h, which kafka.h includes.
#include <librdkafka/rdkafka_mock.h>

namespace ordergate::daemon {
namespace {

using ClusterHandle = std::unique_ptr<rd_kafka_mock_cluster_t, kafka::Deleter<rd_kafka_mock_cluster_destroy>>;

/// The mock cluster loses its log lines: they tell of its own connections.
void ignore_log(const rd_kafka_t*, int, const char*, const char*) {}

Result<kafka::ClientHandle> make_client(rd_kafka_type_t type, const std::string& servers) {
  kafka::ConfHandle conf(rd_kafka_conf_new());
  rd_kafka_conf_set_log_cb(conf.get(), ignore_log);
  const std::pair<const char*, std::string> properties[] = {
      {"bootstrap.servers", servers}, {"group.id", "demo-view"}, {"client.id", "demo"}};
  std::array<char, 256> text{};
  for (const auto& [name, value] : properties) {
    if (value.empty() || (type == RD_KAFKA_PRODUCER && std::string_view(name) == "group.id")) continue;
    if (rd_kafka_conf_set(conf.get(), name, value.c_str(), text.data(), text.size()) != RD_KAFKA_CONF_OK)
      return Error{text.data()};
  }
  return kafka::make_client(type, std::move(conf), "demo");
}

}  // namespace

struct DemoCluster::State {
  kafka::ClientHandle owner;  // the mock cluster lives on it; then what uses the cluster
  ClusterHandle cluster;
  kafka::ClientHandle producer, consumer;
  kafka::TopicHandle orders;
};

Result<std::unique_ptr<DemoCluster>> DemoCluster::start(const std::string& orders,
                                                        const std::string& verdicts, int partitions) {
  auto state = std::make_unique<State>();
  Result<kafka::ClientHandle> owner = make_client(RD_KAFKA_PRODUCER, "");
  if (!owner) return owner.error();
  state->owner = std::move(owner).value();
  state->cluster.reset(rd_kafka_mock_cluster_new(state->owner.get(), 1));
  if (!state->cluster) return Error{"the demo's own Kafka cannot be started"};
  for (const std::string& topic : {orders, verdicts, orders + ".dlq"})
    rd_kafka_mock_topic_create(state->cluster.get(), topic.c_str(), partitions, 1);

  const std::string servers = rd_kafka_mock_cluster_bootstraps(state->cluster.get());
  Result<kafka::ClientHandle> producer = make_client(RD_KAFKA_PRODUCER, servers);
  if (!producer) return producer.error();
  state->producer = std::move(producer).value();
  state->orders.reset(rd_kafka_topic_new(state->producer.get(), orders.c_str(), nullptr));
  Result<kafka::ClientHandle> consumer = make_client(RD_KAFKA_CONSUMER, servers);
  if (!consumer) return consumer.error();
  state->consumer = std::move(consumer).value();
  rd_kafka_poll_set_consumer(state->consumer.get());
  std::vector<PartitionOffset> from;
  from.reserve(static_cast<std::size_t>(partitions));
  for (int i = 0; i < partitions; ++i) from.push_back({{verdicts, i}, 0});
  rd_kafka_assign(state->consumer.get(), kafka::offset_list(from).get());
  return std::unique_ptr<DemoCluster>(new DemoCluster(std::move(state)));
}

DemoCluster::DemoCluster(std::unique_ptr<State> state) : state_(std::move(state)) {}

DemoCluster::~DemoCluster() {
  rd_kafka_purge(state_->producer.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  rd_kafka_consumer_close(state_->consumer.get());
}

std::string DemoCluster::bootstrap_servers() const {
  return rd_kafka_mock_cluster_bootstraps(state_->cluster.get());
}

bool DemoCluster::write_order(std::string_view key, std::string_view value) {
  void* const bytes = const_cast<char*>(value.data());  // the C API takes void*; with F_COPY it only reads
  return rd_kafka_produce(state_->orders.get(), RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY, bytes,
                          value.size(), key.data(), key.size(), nullptr) == 0;
}

void DemoCluster::read_verdicts(const std::function<void(std::string_view)>& verdict) {
  rd_kafka_poll(state_->producer.get(), 0);
  for (;;) {
    const kafka::MessageHandle message(rd_kafka_consumer_poll(state_->consumer.get(), 0));
    if (!message) return;
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR && message->payload != nullptr)
      verdict({static_cast<const char*>(message->payload), message->len});
  }
}

}  // namespace ordergate::daemon
