// Once warm, a record is mapped without a single allocation.
#include "tests/mapping/map_support.h"
#include "tests/support/allocation_counter.h"

namespace ordergate::mapping {
namespace {

TEST(AllocationsTest, warm_mapping_allocates_nothing) {
  Mapper mapper{RecordLimits{}};
  std::vector<std::shared_ptr<const RecordMap>> maps;
  for (const ShippedMap& shipped : shipped_maps())
    maps.push_back(RecordMap::load(std::string(shipped.name)).value());
  const auto all = [&] {
    for (const auto& map : maps)
      for (const MapExample& example : map->examples()) {
        static_cast<void>(mapper.map(map.get(), Envelope::automatic, example.source));
        for (const std::string_view field :
             {"parties[0].name", "items[0]", "parties[1].addresses[0].city", "order"})
          static_cast<void>(mapper.source_of(field));
      }
  };
  for (int i = 0; i < 3; ++i) all();
  EXPECT_EQ(test::count_allocations(all), 0U);
}

}  // namespace
}  // namespace ordergate::mapping
