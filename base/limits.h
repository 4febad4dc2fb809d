// The limits of one order record (docs/orders.md). Configurable downwards only.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ordergate {

struct RecordLimits {
  std::size_t record_bytes_max = std::size_t{1} << 20;
  std::uint32_t parties_max = 64;
  std::uint32_t items_max = 512;
  std::size_t string_bytes_max = std::size_t{64} << 10;
  std::uint32_t depth_max = 32;
  std::size_t order_id_bytes_max = 128;
  /// Entries of any other array (aliases, addresses, owners, documents, licenses ...).
  std::uint32_t array_entries_max = 1024;
};

}  // namespace ordergate
