#include <fmt/format.h>

#include <iterator>

#include "bench/engine/engine_bench.h"
#include "order/encoder.h"

namespace ordergate::bench {
namespace {

std::string with_commas(double value) {
  std::string digits = fmt::format("{:.0f}", value);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

double per_second(const StreamResult& stream) { return 1e6 / stream.engine_us; }

std::string sizes_table(const EngineReport& report) {
  std::string out = fmt::format("{:>5} {:>9} {:>9} {:>9} {:>7} {:>10} {:>8} {:>8}\n", "list", "entries",
                                "names", "addresses", "read s", "compile s", "peak MB", "kept MB");
  for (const SizeResult& size : report.sizes)
    out += fmt::format("{:>4}x {:>9} {:>9} {:>9} {:>7.2f} {:>10.2f} {:>8.0f} {:>8.0f}\n", size.factor,
                       with_commas(static_cast<double>(size.entries)),
                       with_commas(static_cast<double>(size.names)),
                       with_commas(static_cast<double>(size.addresses)), size.read_s, size.compile_s,
                       size.peak_mb, size.resident_mb);
  return out;
}

std::string streams_table(const EngineReport& report) {
  std::string out = fmt::format("{:>5}  {:<11} {:>9} {:>8} {:>8} {:>7} {:>8} {:>8} {:>8} {:>8} {:>8}\n",
                                "list", "orders", "a second", "us each", "x parse", "x json", "p50 us",
                                "p99 us", "p99.9 us", "max us", "hold %");
  for (const SizeResult& size : report.sizes)
    for (const StreamResult& stream : size.streams)
      out += fmt::format(
          "{:>4}x  {:<11} {:>9} {:>8.2f} {:>8.1f} {:>7.1f} {:>8.1f} {:>8.1f} {:>8.1f} {:>8.1f} {:>8.2f}\n",
          size.factor, stream.name, with_commas(per_second(stream)), stream.engine_us,
          stream.engine_us / stream.parse_us, stream.engine_us / stream.json_us, stream.latency.p50_us,
          stream.latency.p99_us, stream.latency.p999_us, stream.latency.max_us,
          100.0 * static_cast<double>(stream.verdicts[1] + stream.verdicts[2]) /
              static_cast<double>(stream.orders));
  return out;
}

std::string stages_table(const EngineReport& report) {
  std::string out = fmt::format("{:>5}  {:<11}", "list", "us in");
  for (const std::string_view stage : kStageNames) out += fmt::format(" {:>12}", stage);
  out += '\n';
  for (const SizeResult& size : report.sizes)
    for (const StreamResult& stream : size.streams) {
      double sum = 0;
      for (const double us : stream.stage_us) sum += us;
      out += fmt::format("{:>4}x  {:<11}", size.factor, stream.name);
      for (const double us : stream.stage_us) out += fmt::format(" {:>6.2f} {:>3.0f} %", us, 100 * us / sum);
      out += '\n';
    }
  return out;
}

std::string names_table(const EngineReport& report) {
  std::string out = fmt::format("{:>5}  {:>12} {:>24} {:>24}\n", "list", "names/s",
                                "one letter changed: found", "ordinary: alerted");
  for (const SizeResult& size : report.sizes) {
    const NamesResult& names = size.name_search;
    out +=
        fmt::format("{:>4}x  {:>12} {:>17} of {:>5} {:>16} of {:>5}\n", size.factor,
                    with_commas(names.per_second), names.found, names.changed, names.alerted, names.ordinary);
  }
  return out;
}

/// "key":value, without the braces around.
class Members {
 public:
  void text(std::string_view key, std::string_view value) {
    name(key);
    append_json_string(value, out_);
  }
  void number(std::string_view key, double value) {
    name(key);
    append_json_number(value, out_);
  }
  void raw(std::string_view key, std::string_view json) {
    name(key);
    out_ += json;
  }
  [[nodiscard]] std::string object() const { return fmt::format("{{{}}}", out_); }

 private:
  void name(std::string_view key) {
    if (!out_.empty()) out_ += ',';
    append_json_string(key, out_);
    out_ += ':';
  }
  std::string out_;
};

std::string json_of(const StreamResult& stream) {
  Members members;
  members.text("name", stream.name);
  members.number("orders", static_cast<double>(stream.orders));
  members.number("bytes", stream.bytes);
  members.number("orders_per_second", per_second(stream));
  members.number("json_us", stream.json_us);
  members.number("parse_us", stream.parse_us);
  members.number("engine_us", stream.engine_us);
  members.number("p50_us", stream.latency.p50_us);
  members.number("p99_us", stream.latency.p99_us);
  members.number("p999_us", stream.latency.p999_us);
  members.number("max_us", stream.latency.max_us);
  Members stages;
  for (std::size_t i = 0; i < kStageNames.size(); ++i) stages.number(kStageNames[i], stream.stage_us[i]);
  members.raw("stages_us", stages.object());
  Members verdicts;
  verdicts.number("allow", static_cast<double>(stream.verdicts[0]));
  verdicts.number("hold", static_cast<double>(stream.verdicts[1]));
  verdicts.number("deny", static_cast<double>(stream.verdicts[2]));
  members.raw("verdicts", verdicts.object());
  return members.object();
}

std::string json_of(const SizeResult& size) {
  Members members;
  members.number("factor", size.factor);
  members.number("entries", static_cast<double>(size.entries));
  members.number("names", static_cast<double>(size.names));
  members.number("addresses", static_cast<double>(size.addresses));
  members.number("read_s", size.read_s);
  members.number("compile_s", size.compile_s);
  members.number("peak_mb", size.peak_mb);
  members.number("resident_mb", size.resident_mb);
  std::string streams;
  for (const StreamResult& stream : size.streams)
    streams.append(streams.empty() ? "" : ",").append(json_of(stream));
  members.raw("streams", fmt::format("[{}]", streams));
  members.raw("name_search", json_of(size.name_search));
  return members.object();
}

}  // namespace

std::string table_of(const EngineReport& report) {
  std::string out;
  if (report.sizes.empty() || report.sizes.front().streams.empty()) return out;
  const StreamResult& stream = report.sizes.front().streams.back();
  out += fmt::format(
      "{} orders of {:.0f} bytes; CPU time of one thread. simdjson walks the same bytes in {:.2f} us,\nour "
      "parser reads them "
      "in {:.2f} us. Every order gave the same verdict three times; every listed party was found.\n\n",
      with_commas(static_cast<double>(stream.orders)), stream.bytes, stream.json_us, stream.parse_us);
  return out + sizes_table(report) + '\n' + streams_table(report) + '\n' + stages_table(report) + '\n' +
         names_table(report);
}

std::string json_of(const NamesResult& names) {
  Members members;
  members.number("names_per_second", names.per_second);
  members.number("changed", static_cast<double>(names.changed));
  members.number("found", static_cast<double>(names.found));
  members.number("ordinary", static_cast<double>(names.ordinary));
  members.number("alerted", static_cast<double>(names.alerted));
  return members.object();
}

std::string json_of(const EngineReport& report) {
  std::string sizes;
  for (const SizeResult& size : report.sizes) sizes.append(sizes.empty() ? "" : ",").append(json_of(size));
  return fmt::format("{{\"sizes\":[{}]}}", sizes);
}

}  // namespace ordergate::bench
