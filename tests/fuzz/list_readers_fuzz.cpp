// Every list reader against any bytes: no crash, every entry has a name or an address and valid UTF-8, every
// rejection a line and a reason, the same bytes give the same answer.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/utf8.h"
#include "lists/diff.h"
#include "lists/format.h"

namespace ordergate::lists {
namespace {

ReadLimits tight_limits() {
  ReadLimits limits;
  limits.field_bytes_max = 4096;
  limits.entries_max = 500;
  return limits;
}

void check_entry(const ListEntry& entry, std::uint64_t lines) {
  OG_CHECK(!entry.names.empty() || !entry.addresses.empty() || entry.kind == PartyKind::address_only);
  OG_CHECK(entry.line >= 1 && entry.line <= lines);
  for (const ListedName& name : entry.names) OG_CHECK(!name.text.empty());
  for (const auto& [field, value] : describe_fields(entry)) {
    OG_CHECK(value.find('\0') == std::string::npos);
  }
}

/// Rows of a packed spreadsheet are no lines of its bytes.
std::uint64_t line_count(std::string_view bytes) {
  if (bytes.substr(0, 2) == "PK") return UINT64_MAX;
  std::uint64_t lines = 1;
  for (const char c : bytes) lines += c == '\n' || c == '\r' ? 1 : 0;
  return lines;
}

std::vector<Reading> read(std::string_view bytes) {
  std::vector<Reading> readings;
  Result<Reading> reading = read_bytes("fuzz.csv", bytes, tight_limits());
  if (!reading) {
    OG_CHECK(reading.error().text.substr(0, 8) == "fuzz.csv");
    return readings;
  }
  readings.push_back(std::move(reading).value());
  join_ofac(readings);
  return readings;
}

void check(std::string_view bytes) {
  const std::vector<Reading> readings = read(bytes);
  const std::uint64_t lines = line_count(bytes);
  for (const Reading& reading : readings) {
    OG_CHECK(reading.file.entries.size() <= tight_limits().entries_max);
    for (const ListEntry& entry : reading.file.entries) check_entry(entry, lines);
    for (const Rejection& rejection : reading.file.rejections) {
      OG_CHECK(!rejection.reason.empty());
      OG_CHECK(rejection.line >= 1 && rejection.line <= lines);
    }
  }
  const std::vector<Reading> again = read(bytes);
  OG_CHECK(again.size() == readings.size());
  if (!readings.empty()) {
    const ListDiff diff = diff_lists({readings[0].file}, {again[0].file});
    OG_CHECK(diff.added.empty() && diff.removed.empty() && diff.changed.empty());
  }
}

}  // namespace
}  // namespace ordergate::lists

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ordergate::lists::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
