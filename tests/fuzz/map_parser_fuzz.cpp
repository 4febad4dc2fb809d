// Any text as a map: read or refused, and one that is read maps any record or fails. No crash, no endless
// loop.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "mapping/mapper.h"
#include "mapping/record_map.h"

namespace {

using namespace ordergate;           // NOLINT: a program of one file
using namespace ordergate::mapping;  // NOLINT

constexpr std::string_view kRecord =
    R"({"id":"A-1","to":"Peru","who":"Ejemplo SAC","list":[{"k":"a","v":"1"},{"k":"b","v":2},null,[1,2]],"n":1.5,)"
    R"("day":"2026-02-03","us":1770111104000000,"no":false,"yes":true,"text":"{\"a\":[1,2]}","deep":{"a":{"b":{"c":"d"}}}})";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Mapper mapper{RecordLimits{}};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (text.find("lookup") != std::string_view::npos) return 0;  // would read files
  const auto map = RecordMap::parse(text, "fuzz.toml");
  if (!map) {
    OG_CHECK(map.error().text.starts_with("fuzz.toml:"));
    return 0;
  }
  const MappedOrder made = mapper.map(map.value().get(), Envelope::automatic, kRecord);
  OG_CHECK(made.outcome != MappedOrder::Outcome::failed || !made.message.empty());
  return 0;
}
