// A verdict for a person.
#pragma once

#include <string_view>

#include "cli/output.h"
#include "order/verdict.h"

namespace ordergate {
class Snapshot;
}

namespace ordergate::cli {

[[nodiscard]] Color color_of(Decision decision) noexcept;
[[nodiscard]] Color color_of(Outcome outcome) noexcept;

/// A few lines: the verdict, and beneath it what holds or denies the order and what would settle it.
void print_brief(const Verdict& verdict, Output& output);

/// Everything: each finding with its rule, citation, the matched texts side by side, facts, license, and what
/// would settle it; what is missing; what it was screened against. `record` is the order as it was read,
/// `snapshot` the lists and rules that it was judged by.
void print_explanation(const Verdict& verdict, std::string_view record, const Snapshot& snapshot,
                       Output& output);

}  // namespace ordergate::cli
