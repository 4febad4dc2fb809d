#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <utility>

#include "config/catalog.h"
#include "config/config.h"
#include "config/publishers.h"
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

bool is_folder_name(std::string_view text) {
  const auto legal = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), legal);
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
    case TextForm::folder_name:
      return is_folder_name(text) ? "" : "'" + text + "' is no name of small letters, digits, '_' and '-'";
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
  return std::string(all.substr(0, all.find(':')));
}

bool lies_in(const std::string& inner, const std::string& outer) {
  const auto whole = [](const std::string& path) {
    return (std::filesystem::absolute(path) / "").lexically_normal().string();
  };
  return whole(inner).starts_with(whole(outer));
}

void check_state(SettingsTable& table, const ListSettings& lists, DaemonSettings& daemon) {
  if (const std::string folder = service_state_directory(); daemon.state_directory.empty() && !folder.empty())
    daemon.state_directory = folder + "/state";
  for (const std::string& path : lists.paths)  // what is kept there would be read as lists
    if (!path.empty() && !daemon.state_directory.empty() && lies_in(daemon.state_directory, path))
      table.fail("state_dir", "'" + daemon.state_directory + "' lies in '" + path + "', a path of [lists]");
}

/// What is wrong with an address to fetch from; empty when nothing is. What comes over http:// could be
/// anybody's, unless it is proven otherwise.
std::string problem_of_url(const std::string& url, bool proven) {
  if (url.find_first_of(" \t\r\n\"<>\\") != std::string::npos) return "holds a character that no address has";
  if (url.starts_with("https://") && url.size() > 8) return "";
  if (!url.starts_with("http://")) return "must begin with https://";
  std::string host = url.substr(7, url.find_first_of("/?#", 7) - 7);
  host = host.substr(host.rfind('@') + 1);  // npos + 1 is 0
  const std::string_view name = std::string_view(host).substr(0, host.rfind(':'));
  const bool here = name == "localhost" || name == "127.0.0.1" || name == "[::1]" || host == "[::1]" ||
                    host == "localhost" || host == "127.0.0.1";
  return here || proven ? "" : "over http:// anybody between could change the list; use https://, or a key";
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

void check_list_source(SettingsTable& table, ListSource& source, const std::vector<ListSource>& before) {
  if (!table.has("name")) table.fail("name", "is missing");
  for (const ListSource& other : before)
    if (other.name == source.name) table.fail("name", "'" + source.name + "' stands twice");
  if (source.url.empty()) {
    if (source.preset.empty()) source.preset = source.name;
    const Publisher* const publisher = find_publisher(source.preset);
    if (publisher == nullptr)
      return table.fail(table.has("preset") ? "preset" : "url",
                        "no preset is called '" + source.preset + "'; there are " + publisher_names());
    source.url = publisher->url;
  }
  const bool proven = !source.minisign_key.empty() || is_sha256(source.sha256);
  if (const std::string problem = problem_of_url(source.url, proven); !problem.empty())
    table.fail("url", problem);
  if (!source.sha256.empty() && !is_sha256(source.sha256))
    if (!problem_of_url(source.sha256, false).empty())
      table.fail("sha256", "is neither 64 hex digits nor an https:// address");
  if (!source.minisign_url.empty())
    if (const std::string problem = problem_of_url(source.minisign_url, true); !problem.empty())
      table.fail("minisign_url", problem);
  if (!source.minisign_url.empty() && source.minisign_key.empty())
    table.fail("minisign_url", "has no minisign_key beside it");
}

/// What the settings of one source may not say together.
void check_source(SettingsTable& table, const SourceSettings& source,
                  const std::vector<SourceSettings>& before) {
  if (source.topic.empty()) table.fail("topic", "must name the topic of the records");
  for (const SourceSettings& other : before)
    if (other.topic == source.topic) table.fail("topic", "'" + source.topic + "' has a source already");
  if (source.format == "json") {
    for (const SourceSetting& row : source_catalog())
      if (row.key.starts_with("registry") && !(source.*row.member).empty())
        table.fail(row.key, "is of formats with a schema: format is json");
    return;
  }
  if (source.registry.empty()) table.fail("registry", "must be given: format is " + source.format);
  if (source.registry_user.empty() != source.registry_password.empty())
    table.fail("registry_user", "needs registry_password, and the other way round");
  if (!source.registry_user.empty() && !source.registry_token.empty())
    table.fail("registry_token", "takes the place of registry_user: give one of them");
  if (source.registry_certificate.empty() != source.registry_key.empty())
    table.fail("registry_key", "needs registry_certificate, and the other way round");
}

void read_sources(SettingsFile& file, Config& config) {
  std::vector<std::string_view> keys = {"settings"};
  for (const SourceSetting& row : source_catalog()) keys.push_back(row.key);
  const std::size_t count = file.tables_in("source");
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = "source[" + std::to_string(i) + "]";
    SettingsTable table(file, name, keys);
    SourceSettings source;
    for (const SourceSetting& row : source_catalog()) {
      std::string& into = source.*row.member;
      if (!row.words.empty()) {
        table.word(row.key, into, row.words);
        continue;
      }
      table.text(row.key, into);
      if (const std::string problem = problem_of(row.form, into); !problem.empty())
        table.fail(row.key, problem);
    }
    SettingsTable(file, name + ".settings", {}).properties(source.settings);
    check_source(table, source, config.sources);
    config.sources.push_back(std::move(source));
  }
}

