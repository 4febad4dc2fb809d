// Which map a command reads foreign orders by.
#pragma once

#include <string>
#include <vector>

#include "screening/mapped.h"

namespace CLI {
class App;
}

namespace ordergate::cli {

struct MapOptions {
  std::string map;                    // a file or the name of one that ships; empty: the orders are our own
  std::vector<std::string> settings;  // NAME=VALUE
  std::string envelope;               // empty: auto with a map, else none

  /// --map, --set, --envelope.
  void add_to(CLI::App& command);
  /// The map read and checked; a Stop when it is wrong.
  [[nodiscard]] RecordShape shape() const;
};

/// NAME=VALUE texts as a map; a Stop for one that is none.
[[nodiscard]] std::map<std::string, std::string> settings_given(const std::vector<std::string>& settings);

}  // namespace ordergate::cli
