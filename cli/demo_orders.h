// Invented orders for `ordergate demo`: a few customers order often and many seldom, as in life (Zipf); most
// orders can be allowed, some lack an answer and are held, few go where they may not.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace ordergate::cli {

struct DemoOrder {
  std::string id, json;
};

class DemoOrders {
 public:
  /// `shape`: empty, or one of kDemoShapes.
  DemoOrders(std::uint64_t seed, std::string shape);
  [[nodiscard]] DemoOrder next();

 private:
  struct Customer {
    std::string name, country, city;
  };
  [[nodiscard]] const Customer& customer();
  [[nodiscard]] double chance() { return std::uniform_real_distribution<>(0, 1)(random_); }

  std::mt19937_64 random_;
  std::string shape_;
  std::vector<Customer> customers_;
  std::discrete_distribution<std::size_t> zipf_;
  std::uint64_t number_ = 0;
};

}  // namespace ordergate::cli
