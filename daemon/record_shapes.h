// What the records of each topic are: the maps and envelopes of [[source]]. Read once at start; const, and
// shared by all workers.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "config/config.h"
#include "daemon/record.h"
#include "screening/mapped.h"

namespace ordergate::daemon {

class RecordShapes {
 public:
  /// Loads and checks every map. The error names the source and what is wrong with its map.
  [[nodiscard]] static Result<RecordShapes> load(const Config& config);

  /// Of a topic without a source: orders of our own. A CloudEvent in binary mode (its attributes are headers)
  /// has nothing around its data.
  [[nodiscard]] RecordShape of(std::string_view topic, std::span<const Header> headers) const;

 private:
  std::map<std::string, RecordShape, std::less<>> by_topic_;
};

}  // namespace ordergate::daemon
