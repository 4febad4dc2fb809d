// Verdict to JSON bytes: one line, keys in a fixed order, the same verdict gives the same bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "order/verdict.h"

namespace ordergate {

/// Appends the verdict as one line of JSON without the newline. `snapshot_json` is the ready-made
/// value of the "snapshot" key (made once a snapshot). `screened_at_ms` is Unix time in milliseconds.
/// Allocates only when `out` must grow. Invalid UTF-8 in any text is written as U+FFFD. An unknown
/// order_id and an unknown source are null; `with`, `license`, `match`, `facts` and `resolve` are left out
/// of a finding that has none; `destinations` and `chain` are left out unless present; `decision` of a
/// finding, and `decisions`, where no decisions are read.
void encode_verdict(const Verdict& verdict, std::string_view snapshot_json, std::int64_t screened_at_ms,
                    std::string& out);

/// The version of this program, as verdicts name it.
[[nodiscard]] std::string_view program_version() noexcept;

/// Appends the 32 hex digits of a verdict id.
void append_verdict_id(const VerdictId& id, std::string& out);

/// Appends `text` as a JSON string with quotes.
void append_json_string(std::string_view text, std::string& out);

/// Appends the shortest decimal that reads back as `value`; a whole number below 2^53 has no point;
/// NaN and infinities are null.
void append_json_number(double value, std::string& out);

}  // namespace ordergate
