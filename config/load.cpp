#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <utility>

#include "config/catalog.h"
#include "config/config.h"
#include "config/settings_file.h"

namespace ordergate {
namespace {

using namespace std::chrono_literals;

/// What Kafka itself takes as a topic's name.
bool is_topic(std::string_view name) {
  const auto legal = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= 249 && name != "." && name != ".." &&
         std::all_of(name.begin(), name.end(), legal);
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

/// "http://HOST…" or "https://HOST…", without a password in it: that is what headers are for.
bool is_http_url(std::string_view text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!text.starts_with(scheme)) continue;
    const std::string_view host =
        text.substr(scheme.size(), text.find_first_of("/?", scheme.size()) - scheme.size());
    return !host.empty() && host.find('@') == std::string_view::npos &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
  }
  return false;
}

/// What is wrong with a text of this form; empty when nothing is.
std::string problem_of(TextForm form, const std::string& text) {
  switch (form) {
    case TextForm::any:
      return "";
    case TextForm::not_empty:
      return text.empty() ? "must not be empty" : "";
    case TextForm::path:
      return text.empty() ? "a path must not be empty" : "";
    case TextForm::topic:
      if (text.empty()) return "must not be empty";
      return is_topic(text) ? "" : "'" + text + "' is no topic name";
    case TextForm::topic_or_empty:
      return text.empty() || is_topic(text) ? "" : "'" + text + "' is no topic name";
    case TextForm::host_and_port:
      if (text.empty()) return "must not be empty";
      return is_listen_address(text) ? "" : "'" + text + "' is not HOST:PORT";
    case TextForm::http_url_or_empty:
      return text.empty() || is_http_url(text) ? "" : "'" + text + "' is no http:// or https:// URL";
  }
  return "";
}

/// Reads one row of the catalog into its member.
class Reader {
 public:
  Reader(SettingsFile& file, SettingsTable& table, Config& config)
      : file_(file), table_(table), config_(config) {}

  void read(const Setting& setting) {
    std::visit([&](auto* member) { value(setting, member(config_)); }, setting.member);
  }

 private:
  void require_form(const Setting& setting, const std::string& text) {
    const std::string problem = problem_of(setting.form, text);
    if (!problem.empty()) table_.fail(setting.key, problem);
  }
  void value(const Setting& setting, std::string& into) {
    if (!setting.words.empty()) return table_.word(setting.key, into, setting.words);
    table_.text(setting.key, into);
    require_form(setting, into);
  }
  void value(const Setting& setting, std::vector<std::string>& into) {
    table_.texts(setting.key, into);
    for (const std::string& text : into) require_form(setting, text);
  }
  void value(const Setting& setting, bool& into) { table_.truth(setting.key, into); }
  void value(const Setting& setting, std::chrono::milliseconds& into) {
    table_.duration(setting.key, into, std::chrono::milliseconds(setting.low),
                    std::chrono::milliseconds(setting.high));
  }
  void value(const Setting& setting, std::chrono::seconds& into) {
    std::chrono::milliseconds duration = into;
    value(setting, duration);
    if (duration % 1s != 0ms) table_.fail(setting.key, "must be whole seconds");
    into = std::chrono::duration_cast<std::chrono::seconds>(duration);
  }
  void value(const Setting& setting, DeliveryMode& into) {
    std::string word(setting.words[static_cast<std::size_t>(into)]);
    table_.word(setting.key, word, setting.words);
    const auto found = std::find(setting.words.begin(), setting.words.end(), word);
    if (found != setting.words.end()) into = static_cast<DeliveryMode>(found - setting.words.begin());
  }
  template <std::integral T>
  void value(const Setting& setting, T& into) {
    table_.whole(setting.key, into, setting.low, setting.high);
  }
  void value(const Setting& setting, std::map<std::string, std::string>& into) {
    SettingsTable properties(file_, table_of_properties(setting), {});
    using Arrays = SettingsTable::Arrays;
    properties.properties(into,
                          setting.key.empty() ? Arrays::joined : Arrays::refused);  // the settings of rules
    for (const std::string_view name : setting.words)
      if (into.count(std::string(name)) != 0)
        properties.fail(name, "is set by ordergate itself and cannot be passed through");
  }

  SettingsFile& file_;
  SettingsTable& table_;
  Config& config_;
};

/// Verdicts that came back as orders would never end.
void check_topics(SettingsTable& table, const TopicSettings& topics) {
  const auto is_order_topic = [&topics](const std::string& name) {
    return std::find(topics.orders.begin(), topics.orders.end(), name) != topics.orders.end();
  };
  if (topics.orders.empty()) table.fail("orders", "must name at least one topic");
  for (auto topic = topics.orders.begin(); topic != topics.orders.end(); ++topic) {
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
    if (is_order_topic(*topic)) table.fail(key, "'" + *topic + "' is also a topic of orders");
    if (topic != &topics.verdicts && *topic == topics.verdicts)
      table.fail(key, "'" + *topic + "' is also the topic of all verdicts");
    if (topic != &topics.verdicts && topic != &topics.dead_letter && *topic == topics.dead_letter)
      table.fail(key, "'" + *topic + "' is also the dead-letter topic");
  }
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

void check_state(SettingsTable& table, const ListSettings& lists, DaemonSettings& daemon) {
  if (daemon.state_directory.empty()) daemon.state_directory = service_state_directory();
  for (const std::string& path : lists.paths)  // what is kept there would be read as lists
    if (!path.empty() && !daemon.state_directory.empty() && lies_in(daemon.state_directory, path))
      table.fail("state_dir", "'" + daemon.state_directory + "' lies in '" + path + "', a path of [lists]");
}

/// The rows of one table, and then what they may not say together.
void read_table(SettingsFile& file, std::span<const Setting> rows, Config& config) {
  const std::string name(rows.front().table);
  std::vector<std::string_view> keys;
  for (const Setting& row : rows)
    if (!row.key.empty()) keys.push_back(row.key);
  SettingsTable table(file, name, keys);
  for (const Setting& row : rows) Reader(file, table, config).read(row);
  if (name == "topics") check_topics(table, config.topics);
  if (name == "daemon") check_state(table, config.lists, config.daemon);
}

}  // namespace

Result<Config> load_config(const std::string& path) {
  SettingsFile file(path);
  Config config;
  for (std::span<const Setting> rest = setting_catalog(); !rest.empty();) {
    const auto other = [&](const Setting& row) { return row.table != rest.front().table; };
    const auto size = static_cast<std::size_t>(std::find_if(rest.begin(), rest.end(), other) - rest.begin());
    read_table(file, rest.first(size), config);
    rest = rest.subspan(size);
  }
  file.refuse_unknown_tables();
  if (file.problem()) return *file.problem();
  config.secret_settings = file.secrets();
  return config;
}

}  // namespace ordergate
