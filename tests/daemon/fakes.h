// A topic in memory behind the worker's seams: what it holds, what was written, what was committed, and the
// faults a test wants.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "daemon/seams.h"
#include "daemon/worker.h"

namespace ordergate::daemon::test {

struct StoredRecord {
  std::int64_t offset = 0;
  std::optional<std::string> key, value;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// Partitions of the topic "orders", and the consumer that reads them.
class FakeSource final : public OrderSource {
 public:
  /// Appends a record to a partition and gives its offset.
  std::int64_t append(int partition, std::optional<std::string> value, std::optional<std::string> key = "k") {
    std::vector<StoredRecord>& log = logs[partition];
    const std::int64_t offset = end_offset({"orders", partition});
    log.push_back({offset, std::move(key), std::move(value), {{"traceparent", "00-1"}}});
    return offset;
  }
  void assign(int partition) { pending.push_back({Event::assign, partition}); }
  void revoke(int partition, bool lost = false) {
    pending.push_back({lost ? Event::lose : Event::revoke, partition});
  }

  void set_hooks(AssignmentHooks given) override { hooks = std::move(given); }
  Poll poll(std::chrono::milliseconds, Record& record) override {
    if (fatal) return Poll::fatal;
    if (!pending.empty()) return serve_event();
    for (auto& [partition, position] : positions) {
      if (paused.contains(partition)) continue;
      for (const StoredRecord& stored : logs[partition]) {
        if (stored.offset < position || passed_over[partition].erase(stored.offset) > 0) continue;
        position = stored.offset + 1;
        consumed[partition] = position;
        sought.erase(partition);
        give(partition, stored, record);
        return Poll::record;
      }
      if (const std::int64_t end = end_offset({"orders", partition});
          tells_ends && end > told_end[partition]) {
        told_end[partition] = positions[partition] = end;
        record.topic = "orders";
        record.partition = partition;
        record.offset = end - 1;
        return Poll::end;
      }
    }
    return Poll::quiet;
  }
  void pause(std::span<const PartitionId> ids) override {
    for (const PartitionId& id : ids) {
      paused.insert(id.partition);
      if (pause_loses_seeks && sought.erase(id.partition) > 0)
        positions[id.partition] = consumed[id.partition];
      told_end.erase(id.partition);
    }
  }
  void resume(std::span<const PartitionId> ids) override {
    for (const PartitionId& id : ids) paused.erase(id.partition);
  }
  bool seek(const PartitionId& id, std::int64_t offset) override {
    if (refuse_seeks > 0) return --refuse_seeks, false;
    seeks.emplace_back(id.partition, offset);
    if (ignore_seeks > 0) return --ignore_seeks, true;
    positions[id.partition] = offset;
    sought.insert(id.partition);
    return true;
  }
  std::int64_t end_offset(const PartitionId& id) override {
    const std::int64_t end = logs[id.partition].empty() ? first_offset : logs[id.partition].back().offset + 1;
    return std::max(end, ends[id.partition]);
  }
  void close() override {
    closed = true;
    while (!positions.empty()) {
      revoke(positions.begin()->first);
      serve_event();
    }
  }
  [[nodiscard]] std::string last_error() const override { return ""; }

  enum class Event : std::uint8_t { assign, revoke, lose };
  std::int64_t first_offset = 100;
  std::map<int, std::vector<StoredRecord>> logs;
  std::map<int, std::int64_t> positions;
  std::map<int, std::int64_t> ends;  // of logs that end in offsets without a record
  bool tells_ends = false;           // as KafkaSource does, once each time it reads up to one
  std::map<int, std::int64_t> told_end;
  std::map<int, std::int64_t> committed;  // where an assignment starts
  std::map<int, std::string> notes;       // kept beside it
  std::set<int> paused;
  std::deque<std::pair<Event, int>> pending;
  std::vector<std::pair<int, std::int64_t>> seeks;
  int refuse_seeks = 0, ignore_seeks = 0;
  std::map<int, std::set<std::int64_t>> passed_over;  // by mistake, once
  /// As librdkafka: a pause before the first record after a seek goes on behind the last record consumed.
  bool pause_loses_seeks = false;
  std::set<int> sought;
  std::map<int, std::int64_t> consumed;
  bool fatal = false, closed = false;
  AssignmentHooks hooks;

