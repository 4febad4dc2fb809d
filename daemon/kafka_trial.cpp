#include "daemon/kafka_trial.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/kafka.h"

namespace ordergate::daemon::kafka {
namespace {

using Properties = std::map<std::string, std::string>;

/// Ends of the names of properties that librdkafka takes as "not given" when they are empty, which then fails
/// at the login, or logs in as nobody. An empty one is a secret file that nobody has filled.
constexpr std::array<std::string_view, 6> kCredentials = {"username",  "password",  "client.secret",
                                                          "client.id", ".location", "mechanism"};

bool is_credential(std::string_view name) {
  return std::any_of(kCredentials.begin(), kCredentials.end(),
                     [name](std::string_view end) { return name.ends_with(end); });
}

/// A file or folder that a property names; librdkafka's own error would not say which.
bool is_path(std::string_view name, std::string_view value) {
  return name.starts_with("ssl.") && name.ends_with(".location") && value != "probe";
}

Status check_properties(const Properties& properties, const std::string& table) {
  for (const auto& [name, value] : properties) {
    const std::string where = table + " " + name + ": ";
    if (value.empty() && is_credential(name))
      return Error{where + "is empty; give it a value or leave it out"};
    if (is_path(name, value) && ::access(value.c_str(), R_OK) != 0)
      return Error{where + "'" + value + "' cannot be read: " + std::strerror(errno)};
  }
  return Done{};
}

Status try_client(rd_kafka_type_t type, Result<ConfHandle> conf, const char* what) {
  if (!conf) return conf.error();
  std::array<const char*, 1> address = {"bootstrap.servers"};
  ConfHandle lone(rd_kafka_conf_dup_filter(conf.value().get(), address.size(), address.data()));
  keep_quiet(*lone);  // the daemon's own clients say it again
  const Result<ClientHandle> client = make_client(type, std::move(lone), what);
  if (!client) return client.error();
  return Done{};
}

}  // namespace

Status try_clients(const Config& config) {
  if (Status s = check_properties(config.kafka.consumer, "[kafka.consumer]"); !s) return s;
  if (Status s = check_properties(config.kafka.producer, "[kafka.producer]"); !s) return s;
  if (Status s = try_client(RD_KAFKA_CONSUMER, consumer_conf(config, 0), "consumer"); !s) return s;
  return try_client(RD_KAFKA_PRODUCER, producer_conf(config, 0), "producer");
}

}  // namespace ordergate::daemon::kafka
