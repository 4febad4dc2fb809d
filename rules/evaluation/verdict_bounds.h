// How much a verdict tells. What is found beyond is not told; it still decides, and the verdict is held.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/arena_list.h"
#include "order/verdict.h"
#include "rules/evaluation/rulebook.h"

namespace ordergate::rules {

/// Bytes of the findings of one verdict, the worst first.
inline constexpr std::size_t kFindingsBytesMax = std::size_t{256} << 10;
/// Bytes of findings written before the worst are chosen.
inline constexpr std::size_t kGatheredBytesMax = 2 * kFindingsBytesMax;
/// Bytes of the places in `missing`.
inline constexpr std::size_t kMissingBytesMax = std::size_t{64} << 10;

/// What a text takes as JSON, without its quotes.
[[nodiscard]] std::size_t json_bytes(std::string_view text) noexcept;
/// What a finding takes as JSON, rather more than less.
[[nodiscard]] std::size_t json_bytes(const Finding& finding) noexcept;

/// Keeps the first findings that fit. True: all of them.
[[nodiscard]] bool keep_told(ArenaList<Finding>& findings) noexcept;

/// Work of the last order that was judged with this scratch, in units of base/work.h.
[[nodiscard]] std::uint64_t work_of(RuleScratch& scratch) noexcept;

}  // namespace ordergate::rules