 private:
  Poll serve_event() {
    const auto [event, partition] = pending.front();
    pending.pop_front();
    const PartitionId id{"orders", partition};
    if (event == Event::assign) {
      const std::int64_t start = committed.contains(partition) ? committed[partition] : -1;
      positions[partition] = start < 0 ? first_offset : start;
      told_end.erase(partition);
      const PartitionOffset from{id, start, notes[partition]};
      hooks.assigned({&from, 1});
    } else {
      hooks.revoked({&id, 1}, event == Event::lose);
      positions.erase(partition);
    }
    return Poll::quiet;
  }
  void give(int partition, const StoredRecord& stored, Record& record) {
    current_ = stored;
    headers_.clear();
    for (const auto& [name, value] : current_.headers) headers_.push_back({name, std::string_view(value)});
    record.topic = "orders";
    record.partition = partition;
    record.offset = current_.offset;
    record.key.reset();
    record.value.reset();
    if (current_.key) record.key = *current_.key;
    if (current_.value) record.value = *current_.value;
    record.headers = headers_;
  }
  StoredRecord current_;
  std::vector<Header> headers_;
};

struct Written {
  OutputTopic topic = OutputTopic::verdicts;
  std::optional<std::string> key, value;
  std::vector<std::pair<std::string, std::string>> headers;
  Ticket ticket;
};

/// Takes records and acknowledges or fails them when told to; by itself when `automatic`.
class FakeSink final : public VerdictSink {
 public:
  Produce produce(const OutgoingRecord& record) override {
    if (refuse_next > 0) return --refuse_next, Produce::refused;
    Written copy{record.topic, {}, {}, {}, record.ticket};
    if (record.key) copy.key = std::string(*record.key);
    if (record.value) copy.value = std::string(*record.value);
    for (const Header& header : record.headers)
      if (std::find(record.replaced_headers.begin(), record.replaced_headers.end(), header.name) ==
          record.replaced_headers.end())
        copy.headers.emplace_back(header.name, header.value.value_or("(null)"));
    for (const Header& header : record.added_headers)
      copy.headers.emplace_back(header.name, header.value.value_or("(null)"));
    written.push_back(copy);
    outstanding.push_back(record.ticket);
    topics[record.ticket.value].push_back(record.topic);
    return Produce::accepted;
  }
  void serve(std::chrono::milliseconds, std::vector<Delivery>& deliveries) override {
    if (automatic) finish(outstanding.size(), true);
    for (const Delivery& delivery : ready) deliveries.push_back(delivery);
    ready.clear();
  }
  /// Acknowledges or fails the `count` oldest outstanding records at the next serve().
  void finish(std::size_t count, bool acknowledged) {
    for (; count > 0 && !outstanding.empty(); --count) {
      ready.push_back({outstanding.front(), next_topic(outstanding.front()), acknowledged});
      outstanding.pop_front();
    }
  }
  [[nodiscard]] std::size_t in_flight() const noexcept override { return outstanding.size() + ready.size(); }
  [[nodiscard]] std::size_t in_flight_bytes() const noexcept override { return 0; }
  [[nodiscard]] bool broken() const noexcept override { return dead; }
  [[nodiscard]] std::string last_error() const override { return "the fake failed"; }

  [[nodiscard]] std::size_t count(OutputTopic topic) const {
    return static_cast<std::size_t>(
        std::count_if(written.begin(), written.end(), [&](const Written& w) { return w.topic == topic; }));
  }

  /// Of a record's pieces, the one that was written first and not given back yet.
  OutputTopic next_topic(Ticket ticket) {
    std::deque<OutputTopic>& written_to = topics[ticket.value];
    if (written_to.empty()) return OutputTopic::verdicts;
    const OutputTopic topic = written_to.front();
    written_to.pop_front();
    return topic;
  }

  bool automatic = false, dead = false;
  int refuse_next = 0;
  std::vector<Written> written;
  std::deque<Ticket> outstanding;
  std::vector<Delivery> ready;
  std::map<std::uint64_t, std::deque<OutputTopic>> topics;  // by ticket
};

class FakeStore final : public OffsetStore {
 public:
  bool commit(std::span<const PartitionOffset> offsets, bool wait) override {
    ++commits;
    for (const PartitionOffset& each : offsets) {
      if (fail_next > 0 && !wait) failed.push_back(each.id);
      if (fail_next > 0) continue;
      committed[each.id.partition] = each.next_offset;
      notes[each.id.partition] = each.note;
    }
    if (fail_next > 0) return --fail_next, !wait;
    return true;
  }
  void take_failed(std::vector<PartitionId>& out) override {
    for (const PartitionId& id : failed) out.push_back(id);
    failed.clear();
  }

  std::map<int, std::int64_t> committed;
  std::map<int, std::string> notes;
  std::vector<PartitionId> failed;
  int commits = 0, fail_next = 0;
};

/// Verdicts from the first word of a record: "deny", "hold", "broken" (no order), "huge" (a verdict that fits
/// into no record), "delete" (no order, nothing to answer); anything else is allowed.
struct FakeScreening {
  [[nodiscard]] ScreeningStage stage() {
    return {
        [this] { ++refreshes; },
        [this](const Record& read, const RecordContext& context) -> const Verdict* {
          const std::string_view record = *read.value;
          if (record.starts_with("delete")) return nullptr;
          ++screened;
          verdict = Verdict{};
          verdict.source = context.source;
          verdict.regime_date = context.today;
          verdict.decision = Decision::allow;
          verdict.order_id = "SO-1";
          verdict.id = verdict_id;
          if (record.starts_with("deny")) verdict.decision = Decision::deny;
          if (record.starts_with("hold")) verdict.decision = Decision::hold;
          if (record.starts_with("broken")) {
            verdict.decision = Decision::hold;
            verdict.order_id = "";
            verdict.error = {"malformed_json", "not JSON", "byte 0"};
          }
          if (record.starts_with("huge")) {
            verdict.findings.push_back(arena, Finding{});
            verdict.findings[0].message = text;
          }
          return &verdict;
        },
        [] { return std::string_view("{}"); },
        [this] { return hold_everything; },
        [this](std::string_view, const RecordContext& context, const VerdictError& error) -> const Verdict& {
          verdict = Verdict{};
          verdict.source = context.source;
          verdict.error = error;
          return verdict;
        },
        [this](const Record& record) -> std::optional<std::string> {
          if (!schema_is_there && record.value->starts_with("with schema")) return why_not;
          return std::nullopt;
        }};
  }
  Verdict verdict;
  Arena arena;
  std::string text = std::string(2000, 'x');
  VerdictId verdict_id;
  int refreshes = 0, screened = 0;
  bool hold_everything = false;
  bool schema_is_there = true;  // of records "with schema"
  std::string why_not;
};

}  // namespace ordergate::daemon::test
