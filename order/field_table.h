// The fields of one kind of object: key, how to read it, whether it must be there. The index over the
// keys is a perfect hash found while compiling.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ordergate {

class Reader;
struct JsonValue;

/// Reads a value into a part of `owner`. False once the reader has failed.
using ReadFunction = bool (*)(Reader& reader, JsonValue& value, void* owner) noexcept;

struct Field {
  std::string_view key;
  ReadFunction read = nullptr;
  bool required = false;
};

struct FieldTable {
  static constexpr std::size_t kFieldsMax = 40;
  static constexpr std::size_t kSlots = 128;
  static constexpr std::uint8_t kNoField = 0xFF;

  std::array<Field, kFieldsMax> fields{};
  std::array<std::uint8_t, kSlots> slots{};
  std::uint32_t seed = 0;
  std::uint64_t required = 0;  // bit i: field i must be there

  /// Four bytes and the length, spread by one multiplication. `key` is not empty.
  [[nodiscard]] static constexpr std::size_t slot(std::string_view key, std::uint32_t seed) noexcept {
    const auto byte = [key](std::size_t at) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(key[at]));
    };
    const std::size_t size = key.size();
    const std::uint32_t sample =
        byte(0) | byte(size / 3) << 8U | byte(size / 2) << 16U | byte(size - 1) << 24U;
    return (sample ^ static_cast<std::uint32_t>(size) * 0x85EBCA6BU) * seed >> 25U;
  }

  /// The index of the field called `key`, or kNoField.
  [[nodiscard]] constexpr std::uint8_t find(std::string_view key) const noexcept {
    if (key.empty()) return kNoField;
    const std::uint8_t field = slots[slot(key, seed)];
    return field != kNoField && fields[field].key == key ? field : kNoField;
  }
};

/// Fills the slots with one seed; false when two keys meet.
constexpr bool fill_slots(FieldTable& table, std::size_t count, std::uint32_t seed) noexcept {
  table.seed = seed;
  table.slots.fill(FieldTable::kNoField);
  for (std::size_t i = 0; i < count; ++i) {
    std::uint8_t& slot = table.slots[FieldTable::slot(table.fields[i].key, seed)];
    if (slot != FieldTable::kNoField) return false;
    slot = static_cast<std::uint8_t>(i);
  }
  return true;
}

template <std::size_t N>
[[nodiscard]] consteval FieldTable field_table(const Field (&rows)[N]) {
  static_assert(N <= FieldTable::kFieldsMax);
  FieldTable table;
  for (std::size_t i = 0; i < N; ++i) {
    table.fields[i] = rows[i];
    if (rows[i].required) table.required |= std::uint64_t{1} << i;
  }
  std::uint32_t seed = 0x9E3779B1U;
  while (!fill_slots(table, N, seed)) seed += 2;
  return table;
}

}  // namespace ordergate
