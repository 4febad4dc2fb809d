// One JSON record in, one Order out, read with simdjson On-Demand to the last byte.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/arena.h"
#include "base/limits.h"
#include "order/order.h"

namespace ordergate {

/// Why a record is no order. Zero is success. The word in a verdict's error.code is to_string().
enum class OrderError : std::uint8_t {
  none,
  empty_record,      // no JSON at all
  record_too_large,  // over record_bytes_max
  malformed_json,    // not JSON
  truncated_json,    // ends inside a value
  invalid_utf8,      // bytes that are no UTF-8, or a lone surrogate escape
  trailing_content,  // something after the closing brace
  depth_exceeded,    // nested deeper than depth_max
  string_too_long,   // over string_bytes_max (or order_id over its own bound)
  too_many_parties,  // over parties_max
  too_many_items,    // over items_max
  too_many_entries,  // another array over array_entries_max
  duplicate_key,     // the same key twice in one object
  missing_field,     // a required field is absent
  wrong_type,        // a field holds another JSON type
  invalid_value,     // right type, but no word, date, country or number allowed there
};
[[nodiscard]] std::string_view to_string(OrderError) noexcept;
/// The error.code of a record of another shape that a map could not make an order of.
inline constexpr std::string_view kMappingFailed = "mapping_failed";

struct ParseFailure {
  OrderError code = OrderError::none;
  std::string_view at;       // the place: "parties[0].name", "byte 17" or ""; arena
  std::string_view message;  // one line for a person; arena
  explicit operator bool() const noexcept { return code != OrderError::none; }
};

/// Reads records one after another. Owns its simdjson parser and scratch; reuses them, so a warm
/// reader allocates nothing. One thread; not copyable.
class OrderParser {
 public:
  explicit OrderParser(const RecordLimits& limits);
  ~OrderParser();
  OrderParser(OrderParser&&) noexcept;
  OrderParser& operator=(OrderParser&&) noexcept;

  /// Parses `record` into `order`. The text is copied into the parser's padded buffer, so the caller
  /// may free it at once. What `order` and the failure point to lives until the next call or until
  /// `arena` is reset. On failure `order` holds what was read before it, and order_id wherever it could be
  /// found. A record that is no JSON is reported as such, whatever its fields hold.
  ///
  /// Required are order_id, kind, name of each party, quantity of each item, and by kind:
  ///   sale             destination_country, parties (1 or more), items (1 or more)
  ///   listing          listing.title, or items
  ///   all other kinds  parties
  /// null is absent; an empty string where text is required is absent too.
  [[nodiscard]] ParseFailure parse(std::string_view record, Arena& arena, Order& order) noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ordergate
