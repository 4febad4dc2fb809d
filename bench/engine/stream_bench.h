// One batch of orders through the engine: answers, then times.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "bench/engine/engine_bench.h"
#include "bench/engine/order_stream.h"

namespace ordergate::bench {

struct Batch {
  std::vector<StreamOrder> warm;  // screened first, untimed
  std::vector<StreamOrder> timed;
};

/// Runs the batch three times, each in working memory of its own: whole, order by order, and stage by stage.
/// An error when they do not all give the same verdicts, or an order of a listed party shows no match.
[[nodiscard]] Result<StreamResult> measure_batch(const Batch& batch,
                                                 const std::shared_ptr<const Snapshot>& snapshot);

/// The median of each figure over rounds of one stream.
[[nodiscard]] StreamResult median_of(const std::vector<StreamResult>& rounds);

}  // namespace ordergate::bench
