// Settings, checked once at start; nothing reads the environment or a file after this.
#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace ordergate {

enum class DeliveryMode : unsigned char { at_least_once, exactly_once };

struct KafkaSettings {
  std::string bootstrap_servers = "127.0.0.1:9092";
  std::string group_id = "ordergate";
  std::string instance_id;                                // empty: no static membership
  int workers = 0;                                        // 0: one a core
  std::map<std::string, std::string> consumer, producer;  // librdkafka properties passed through
};

struct TopicSettings {
  std::vector<std::string> orders = {"orders"};
  std::string verdicts = "order-verdicts", dead_letter = "orders.dlq", allow, hold, deny;
};

/// Where `ordergate lists fetch` takes one publisher's list from.
struct ListSource {
  std::string name;    // folder of the store
  std::string preset;  // publisher whose address is known (publishers.h); load_config fills `url` from it
  std::string url;
  std::chrono::seconds every{std::chrono::hours{6}};
  std::string sha256;                      // 64 hex digits, or the address of a file that says them
  std::string minisign_key, minisign_url;  // empty url: `url` + ".minisig"
  std::string authorization;               // value of that header, to the host of `url` alone
  std::string ca_file;                     // PEM; empty: the authorities that the system trusts
  std::size_t bytes_max = std::size_t{512} << 20;
  std::chrono::seconds timeout{std::chrono::minutes{15}};
  std::chrono::seconds stall_timeout{60};
  int attempts = 5;
  std::chrono::milliseconds retry_wait{2'000};
};

/// One [[source]]: what the records of a topic are. Without one, all topics of orders hold
/// ordergate.order.v1.
struct SourceSettings {
  std::string topic;
  std::string format = "json";    // how a record is encoded: json, avro, protobuf, json-schema
  std::string envelope = "auto";  // what is around the order: auto, none, cloudevents, debezium
  std::string map;                // a file, or the name of a map that ships; empty: the order is our own
  std::map<std::string, std::string> settings;  // of the map
  /// Of avro, protobuf and json-schema: where schemas are asked for by their ids.
  std::string registry, registry_user, registry_password, registry_token;
  std::string registry_ca, registry_certificate, registry_key;  // files, PEM
};

struct ListSettings {
  /// Empty: the sample list, with a warning. load_config adds the folder of each source.
  std::vector<std::string> paths;
  std::vector<std::string> ownership;  // files of who owns whom
  std::chrono::seconds stale_after{std::chrono::hours{48}};
  int shrink_guard_percent = 20;
  bool fail_closed_when_stale = false;
  std::string store;  // folder of what was fetched
  int history_max = 100;
  std::vector<ListSource> sources;
};

struct RuleSettings {
  std::string directory;             // empty: the pack inside the binary
  std::string profile = "enforced";  // enforced, codified, historical
};

struct ItemSettings {
  std::vector<std::string> extra;  // catalogues of the user's own items
  std::vector<std::string> skus;   // maps from the user's SKUs to items or part numbers
};

struct PartySettings {
  std::vector<std::string> known;  // files of known parties
};

struct ReviewSettings {
  std::vector<std::string> decisions;  // files of decisions
  std::string topic;                   // of decisions, instead of files; empty: none
  std::string signing_key;             // file; empty: records need no signature
  bool four_eyes = false, clear_sure = false, release_denied = false;

  /// Whether decisions are read at all.
  [[nodiscard]] bool on() const noexcept { return !decisions.empty() || !topic.empty(); }
};

struct MatchingSettings {
  int name_threshold = 0;  // 0: the shipped one
  int address_threshold = 0;
};

struct HttpSettings {
  std::string listen = "127.0.0.1:9464";  // port 0: any free one
};

struct DaemonSettings {
  /// Where the daemon keeps what must outlive it; instances of one group may share it. Empty: nothing is
  /// kept.
  std::string state_directory;
};

struct AuditSettings {
  bool chain = false;  // each verdict names the hash of the one before it
};

struct LogSettings {
  std::string level = "info", format = "text";
};

struct TracingSettings {
  std::string endpoint;                        // of OTLP over HTTP, the whole URL; empty: nothing is traced
  std::map<std::string, std::string> headers;  // sent with each request
  std::string ca_file;                         // PEM; empty: the system's
  int sampled_per_million = 1'000'000;         // of the orders whose traceparent says that they are sampled
  int started_per_million = 0;                 // of the orders without a traceparent
  int queue_max = 2'048;                       // traces a worker
  std::chrono::milliseconds interval{5'000}, timeout{10'000};
};

struct Config {
  KafkaSettings kafka;
  TopicSettings topics;
  /// Their topics stand in topics.orders as well.
  std::vector<SourceSettings> sources;
  DeliveryMode delivery = DeliveryMode::at_least_once;
  std::chrono::milliseconds shutdown_timeout{30'000};
  ListSettings lists;
  RuleSettings rules;
  ItemSettings items;
  PartySettings parties;
  ReviewSettings review;
  MatchingSettings matching;
  std::map<std::string, std::string> policy;  // checked against the policy keys by rules/
  RecordLimits limits;
  HttpSettings http;
  LogSettings log;
  DaemonSettings daemon;
  AuditSettings audit;
  TracingSettings tracing;
  /// Names ("kafka.consumer.sasl.password") of the settings whose value came out of a `${file:}`.
  std::set<std::string> secret_settings;
};

/// The folder of a source that holds what was accepted last: a link, so that it changes at once.
[[nodiscard]] std::string current_folder(const std::string& store, const std::string& source);

/// Reads TOML. `${NAME}` takes an environment variable, `${file:PATH}` a file's text. Unknown keys, wrong
/// types, values out of range and impossible combinations are errors: "FILE:LINE: [table] key: what".
[[nodiscard]] Result<Config> load_config(const std::string& path);

/// The effective settings as TOML, secrets (passwords, `${file:}` values) as "[redacted]".
[[nodiscard]] std::string print_config(const Config& config);

}  // namespace ordergate
