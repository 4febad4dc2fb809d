// Any bytes as a record of every map that ships, in every envelope: an order that is JSON, or a failure that
// says why. The same bytes give the same twice.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "mapping/mapper.h"
#include "mapping/record_map.h"

namespace {

using namespace ordergate;           // NOLINT: a program of one file
using namespace ordergate::mapping;  // NOLINT

std::vector<std::shared_ptr<const RecordMap>> all_maps() {
  std::vector<std::shared_ptr<const RecordMap>> maps = {nullptr};
  for (const ShippedMap& shipped : shipped_maps())
    maps.push_back(RecordMap::load(std::string(shipped.name)).value());
  return maps;
}

std::string told(const MappedOrder& made) {
  return std::string(made.order) + "|" + std::string(made.message) + "|" + std::string(made.at) + "|" +
         std::string(made.order_id);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<std::shared_ptr<const RecordMap>> maps = all_maps();
  static Mapper mapper{RecordLimits{}};
  static JsonTree tree{RecordLimits{}};
  static Arena arena;
  if (size == 0) return 0;
  const RecordMap* const map = maps[(data[0] / 4) % maps.size()].get();
  const auto envelope = static_cast<Envelope>(data[0] % 4);
  const std::string_view record(reinterpret_cast<const char*>(data) + 1, size - 1);
  const MappedOrder made = mapper.map(map, envelope, record);
  const std::string first = told(made);
  switch (made.outcome) {
    case MappedOrder::Outcome::order:
      arena.reset();
      OG_CHECK(map == nullptr || !tree.parse(made.order, arena));
      break;
    case MappedOrder::Outcome::failed:
      OG_CHECK(!made.message.empty());
      break;
    case MappedOrder::Outcome::no_order:
      break;
  }
  static_cast<void>(mapper.unread());
  OG_CHECK(told(mapper.map(map, envelope, record)) == first);
  return 0;
}
