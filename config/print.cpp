#include <concepts>
#include <string_view>
#include <utility>

#include "base/hex.h"
#include "base/redacted_url.h"
#include "config/catalog.h"
#include "config/config.h"
#include "config/duration.h"

namespace ordergate {
namespace {

/// A TOML basic string that load_config reads back as `text`.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char byte = text[at];
    if (byte == '"' || byte == '\\') out += '\\';
    if (byte == '$' && text.substr(at, 2) == "${") out += '$';
    if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F) {
      out += "\\u00";
      append_hex(static_cast<unsigned char>(byte), out);
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

  void print(const Setting& setting) {
    std::visit([&](auto* member) { value(setting, member(config_)); }, setting.member);
  }
  void print_list_sources() {
    const std::vector<ListSource> sources = std::move(config_.lists.sources);
    for (std::size_t i = 0; i < sources.size(); ++i) {
      config_.lists.sources = {sources[i]};
      table_.clear();
      source_ = "lists.source[" + std::to_string(i) + "]";
      for (const Setting& each : list_source_catalog()) print(each);
    }
    source_.clear();
  }
  void print(const SourceSettings& source, std::size_t number) {
    const std::string name = "source[" + std::to_string(number) + "]";
    out_ += "\n[[source]]\n";
    const SourceSettings preset;
    for (const SourceSetting& row : source_catalog()) {
      const std::string& text = source.*row.member;
      if (text == preset.*row.member && row.key != "topic") continue;
      line(row.key, row.secret || is_secret(name, row.key) ? kRedacted : quoted(text));
    }
    if (source.settings.empty()) return;
    std::string table = "{ ";
    for (const auto& [key, text] : source.settings)
      table.append(table.size() == 2 ? "" : ", ")
          .append(quoted(key))
          .append(" = ")
          .append(is_secret(name + ".settings", key) ? kRedacted : quoted(text));
    line("settings", table + " }");
  }
  [[nodiscard]] std::string done() && { return std::move(out_); }

 private:
  void open(std::string_view table) {
    if (table_ == table) return;
    if (!out_.empty()) out_ += '\n';
    table_ = table;
    out_.append(source_.empty() ? "[" : "[[").append(table).append(source_.empty() ? "]\n" : "]]\n");
  }
  void line(std::string_view key, std::string_view value) {
    out_.append(key).append(" = ").append(value) += '\n';
  }
  void line(const Setting& setting, std::string_view value) {
    open(setting.table);
    line(setting.key, value);
  }
  void value(const Setting& setting, const std::string& text) {
    if (!source_.empty() && text.empty()) return;
    if (is_secret(source_.empty() ? setting.table : source_, setting.key) || setting.key == "authorization")
      return line(setting, kRedacted);
    line(setting, quoted(text.find("://") == std::string::npos ? text : redacted_url(text)));
  }
  void value(const Setting& setting, const std::vector<std::string>& texts) {
    line(setting, is_secret(setting.table, setting.key) ? "[" + kRedacted + "]" : quoted(texts));
  }
  void value(const Setting& setting, bool truth) { line(setting, truth ? "true" : "false"); }
  void value(const Setting& setting, std::chrono::milliseconds duration) {
    line(setting, quoted(format_duration(duration)));
  }
  void value(const Setting& setting, DeliveryMode mode) {
    line(setting, quoted(setting.words[static_cast<std::size_t>(mode)]));
  }
  template <std::integral T>
  void value(const Setting& setting, T number) {
    open(setting.table);
    const bool left_out = static_cast<std::int64_t>(number) < setting.low;
    if (!left_out) line(setting.key, std::to_string(number));
  }
  void value(const Setting& setting, const std::map<std::string, std::string>& properties) {
    if (properties.empty()) return;
    open(table_of_properties(setting));
    for (const auto& [key, text] : properties)
      line(quoted(key), is_secret(table_, key) || sounds_secret(key) || table_ == "tracing.headers"
                            ? kRedacted
                            : quoted(text));
  }
  [[nodiscard]] bool is_secret(std::string_view table, std::string_view key) const {
    return config_.secret_settings.count(std::string(table).append(".").append(key)) != 0;
  }

  const std::string kRedacted = "\"[redacted]\"";
  Config config_;
  std::string table_;
  std::string source_;  // "lists.source[0]" while one is printed
  std::string out_;
};

}  // namespace

std::string print_config(const Config& config) {
  Printer printer(config);
  std::string_view table;
  for (const Setting& each : setting_catalog()) {
    if (table == "lists" && each.table != table) printer.print_list_sources();
    table = each.table;
    printer.print(each);
  }
  for (std::size_t i = 0; i < config.sources.size(); ++i) printer.print(config.sources[i], i);
  return std::move(printer).done();
}

}  // namespace ordergate
