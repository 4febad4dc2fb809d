// One share-nothing worker: orders from a source, verdicts to a sink, offsets to a store, on one thread.
//
// poll -> screen -> encode -> produce -> acknowledge. An offset is handed to the store only when the
// broker has acknowledged everything written for the order at it and for all orders before it. With
// transactions, verdicts and offsets are committed together instead (worker_transaction.cpp).
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "daemon/audit.h"
#include "daemon/counters.h"
#include "daemon/flow.h"
#include "daemon/lag_clock.h"
#include "daemon/offset_ledger.h"
#include "daemon/order_tracer.h"
#include "daemon/outage.h"
#include "daemon/record_marks.h"
#include "daemon/seams.h"
#include "daemon/verdict_chain.h"
#include "screening/screener.h"

namespace ordergate::daemon {

/// Screening as a worker sees it: the real Screener in the daemon, a few lines in a test.
struct ScreeningStage {
  /// Takes the newest snapshot when there is one; called between batches.
  std::function<void()> refresh;
  /// The verdict lives until the next call. Null: the record is no order (a delete), and needs no answer.
  std::function<const Verdict*(const Record& record, const RecordContext& context)> screen;
  /// The "snapshot" value of verdicts made since the last refresh.
  std::function<std::string_view()> snapshot_json;
  /// The lists are too old and the operator wants every order held for it.
  std::function<bool()> hold_everything;
  /// A hold for a record that must not be screened; lives until the next call.
  std::function<const Verdict&(std::string_view record, const RecordContext& context,
                               const VerdictError& error)>
      refuse;
  /// Whether a record must wait, because its schema is not there yet; then its partition is read again from
  /// it, after a delay that doubles. A text says why to whoever asks whether the daemon is ready; an empty
  /// one that it only takes a moment. Called before screen() of the same record. Not set: none ever waits.
  std::function<std::optional<std::string>(const Record& record)> must_wait = {};
};

struct WorkerSettings {
  /// Which of the optional topics are written (by OutputTopic).
  std::array<bool, kOutputTopicCount> written{true, false, false, false, true};
  std::uint32_t batch_records_max = 256;
  std::size_t in_flight_max = 20'000;  // records handed to the sink and not acknowledged
  std::size_t in_flight_bytes_max = 32U << 20;
  std::uint32_t tracked_per_partition_max = 16'384;  // orders per partition that are not committable yet
  std::size_t outgoing_bytes_max = 1'000'000;        // key, value and headers of one written record
  bool chain = false;                                // verdicts name the hash of the one before
  std::uint32_t commit_records = 5'000;
  std::chrono::milliseconds commit_interval{500};
  std::chrono::milliseconds poll_wait{100};  // with nothing in flight
  std::chrono::milliseconds poll_wait_in_flight{2};
  std::chrono::milliseconds retry_delay{250};  // before a failed record is read again; doubles
  /// Deliveries that fail are over when none failed for so long: a topic that is missing is told after 30 s
  /// (topic.metadata.propagation.max.ms), and tried again after at most 30 s more.
  std::chrono::milliseconds delivery_quiet{90'000};
  std::chrono::milliseconds room_wait{100};  // before a full window pauses the partitions
  std::chrono::milliseconds revoke_drain_max{5'000};
  std::chrono::milliseconds stop_drain_max{20'000};
  /// How long a fenced producer's worker listens whether its member was replaced, too; zero: not at all.
  std::chrono::milliseconds successor_wait{0};
  std::chrono::milliseconds transaction_step_max{30'000};  // of one whose outcome stays unknown
  WallClock clock = wall_time;                             // read once a batch
};

/// What a worker knows of its work across new clients: those of a delivery that fails may be built anew each
/// time. One thread.
struct WorkerHistory {
  explicit WorkerHistory(std::chrono::milliseconds delivery_quiet) : failing(delivery_quiet) {}
  Outage failing;
  /// By partition: the offset behind the last order answered, be it in vain.
  std::map<std::pair<std::string, std::int32_t>, std::int64_t> answered_to;
};

/// Why run() returned.
enum class WorkerEnd : std::uint8_t {
  drained,    // stopped, everything acknowledged and committed
  undrained,  // stopped, but the broker did not acknowledge or commit in time; the rest is read again
  broken,     // source or sink is of no more use: build new ones, which start from committed offsets
};

class Worker {
 public:
  /// Everything referred to outlives the worker. Sets the source's hooks. With `transactions`, offsets go
  /// into them and `offsets` is not used.
  Worker(OrderSource& source, VerdictSink& sink, OffsetStore& offsets, ScreeningStage stage,
         const WorkerSettings& settings, WorkerCounters& counters, Transactions* transactions = nullptr);

  /// Before run(); outlives it. Else it remembers nothing from before.
  void continue_from(WorkerHistory& history) noexcept { history_ = &history; }

  /// Works until `stop` is set or source or sink break; then drains, commits and closes the source.
  WorkerEnd run(const std::atomic<bool>& stop);

  /// Before run(); outlives it. Else no order is traced.
  void trace_with(OrderTracer& tracer) noexcept { tracer_ = &tracer; }

  /// Notes each record while it is worked on. A record that processes died at kDeathsMax times is not
  /// screened: it is held and set aside.
  void keep_mark(const RecordMark& mark) noexcept { mark_ = mark; }

  /// One turn of the loop; false when source or sink broke. For tests.
  bool turn();
  /// Waits at most `limit` for acknowledgements, then commits. True when all was acknowledged and committed.
  bool drain(std::chrono::milliseconds limit);

 private:
  void take_batch();
  void wait_for_room();
  void handle(const Record& record);
  void skip_tombstone(Slot slot, std::int64_t offset);
  void skip_no_order(Slot slot, const Record& record);
  [[nodiscard]] bool postponed(Slot slot, const Record& record);
  void reach_end(const Record& end);
  void pass_over(Slot slot, std::int64_t offset);
  void answer(Slot slot, const Record& record);
  [[nodiscard]] bool first_reading(Slot slot, std::int64_t offset) noexcept;
  [[nodiscard]] std::int64_t continued_from(Slot slot, std::int64_t offset) const noexcept;
  [[nodiscard]] std::optional<Verdict> judge(const Record& record, bool poison);
  /// Encodes into text_; the verdict is compacted where it would not fit into a record.
  void encode(const Record& record, Verdict& verdict);
  [[nodiscard]] OutgoingRecord verdict_record(const Record& record, const Verdict& verdict) const noexcept;
  void write(Slot slot, const Record& record, const Verdict& verdict, bool dead_letter);
  [[nodiscard]] bool write_dead_letter(const Record& record, const Verdict& verdict, Ticket ticket);
  [[nodiscard]] std::int64_t lag_ms(Slot slot, std::int64_t lag);

  void beat();
  [[nodiscard]] bool start_transactions(const std::atomic<bool>& stop);
  [[nodiscard]] bool ensure_transaction();
  [[nodiscard]] Step persist(const std::function<Step()>& step);
  void transact_if_due();
  bool commit_transaction();
  void abort_transaction();
  void listen_for_successor(const std::atomic<bool>& stop);

  void take_deliveries(std::chrono::milliseconds wait);
  void fail(Ticket ticket);
  void note_failing();
  void look_at_failing();
  /// Takes what may be committed out of the ledger into to_commit_. False when the audit does not prove some
  /// of it; those partitions are halted and left out.
  bool take_proven();
  void distrust(const Committable& claim);
  bool commit(bool wait);
  void commit_if_due();
  void report_if_due();
  void report();
  [[nodiscard]] bool window_full() const noexcept;
  [[nodiscard]] bool reading_held() const noexcept;
  [[nodiscard]] bool produce(const OutgoingRecord& record);
  void read_clocks();

  void on_assigned(std::span<const PartitionOffset> partitions);
  void on_revoked(std::span<const PartitionId> partitions, bool lost);
  void on_halted(const PartitionId& partition, const std::string& why);

  OrderSource& source_;
  VerdictSink& sink_;
  OffsetStore& offsets_;
  ScreeningStage stage_;
  WorkerSettings settings_;
  WorkerCounters& counters_;
  Transactions* transactions_;  // null: at least once
  OffsetLedger ledger_;
  DeliveryAudit audit_;
  VerdictChain chain_;
  FlowControl flow_;
  RecordMark mark_;
  OrderTracer* tracer_ = nullptr;  // null: nothing is traced
  bool traced_ = false;            // the record in hand is

  bool broken_ = false;
  bool joined_ = false;
  bool in_transaction_ = false;
  bool finishing_ = false;      // reading is held until the transaction can be committed
  bool spoiled_ = false;        // the transaction must be aborted
  std::vector<Slot> culprits_;  // whose records spoiled it
  WallTime wall_time_{};        // read once a batch
  SteadyTime now_{};
  SteadyTime committed_at_{}, reported_at_{};
  std::uint32_t completed_since_commit_ = 0;
  std::uint32_t sample_ = 0;
  ScreenStats stats_;
  std::vector<LagClock> lag_clocks_;        // by slot
  std::vector<std::int64_t*> answered_to_;  // by slot, in the memory
  std::vector<std::string> waits_for_;      // by slot: why its next record must wait; empty: it need not
  bool first_reading_ = true;               // of the record in hand: it counts
  WorkerHistory own_history_;
  WorkerHistory* history_ = &own_history_;
  Pieces written_;    // of the record in hand
  std::string text_;  // the encoded verdict, reused
  std::vector<Delivery> deliveries_;
  std::vector<Committable> committables_;
  std::vector<PartitionOffset> to_commit_;
};

}  // namespace ordergate::daemon