/// The topics of the sources are topics of orders.
void add_source_topics(SettingsFile& file, Config& config) {
  std::vector<std::string_view> keys;
  for (const Setting& row : setting_catalog())
    if (row.table == "topics") keys.push_back(row.key);
  SettingsTable table(file, "topics", keys);
  if (config.sources.empty()) return;
  if (!table.has("orders")) config.topics.orders.clear();
  for (const SourceSettings& source : config.sources)
    if (std::find(config.topics.orders.begin(), config.topics.orders.end(), source.topic) ==
        config.topics.orders.end())
      config.topics.orders.push_back(source.topic);
  check_topics(table, config.topics);
}

std::vector<std::string_view> keys_of(std::span<const Setting> rows) {
  std::vector<std::string_view> keys;
  for (const Setting& row : rows)
    if (!row.key.empty()) keys.push_back(row.key);
  return keys;
}

/// [[lists.source]], and where what they give is read from.
void read_list_sources(SettingsFile& file, SettingsTable& lists, Config& config) {
  ListSettings& settings = config.lists;
  const std::size_t count = file.tables_in("lists.source");
  for (std::size_t i = 0; i < count; ++i) {
    SettingsTable table(file, "lists.source[" + std::to_string(i) + "]", keys_of(list_source_catalog()));
    const std::vector<ListSource> before = settings.sources;
    settings.sources.emplace_back();
    for (const Setting& row : list_source_catalog()) Reader(file, table, config).read(row);
    check_list_source(table, settings.sources.back(), before);
  }
  if (count == 0) return;
  if (const std::string folder = service_state_directory(); settings.store.empty() && !folder.empty())
    settings.store = folder + "/store";
  if (settings.store.empty()) return lists.fail("store", "must be set where [[lists.source]] stands");
  for (const std::string& path : settings.paths)  // every file of the history would be read
    if (!path.empty() && lies_in(settings.store, path))
      return lists.fail("store", "'" + settings.store + "' lies in '" + path + "', a path of [lists]");
  for (const ListSource& source : settings.sources) {
    const std::string folder = current_folder(settings.store, source.name);
    if (std::find(settings.paths.begin(), settings.paths.end(), folder) == settings.paths.end())
      settings.paths.push_back(folder);
  }
}

void check_review(SettingsTable& table, const ReviewSettings& review) {
  if (!review.topic.empty() && !review.decisions.empty())
    table.fail("topic", "takes the place of decisions: give files or a topic");
  if (!review.on() && !review.signing_key.empty())
    table.fail("signing_key", "is of no use: neither decisions nor topic is set");
}

/// The rows of one table, and then what they may not say together.
void read_table(SettingsFile& file, std::span<const Setting> rows, Config& config) {
  const std::string name(rows.front().table);
  std::vector<std::string_view> keys = keys_of(rows);
  if (name == "lists") keys.emplace_back("source");
  SettingsTable table(file, name, keys);
  for (const Setting& row : rows) Reader(file, table, config).read(row);
  if (name == "lists") read_list_sources(file, table, config);
  if (name == "review") check_review(table, config.review);
  if (name == "topics") check_topics(table, config.topics);
  if (name == "daemon") check_state(table, config.lists, config.daemon);
}

}  // namespace

std::string current_folder(const std::string& store, const std::string& source) {
  return (std::filesystem::path(store) / source / "current").string();
}

Result<Config> load_config(const std::string& path) {
  SettingsFile file(path);
  Config config;
  for (std::span<const Setting> rest = setting_catalog(); !rest.empty();) {
    const auto other = [&](const Setting& row) { return row.table != rest.front().table; };
    const auto size = static_cast<std::size_t>(std::find_if(rest.begin(), rest.end(), other) - rest.begin());
    read_table(file, rest.first(size), config);
    rest = rest.subspan(size);
  }
  read_sources(file, config);
  add_source_topics(file, config);
  file.refuse_unknown_tables();
  if (file.problem()) return *file.problem();
  config.secret_settings = file.secrets();
  return config;
}

}  // namespace ordergate
