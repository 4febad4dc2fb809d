// Is what screening gives now what was answered then? Cold.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/limits.h"
#include "base/result.h"
#include "order/verdict.h"
#include "screening/mapped.h"
#include "screening/screener.h"

namespace ordergate::evidence {

/// What of a verdict's line is needed to find its order and to make it again.
struct VerdictFacts {
  std::string verdict_id, order_id, decision, order_hash, program, snapshot_id;
  std::string topic, file;  // of its source; the other one is empty
  std::int32_t partition = -1;
  std::int64_t offset = -1;
  std::uint64_t line = 0;
  Date regime_date, screened_on;
  std::string error_code;
};
/// The error says what the line lacks.
[[nodiscard]] Result<VerdictFacts> read_verdict(std::string_view line);

/// The line without `screened_at` and `chain`, which no screening gives again.
[[nodiscard]] std::string without_moment(std::string_view line);

/// Top-level keys whose values differ, in the order of `then`; "" where the lines are no JSON. None of equal
/// lines.
[[nodiscard]] std::vector<std::string> differing_keys(std::string_view then, std::string_view now);

struct AgainOptions {
  std::shared_ptr<const Snapshot> snapshot;
  RecordShape shape;
  RecordLimits limits;
  /// What the daemon makes of a verdict besides screening (lists that are stale, a record too large).
  std::function<Verdict(const Verdict&, std::string_view error_code)> amend;
  std::shared_ptr<const decisions::Overlay> decisions = nullptr;  // null: none
};

struct Again {
  std::string line;                 // of the new verdict, without its moment; empty: the record is no order
  std::vector<std::string> differ;  // keys
  [[nodiscard]] bool same() const noexcept { return differ.empty(); }
};

/// Screens the record at the place and on the day that the verdict names.
[[nodiscard]] Again screen_again(std::string_view record, std::string_view verdict_line,
                                 const VerdictFacts& facts, const AgainOptions& options);

}  // namespace ordergate::evidence
