#include "bench/engine/goals.h"

#include <fmt/format.h>

namespace ordergate::bench {
namespace {

const SizeResult* size_of(const EngineReport& report, unsigned factor) {
  for (const SizeResult& size : report.sizes)
    if (size.factor == factor) return &size;
  return nullptr;
}

const StreamResult* stream_of(const SizeResult* size, std::string_view name) {
  if (size == nullptr) return nullptr;
  for (const StreamResult& stream : size->streams)
    if (stream.name == name) return &stream;
  return nullptr;
}

std::string at_least(std::string_view what, double value, double goal) {
  return fmt::format("{:<52} {:>10.1f}  at least {:>8.0f}  {}\n", what, value, goal,
                     value >= goal ? "reached" : "NOT reached");
}

std::string at_most(std::string_view what, double value, double goal) {
  return fmt::format("{:<52} {:>10.1f}  at most  {:>8.0f}  {}\n", what, value, goal,
                     value <= goal ? "reached" : "NOT reached");
}

}  // namespace

std::string goals_of(const EngineReport& report) {
  const SizeResult* const one = size_of(report, 1);
  const SizeResult* const ten = size_of(report, 10);
  const StreamResult* const repeating = stream_of(one, "repeating");
  const StreamResult* const all_new = stream_of(one, "all new");
  if (repeating == nullptr || all_new == nullptr) return {};
  std::string out = at_least("orders a second, repeating parties", 1e6 / repeating->engine_us, 150'000);
  out += at_most("  engine as a multiple of simdjson alone", repeating->engine_us / repeating->json_us, 6);
  out += at_most("  engine as a multiple of our parser", repeating->engine_us / repeating->parse_us, 6);
  out += at_least("orders a second, every party new", 1e6 / all_new->engine_us, 40'000);
  out += at_most("p99 of an order, us, repeating", repeating->latency.p99_us, 100);
  out += at_most("p99 of an order, us, every party new", all_new->latency.p99_us, 100);
  for (const char* const name : {"repeating", "all new"})
    if (const StreamResult* const grown = stream_of(ten, name))
      out += at_most(fmt::format("10x the list as a multiple of its time, {}", name),
                     grown->engine_us / stream_of(one, name)->engine_us, 2);
  out += at_most("snapshot built in seconds", one->read_s + one->compile_s, 3);
  out += at_most("  peak memory in MB", one->peak_mb, 300);
  return out + at_least("names a second", one->name_search.per_second, 100'000);
}

}  // namespace ordergate::bench
