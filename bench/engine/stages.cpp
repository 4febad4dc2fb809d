#include "bench/engine/stages.h"

#include <chrono>
#include <utility>

#include "order/encoder.h"

namespace ordergate::bench {
namespace {

constexpr Date kToday{20'700};  // 2026-09-04

std::int64_t now_ns() noexcept {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

/// Adds what went by since the last stage to the next one.
class StageClock {
 public:
  explicit StageClock(StageTimes& times) : times_(times), last_ns_(now_ns()) {}
  void stage_done() noexcept {
    const std::int64_t now = now_ns();
    times_[stage_++] += now - last_ns_;
    last_ns_ = now;
  }

 private:
  StageTimes& times_;
  std::size_t stage_ = 0;
  std::int64_t last_ns_;
};

}  // namespace

RecordContext bench_context(std::uint64_t number) noexcept {
  RecordContext context;
  context.source.file = "bench";
  context.source.line = number;
  context.today = kToday;
  return context;
}

StagedScreener::StagedScreener(std::shared_ptr<const Snapshot> snapshot)
    : snapshot_(std::move(snapshot)), whole_(RecordLimits{}), parser_(RecordLimits{}) {
  whole_.use(snapshot_);
  items_.use(snapshot_->book().items());
  texts_.use(snapshot_->flags());
}

void StagedScreener::screen(std::string_view record, const RecordContext& context, StageTimes& times,
                            std::string& out) {
  StageClock clock(times);
  arena_.reset();
  Verdict verdict;
  verdict.id = verdict_id(context.source, record);
  verdict.source = context.source;
  Order order;
  const ParseFailure failure = parser_.parse(record, arena_, order);
  verdict.order_id = order.order_id;
  clock.stage_done();
  if (failure) {  // nothing behind the parser is asked
    encode_verdict(whole_.screen(record, context), snapshot_->json(), kScreenedAtMs, out);
    return;
  }

  rules::prepare_order(order, arena_);
  parties_.screen(order, snapshot_->watchlist(), arena_);
  clock.stage_done();
  items_.identify(order, snapshot_->book().items());
  clock.stage_done();
  texts_.scan(order, snapshot_->flags(), snapshot_->watchlist(), arena_);
  clock.stage_done();

  rules::RuleInput input;
  input.order = &order;
  input.regime_date = order.regime_date(context.today);
  input.watchlist = &snapshot_->watchlist();
  input.parties = parties_.parties();
  input.site_operator = parties_.site_operator();
  input.site_over_bound = parties_.site_over_bound();
  input.items = items_.readings();
  input.texts = texts_.texts();
  input.text_hits = texts_.hits();
  input.texts_over_bound = !texts_.complete();
  snapshot_->book().evaluate(input, rules_, arena_, verdict);
  clock.stage_done();
  encode_verdict(verdict, snapshot_->json(), kScreenedAtMs, out);
  clock.stage_done();
}

}  // namespace ordergate::bench
