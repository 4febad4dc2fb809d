// A worker between fakes that fail at random: whatever comes between what, no offset is committed past an
// order whose verdict was not acknowledged, and in the end every order has one.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "daemon/worker.h"
#include "tests/daemon/fakes.h"

namespace ordergate::daemon {
namespace {

using std::chrono::milliseconds;

constexpr int kPartitions = 2;
constexpr std::uint32_t kWindow = 12;

std::int64_t number_after(const std::string& text, std::string_view name) {
  const std::size_t at = text.find(name);
  return at == std::string::npos ? -1 : std::stoll(text.substr(at + name.size()));
}

class RandomHistory {
 public:
  explicit RandomHistory(unsigned seed) : random_(seed) {
    source_.pause_loses_seeks = true;
    source_.tells_ends = seed % 2 == 0;
    settings_.commit_interval = milliseconds{0};
    settings_.poll_wait = settings_.poll_wait_in_flight = milliseconds{0};
    settings_.retry_delay = milliseconds{0};
    settings_.room_wait = settings_.revoke_drain_max = settings_.stop_drain_max = milliseconds{1};
    settings_.in_flight_max = kWindow;
    settings_.tracked_per_partition_max = 8;
    build();
  }

  void step() {
    const int partition = draw(kPartitions);
    switch (draw(source_.tells_ends ? 11 : 10)) {
      case 0:
      case 1:
        source_.append(partition, "allow");
        break;
      case 2:
        move(partition);
        break;
      case 3:
        source_.refuse_seeks = draw(2);
        source_.ignore_seeks = draw(2);
        break;
      case 4:
        fill_window();
        break;
      case 5:
        sink_.finish(1, false);
        break;
      case 6:
        store_.fail_next = draw(2);
        break;
      case 7:
      case 8:
        acknowledge(static_cast<std::size_t>(draw(4)));
        break;
      case 10:  // a transaction's marker
        source_.ends[partition] = source_.end_offset({"orders", partition}) + 1;
        break;
      default:
        break;
    }
    turn();
    check();
  }

  /// Everything comes back and is acknowledged.
  void settle() {
    source_.refuse_seeks = source_.ignore_seeks = 0;
    for (int partition = 0; partition < kPartitions; ++partition)
      if (!source_.positions.contains(partition)) assign(partition);
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(400);
    while (!done() && std::chrono::steady_clock::now() < give_up) {
      acknowledge(sink_.outstanding.size());
      turn();
    }
    check();
    EXPECT_TRUE(done());
  }

 private:
  int draw(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }

  void build() {
    worker_.reset();
    sink_.outstanding.clear();
    sink_.ready.clear();
    source_.positions.clear();
    source_.paused.clear();
    source_.pending.clear();
    source_.sought.clear();
    worker_ = std::make_unique<Worker>(source_, sink_, store_, screening_.stage(), settings_, counters_);
    for (int partition = 0; partition < kPartitions; ++partition) assign(partition);
  }
  void assign(int partition) {
    source_.assign(partition);
    source_.consumed[partition] = source_.first_offset;
  }
  void turn() {
    source_.committed = store_.committed;  // where an assignment starts
    if (!worker_->turn()) build();
  }
  void move(int partition) {
    if (source_.pending.empty())
      source_.positions.contains(partition) ? source_.revoke(partition, draw(2) == 0) : assign(partition);
  }
  void fill_window() {
    const std::size_t before = sink_.outstanding.size();
    sink_.outstanding.resize(before + kWindow);  // of nobody
    turn();
    std::erase(sink_.outstanding, Ticket{});
  }
  void acknowledge(std::size_t count) {
    for (std::size_t i = 0; i < std::min(count, sink_.outstanding.size()); ++i)
      for (const test::Written& written : sink_.written)
        if (written.ticket == sink_.outstanding[i])
          answered_[static_cast<int>(number_after(*written.value, "\"partition\":"))].insert(
              number_after(*written.value, "\"offset\":"));
    sink_.finish(count, true);
  }
  void check() {
    for (const auto& [partition, next] : store_.committed)
      for (const test::StoredRecord& stored : source_.logs[partition])
        ASSERT_TRUE(stored.offset >= next || answered_[partition].contains(stored.offset))
            << "committed past " << partition << ":" << stored.offset;
  }
  bool done() {
    for (const auto& [partition, log] : source_.logs)
      if (!store_.committed.contains(partition) ||
          store_.committed[partition] != source_.end_offset({"orders", partition}))
        return false;
    return true;
  }

  std::minstd_rand random_;
  test::FakeSource source_;
  test::FakeSink sink_;
  test::FakeStore store_;
  test::FakeScreening screening_;
  WorkerCounters counters_;
  WorkerSettings settings_;
  std::unique_ptr<Worker> worker_;
  std::map<int, std::set<std::int64_t>> answered_;
};

TEST(WorkerAtRandom, never_commits_past_an_order_without_an_acknowledged_verdict) {
  for (unsigned seed = 1; seed <= 24; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomHistory history(seed);
    for (int i = 0; i < 400 && !::testing::Test::HasFatalFailure(); ++i) history.step();
    history.settle();
  }
}

}  // namespace
}  // namespace ordergate::daemon
