// rapidfuzz beside us: process.extract over the same listed names, in the same run.
#pragma once

#include <optional>
#include <string>

#include "bench/engine/engine_bench.h"

namespace ordergate::bench {

/// What the peer did with 200 changed and 200 ordinary names, by token_sort_ratio at 85.
using PeerResult = NamesResult;

/// Runs rapidfuzz_peer.py over the list at its own size. None where Python or rapidfuzz is missing.
[[nodiscard]] std::optional<PeerResult> run_peer(const EngineBenchOptions& options);

[[nodiscard]] std::string row_of(const PeerResult& peer);

}  // namespace ordergate::bench
