// The orders of the stream bench: those that the engine bench invents, with repeating customers, one a line
// as key, tab, value.
//
// usage: bench_orders COUNT LIST
#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <string_view>

#include "bench/engine/name_run.h"
#include "bench/engine/order_stream.h"
#include "screening/screener.h"
#include "screening/snapshot.h"

namespace {

int write_orders(std::size_t count, const char* list) {
  ordergate::SnapshotOptions snapshot;
  snapshot.list_paths = {list};
  const auto loaded = ordergate::load_snapshot(snapshot);
  if (!loaded) {
    fmt::print(stderr, "bench_orders: {}\n", loaded.error().text);
    return 3;
  }
  ordergate::bench::StreamOptions options;
  options.listed = ordergate::bench::listed_companies(loaded.value()->watchlist());
  ordergate::bench::OrderStream orders(options);
  for (std::size_t i = 0; i < count; ++i) fmt::print("SO-{}\t{}\n", i + 1, orders.next().line);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t count = 0;
  const std::string_view text = argc == 3 ? argv[1] : "";
  std::from_chars(text.data(), text.data() + text.size(), count);
  if (count == 0) {
    std::fputs("usage: bench_orders COUNT LIST\n", stderr);
    return 2;
  }
  return write_orders(count, argv[2]);
}
