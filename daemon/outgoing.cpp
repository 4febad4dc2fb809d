#include "daemon/outgoing.h"

#include <algorithm>
#include <charconv>

#include "daemon/schema_reader.h"
#include "order/parser.h"

namespace ordergate::daemon {
namespace {

constexpr std::size_t kHeaderOverheadBytes = 8;

template <std::size_t N>
std::string_view write_number(std::array<char, N>& text, std::int64_t number) noexcept {
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return {text.data(), static_cast<std::size_t>(end - text.data())};
}

std::size_t header_bytes(std::span<const Header> headers) noexcept {
  std::size_t bytes = 0;
  for (const Header& header : headers)
    bytes += header.name.size() + header.value.value_or("").size() + kHeaderOverheadBytes;
  return bytes;
}

}  // namespace

bool is_no_order(const Verdict& verdict) noexcept {
  if (verdict.error.code.empty()) return false;
  if (verdict.error.code == kMappingFailed || is_schema_error(verdict.error.code)) return true;
  for (auto code = static_cast<int>(OrderError::empty_record);
       code <= static_cast<int>(OrderError::invalid_value); ++code)
    if (verdict.error.code == to_string(static_cast<OrderError>(code))) return true;
  return false;
}

Verdict compacted(const Verdict& verdict) noexcept {
  Verdict compact = verdict;
  compact.findings = {};
  compact.missing = {};
  compact.destinations = {};
  compact.coverage = {};
  compact.decision = std::max(verdict.decision, Decision::hold);
  compact.error = {"verdict_too_large", "the findings do not fit into one record of the verdict topic", ""};
  return compact;
}

Verdict held_for_stale_lists(const Verdict& verdict) noexcept {
  Verdict held = verdict;
  held.decision = std::max(verdict.decision, Decision::hold);
  if (verdict.decision == Decision::allow) held.summary = "the lists are too old to allow anything";
  if (held.error.code.empty())
    held.error = {"lists_stale", "the restricted-party lists are older than lists.stale_after allows", ""};
  return held;
}

std::size_t record_bytes(const OutgoingRecord& record) noexcept {
  return record.key.value_or("").size() + record.value.value_or("").size() + header_bytes(record.headers) +
         header_bytes(record.added_headers);
}

void leave_out(OutgoingRecord& record, std::size_t bytes_max) noexcept {
  if (record_bytes(record) > bytes_max) record.headers = {};
  if (record_bytes(record) > bytes_max) record.key.reset();
}

DeadLetterHeaders::DeadLetterHeaders(const Record& record, const Verdict& verdict) noexcept {
  headers_ = {{{"ordergate-error-code", verdict.error.code},
               {"ordergate-error-message", verdict.error.message},
               {"ordergate-source-topic", record.topic},
               {"ordergate-source-partition", write_number(partition_, record.partition)},
               {"ordergate-source-offset", write_number(offset_, record.offset)},
               {"ordergate-value-omitted", "too large for the dead-letter topic"}}};
}

OutgoingRecord dead_letter_of(const Record& record, const DeadLetterHeaders& added, Ticket ticket,
                              std::size_t bytes_max) noexcept {
  OutgoingRecord out;
  out.topic = OutputTopic::dead_letter;
  out.key = record.key;
  out.value = record.value;
  out.headers = record.headers;
  out.added_headers = added.headers(false);
  out.ticket = ticket;
  if (record_bytes(out) > bytes_max) {
    out.value.reset();
    out.added_headers = added.headers(true);
  }
  leave_out(out, bytes_max);
  return out;
}

}  // namespace ordergate::daemon
