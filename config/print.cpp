#include <string_view>

#include "config/config.h"
#include "config/duration.h"

namespace ordergate {
namespace {

/// A TOML basic string that load_config reads back as `text`.
std::string quoted(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char byte = text[at];
    if (byte == '"' || byte == '\\') out += '\\';
    if (byte == '$' && text.substr(at, 2) == "${") out += '$';
    if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F) {
      out += "\\u00";
      out += kHex[static_cast<unsigned char>(byte) >> 4U];
      out += kHex[static_cast<unsigned char>(byte) & 15U];
    } else {
      out += byte;
    }
  }
  return out + '"';
}

std::string quoted(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) out.append(out.size() == 1 ? "" : ", ").append(quoted(text));
  return out + ']';
}

bool sounds_secret(std::string_view name) {
  for (const std::string_view word :
       {"password", "secret", "token", "credential", "key.pem", "oauthbearer.config", "ssl.key", "private"})
    if (name.find(word) != std::string_view::npos) return true;
  return false;
}

class Printer {
 public:
  explicit Printer(const Config& config) : config_(config) {}

  void table(std::string_view name) {
    if (!out_.empty()) out_ += '\n';
    table_ = name;
    out_.append("[").append(name).append("]\n");
  }
  void line(std::string_view key, std::string_view value) {
    out_.append(key).append(" = ").append(value) += '\n';
  }
  void text(std::string_view key, std::string_view value) {
    line(key, is_secret(key) ? "\"[redacted]\"" : quoted(value));
  }
  void texts(std::string_view key, const std::vector<std::string>& values) {
    line(key, is_secret(key) ? "[\"[redacted]\"]" : quoted(values));
  }
  template <typename T>
  void number(std::string_view key, T value) {
    line(key, std::to_string(value));
  }
  void truth(std::string_view key, bool value) { line(key, value ? "true" : "false"); }
  void properties(std::string_view name, const std::map<std::string, std::string>& values) {
    if (values.empty()) return;
    table(name);
    for (const auto& [key, value] : values)
      line(quoted(key), is_secret(key) || sounds_secret(key) ? "\"[redacted]\"" : quoted(value));
  }
  [[nodiscard]] std::string done() && { return std::move(out_); }

 private:
  [[nodiscard]] bool is_secret(std::string_view key) const {
    return config_.secret_settings.count(table_ + "." + std::string(key)) != 0;
  }

  const Config& config_;
  std::string table_;
  std::string out_;
};

void print_kafka(Printer& printer, const Config& config) {
  printer.table("kafka");
  printer.text("bootstrap_servers", config.kafka.bootstrap_servers);
  printer.text("group_id", config.kafka.group_id);
  printer.text("instance_id", config.kafka.instance_id);
  printer.number("workers", config.kafka.workers);
  printer.properties("kafka.consumer", config.kafka.consumer);
  printer.properties("kafka.producer", config.kafka.producer);
  printer.table("topics");
  printer.texts("orders", config.topics.orders);
  printer.text("verdicts", config.topics.verdicts);
  printer.text("dead_letter", config.topics.dead_letter);
  printer.text("allow", config.topics.allow);
  printer.text("hold", config.topics.hold);
  printer.text("deny", config.topics.deny);
  printer.table("delivery");
  printer.text("mode", config.delivery == DeliveryMode::exactly_once ? "exactly_once" : "at_least_once");
  printer.text("shutdown_timeout", format_duration(config.shutdown_timeout));
}

void print_screening(Printer& printer, const Config& config) {
  printer.table("lists");
  printer.texts("paths", config.lists.paths);
  printer.text("stale_after", format_duration(config.lists.stale_after));
  printer.number("shrink_guard_percent", config.lists.shrink_guard_percent);
  printer.truth("fail_closed_when_stale", config.lists.fail_closed_when_stale);
  printer.table("rules");
  printer.text("dir", config.rules.directory);
  printer.text("profile", config.rules.profile);
  printer.table("items");
  printer.texts("extra", config.items.extra);
  printer.texts("skus", config.items.skus);
  printer.table("matching");
  if (config.matching.name_threshold != 0) printer.number("name_threshold", config.matching.name_threshold);
  if (config.matching.address_threshold != 0)
    printer.number("address_threshold", config.matching.address_threshold);
  printer.properties("policy", config.policy);
  printer.table("limits");
  printer.number("record_bytes_max", config.limits.record_bytes_max);
  printer.number("parties_max", config.limits.parties_max);
  printer.number("items_max", config.limits.items_max);
  printer.number("string_bytes_max", config.limits.string_bytes_max);
  printer.number("depth_max", config.limits.depth_max);
  printer.number("order_id_bytes_max", config.limits.order_id_bytes_max);
  printer.number("array_entries_max", config.limits.array_entries_max);
}

}  // namespace

std::string print_config(const Config& config) {
  Printer printer(config);
  print_kafka(printer, config);
  print_screening(printer, config);
  printer.table("http");
  printer.text("listen", config.http.listen);
  printer.table("log");
  printer.text("level", config.log.level);
  printer.text("format", config.log.format);
  printer.table("daemon");
  printer.text("state_dir", config.daemon.state_directory);
  return std::move(printer).done();
}

}  // namespace ordergate
