// Names alone against a watchlist: how many a second, and whether the right ones were found.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/engine/engine_bench.h"
#include "lists/watchlist.h"

namespace ordergate::bench {

struct NameDeck {
  struct Changed {
    std::string name;
    std::uint32_t entry = 0;  // whose primary name it was, one letter changed
  };
  std::vector<Changed> changed;
  std::vector<std::string> ordinary;  // invented
};

/// Primary names of companies with two words or more, as an order may spell them.
[[nodiscard]] std::vector<std::string> listed_companies(const lists::Watchlist& watchlist);

[[nodiscard]] NameDeck make_name_deck(const lists::Watchlist& watchlist, std::size_t changed,
                                      std::size_t ordinary, std::uint64_t seed);

[[nodiscard]] NamesResult measure_names(const NameDeck& deck, const lists::Watchlist& watchlist);

}  // namespace ordergate::bench
