// The order parser against any bytes: it never crashes, it agrees with the byte-by-byte reading of the
// grammar, the same bytes give the same answer, and a failure always says why.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/check.h"
#include "order/json_syntax.h"
#include "order/parser.h"

namespace ordergate {
namespace {

struct Answer {
  OrderError code;
  std::string at, message, order_id;
  std::uint32_t parties, items, unknown_keys;
  friend bool operator==(const Answer&, const Answer&) = default;
};

RecordLimits tight_limits() {
  RecordLimits limits;
  limits.record_bytes_max = 1 << 14;
  limits.depth_max = 8;
  limits.string_bytes_max = 64;
  limits.parties_max = 3;
  limits.items_max = 3;
  limits.array_entries_max = 4;
  return limits;
}

Answer ask(OrderParser& parser, Arena& arena, std::string_view record) {
  Order order;
  arena.reset();
  const ParseFailure failure = parser.parse(record, arena, order);
  return {failure.code,
          std::string(failure.at),
          std::string(failure.message),
          std::string(order.order_id),
          order.parties.size(),
          order.items.size(),
          order.unknown_keys};
}

bool is_syntax(OrderError code) {
  return code == OrderError::malformed_json || code == OrderError::truncated_json ||
         code == OrderError::trailing_content || code == OrderError::invalid_utf8 ||
         code == OrderError::empty_record || code == OrderError::depth_exceeded;
}

void check(std::string_view record, const RecordLimits& limits, OrderParser& parser) {
  static Arena arena;
  const Answer answer = ask(parser, arena, record);
  OG_CHECK(answer == ask(parser, arena, record));
  if (record.size() > limits.record_bytes_max) {
    OG_CHECK(answer.code == OrderError::record_too_large);
    return;
  }
  const JsonSyntax syntax = check_json(record, limits.depth_max);
  OG_CHECK(is_syntax(syntax.code) == is_syntax(answer.code));
  if (is_syntax(syntax.code)) OG_CHECK(syntax.code == answer.code);
  OG_CHECK((answer.code == OrderError::none) == answer.message.empty());
}

}  // namespace
}  // namespace ordergate

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ordergate;  // NOLINT: the entry point must stand outside
  static const RecordLimits tight = tight_limits();
  static OrderParser wide_parser{RecordLimits{}};
  static OrderParser tight_parser{tight};
  const std::string_view record(reinterpret_cast<const char*>(data), size);
  check(record, RecordLimits{}, wide_parser);
  check(record, tight, tight_parser);
  return 0;
}
