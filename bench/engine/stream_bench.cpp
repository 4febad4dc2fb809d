#include "bench/engine/stream_bench.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <numeric>
#include <utility>

#include "base/hash.h"
#include "order/encoder.h"
#include "order/parser.h"

namespace ordergate::bench {
namespace {

double us_each(std::int64_t ns, std::size_t count) {
  return static_cast<double>(ns) / 1e3 / static_cast<double>(count);
}

/// Screens and encodes; keeps a digest of all verdicts.
class Engine {
 public:
  explicit Engine(const std::shared_ptr<const Snapshot>& snapshot)
      : snapshot_(snapshot), screener_(RecordLimits{}) {
    screener_.use(snapshot);
  }

  const Verdict& screen(std::string_view record, std::uint64_t number) {
    const Verdict& verdict = screener_.screen(record, bench_context(number));
    line_.clear();
    encode_verdict(verdict, snapshot_json(*snapshot_), kScreenedAtMs, line_);
    return verdict;
  }
  [[nodiscard]] const std::string& line() const noexcept { return line_; }

 private:
  std::shared_ptr<const Snapshot> snapshot_;
  Screener screener_;
  std::string line_;
};

bool shows_match(const Verdict& verdict) noexcept {
  for (const Finding& finding : verdict.findings)
    if (finding.match.present) return true;
  return false;
}

class BatchBench {
 public:
  BatchBench(const Batch& batch, const std::shared_ptr<const Snapshot>& snapshot)
      : batch_(batch), snapshot_(snapshot) {}

  Result<StreamResult> run() {
    result_.orders = batch_.timed.size();
    for (const StreamOrder& order : batch_.timed) result_.bytes += static_cast<double>(order.line.size());
    result_.bytes /= static_cast<double>(result_.orders);
    if (std::string wrong = each_order(); !wrong.empty()) return Error{wrong};
    if (std::string wrong = stages(); !wrong.empty()) return Error{wrong};
    parse();
    json();
    whole();
    share_out();
    return result_;
  }

 private:
  /// Every verdict's digest and every order's time.
  std::string each_order() {
    Engine engine(snapshot_);
    warm(engine);
    std::vector<std::int64_t> times_ns;
    times_ns.reserve(batch_.timed.size());
    for (std::size_t i = 0; i < batch_.timed.size(); ++i) {
      const std::int64_t begin = thread_ns();
      const Verdict& verdict = engine.screen(batch_.timed[i].line, i);
      times_ns.push_back(thread_ns() - begin);
      ++result_.verdicts[static_cast<std::size_t>(verdict.decision)];
      if (batch_.timed[i].listed && !shows_match(verdict))
        return fmt::format("a listed party was not found: {}", batch_.timed[i].line);
      digests_.push_back(hash64(engine.line()));
    }
    result_.latency = quantiles_of(times_ns);
    return {};
  }

  std::string stages() {
    StagedScreener staged(snapshot_);
    StageTimes times{};
    std::string line;
    for (std::size_t i = 0; i < batch_.warm.size(); ++i) {
      line.clear();
      staged.screen(batch_.warm[i].line, bench_context(i), times, line);
    }
    times = {};
    for (std::size_t i = 0; i < batch_.timed.size(); ++i) {
      line.clear();
      staged.screen(batch_.timed[i].line, bench_context(i), times, line);
      if (hash64(line) != digests_[i])
        return fmt::format("two runs gave two verdicts: {}", batch_.timed[i].line);
    }
    for (std::size_t stage = 0; stage < times.size(); ++stage)
      result_.stage_us[stage] = us_each(times[stage], batch_.timed.size());
    return {};
  }

  void parse() {
    OrderParser parser{RecordLimits{}};
    Arena arena;
    Order order;
    const std::int64_t begin = thread_ns();
    for (const StreamOrder& record : batch_.timed) {
      arena.reset();
      order = Order{};
      if (parser.parse(record.line, arena, order)) ++unread_;
    }
    result_.parse_us = us_each(thread_ns() - begin, batch_.timed.size());
  }

  void json() {
    simdjson::dom::parser parser;
    const std::int64_t begin = thread_ns();
    for (const StreamOrder& record : batch_.timed)
      if (parser.parse(record.line.data(), record.line.size()).error() != simdjson::SUCCESS) ++unread_;
    result_.json_us = us_each(thread_ns() - begin, batch_.timed.size());
  }

  void whole() {
    Engine engine(snapshot_);
    warm(engine);
    const std::int64_t begin = thread_ns();
    for (std::size_t i = 0; i < batch_.timed.size(); ++i)
      bytes_written_ += (engine.screen(batch_.timed[i].line, i), engine.line().size());
    result_.engine_us = us_each(thread_ns() - begin, batch_.timed.size());
  }

  /// Stages are clocked by the wall, which others on the machine stretch; their shares hold.
  void share_out() {
    const double sum = std::accumulate(result_.stage_us.begin(), result_.stage_us.end(), 0.0);
    for (double& us : result_.stage_us) us *= result_.engine_us / sum;
  }

  void warm(Engine& engine) {
    for (std::size_t i = 0; i < batch_.warm.size(); ++i)
      bytes_written_ += (engine.screen(batch_.warm[i].line, i), engine.line().size());
  }

  const Batch& batch_;
  const std::shared_ptr<const Snapshot>& snapshot_;
  StreamResult result_;
  std::vector<std::uint64_t> digests_;
  std::size_t unread_ = 0, bytes_written_ = 0;  // so that no work is left out
};

}  // namespace

Result<StreamResult> measure_batch(const Batch& batch, const std::shared_ptr<const Snapshot>& snapshot) {
  if (batch.timed.empty()) return Error{"bench: no orders"};
  return BatchBench(batch, snapshot).run();
}

StreamResult median_of(const std::vector<StreamResult>& rounds) {
  StreamResult result = rounds.front();
  const auto take = [&](auto&& field) {
    std::vector<double> values;
    values.reserve(rounds.size());
    for (StreamResult round : rounds) values.push_back(field(round));
    field(result) = median_of(std::move(values));
  };
  take([](StreamResult& r) -> double& { return r.bytes; });
  take([](StreamResult& r) -> double& { return r.json_us; });
  take([](StreamResult& r) -> double& { return r.parse_us; });
  take([](StreamResult& r) -> double& { return r.engine_us; });
  take([](StreamResult& r) -> double& { return r.latency.p50_us; });
  take([](StreamResult& r) -> double& { return r.latency.p99_us; });
  take([](StreamResult& r) -> double& { return r.latency.p999_us; });
  take([](StreamResult& r) -> double& { return r.latency.max_us; });
  for (std::size_t stage = 0; stage < kStageNames.size(); ++stage)
    take([stage](StreamResult& r) -> double& { return r.stage_us[stage]; });
  return result;
}

}  // namespace ordergate::bench
