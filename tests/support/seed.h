// Where tests that draw begin.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>

namespace ordergate::test {

/// 1, so that a run says the same everywhere; ORDERGATE_TEST_SEED=N another, ORDERGATE_TEST_SEED=random a new
/// one each time.
inline std::uint32_t seed() {
  const char* given = std::getenv("ORDERGATE_TEST_SEED");
  if (given == nullptr) return 1;
  const std::string text = given;
  return text == "random" ? std::random_device{}() : static_cast<std::uint32_t>(std::stoul(text));
}

}  // namespace ordergate::test
