#include "config/catalog.h"

#include <algorithm>
#include <array>

#include "config/duration.h"
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
constexpr std::array<std::string_view, 4> kHeadersOwned = {"Content-Type", "Content-Length", "Host",
                                                           "Expect"};
constexpr std::array<std::string_view, 2> kDeliveryModes = {"at_least_once", "exactly_once"};  // DeliveryMode
constexpr std::array<std::string_view, 3> kProfiles = {"enforced", "codified", "historical"};
constexpr std::array<std::string_view, 4> kLogLevels = {"debug", "info", "warning", "error"};
constexpr std::array<std::string_view, 2> kLogFormats = {"text", "json"};

template <auto... Members>
auto& member(Config& config) {
  return (config.*....*Members);
}

template <auto Member>
auto& of_source(Config& config) {
  if (config.lists.sources.empty()) config.lists.sources.emplace_back();
  return config.lists.sources.back().*Member;
}

constexpr std::int64_t ms(std::chrono::milliseconds duration) { return duration.count(); }

// clang-format off
constexpr Setting kCatalog[] = {
    {.table = "kafka", .key = "bootstrap_servers", .member = member<&Config::kafka, &KafkaSettings::bootstrap_servers>, .form = TextForm::not_empty, .meaning = "Brokers to begin with, HOST:PORT separated by commas. Not empty."},
    {.table = "kafka", .key = "group_id", .member = member<&Config::kafka, &KafkaSettings::group_id>, .form = TextForm::not_empty, .meaning = "The consumer group. All instances share it. Not empty."},
    {.table = "kafka", .key = "instance_id", .member = member<&Config::kafka, &KafkaSettings::instance_id>, .meaning = "A name of its own for each instance: a restart then moves no partitions. Needed for exactly_once. Empty: none."},
    {.table = "kafka", .key = "workers", .member = member<&Config::kafka, &KafkaSettings::workers>, .low = 0, .high = 256, .unit = "threads", .meaning = "Workers; 0 is one a core. More than partitions are idle."},
    {.table = "kafka", .key = "consumer", .member = member<&Config::kafka, &KafkaSettings::consumer>, .words = kConsumerOwned},
    {.table = "kafka", .key = "producer", .member = member<&Config::kafka, &KafkaSettings::producer>, .words = kProducerOwned},
    {.table = "topics", .key = "orders", .member = member<&Config::topics, &TopicSettings::orders>, .form = TextForm::topic, .meaning = "Topics of orders, at least one."},
    {.table = "topics", .key = "verdicts", .member = member<&Config::topics, &TopicSettings::verdicts>, .form = TextForm::topic, .meaning = "Topic of all verdicts."},
    {.table = "topics", .key = "dead_letter", .member = member<&Config::topics, &TopicSettings::dead_letter>, .form = TextForm::topic, .meaning = "Topic of records that are no orders."},
    {.table = "topics", .key = "allow", .member = member<&Config::topics, &TopicSettings::allow>, .form = TextForm::topic_or_empty, .meaning = "A topic of its own for copies of allow verdicts; empty: none."},
    {.table = "topics", .key = "hold", .member = member<&Config::topics, &TopicSettings::hold>, .form = TextForm::topic_or_empty, .meaning = "The same for hold verdicts."},
    {.table = "topics", .key = "deny", .member = member<&Config::topics, &TopicSettings::deny>, .form = TextForm::topic_or_empty, .meaning = "The same for deny verdicts."},
    {.table = "delivery", .key = "mode", .member = member<&Config::delivery>, .words = kDeliveryModes, .meaning = "How verdicts and offsets are written; docs/operations.md."},
    {.table = "delivery", .key = "shutdown_timeout", .member = member<&Config::shutdown_timeout>, .low = ms(1s), .high = ms(1h), .meaning = "How long stopping may wait for the broker."},
    {.table = "lists", .key = "paths", .member = member<&Config::lists, &ListSettings::paths>, .form = TextForm::path, .meaning = "Files or folders of lists, one path for each publisher. Empty: the sample inside the program, which protects nobody."},
    {.table = "lists", .key = "ownership", .member = member<&Config::lists, &ListSettings::ownership>, .form = TextForm::path, .meaning = "Files or folders of who owns whom: own CSV, GLEIF level 2, FollowTheMoney relations (docs/ownership.md)."},
    {.table = "lists", .key = "stale_after", .member = member<&Config::lists, &ListSettings::stale_after>, .low = ms(1s), .high = ms(24h * 3650), .meaning = "The age at which lists are stale. Whole seconds."},
    {.table = "lists", .key = "shrink_guard_percent", .member = member<&Config::lists, &ListSettings::shrink_guard_percent>, .low = 0, .high = 100, .unit = "percent", .meaning = "A list (by code and source) that lost more of its entries, names or addresses than this since it was accepted last is refused; one that is gone always is."},
    {.table = "lists", .key = "fail_closed_when_stale", .member = member<&Config::lists, &ListSettings::fail_closed_when_stale>, .meaning = "Hold every order while lists are stale."},
    {.table = "lists", .key = "store", .member = member<&Config::lists, &ListSettings::store>, .meaning = "Folder of what `ordergate lists fetch` downloads. Empty: the folder `store` in the first of `$STATE_DIRECTORY` (systemd)."},
    {.table = "lists", .key = "history_max", .member = member<&Config::lists, &ListSettings::history_max>, .low = 1, .high = 100'000, .unit = "files", .meaning = "How many accepted files of each source are kept, the one in use among them."},
    {.table = "rules", .key = "dir", .member = member<&Config::rules, &RuleSettings::directory>, .meaning = "Folder of a rule pack; empty: the one inside the program."},
    {.table = "rules", .key = "profile", .member = member<&Config::rules, &RuleSettings::profile>, .words = kProfiles, .meaning = "Which reading of the rules decides."},
    {.table = "items", .key = "extra", .member = member<&Config::items, &ItemSettings::extra>, .form = TextForm::path, .meaning = "Catalogs of your own items, CSV (docs/items.md)."},
    {.table = "items", .key = "skus", .member = member<&Config::items, &ItemSettings::skus>, .form = TextForm::path, .meaning = "Maps from your SKUs to items or part numbers, CSV (docs/items.md)."},
    {.table = "parties", .key = "known", .member = member<&Config::parties, &PartySettings::known>, .form = TextForm::path, .meaning = "What you know of customers by `parties[].id`: CSV or NDJSON (docs/known-parties.md)."},
    {.table = "review", .key = "decisions", .member = member<&Config::review, &ReviewSettings::decisions>, .form = TextForm::path, .meaning = "Files of decisions, NDJSON (docs/decisions-and-review.md). Read again at each reload."},
    {.table = "review", .key = "topic", .member = member<&Config::review, &ReviewSettings::topic>, .form = TextForm::topic_or_empty, .meaning = "Compacted topic of decisions, instead of files; read to its end before the first order is screened, then followed. Empty: none."},
    {.table = "review", .key = "signing_key", .member = member<&Config::review, &ReviewSettings::signing_key>, .meaning = "File with the secret (32 bytes or more) that decisions are signed with, HMAC-SHA256; others are refused. Empty: any record counts that stands there, and the rights on file or topic are all that guards them."},
    {.table = "review", .key = "four_eyes", .member = member<&Config::review, &ReviewSettings::four_eyes>, .meaning = "A clearance or release counts only with `approved_by`, another person than `by`."},
    {.table = "review", .key = "clear_sure", .member = member<&Config::review, &ReviewSettings::clear_sure>, .meaning = "Clearances count for a confirmed identity too, not for likenesses alone."},
    {.table = "review", .key = "release_denied", .member = member<&Config::review, &ReviewSettings::release_denied>, .meaning = "What is denied may be cleared or released, too."},
    {.table = "matching", .key = "name_threshold", .member = member<&Config::matching, &MatchingSettings::name_threshold>, .low = 1, .high = 100, .unit = "points of 100", .meaning = "Score from which a name is a match. Left out: the calibrated one (docs/matching.md)."},
    {.table = "matching", .key = "address_threshold", .member = member<&Config::matching, &MatchingSettings::address_threshold>, .low = 1, .high = 100, .unit = "points of 100", .meaning = "The same for addresses."},
    {.table = "policy", .member = member<&Config::policy>},
    {.table = "limits", .key = "record_bytes_max", .member = member<&Config::limits, &RecordLimits::record_bytes_max>, .low = 1, .high = RecordLimits{}.record_bytes_max, .unit = "bytes", .meaning = "Bytes of a record."},
    {.table = "limits", .key = "parties_max", .member = member<&Config::limits, &RecordLimits::parties_max>, .low = 1, .high = RecordLimits{}.parties_max, .unit = "parties", .meaning = "Parties of an order."},
    {.table = "limits", .key = "items_max", .member = member<&Config::limits, &RecordLimits::items_max>, .low = 1, .high = RecordLimits{}.items_max, .unit = "items", .meaning = "Items of an order."},
    {.table = "limits", .key = "string_bytes_max", .member = member<&Config::limits, &RecordLimits::string_bytes_max>, .low = 1, .high = RecordLimits{}.string_bytes_max, .unit = "bytes", .meaning = "Bytes of a string."},
    {.table = "limits", .key = "depth_max", .member = member<&Config::limits, &RecordLimits::depth_max>, .low = 1, .high = RecordLimits{}.depth_max, .unit = "levels", .meaning = "Levels of JSON."},
    {.table = "limits", .key = "order_id_bytes_max", .member = member<&Config::limits, &RecordLimits::order_id_bytes_max>, .low = 1, .high = RecordLimits{}.order_id_bytes_max, .unit = "bytes", .meaning = "Bytes of an order's id."},
    {.table = "limits", .key = "array_entries_max", .member = member<&Config::limits, &RecordLimits::array_entries_max>, .low = 1, .high = RecordLimits{}.array_entries_max, .unit = "entries", .meaning = "Entries of any other array."},
    {.table = "http", .key = "listen", .member = member<&Config::http, &HttpSettings::listen>, .form = TextForm::host_and_port, .meaning = "HOST:PORT of metrics, probes and reload; no authentication. Port 0: any free one, told in the log."},
    {.table = "log", .key = "level", .member = member<&Config::log, &LogSettings::level>, .words = kLogLevels, .meaning = "The least that is logged."},
    {.table = "log", .key = "format", .member = member<&Config::log, &LogSettings::format>, .words = kLogFormats, .meaning = "Lines for people or for programs."},
    {.table = "tracing", .key = "endpoint", .member = member<&Config::tracing, &TracingSettings::endpoint>, .form = TextForm::http_url_or_empty, .meaning = "Where spans go by OTLP over HTTP (protobuf), the whole URL: `http://127.0.0.1:4318/v1/traces`. Empty: nothing is traced, and traceparent is handed on as it came."},
    {.table = "tracing", .key = "ca_file", .member = member<&Config::tracing, &TracingSettings::ca_file>, .meaning = "Certificates (PEM) that an https endpoint must stand on. Empty: the system's."},
    {.table = "tracing", .key = "sampled_per_million", .member = member<&Config::tracing, &TracingSettings::sampled_per_million>, .low = 0, .high = 1'000'000, .unit = "per million", .meaning = "How many of the traces that the header traceparent calls sampled are continued, chosen by their id."},
    {.table = "tracing", .key = "started_per_million", .member = member<&Config::tracing, &TracingSettings::started_per_million>, .low = 0, .high = 1'000'000, .unit = "per million", .meaning = "How many of the orders without a traceparent begin a trace; its id is the verdict_id."},
    {.table = "tracing", .key = "queue_max", .member = member<&Config::tracing, &TracingSettings::queue_max>, .low = 1, .high = 65'536, .unit = "traces", .meaning = "Traces of a worker that may wait to be sent, and as many whose verdict is not yet acknowledged; about 3 KiB each. More are dropped and counted."},
    {.table = "tracing", .key = "interval", .member = member<&Config::tracing, &TracingSettings::interval>, .low = ms(100ms), .high = ms(1min), .meaning = "How long a trace waits for others, so that they are sent together."},
    {.table = "tracing", .key = "timeout", .member = member<&Config::tracing, &TracingSettings::timeout>, .low = ms(100ms), .high = ms(1min), .meaning = "How long one request to the endpoint may take."},
    {.table = "tracing", .key = "headers", .member = member<&Config::tracing, &TracingSettings::headers>, .words = kHeadersOwned},
    {.table = "daemon", .key = "state_dir", .member = member<&Config::daemon, &DaemonSettings::state_directory>, .meaning = "Folder for what must outlive the process; made if it is not there. Instances of one group may share it. Empty: the folder `state` in the first of `$STATE_DIRECTORY` (systemd), else nothing is kept."},
    {.table = "audit", .key = "chain", .member = member<&Config::audit, &AuditSettings::chain>, .meaning = "Each verdict names the SHA-256 of the verdict before it of the same partition of orders (docs/evidence.md)."},
};

constexpr Setting kListSourceCatalog[] = {
    {.table = "lists.source", .key = "name", .member = of_source<&ListSource::name>, .form = TextForm::folder_name, .meaning = "Its folder in the store: small letters, digits, `_`, `-`. Not empty, each once."},
    {.table = "lists.source", .key = "preset", .member = of_source<&ListSource::preset>, .meaning = "A publisher whose address is known (docs/lists.md). Empty: the one called as the source, if no url is given."},
    {.table = "lists.source", .key = "url", .member = of_source<&ListSource::url>, .meaning = "Where the file is. `https://`, or `http://` to this machine or where a hash or key stands. Empty: the preset's."},
    {.table = "lists.source", .key = "every", .member = of_source<&ListSource::every>, .low = ms(1s), .high = ms(24h * 365), .meaning = "How often to ask the publisher. Whole seconds."},
    {.table = "lists.source", .key = "sha256", .member = of_source<&ListSource::sha256>, .meaning = "What the file must hash to, 64 hex digits, or the address of a file that says them, as `sha256sum` writes it."},
    {.table = "lists.source", .key = "minisign_key", .member = of_source<&ListSource::minisign_key>, .meaning = "Public key that the file must be signed by (`RW…`)."},
    {.table = "lists.source", .key = "minisign_url", .member = of_source<&ListSource::minisign_url>, .meaning = "Where the signature is. Empty: url and `.minisig`."},
    {.table = "lists.source", .key = "authorization", .member = of_source<&ListSource::authorization>, .meaning = "Value of the header `Authorization`, sent to the host of url alone."},
    {.table = "lists.source", .key = "ca_file", .member = of_source<&ListSource::ca_file>, .meaning = "Certificates to trust, PEM. Empty: those of the system."},
    {.table = "lists.source", .key = "bytes_max", .member = of_source<&ListSource::bytes_max>, .low = 1, .high = std::int64_t{1} << 30, .unit = "bytes", .meaning = "How long the file may be, unpacked."},
    {.table = "lists.source", .key = "timeout", .member = of_source<&ListSource::timeout>, .low = ms(1s), .high = ms(24h), .meaning = "How long one attempt may take. Whole seconds."},
    {.table = "lists.source", .key = "stall_timeout", .member = of_source<&ListSource::stall_timeout>, .low = ms(1s), .high = ms(1h), .meaning = "How long less than 1 KiB a second may come. Whole seconds."},
    {.table = "lists.source", .key = "attempts", .member = of_source<&ListSource::attempts>, .low = 1, .high = 20, .unit = "attempts", .meaning = "How often to try before giving up until the next time."},
    {.table = "lists.source", .key = "retry_wait", .member = of_source<&ListSource::retry_wait>, .low = 1, .high = ms(1h), .meaning = "The wait before the second attempt; it doubles, by chance up to half more. A publisher's `Retry-After` up to 10 minutes counts more."},
};
// clang-format on

constexpr std::array<std::string_view, 4> kFormats = {"json", "avro", "protobuf", "json-schema"};
constexpr std::array<std::string_view, 4> kEnvelopes = {"auto", "none", "cloudevents", "debezium"};
// clang-format off
constexpr SourceSetting kSourceCatalog[] = {
    {.key = "topic", .member = &SourceSettings::topic, .form = TextForm::topic, .meaning = "The topic that the records are read from. Each has one source."},
    {.key = "format", .member = &SourceSettings::format, .words = kFormats, .meaning = "How a record is encoded. All but json are Confluent's wire format, with the schema's id in front."},
    {.key = "envelope", .member = &SourceSettings::envelope, .words = kEnvelopes, .meaning = "What is around the order. auto looks at each record: a CloudEvent, a change of Debezium, Connect's schema and payload, or none of them."},
    {.key = "map", .member = &SourceSettings::map, .meaning = "The map that makes an order of a record: a file, or the name of a map that ships (docs/mapping.md). Empty: the order is ordergate.order.v1."},
    {.key = "registry", .member = &SourceSettings::registry, .meaning = "URL of the schema registry, for all formats but json."},
    {.key = "registry_user", .member = &SourceSettings::registry_user, .meaning = "Name for basic authentication."},
    {.key = "registry_password", .member = &SourceSettings::registry_password, .secret = true, .meaning = "Its password."},
    {.key = "registry_token", .member = &SourceSettings::registry_token, .secret = true, .meaning = "Token for bearer authentication, instead of a name."},
    {.key = "registry_ca", .member = &SourceSettings::registry_ca, .meaning = "File of the authorities that the registry's certificate may be of, PEM. Empty: the system's."},
    {.key = "registry_certificate", .member = &SourceSettings::registry_certificate, .meaning = "File of the client's own certificate, PEM."},
    {.key = "registry_key", .member = &SourceSettings::registry_key, .meaning = "File of its key, PEM."},
};
// clang-format on

constexpr std::string_view kSources =
    "\n## [[source]]\n\n"
    "One for each topic whose records are not `ordergate.order.v1` as they stand (docs/mapping.md). With any "
    "of\n"
    "them, topics.orders is left out or names further topics. `settings`, a table of texts, are those of the "
    "map:\n"
    "`settings = { from_country = \"US\" }`. All other keys are texts.\n\n"
    "| key | default | range | is |\n|---|---|---|---|\n";

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
    "\"${file:/run/secrets/kafka}\"`.\n"
    "\n## [tracing.headers]\n\n"
    "Any header that the collector asks for, never printed: `Authorization = "
    "\"${file:/run/secrets/otlp}\"`.\n";

struct TypeName {
  const Setting& setting;
  std::string_view operator()(std::string& (* /*member*/)(Config&)) const {
    return setting.words.empty() ? "text" : "one of";
  }
  std::string_view operator()(DeliveryMode& (* /*member*/)(Config&)) const { return "one of"; }
  std::string_view operator()(std::vector<std::string>& (* /*member*/)(Config&)) const {
    return "list of texts";
  }
  std::string_view operator()(std::map<std::string, std::string>& (* /*member*/)(Config&)) const {
    return "properties";
  }
  std::string_view operator()(bool& (* /*member*/)(Config&)) const { return "true or false"; }
  template <typename T>
  std::string_view operator()(T& (* /*member*/)(Config&)) const {
    return std::is_integral_v<T> ? "whole number" : "duration";
  }
};

std::string range_of(const Setting& setting) {
  const std::string_view type = setting_type(setting);
  const auto bound = [&](std::int64_t value) {
    if (type == "whole number") return std::to_string(value);
    return '"' + format_duration(std::chrono::milliseconds(value)) + '"';
  };
  if (type == "one of") return comma_joined(setting.words);
  return setting.low == setting.high ? "" : bound(setting.low) + " to " + bound(setting.high);
}

}  // namespace

std::span<const Setting> setting_catalog() noexcept { return kCatalog; }
std::span<const SourceSetting> source_catalog() noexcept { return kSourceCatalog; }

std::span<const Setting> list_source_catalog() noexcept { return kListSourceCatalog; }

std::string_view setting_type(const Setting& setting) noexcept {
  return std::visit(TypeName{setting}, setting.member);
}

std::string table_of_properties(const Setting& setting) {
  return std::string(setting.table) + (setting.key.empty() ? "" : "." + std::string(setting.key));
}

std::string setting_default(const Setting& setting) {
  Config config;
  if (setting.table == kListSourceCatalog[0].table) config.lists.sources.emplace_back();
  const std::string printed = print_config(config);
  const std::size_t table = printed.find("[" + std::string(setting.table) + "]");
  if (table == std::string::npos) return "";
  const std::size_t end = printed.find("\n[", table);
  const std::size_t at = printed.find("\n" + std::string(setting.key) + " = ", table);
  if (at == std::string::npos || at > end) return "";
  const std::size_t begin = at + setting.key.size() + 4;
  return printed.substr(begin, printed.find('\n', begin) - begin);
}

std::vector<std::string> setting_words(std::string_view table, std::string_view key) {
  for (const Setting& each : kCatalog)
    if (each.table == table && each.key == key && setting_type(each) == "one of")
      return {each.words.begin(), each.words.end()};
  return {};
}

std::string settings_reference() {
  std::string out(kPreface);
  constexpr std::string_view kHead =
      "\n\n| key | type | default | range | unit | is |\n|---|---|---|---|---|---|\n";
  const auto row = [&out](const Setting& each) {
    const std::string preset = setting_default(each);
    out.append("| `").append(each.key).append("` | ").append(setting_type(each)).append(" | ");
    out.append(preset.empty() ? "" : "`" + preset + "`").append(" | ").append(range_of(each)).append(" | ");
    out.append(each.unit).append(" | ").append(each.meaning).append(" |\n");
  };
  std::string_view table;
  for (const Setting& each : kCatalog) {
    if (setting_type(each) == "properties") continue;  // told below, and by the rule pack
    if (each.table != table) {
      if (table == "lists") {
        out.append("\n## [[lists.source]]").append(kHead);
        for (const Setting& of_source : kListSourceCatalog) row(of_source);
      }
      table = each.table;
      out.append("\n## [").append(table).append("]").append(kHead);
    }
    row(each);
  }
  out.append(kSources);
  const SourceSettings preset;
  for (const SourceSetting& each : kSourceCatalog) {
    out.append("| `").append(each.key).append("` | `\"").append(preset.*each.member).append("\"` | ");
    out.append(comma_joined(each.words)).append(" | ").append(each.meaning).append(" |\n");
  }
  return out.append(kPassThrough);
}

}  // namespace ordergate
