// The records that a verdict becomes, and what is left out of one that would be too large for its topic:
// nothing may be so large that it stops its partition. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "daemon/record.h"
#include "order/verdict.h"

namespace ordergate::daemon {

inline constexpr std::string_view kVerdictHeader = "ordergate-verdict";

/// Whether the verdict says that its record is no order (and so belongs into the dead letters).
[[nodiscard]] bool is_no_order(const Verdict& verdict) noexcept;

/// The verdict without its findings, at least a hold, with the error `verdict_too_large`: for one that does
/// not fit into a record of the verdict topic.
[[nodiscard]] Verdict compacted(const Verdict& verdict) noexcept;

/// The verdict as at least a hold, with the error `lists_stale` unless it has one already.
[[nodiscard]] Verdict held_for_stale_lists(const Verdict& verdict) noexcept;

/// Bytes that a record with these parts takes, near enough for limits.
[[nodiscard]] std::size_t record_bytes(const OutgoingRecord& record) noexcept;

/// Leaves out the carried headers, then the key, as far as `bytes_max` demands.
void leave_out(OutgoingRecord& record, std::size_t bytes_max) noexcept;

/// The headers added to a dead letter. Owns the texts of the numbers; views live as long as it and the
/// verdict and record do.
class DeadLetterHeaders {
 public:
  DeadLetterHeaders(const Record& record, const Verdict& verdict) noexcept;
  DeadLetterHeaders(const DeadLetterHeaders&) = delete;
  DeadLetterHeaders& operator=(const DeadLetterHeaders&) = delete;
  /// The last one says that the value was left out.
  [[nodiscard]] std::span<const Header> headers(bool value_omitted) const noexcept {
    return std::span(headers_).first(value_omitted ? headers_.size() : headers_.size() - 1);
  }

 private:
  std::array<char, 16> partition_{};
  std::array<char, 24> offset_{};
  std::array<Header, 6> headers_{};
};

/// The record unchanged, with the headers above; without its value (then its headers, then its key) where
/// it would be larger than `bytes_max`.
[[nodiscard]] OutgoingRecord dead_letter_of(const Record& record, const DeadLetterHeaders& added,
                                            Ticket ticket, std::size_t bytes_max) noexcept;

}  // namespace ordergate::daemon
