#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <utility>

#include "config/config.h"
#include "config/settings_file.h"

namespace ordergate {
namespace {

using namespace std::chrono_literals;

// What delivery stands on: the daemon sets these itself.
constexpr std::array<std::string_view, 13> kConsumerOwned = {
    "bootstrap.servers",     "metadata.broker.list",     "group.id",
    "group.instance.id",     "enable.auto.commit",       "auto.commit.enable",
    "auto.offset.reset",     "enable.auto.offset.store", "isolation.level",
    "enable.partition.eof",  "offset.store.method",      "partition.assignment.strategy",
    "statistics.interval.ms"};
constexpr std::array<std::string_view, 9> kProducerOwned = {
    "bootstrap.servers",        "metadata.broker.list",   "acks",
    "enable.idempotence",       "request.required.acks",  "transactional.id",
    "enable.gapless.guarantee", "statistics.interval.ms", "delivery.report.only.error"};

void read_properties(SettingsFile& file, const std::string& name, std::span<const std::string_view> owned,
                     std::map<std::string, std::string>& into) {
  SettingsTable table(file, name, {});
  table.properties(into);
  for (const std::string_view property : owned)
    if (into.count(std::string(property)) != 0)
      table.fail(property, "is set by ordergate itself and cannot be passed through");
}

void read_kafka(SettingsFile& file, KafkaSettings& kafka) {
  SettingsTable table(file, "kafka",
                      {"bootstrap_servers", "group_id", "instance_id", "workers", "consumer", "producer"});
  table.required_text("bootstrap_servers", kafka.bootstrap_servers);
  table.required_text("group_id", kafka.group_id);
  table.text("instance_id", kafka.instance_id);
  table.whole("workers", kafka.workers, 0, 256);
  read_properties(file, "kafka.consumer", kConsumerOwned, kafka.consumer);
  read_properties(file, "kafka.producer", kProducerOwned, kafka.producer);
}

/// What Kafka itself takes as a topic's name.
bool is_topic(std::string_view name) {
  const auto legal = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= 249 && name != "." && name != ".." &&
         std::all_of(name.begin(), name.end(), legal);
}

/// Verdicts that came back as orders would never end.
void check_topics(SettingsTable& table, const TopicSettings& topics) {
  const auto is_order_topic = [&topics](const std::string& name) {
    return std::find(topics.orders.begin(), topics.orders.end(), name) != topics.orders.end();
  };
  if (topics.orders.empty()) table.fail("orders", "must name at least one topic");
  for (auto topic = topics.orders.begin(); topic != topics.orders.end(); ++topic) {
    if (!is_topic(*topic)) table.fail("orders", "'" + *topic + "' is no topic name");
    if (std::find(topics.orders.begin(), topic, *topic) != topic)
      table.fail("orders", "'" + *topic + "' stands twice");
  }
  const std::pair<std::string_view, const std::string*> outgoing[] = {{"verdicts", &topics.verdicts},
                                                                      {"dead_letter", &topics.dead_letter},
                                                                      {"allow", &topics.allow},
                                                                      {"hold", &topics.hold},
                                                                      {"deny", &topics.deny}};
  for (const auto& [key, topic] : outgoing) {
    if (topic->empty()) continue;
    if (!is_topic(*topic)) table.fail(key, "'" + *topic + "' is no topic name");
    if (is_order_topic(*topic)) table.fail(key, "'" + *topic + "' is also a topic of orders");
    if (topic != &topics.verdicts && *topic == topics.verdicts)
      table.fail(key, "'" + *topic + "' is also the topic of all verdicts");
    if (topic != &topics.verdicts && topic != &topics.dead_letter && *topic == topics.dead_letter)
      table.fail(key, "'" + *topic + "' is also the dead-letter topic");
  }
}

void read_topics(SettingsFile& file, TopicSettings& topics) {
  SettingsTable table(file, "topics", {"orders", "verdicts", "dead_letter", "allow", "hold", "deny"});
  table.texts("orders", topics.orders);
  table.required_text("verdicts", topics.verdicts);
  table.required_text("dead_letter", topics.dead_letter);
  table.text("allow", topics.allow);
  table.text("hold", topics.hold);
  table.text("deny", topics.deny);
  check_topics(table, topics);
}

void read_delivery(SettingsFile& file, Config& config) {
  static constexpr std::array<std::string_view, 2> kModes = {"at_least_once", "exactly_once"};
  SettingsTable table(file, "delivery", {"mode", "shutdown_timeout"});
  std::string mode(kModes[0]);
  table.word("mode", mode, kModes);
  config.delivery = mode == kModes[1] ? DeliveryMode::exactly_once : DeliveryMode::at_least_once;
  table.duration("shutdown_timeout", config.shutdown_timeout, 1s, 1h);
}

void read_lists(SettingsFile& file, ListSettings& lists) {
  SettingsTable table(file, "lists",
                      {"paths", "stale_after", "shrink_guard_percent", "fail_closed_when_stale"});
  table.texts("paths", lists.paths);
  if (std::find(lists.paths.begin(), lists.paths.end(), "") != lists.paths.end())
    table.fail("paths", "a path must not be empty");
  std::chrono::milliseconds stale_after = lists.stale_after;
  table.duration("stale_after", stale_after, 1s, std::chrono::hours(24 * 3650));
  if (stale_after % 1s != 0ms) table.fail("stale_after", "must be whole seconds");
  lists.stale_after = std::chrono::duration_cast<std::chrono::seconds>(stale_after);
  table.whole("shrink_guard_percent", lists.shrink_guard_percent, 0, 100);
  table.truth("fail_closed_when_stale", lists.fail_closed_when_stale);
}

void read_items(SettingsFile& file, ItemSettings& items) {
  SettingsTable table(file, "items", {"extra", "skus"});
  const auto paths = [&](std::string_view key, std::vector<std::string>& into) {
    table.texts(key, into);
    if (std::find(into.begin(), into.end(), "") != into.end()) table.fail(key, "a path must not be empty");
  };
  paths("extra", items.extra);
  paths("skus", items.skus);
}

void read_rules(SettingsFile& file, Config& config) {
  static constexpr std::array<std::string_view, 3> kProfiles = {"enforced", "codified", "historical"};
  SettingsTable table(file, "rules", {"dir", "profile"});
  table.text("dir", config.rules.directory);
  table.word("profile", config.rules.profile, kProfiles);
  SettingsTable policy(file, "policy", {});
  policy.properties(config.policy);  // the rule pack knows which settings there are
}

void read_matching(SettingsFile& file, MatchingSettings& matching) {
  SettingsTable table(file, "matching", {"name_threshold", "address_threshold"});
  table.whole("name_threshold", matching.name_threshold, 1, 100);
  table.whole("address_threshold", matching.address_threshold, 1, 100);
}

/// Downwards only: what a record may be at most is part of the record format.
void read_limits(SettingsFile& file, RecordLimits& limits) {
  SettingsTable table(file, "limits",
                      {"record_bytes_max", "parties_max", "items_max", "string_bytes_max", "depth_max",
                       "order_id_bytes_max", "array_entries_max"});
  const auto lower = [&table](std::string_view key, auto& limit) {
    table.whole(key, limit, 1, static_cast<std::int64_t>(limit));
  };
  lower("record_bytes_max", limits.record_bytes_max);
  lower("parties_max", limits.parties_max);
  lower("items_max", limits.items_max);
  lower("string_bytes_max", limits.string_bytes_max);
  lower("depth_max", limits.depth_max);
  lower("order_id_bytes_max", limits.order_id_bytes_max);
  lower("array_entries_max", limits.array_entries_max);
}

/// "host:port" or "[v6]:port".
bool is_listen_address(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view digits = text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return error == std::errc{} && end == digits.data() + digits.size();
}

void read_http(SettingsFile& file, HttpSettings& http) {
  SettingsTable table(file, "http", {"listen"});
  table.required_text("listen", http.listen);
  if (!is_listen_address(http.listen)) table.fail("listen", "'" + http.listen + "' is not HOST:PORT");
}

void read_log(SettingsFile& file, LogSettings& log) {
  static constexpr std::array<std::string_view, 4> kLevels = {"debug", "info", "warning", "error"};
  static constexpr std::array<std::string_view, 2> kFormats = {"text", "json"};
  SettingsTable table(file, "log", {"level", "format"});
  table.word("level", log.level, kLevels);
  table.word("format", log.format, kFormats);
}

/// The service manager's own word for where a service keeps its state (systemd.exec(5), StateDirectory=).
std::string service_state_directory() {
  const char* const folders = std::getenv("STATE_DIRECTORY");
  if (folders == nullptr || *folders == '\0') return "";
  const std::string_view all(folders);
  return std::string(all.substr(0, all.find(':'))) + "/state";
}

bool lies_in(const std::string& inner, const std::string& outer) {
  const auto whole = [](const std::string& path) {
    return (std::filesystem::absolute(path) / "").lexically_normal().string();
  };
  return whole(inner).starts_with(whole(outer));
}

void read_daemon(SettingsFile& file, const ListSettings& lists, DaemonSettings& daemon) {
  SettingsTable table(file, "daemon", {"state_dir"});
  table.text("state_dir", daemon.state_directory);
  if (daemon.state_directory.empty()) daemon.state_directory = service_state_directory();
  for (const std::string& path : lists.paths)  // what is kept there would be read as lists
    if (!path.empty() && !daemon.state_directory.empty() && lies_in(daemon.state_directory, path))
      table.fail("state_dir", "'" + daemon.state_directory + "' lies in '" + path + "', a path of [lists]");
}

}  // namespace

Result<Config> load_config(const std::string& path) {
  SettingsFile file(path);
  Config config;
  read_kafka(file, config.kafka);
  read_topics(file, config.topics);
  read_delivery(file, config);
  read_lists(file, config.lists);
  read_rules(file, config);
  read_items(file, config.items);
  read_matching(file, config.matching);
  read_limits(file, config.limits);
  read_http(file, config.http);
  read_log(file, config.log);
  read_daemon(file, config.lists, config.daemon);
  file.refuse_unknown_tables();
  if (file.problem()) return *file.problem();
  config.secret_settings = file.secrets();
  return config;
}

}  // namespace ordergate
