#include "config/catalog.h"

#include "config/config.h"

namespace ordergate {
namespace {

constexpr std::string_view kText = "text";
constexpr std::string_view kTexts = "list of texts";
constexpr std::string_view kWhole = "whole number";
constexpr std::string_view kDuration = "duration";
constexpr std::string_view kTruth = "true or false";
constexpr std::string_view kWord = "one of";

// clang-format off
constexpr SettingDescription kCatalog[] = {
    {"kafka", "bootstrap_servers", kText, "", "", "", "Brokers to begin with, HOST:PORT separated by commas. Not empty."},
    {"kafka", "group_id", kText, "", "", "", "The consumer group. All instances share it. Not empty."},
    {"kafka", "instance_id", kText, "", "", "", "A name of its own for each instance: a restart then moves no partitions. Needed for exactly_once. Empty: none."},
    {"kafka", "workers", kWhole, "threads", "0", "256", "Workers; 0 is one a core. More than partitions are idle."},
    {"topics", "orders", kTexts, "", "", "", "Topics of orders, at least one."},
    {"topics", "verdicts", kText, "", "", "", "Topic of all verdicts."},
    {"topics", "dead_letter", kText, "", "", "", "Topic of records that are no orders."},
    {"topics", "allow", kText, "", "", "", "A topic of its own for copies of allow verdicts; empty: none."},
    {"topics", "hold", kText, "", "", "", "The same for hold verdicts."},
    {"topics", "deny", kText, "", "", "", "The same for deny verdicts."},
    {"delivery", "mode", kWord, "", "at_least_once, exactly_once", "", "How verdicts and offsets are written; docs/operations.md."},
    {"delivery", "shutdown_timeout", kDuration, "", "\"1s\"", "\"1h\"", "How long stopping may wait for the broker."},
    {"lists", "paths", kTexts, "", "", "", "Files or folders of lists, one path for each publisher. Empty: the sample inside the program, which protects nobody."},
    {"lists", "stale_after", kDuration, "", "\"1s\"", "\"87600h\"", "The age at which lists are stale. Whole seconds."},
    {"lists", "shrink_guard_percent", kWhole, "percent", "0", "100", "A list (by code and source) that lost more of its entries, names or addresses than this since it was accepted last is refused; one that is gone always is."},
    {"lists", "fail_closed_when_stale", kTruth, "", "", "", "Hold every order while lists are stale."},
    {"rules", "dir", kText, "", "", "", "Folder of a rule pack; empty: the one inside the program."},
    {"rules", "profile", kWord, "", "enforced, codified, historical", "", "Which reading of the rules decides."},
    {"items", "extra", kTexts, "", "", "", "Catalogs of your own items, CSV (docs/items.md)."},
    {"items", "skus", kTexts, "", "", "", "Maps from your SKUs to items or part numbers, CSV (docs/items.md)."},
    {"matching", "name_threshold", kWhole, "points of 100", "1", "100", "Score from which a name is a match. Left out: the calibrated one (docs/matching.md)."},
    {"matching", "address_threshold", kWhole, "points of 100", "1", "100", "The same for addresses."},
    {"limits", "record_bytes_max", kWhole, "bytes", "1", "default", "Bytes of a record."},
    {"limits", "parties_max", kWhole, "parties", "1", "default", "Parties of an order."},
    {"limits", "items_max", kWhole, "items", "1", "default", "Items of an order."},
    {"limits", "string_bytes_max", kWhole, "bytes", "1", "default", "Bytes of a string."},
    {"limits", "depth_max", kWhole, "levels", "1", "default", "Levels of JSON."},
    {"limits", "order_id_bytes_max", kWhole, "bytes", "1", "default", "Bytes of an order's id."},
    {"limits", "array_entries_max", kWhole, "entries", "1", "default", "Entries of any other array."},
    {"http", "listen", kText, "", "", "", "HOST:PORT of metrics, probes and reload; no authentication. Port 0: any free one, told in the log."},
    {"log", "level", kWord, "", "debug, info, warning, error", "", "The least that is logged."},
    {"log", "format", kWord, "", "text, json", "", "Lines for people or for programs."},
    {"daemon", "state_dir", kText, "", "", "", "Folder for what must outlive the process; made if it is not there. Instances of one group may share it. Empty: the folder `state` in the first of `$STATE_DIRECTORY` (systemd), else nothing is kept."},
};
// clang-format on

constexpr std::string_view kPreface =
    "# Settings\n\n"
    "Made by `ordergate reference settings`; a test keeps it true. The file is TOML, read once at start. "
    "`${NAME}` takes\n"
    "an environment variable, `${file:PATH}` the text of a file (a password; never printed). Durations carry "
    "a unit:\n"
    "`ms`, `s`, `m`, `h`, `d`. Unknown keys, wrong types and values out of range refuse to start and name "
    "file, line and key.\n"
    "`ordergate check-config FILE` checks without connecting; `--print` shows the effective settings.\n"
    "The limits can only be lowered.\n";

constexpr std::string_view kPassThrough =
    "\n## [kafka.consumer], [kafka.producer]\n\n"
    "Any property of librdkafka, as text: TLS, authentication, timeouts, batching. Those that delivery "
    "stands on are\n"
    "refused by name. Example: `\"security.protocol\" = \"sasl_ssl\"`, `\"sasl.password\" = "
    "\"${file:/run/secrets/kafka}\"`.\n";

std::string range_of(const SettingDescription& setting) {
  if (setting.low.empty()) return "";
  if (setting.high.empty()) return std::string(setting.low);
  const std::string high = setting.high == "default" ? setting_default(setting) : std::string(setting.high);
  return std::string(setting.low) + " to " + high;
}

}  // namespace

std::span<const SettingDescription> setting_catalog() noexcept { return kCatalog; }

std::string setting_default(const SettingDescription& setting) {
  const std::string printed = print_config(Config{});
  const std::size_t table = printed.find("[" + std::string(setting.table) + "]\n");
  if (table == std::string::npos) return "";
  const std::size_t end = printed.find("\n[", table);
  const std::size_t at = printed.find("\n" + std::string(setting.key) + " = ", table);
  if (at == std::string::npos || at > end) return "";
  const std::size_t begin = at + setting.key.size() + 4;
  return printed.substr(begin, printed.find('\n', begin) - begin);
}

std::string settings_reference() {
  std::string out(kPreface);
  std::string_view table;
  for (const SettingDescription& each : kCatalog) {
    if (each.table != table) {
      table = each.table;
      out.append("\n## [").append(table).append(
          "]\n\n| key | type | default | range | unit | is |\n|---|---|---|---|---|---|\n");
    }
    const std::string preset = setting_default(each);
    out.append("| `").append(each.key).append("` | ").append(each.type).append(" | ");
    out.append(preset.empty() ? "" : "`" + preset + "`").append(" | ").append(range_of(each)).append(" | ");
    out.append(each.unit).append(" | ").append(each.meaning).append(" |\n");
  }
  return out.append(kPassThrough);
}

}  // namespace ordergate
