// One record being read: where we are, what went wrong, and how each type of value is read. The fields of
// each object are tables (order_fields.cpp and its neighbors); simdjson stays behind record_reader.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "order/field_table.h"
#include "order/key_set.h"
#include "order/order.h"
#include "order/parser.h"

namespace ordergate {

/// One value of the record, not yet read.
struct JsonValue {
  std::string_view token;  // scalars: whole, trimmed; containers: the bracket
  void* node = nullptr;    // reader.cpp's own

  [[nodiscard]] bool is(char first) const noexcept { return !token.empty() && token.front() == first; }
};

/// The bounds of a number, both allowed, and how to say them.
struct NumberRange {
  double low, high;
  std::string_view words;
};

/// Every reading function gives false once failed; the failure then says where. One thread.
class Reader {
 public:
  explicit Reader(const RecordLimits& limits);

  /// Starts a record. Its bytes stand in a padded buffer that outlives the reading.
  void start(Arena& arena) noexcept;
  [[nodiscard]] const ParseFailure& failure() const noexcept { return failure_; }
  [[nodiscard]] std::uint32_t unknown_keys() const noexcept { return unknown_keys_; }
  [[nodiscard]] const ArenaList<OddKey>& odd_keys() const noexcept { return odd_keys_; }
  [[nodiscard]] const ArenaList<StrayText>& stray_texts() const noexcept { return stray_texts_; }
  [[nodiscard]] bool stray_texts_left() const noexcept { return stray_texts_left_; }
  [[nodiscard]] const RecordLimits& limits() const noexcept { return limits_; }
  [[nodiscard]] Arena& arena() noexcept { return *arena_; }

  // Scalars.
  bool text(const JsonValue& value, std::string_view& out) noexcept;
  bool word(const JsonValue& value, std::span<const std::string_view> words, std::size_t& index) noexcept;
  bool number(const JsonValue& value, const NumberRange& range, double& out) noexcept;
  bool truth(const JsonValue& value, Tri& out) noexcept;
  bool country(const JsonValue& value, CountryCode& out) noexcept;
  bool date(const JsonValue& value, std::optional<Date>& out) noexcept;

  // Containers (reader.cpp).
  bool object(JsonValue& value, const FieldTable& table, void* owner) noexcept;
  /// Reads each element with `read` into `owner`; more than `entries_max` fail with `over`.
  bool elements(JsonValue& value, std::uint32_t entries_max, OrderError over, ReadFunction read,
                void* owner) noexcept;
  /// The record itself.
  bool root(void* simdjson_document, std::string_view record, const FieldTable& table, void* owner) noexcept;

  /// Fails at the place being read. The message is the parts in a row.
  bool fail(OrderError code, std::initializer_list<std::string_view> message) noexcept;
  /// Fails at `key` of the object being read.
  bool fail_missing(std::string_view key) noexcept;
  /// No JSON, as far as simdjson sees; the parser finds out what exactly.
  bool fail_syntax() noexcept;

 private:
  struct Containers;  // what needs simdjson's types
  friend struct Containers;

  struct Step {
    std::string_view key;  // null: an index
    std::uint32_t index = 0;
  };

  bool expect(const JsonValue& value, char first, std::string_view wanted) noexcept;
  bool raw_text(std::string_view raw, std::string_view& out) noexcept;
  bool enter() noexcept;
  void leave() noexcept { --depth_; }
  [[nodiscard]] std::string_view place(std::string_view key) noexcept;
  void note_stray(std::string_view text) noexcept;

  RecordLimits limits_;
  Arena* arena_ = nullptr;
  ParseFailure failure_;
  std::uint32_t depth_ = 0;  // of the container being read; the record is 1
  std::uint32_t unknown_keys_ = 0;
  ArenaList<OddKey> odd_keys_;
  ArenaList<StrayText> stray_texts_;
  bool stray_texts_left_ = false;
  bool somebody_named_ = false;  // in the value that nobody asked for
  std::uint64_t seed_;           // no sender can know it, so none can pick keys that collide
  const char* end_ = nullptr;    // of the record
  std::vector<Step> path_;       // one a depth
  std::vector<KeySet> keys_;     // one a depth
};

}  // namespace ordergate
