// The stream with nothing in it: reads orders and writes records of a fixed size with the daemon's own source
// and sink, settings included, so that what the daemon costs beyond Kafka can be told. Until SIGTERM.
//
// usage: bench_pass_through CONFIG VALUE_BYTES
#include <atomic>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "config/config.h"
#include "daemon/kafka_sink.h"
#include "daemon/kafka_source.h"

namespace ordergate::daemon {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kInFlightMax = 20'000;
constexpr milliseconds kCommitInterval{500};

std::atomic<bool> stop{false};

/// Commits what was read, without looking at acknowledgements: the least that any consumer does.
void commit(KafkaSource& source, std::map<std::pair<std::string, int>, std::int64_t>& next) {
  std::vector<PartitionOffset> offsets;
  offsets.reserve(next.size());
  for (const auto& [id, offset] : next) offsets.push_back({{id.first, id.second}, offset});
  next.clear();
  source.commit(offsets, false);
}

void copy(KafkaSource& source, KafkaSink& sink, std::size_t value_bytes) {
  std::map<std::pair<std::string, int>, std::int64_t> next;
  std::vector<Delivery> deliveries;
  std::string value;
  const Header decision{"ordergate-verdict", "allow"};
  auto committed_at = steady_clock::now();
  Record record;
  while (!stop.load(std::memory_order_relaxed)) {
    deliveries.clear();
    sink.serve(milliseconds{sink.in_flight() < kInFlightMax ? 0 : 10}, deliveries);
    for (int i = 0; i < 256 && sink.in_flight() < kInFlightMax; ++i) {
      if (source.poll(milliseconds{i == 0 ? 2 : 0}, record) != Poll::record) break;
      value.assign(record.value.value_or("").substr(0, value_bytes));
      value.resize(value_bytes, ' ');
      OutgoingRecord out;
      out.key = record.key;
      out.value = value;
      out.headers = record.headers;
      out.added_headers = {&decision, 1};
      static_cast<void>(sink.produce(out));
      next[{std::string(record.topic), record.partition}] = record.offset + 1;
    }
    if (steady_clock::now() - committed_at < kCommitInterval) continue;
    committed_at = steady_clock::now();
    commit(source, next);
  }
  source.close();
}

int run(const Config& config, std::size_t value_bytes) {
  std::vector<std::thread> threads;
  const int workers = config.kafka.workers > 0 ? config.kafka.workers : 1;
  threads.reserve(static_cast<std::size_t>(workers));
  for (int i = 0; i < workers; ++i)
    threads.emplace_back([&config, i, value_bytes] {
      WorkerCounters counters;
      auto sink = KafkaSink::create(config, i, counters);
      auto source = KafkaSource::create(config, i, counters);
      copy(*source.value(), *sink.value(), value_bytes);
    });
  for (std::thread& thread : threads) thread.join();
  return 0;
}

}  // namespace
}  // namespace ordergate::daemon

int main(int argc, char** argv) {
  std::size_t value_bytes = 0;
  const std::string_view bytes = argc == 3 ? argv[2] : "";
  std::from_chars(bytes.data(), bytes.data() + bytes.size(), value_bytes);
  if (value_bytes == 0) {
    std::fputs("usage: bench_pass_through CONFIG VALUE_BYTES\n", stderr);
    return 2;
  }
  std::signal(SIGTERM, [](int) { ordergate::daemon::stop.store(true); });
  const ordergate::Result<ordergate::Config> config = ordergate::load_config(argv[1]);
  if (!config) {
    std::fprintf(stderr, "%s\n", config.error().text.c_str());
    return 2;
  }
  return ordergate::daemon::run(config.value(), value_bytes);
}
