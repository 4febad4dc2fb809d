// Random expressions of the toy world that compile, and random worlds to evaluate them over. Choices come
// from a seed in tests and from the fuzzer's bytes in fuzzers.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tests/rules/language/toy_world.h"

namespace ordergate::rules::test {

/// A number below `count`, which is at least 1.
using Choose = std::function<std::uint32_t(std::uint32_t count)>;

/// Predicates that generated expressions call.
[[nodiscard]] const std::vector<Predicate>& toy_predicates();

struct GeneratorOptions {
  /// Only what CEL has and means the same: no known(), predicates, date arithmetic, bare names, nor
  /// division by what may be zero; number literals with a point.
  bool cel = false;
  /// known() makes an answer depend on facts that nothing asks for.
  bool known = true;
  int depth_max = 4;
};

class ExpressionGenerator {
 public:
  ExpressionGenerator(Choose choose, GeneratorOptions options)
      : choose_(std::move(choose)), options_(options) {}

  [[nodiscard]] std::string boolean() { return boolean(options_.depth_max); }
  [[nodiscard]] std::string any_type();

 private:
  std::string boolean(int depth);
  std::string simple_boolean(int depth);
  std::string joined_boolean(int depth);
  std::string loop(int depth);
  std::string membership(int depth);
  std::string text_test(int depth);
  std::string special(int depth);
  std::string any_type_at(int depth);
  std::string number(int depth);
  std::string text(int depth);
  std::string date(int depth);
  std::string country(int depth);
  std::string object(Kind kind, int depth);
  std::string fact(Kind owner, const char* name, int depth);
  std::string list(Kind& element, int depth);
  std::string number_literal();
  std::string conditional(int depth, std::string (ExpressionGenerator::*part)(int));

  template <std::size_t kCount>
  const char* one_of(const std::array<const char*, kCount>& words) {
    return words[choose_(kCount)];
  }

  static constexpr std::size_t kLoopsMax = 2;  // predicates bring one more

  Choose choose_;
  GeneratorOptions options_;
  std::vector<std::pair<std::string, Kind>> locals_;
};

/// Facts are unknown a quarter of the time. Objects refer to later objects only.
[[nodiscard]] WorldBuilder random_world(const Choose& choose);

/// A value for one fact.
[[nodiscard]] Value random_value(TypeRef type, const Choose& choose);

}  // namespace ordergate::rules::test
