// A record of another system to an order: `ordergate.order.v1` as JSON, which the screener's own parser then
// reads, under the same limits as any other order.
//
// Fail closed: a required field without a value, a value that is not what the map says, a list over its
// limit, no JSON: no order, but why, and the place in the record as it came. The order's id is given whenever
// it can be read.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "mapping/envelope.h"
#include "mapping/record_map.h"

namespace ordergate::mapping {

/// Where a field of the order came from. Only while tracing.
struct MapTrace {
  std::string field;   // "parties[0].name"
  std::string source;  // "shipping_address.company"; empty: the map says it
  std::string value;   // as JSON
};

/// What became of one record.
struct MappedOrder {
  enum class Outcome : std::uint8_t { order, no_order, failed };
  Outcome outcome = Outcome::failed;
  std::string_view order;     // JSON
  std::string_view order_id;  // of a failed one, where it can be read
  std::string_view message;   // why it failed; of no_order what it is: "delete"
  std::string_view at;        // the place in the record
  std::uint32_t unread =
      0;  // values that look like a name, an address, an item or a note and that nothing read
};

/// Texts of an order that nothing read, which are handed on for screening; more of them fail the record.
inline constexpr std::uint32_t kUnreadTextsMax = 256;

/// One worker's scratch. Warm calls allocate nothing. One thread.
class Mapper {
 public:
  explicit Mapper(const RecordLimits& limits);
  ~Mapper();
  Mapper(Mapper&&) noexcept;
  Mapper& operator=(Mapper&&) noexcept;

  /// What the result points to lives until the next call. Without a map the envelope's content is the order.
  [[nodiscard]] MappedOrder map(const RecordMap* map, Envelope envelope, std::string_view record) noexcept;

  /// The same, and where each field came from. Cold.
  [[nodiscard]] MappedOrder trace(const RecordMap& map, Envelope envelope, std::string_view record,
                                  std::vector<MapTrace>& traces);

  /// After a call that gave an order: the place in the record that the order's `field` was read from
  /// ("parties[0].name", "shipping_address.company"). Of a field that the map says itself, or that is absent,
  /// the nearest around it; empty where that is the whole record, and without a map. Lives until the next
  /// call of either.
  [[nodiscard]] std::string_view source_of(std::string_view field) noexcept;

  /// After a call: places of values that nothing read and that look like they matter, with their text.
  struct Unread {
    std::string place, text, looks_like;
  };
  [[nodiscard]] std::vector<Unread> unread() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ordergate::mapping
