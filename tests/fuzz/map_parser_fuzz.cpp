// Any lines as the expressions of a map: read or refused, and a map that is read maps any record or fails. No
// crash, no endless loop. What is TOML is toml++'s own to find out: the lines stand in quotes.
#include <array>
#include <cstdint>
#include <string>
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
constexpr std::array<std::string_view, 8> kKeys = {"order_id", "kind",  "destination_country", "created_at",
                                                   "value",    "notes", "transit_countries",   "ship_date"};

std::string quoted(std::string_view line) {
  std::string out = "\"";
  for (const char c : line) {
    if (c == '"' || c == '\\') out += '\\';
    if (c >= ' ' && c < '\x7f') out += c;
  }
  return out + "\"";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Mapper mapper{RecordLimits{}};
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (text.find("lookup") != std::string_view::npos) return 0;  // would read files
  std::string toml = "[let]\nl = \"src.list\"\n[order]\n";
  for (std::size_t i = 0; i < kKeys.size(); ++i) {
    const std::size_t end = text.find('\n');
    const std::string line = quoted(text.substr(0, end));
    toml += std::string(kKeys[i]) + " = " + (line == "\"\"" ? "\"src.id\"" : line) + "\n";
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  toml += "[[order.parties]]\nname = " + quoted(text) + "\n[[order.items]]\neach = \"l\"\nquantity = \"1\"\n";
  const auto map = RecordMap::parse(toml, "fuzz.toml");
  if (!map) {
    OG_CHECK(map.error().text.starts_with("fuzz.toml:"));
    return 0;
  }
  const MappedOrder made = mapper.map(map.value().get(), Envelope::automatic, kRecord);
  OG_CHECK(made.outcome != MappedOrder::Outcome::failed || !made.message.empty());
  return 0;
}
