// The compiled code against the slow reference, on generated expressions and worlds.
#include <gtest/gtest.h>

#include <random>

#include "tests/rules/language/expression_generator.h"
#include "tests/rules/language/reference_evaluator.h"
#include "tests/support/seed.h"

namespace ordergate::rules::test {
namespace {

const Date kAt = Date::from_ymd(2025, 6, 1);

std::string print(const Value& value) {
  if (!value.known) return "unknown";
  switch (value.type) {
    case Type::boolean:
      return value.boolean ? "true" : "false";
    case Type::number:
      return std::to_string(value.number);
    case Type::string:
      return "'" + std::string(value.string) + "'";
    case Type::date:
      return format_date(value.date);
    default:
      return std::string(value.country.text());
  }
}

class ExpressionProperty : public ::testing::Test {
 protected:
  ExpressionProperty() { RecordProperty("seed", std::to_string(seed_)); }
  Choose choose() {
    return [this](std::uint32_t count) { return static_cast<std::uint32_t>(random_() % count); };
  }
  Expression compile(const std::string& source) {
    Result<Expression> compiled =
        Expression::compile(source, toy_schema(), toy_variables(), toy_predicates());
    EXPECT_TRUE(compiled.ok()) << "seed " << seed_ << ": " << source << ": "
                               << (compiled.ok() ? "" : compiled.error().text);
    return compiled.ok() ? std::move(compiled).value() : Expression();
  }
  std::uint64_t seed_ = ordergate::test::seed();
  std::mt19937_64 random_{seed_};
  Evaluation evaluation_;
};

TEST_F(ExpressionProperty, CompiledCodeAgreesWithTheReference) {
  int answers[3] = {0, 0, 0};
  for (int i = 0; i < 4000 && !HasFailure(); ++i) {
    const std::string source = ExpressionGenerator(choose(), {}).any_type();
    const Expression expression = compile(source);
    for (int j = 0; j < 4; ++j) {
      const WorldBuilder builder = random_world(choose());
      const Value expected = ReferenceEvaluator(builder.world, kAt, toy_predicates()).evaluate(source);
      const Value actual = evaluation_.run(expression, builder.world, kAt);
      ASSERT_EQ(print(actual), print(expected)) << "seed " << seed_ << ": " << source;
      ASSERT_EQ(actual.type, expression.type().type) << "seed " << seed_ << ": " << source;
      ++answers[static_cast<int>(actual.type == Type::boolean ? actual.as_tri() : Tri::unknown)];
    }
  }
  EXPECT_GT(answers[static_cast<int>(Tri::no)], 1000);
  EXPECT_GT(answers[static_cast<int>(Tri::yes)], 1000);
  EXPECT_GT(answers[static_cast<int>(Tri::unknown)], 1000);
}

/// Filling in every unknown fact that was not recorded must leave the answer unknown: the record names
/// what to ask for.
TEST_F(ExpressionProperty, OnlyRecordedFactsLeaveAnAnswerUnknown) {
  int unknown_answers = 0;
  for (int i = 0; i < 8000 && !HasFailure(); ++i) {
    const std::string source = ExpressionGenerator(choose(), {.known = false}).boolean();
    const Expression expression = compile(source);
    WorldBuilder builder = random_world(choose());
    if (evaluation_.run(expression, builder.world, kAt).known) {
      ASSERT_TRUE(evaluation_.frame.unknowns.empty());
      continue;
    }
    ++unknown_answers;
    const std::vector<UnknownFact> recorded = evaluation_.frame.unknowns;
    for (const Kind kind : {kOrder, kItem, kParty})
      for (std::uint32_t index = 0; index < (kind == kOrder ? 1U : kind == kItem ? 3U : 4U); ++index)
        for (std::uint16_t fact = 0; fact < toy_schema().objects[kind].facts.size(); ++fact) {
          const FactDef& definition = toy_schema().objects[kind].facts[fact];
          const bool plain = definition.type.type != Type::list && definition.type.type != Type::object;
          const bool asked = std::any_of(recorded.begin(), recorded.end(), [&](const UnknownFact& one) {
            return one.object_kind == kind && one.object == index && one.fact == fact;
          });
          if (plain && !asked && !builder.world.facts[kind][index][fact].known)
            builder.set(kind, index, definition.name, random_value(definition.type, choose()));
        }
    ASSERT_FALSE(evaluation_.run(expression, builder.world, kAt).known) << "seed " << seed_ << ": " << source;
  }
  EXPECT_GT(unknown_answers, 500);
}

}  // namespace
}  // namespace ordergate::rules::test
