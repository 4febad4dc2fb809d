// What an order may hold, as a map is checked against it: the schema of ordergate.order.v1
// (docs/schemas/order.v1.schema.json), which is inside the program. Read once, at the first call.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ordergate::mapping {

enum class TargetKind : std::uint8_t {
  text,
  word,
  country,
  date,
  timestamp,
  number,
  truth,
  object,
  list,
  anything
};
/// "a text", "one of sale, listing", for messages.
struct Target;
[[nodiscard]] std::string describe(const Target& target);

struct TargetField {
  std::string key, meaning;
  const Target* target = nullptr;
};

struct Target {
  TargetKind kind = TargetKind::anything;
  bool or_text = false;               // of an object: a text will do
  std::vector<std::string> words;     // of a word
  std::vector<TargetField> fields;    // of an object, in the schema's order
  std::vector<std::string> required;  // of those
  const Target* element = nullptr;    // of a list
  std::uint32_t entries_max = 0;      // of a list; 0: the limit of any list

  [[nodiscard]] const TargetField* find(std::string_view key) const noexcept;
  /// Of its own fields: each has a bit.
  [[nodiscard]] std::uint64_t bit_of(const TargetField& field) const noexcept {
    return std::uint64_t{1} << static_cast<std::size_t>(&field - fields.data());
  }
};

/// The order itself.
[[nodiscard]] const Target& order_target();

}  // namespace ordergate::mapping
