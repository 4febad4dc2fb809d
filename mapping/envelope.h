// What is wrapped around an order on its way: CloudEvents, the change records of Debezium, Kafka Connect's
// schema beside its payload.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "order/json_tree.h"

namespace ordergate::mapping {

enum class Envelope : std::uint8_t {
  automatic,    // by what the record looks like
  none,         // the record is the order
  cloudevents,  // structured mode: the order is `data`
  debezium,     // the order is `after`; deletes are no orders
};
/// "auto", "none", "cloudevents", "debezium".
[[nodiscard]] std::optional<Envelope> parse_envelope(std::string_view word) noexcept;

struct Opened {
  std::uint32_t order = 0;    // the node of the order; kNone when there is none
  std::string_view no_order;  // "delete", "tombstone", "truncate", "message": what the record is instead
  std::string_view failure;   // why it cannot be opened
  std::uint32_t failed_at = JsonTree::kNone;
};

/// The order in the record. Marks what belongs to the envelope as read.
[[nodiscard]] Opened open_envelope(JsonTree& tree, Envelope envelope) noexcept;

}  // namespace ordergate::mapping
