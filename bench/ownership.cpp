// What a million relations cost: reading them, making the graph beside a list, and its memory, beside reading
// the list alone. The answer is checked before the time is told: a party at the end of a chain is found with
// its share.
//
// usage: bench_ownership LISTS [RELATIONS]      default: a million
#include <fmt/format.h>
#include <malloc.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "lists/ownership/ownership_walk.h"
#include "lists/reader.h"

namespace {

using namespace ordergate;
using namespace ordergate::lists;

/// Wall time, and processor time of all threads: what other programs take does not count in the second.
struct Stopwatch {
  std::chrono::steady_clock::time_point wall = std::chrono::steady_clock::now();
  double processor = processor_s();

  static double processor_s() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
  }
  [[nodiscard]] std::string text() const {
    const double wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count();
    return fmt::format("{:.2f} | {:.2f}", wall_s, processor_s() - processor);
  }
};

/// A line of /proc/self/status in MB.
double memory_mb(std::string_view key) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(key)) return std::strtod(line.c_str() + key.size() + 1, nullptr) / 1024;
  return 0;
}

void forget_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

/// Names that nobody bears, of syllables.
std::string name_of(std::uint32_t number) {
  static constexpr const char* kSyllables[] = {"ba",  "ko",  "ru",  "mi", "ta",  "ven", "sol", "dra",
                                               "pel", "nor", "gim", "zu", "las", "fer", "qui", "wo"};
  std::string name;
  std::uint64_t state = number * 0x9E3779B97F4A7C15ULL + 1;
  for (int word = 0; word < 2; ++word) {
    for (int i = 0; i < 3; ++i) name += kSyllables[(state >> (8 * (3 * word + i))) % 16];
    name += ' ';
  }
  static constexpr const char* kForms[] = {"Handel GmbH", "Holdings Ltd", "Trading LLC", "Industries S.A."};
  return name + kForms[number % 4] + " " + std::to_string(number);
}

/// One owner has four companies; a hundredth of the owners is listed, and every tenth owner is owned himself.
void write_relations(const std::string& path, std::size_t count, const Watchlist& watchlist) {
  std::ofstream out(path);
  out << "owner,owned,percent,from,until,source\n";
  std::mt19937 random(7);
  const auto owners = static_cast<std::uint32_t>(count / 4);
  for (std::size_t i = 0; i < count; ++i) {
    const auto owner = static_cast<std::uint32_t>(i / 4);
    std::string name = name_of(owner);
    if (owner % 100 == 0) {
      const auto& names = watchlist.entries()[random() % watchlist.entries().size()].names;
      if (!names.empty()) name = names.front().text;
    }
    for (std::size_t at = 0; (at = name.find('"', at)) != std::string::npos; at += 2) name.insert(at, "\"");
    const std::uint32_t owned = i % 10 == 0 ? random() % owners : owners + static_cast<std::uint32_t>(i);
    out << '"' << name << "\",\"" << name_of(owned) << "\"," << 5 + random() % 96
        << ",2019-01-01,,registry\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::size_t count = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1'000'000;
  Stopwatch start;
  Result<std::vector<ListFile>> files = read_lists({argv[1]});
  if (!files) return fmt::print(stderr, "{}\n", files.error().text), 3;
  Result<Watchlist> watchlist = Watchlist::build(std::move(files).value(), {});
  if (!watchlist) return fmt::print(stderr, "{}\n", watchlist.error().text), 3;
  const std::string list_s = start.text();
  const std::string path = (std::filesystem::temp_directory_path() / "bench-ownership.csv").string();
  write_relations(path, count, watchlist.value());
  malloc_trim(0);
  forget_peak();
  const double before_mb = memory_mb("VmRSS:");
  start = Stopwatch();
  Result<RelationTable> table = read_relations({path});
  const std::string read_s = start.text();
  if (!table) return fmt::print(stderr, "{}\n", table.error().text), 3;
  const std::size_t rejected = table.value().files[0].rejections.size();
  start = Stopwatch();
  Result<Ownership> graph = Ownership::build(std::move(table).value(), watchlist.value());
  const std::string build_s = start.text();
  if (!graph) return fmt::print(stderr, "{}\n", graph.error().text), 3;
  const double peak_mb = memory_mb("VmHWM:");
  table = Error{""};
  malloc_trim(0);
  const double kept_mb = memory_mb("VmRSS:");
  OwnershipWalk walk;
  std::size_t owned = 0;
  for (std::uint32_t party = 0; party < graph.value().size(); ++party) {
    if (!walk.up(graph.value(), party, Date::from_ymd(2026, 3, 10))) continue;
    owned += walk.listed().empty() ? 0 : 1;
  }
  if (owned != graph.value().owned_count())
    return fmt::print(stderr, "{} of {} owned\n", owned, graph.value().owned_count()), 1;
  fmt::print("| | seconds | processor seconds | MB more at the peak | MB kept |\n|---|---|---|---|---|\n");
  fmt::print("| the list alone, {} entries | {} | | |\n", watchlist.value().entries().size(), list_s);
  fmt::print("| {} relations read ({} rows rejected) | {} | | |\n", graph.value().relations(), rejected,
             read_s);
  fmt::print("| the graph: {} parties with a listed one behind | {} | {:.0f} | {:.0f} |\n", owned, build_s,
             peak_mb - before_mb, kept_mb - before_mb);
  std::filesystem::remove(path);
  return 0;
}
