// The rule language against any text, and against its slow reference on generated expressions.
//
// First byte 'g': the rest chooses an expression that compiles and a world, and the compiled code must agree
// with the reference. Any other: the rest is an expression as written by anybody; it must be refused or
// evaluate without harm, alike each time.
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "base/check.h"
#include "rules/language/message.h"
#include "tests/rules/language/expression_generator.h"
#include "tests/rules/language/reference_evaluator.h"

namespace ordergate::rules::test {
namespace {

const Date kAt = Date::from_ymd(2025, 6, 1);

bool same(const Value& a, const Value& b) {
  if (a.known != b.known || !a.known) return a.known == b.known;
  switch (a.type) {
    case Type::boolean:
      return a.boolean == b.boolean;
    case Type::number:
      return a.number == b.number;
    case Type::string:
      return a.string == b.string;
    case Type::date:
      return a.date == b.date;
    case Type::country:
      return a.country == b.country;
    default:
      return true;
  }
}

const World& fixed_world() {
  static const WorldBuilder builder = [] {
    std::uint32_t next = 7;
    return random_world(
        [&next](std::uint32_t count) { return (next = next * 1103515245U + 12345U) / 65536U % count; });
  }();
  return builder.world;
}

void any_text(std::string_view text) {
  static Evaluation evaluation;
  const Result<Message> message = Message::compile(text, toy_schema(), toy_variables(), toy_predicates());
  const Result<Expression> compiled =
      Expression::compile(text, toy_schema(), toy_variables(), toy_predicates());
  if (!compiled) {
    OG_CHECK(!compiled.error().text.empty());
    return;
  }
  const Value first = evaluation.run(compiled.value(), fixed_world(), kAt);
  const std::string kept(first.type == Type::string && first.known ? first.string : std::string_view());
  const Value second = evaluation.run(compiled.value(), fixed_world(), kAt);
  OG_CHECK(first.type == compiled.value().type().type && first.known == second.known);
  if (first.type == Type::string && first.known) OG_CHECK(second.string == kept);
}

void generated(const std::uint8_t* data, std::size_t size) {
  static Evaluation evaluation;
  std::size_t next = 0;
  const Choose choose = [&](std::uint32_t count) { return next < size ? data[next++] % count : 0U; };
  const std::string source = ExpressionGenerator(choose, {}).any_type();
  const Result<Expression> compiled =
      Expression::compile(source, toy_schema(), toy_variables(), toy_predicates());
  if (!compiled) {
    // Small texts always compile; long ones may meet a limit.
    OG_CHECK(source.size() > 1000);
    return;
  }
  const WorldBuilder builder = random_world(choose);
  const Value actual = evaluation.run(compiled.value(), builder.world, kAt);
  const Value expected = ReferenceEvaluator(builder.world, kAt, toy_predicates()).evaluate(source);
  if (!same(actual, expected)) std::fprintf(stderr, "differs: %s\n", source.c_str());
  OG_CHECK(same(actual, expected));
}

}  // namespace
}  // namespace ordergate::rules::test

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ordergate::rules::test;
  if (size == 0) return 0;
  if (data[0] == 'g') {
    generated(data + 1, size - 1);
  } else {
    any_text({reinterpret_cast<const char*>(data + 1), size - 1});
  }
  return 0;
}
