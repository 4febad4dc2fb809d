// What travels between the source, the worker and the sink. Views live until the next poll or produce.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ordergate::daemon {

/// One record header. No value (Kafka's null) differs from an empty one.
struct Header {
  std::string_view name;
  std::optional<std::string_view> value;
};

/// One partition of a topic, by name.
struct PartitionId {
  std::string topic;
  std::int32_t partition = -1;
  friend bool operator==(const PartitionId&, const PartitionId&) = default;
};

/// One consumed record. Valid until the next poll of the source that gave it.
struct Record {
  std::string_view topic;
  std::int32_t partition = -1;
  std::int64_t offset = -1;
  std::optional<std::string_view> key;
  std::optional<std::string_view> value;  // none: a tombstone
  std::span<const Header> headers;
  std::int64_t timestamp_ms = -1;  // Unix time the record carries; -1: none
};

/// Names one admitted record of one assignment of its partition; see offset_ledger.h. Travels with each
/// produced record and comes back with its delivery report.
struct Ticket {
  static constexpr unsigned kBits = 61;  // the sink needs the rest
  std::uint64_t value = 0;
  friend bool operator==(const Ticket&, const Ticket&) = default;
};

/// The topics that a worker writes.
enum class OutputTopic : std::uint8_t { verdicts, allow, hold, deny, dead_letter };
inline constexpr std::size_t kOutputTopicCount = 5;
[[nodiscard]] std::string_view to_string(OutputTopic topic) noexcept;

/// One record to write. Everything is copied before produce() returns.
struct OutgoingRecord {
  OutputTopic topic = OutputTopic::verdicts;
  std::optional<std::string_view> key;
  std::optional<std::string_view> value;
  std::span<const Header> headers;                     // carried from the order
  std::span<const std::string_view> replaced_headers;  // carried headers of these names are left out
  std::span<const Header> added_headers;               // written after the carried ones
  Ticket ticket;
};

/// What became of one produced record.
struct Delivery {
  Ticket ticket;
  OutputTopic topic = OutputTopic::verdicts;
  bool acknowledged = false;  // by all in-sync replicas, with an offset; false: refused, timed out, purged
};

}  // namespace ordergate::daemon
