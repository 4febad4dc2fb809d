// Parsing in tests: one record in, everything out in one value.
#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"
#include "order/parser.h"

namespace ordergate::test {

/// An order that passes; tests change one thing in it.
inline constexpr std::string_view kGoodOrder =
    R"({"order_id":"SO-1","kind":"sale","destination_country":"SG",)"
    R"("parties":[{"name":"Lion Rock"}],"items":[{"quantity":8}]})";

/// A parser with what it needs. The order lives until the next parse.
struct Parsing {
  explicit Parsing(const RecordLimits& limits = {}) : parser(limits) {}

  ParseFailure parse(std::string_view record) {
    arena.reset();
    return parser.parse(record, arena, order);
  }

  OrderParser parser;
  Arena arena;
  Order order;
};

/// The good order with more fields behind its last one: `,"notes":"x"`.
inline std::string good_order_with(std::string_view fields) {
  std::string record(kGoodOrder.substr(0, kGoodOrder.size() - 1));
  record += ',';
  record += fields;
  record += '}';
  return record;
}

/// The same with one more field in the party or the item.
inline std::string with_party_field(std::string_view field) {
  std::string record(kGoodOrder);
  record.insert(record.find(R"("Lion Rock")") + 11, "," + std::string(field));
  return record;
}
inline std::string with_item_field(std::string_view field) {
  std::string record(kGoodOrder);
  record.insert(record.find(R"("quantity":8)") + 12, "," + std::string(field));
  return record;
}

}  // namespace ordergate::test
