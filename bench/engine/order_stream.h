// Orders of an invented distributor, the same for the same seed on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/engine/random.h"

namespace ordergate::bench {

/// How an order's parties are chosen.
enum class Customers : std::uint8_t {
  repeating,  // Zipf over 20,000 customers: what a distributor sees
  all_new,    // no party was ever seen before
};

struct StreamOptions {
  std::uint64_t seed = 1;
  Customers customers = Customers::repeating;
  double listed_share = 0.004;   // orders whose purchaser is one of `listed`, spelled as listed
  double advanced_share = 0.04;  // lines that sell an advanced chip
  std::vector<std::string> listed;
};

struct StreamOrder {
  std::string line;
  bool listed = false;  // the purchaser is a listed party: the verdict must show a match
};

/// An endless stream: nine in ten are sales of one to four lines to two to four parties with addresses,
/// parents and headquarters; the rest listings and rented computing.
class OrderStream {
 public:
  explicit OrderStream(StreamOptions options);
  [[nodiscard]] StreamOrder next();
  [[nodiscard]] std::vector<StreamOrder> take(std::size_t count);

 private:
  [[nodiscard]] std::string sale(StreamOrder& order);
  [[nodiscard]] std::string listing();
  [[nodiscard]] std::string rented();
  void append_parties(std::string& out, StreamOrder& order);
  [[nodiscard]] std::string party_fields(std::size_t population);
  void append_items(std::string& out);

  StreamOptions options_;
  Random random_;
  Zipf zipf_;
  std::uint64_t number_ = 0;
};

/// An invented company or person; `random` alone decides.
[[nodiscard]] std::string invented_name(Random& random);

}  // namespace ordergate::bench
