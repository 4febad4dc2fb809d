#include <array>
#include <cstdint>

#include "base/hash.h"
#include "order/verdict.h"

namespace ordergate {

VerdictId verdict_id(const SourcePosition& source, std::string_view record) noexcept {
  const bool from_topic = !source.topic.empty();
  const Hash128 name = hash128(from_topic ? source.topic : source.file);
  const Hash128 body = hash128(record);
  const std::array<std::uint64_t, 7> parts = {
      name.low,
      name.high,
      body.low,
      body.high,
      from_topic ? 1U : 0U,
      static_cast<std::uint64_t>(from_topic ? source.partition : 0),
      from_topic ? static_cast<std::uint64_t>(source.offset) : source.line,
  };
  const Hash128 id = hash128({reinterpret_cast<const char*>(parts.data()), sizeof parts});
  return VerdictId{{id.high, id.low}};
}

}  // namespace ordergate
