// What a mapped order costs beside a native one of the same content: for each map that ships, the record of
// its first example, screened through the map, and the order that comes of it, screened as it is. Processor
// time, the least of many rounds, both in turns.
//
// usage: bench_mapping [--lists PATH] [MAP RECORD.json]...
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "mapping/record_map.h"
#include "screening/mapped.h"

namespace {

using namespace ordergate;

constexpr int kRounds = 60, kTurns = 100;

double thread_nanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

template <typename Work>
double least_ns(double least, Work&& work) {
  const double begin = thread_nanoseconds();
  for (int i = 0; i < kTurns; ++i) work();
  const double took = (thread_nanoseconds() - begin) / kTurns;
  return least == 0 ? took : std::min(least, took);
}

}  // namespace

int main(int argc, char** argv) {
  SnapshotOptions options;
  std::vector<std::pair<std::string, std::string>> records;  // map, record
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::string(argv[i]) == "--lists") {
      options.list_paths.emplace_back(argv[i + 1]);
      continue;
    }
    std::ifstream file(argv[i + 1]);
    records.emplace_back(argv[i], std::string(std::istreambuf_iterator<char>(file), {}));
  }
  if (records.empty())
    for (const mapping::ShippedMap& shipped : mapping::shipped_maps()) {
      const auto map = mapping::RecordMap::load(std::string(shipped.name));
      OG_CHECK(map.ok() && !map.value()->examples().empty());
      records.emplace_back(shipped.name, map.value()->examples().front().source);
    }
  const auto snapshot = load_snapshot(options);
  if (!snapshot) {
    fmt::print(stderr, "{}\n", snapshot.error().text);
    return 3;
  }
  Screener screener{RecordLimits{}};
  screener.use(snapshot.value());
  MappedScreener mapped{RecordLimits{}};
  mapping::Mapper mapper{RecordLimits{}};
  RecordContext context;
  context.today = Date::from_ymd(2026, 1, 1);
  fmt::print("{:<14}{:>8}{:>8}{:>12}{:>12}{:>12}{:>8}\n", "map", "record", "order", "map ns", "native ns",
             "mapped ns", "ratio");
  for (const auto& [name, text] : records) {
    const std::string_view record = text;
    RecordShape shape;
    shape.map = mapping::RecordMap::load(name).value();
    const mapping::MappedOrder made = mapper.map(shape.map.get(), shape.envelope, record);
    OG_CHECK(made.outcome == mapping::MappedOrder::Outcome::order);
    const std::string order(made.order);
    double map_ns = 0, native_ns = 0, mapped_ns = 0;
    for (int round = 0; round < kRounds; ++round) {
      map_ns =
          least_ns(map_ns, [&] { static_cast<void>(mapper.map(shape.map.get(), shape.envelope, record)); });
      native_ns = least_ns(native_ns, [&] { static_cast<void>(screener.screen(order, context)); });
      mapped_ns =
          least_ns(mapped_ns, [&] { static_cast<void>(mapped.screen(screener, shape, record, context)); });
    }
    fmt::print("{:<14}{:>8}{:>8}{:>12.0f}{:>12.0f}{:>12.0f}{:>8.2f}\n", name, record.size(), order.size(),
               map_ns, native_ns, mapped_ns, mapped_ns / native_ns);
  }
  return 0;
}
