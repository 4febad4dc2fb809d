// What expressions answer, unknowns included.
#include <gtest/gtest.h>

#include "tests/rules/language/toy_world.h"
#include "tests/support/count_allocations.h"

namespace ordergate::rules::test {
namespace {

class ExpressionEvaluate : public ::testing::Test {
 protected:
  Value value(std::string_view source, const std::vector<Predicate>& predicates = {}) {
    Result<Expression> compiled = Expression::compile(source, toy_schema(), toy_variables(), predicates);
    EXPECT_TRUE(compiled.ok()) << source << ": " << (compiled.ok() ? "" : compiled.error().text);
    if (!compiled.ok()) return {};
    expression_ = std::move(compiled).value();
    return evaluation_.run(expression_, builder_.world);
  }
  Tri answer(std::string_view source, const std::vector<Predicate>& predicates = {}) {
    const Value result = value(source, predicates);
    EXPECT_EQ(result.type, Type::boolean) << source;
    return result.as_tri();
  }
  std::string unknowns() {
    std::string out;
    for (const UnknownFact& fact : evaluation_.frame.unknowns) {
      const ObjectDef& object_def = toy_schema().objects[fact.object_kind];
      if (!out.empty()) out += ' ';
      out += std::string(object_def.name) + std::to_string(fact.object) + "." +
             std::string(object_def.facts[fact.fact].name);
    }
    return out;
  }
  Expression expression_;
  WorldBuilder builder_;
  Evaluation evaluation_;
};

TEST_F(ExpressionEvaluate, AnEmptyExpressionIsUnknown) {
  EXPECT_EQ(evaluation_.run(Expression(), builder_.world).as_tri(), Tri::unknown);
}

TEST_F(ExpressionEvaluate, Literals) {
  EXPECT_EQ(answer("true"), Tri::yes);
  EXPECT_EQ(answer("!true"), Tri::no);
  EXPECT_EQ(answer("1.5e3 == 1500 && .5 == 0.5 && -3 < -2"), Tri::yes);
  EXPECT_EQ(answer(R"("a\"b\n" == 'a"b\n')"), Tri::yes);
  EXPECT_EQ(answer("date('2026-01-15') > date('2026-01-14')"), Tri::yes);
}

TEST_F(ExpressionEvaluate, ArithmeticBindsAsUsual) {
  EXPECT_EQ(value("2 + 3 * 4 - 10 / 4").number, 11.5);
  EXPECT_EQ(value("-(2 + 3) * 2").number, -10);
  EXPECT_EQ(value("8 - 4 - 2").number, 2);
  EXPECT_EQ(answer("1 < 2 == true"), Tri::yes);
}

TEST_F(ExpressionEvaluate, WhatHasNoValueIsUnknown) {
  EXPECT_EQ(answer("1 / 0 > 0"), Tri::unknown);
  EXPECT_EQ(answer("1e308 * 10 > 0"), Tri::unknown);
  EXPECT_EQ(answer("date('2026-01-01') + 1e9 > date('2026-01-01')"), Tri::unknown);
  EXPECT_EQ(unknowns(), "");
}

TEST_F(ExpressionEvaluate, DatesCountDays) {
  builder_.set(kOrder, 0, "ship_date", Value::of(Date::from_ymd(2026, 3, 1)));
  EXPECT_EQ(value("ship_date - date('2026-02-01')").number, 28);
  EXPECT_EQ(answer("ship_date - 25 >= date('2026-02-04')"), Tri::yes);
  EXPECT_EQ(answer("ship_date - 25 >= date('2026-02-05')"), Tri::no);
}

TEST_F(ExpressionEvaluate, TextFunctionsAreCaseSensitive) {
  builder_.set(kOrder, 0, "note", text("GPU f\xC3\xBCr Server"));
  EXPECT_EQ(answer("note.contains('Server') && !note.contains('server')"), Tri::yes);
  EXPECT_EQ(answer("note.startsWith('GPU') && note.endsWith('ver')"), Tri::yes);
  EXPECT_EQ(answer("note.lowerAscii().contains('gpu f\xC3\xBCr server')"), Tri::yes);
  EXPECT_EQ(value("note.size()").number, 14);
  EXPECT_EQ(answer("item.eccn.lowerAscii() == 'x'"), Tri::unknown);
}

TEST_F(ExpressionEvaluate, InSetsListsAndListFacts) {
  builder_.set(kOrder, 0, "destination", country("VN")).set(kOrder, 0, "note", text("gpu"));
  builder_.set_list(kOrder, 0, "tags", {text("a"), text("b")})
      .set_list(kOrder, 0, "transit", {country("SG")});
  EXPECT_EQ(answer("destination in D5"), Tri::yes);
  EXPECT_EQ(evaluation_.run(expression_, builder_.world, Date::from_ymd(2024, 12, 31)).as_tri(), Tri::no);
  EXPECT_EQ(answer("'CN' in D5 && note in WORDS"), Tri::yes);
  EXPECT_EQ(answer("destination in ['SG', 'VN']"), Tri::yes);
  EXPECT_EQ(answer("destination in []"), Tri::no);
  EXPECT_EQ(answer("3 in [1, -2, 3]"), Tri::yes);
  EXPECT_EQ(answer("'b' in tags && !('c' in order.tags)"), Tri::yes);
  EXPECT_EQ(answer("'SG' in transit"), Tri::yes);
  EXPECT_EQ(answer("date('2026-01-01') in [date('2026-01-01')]"), Tri::yes);
}

TEST_F(ExpressionEvaluate, AnUnknownListElementLeavesInUnknown) {
  builder_.set_list(kOrder, 0, "tags", {Value::unknown(Type::string), text("b")});
  EXPECT_EQ(answer("'b' in tags"), Tri::yes);
  EXPECT_EQ(answer("'c' in tags"), Tri::unknown);
  EXPECT_EQ(unknowns(), "order0.tags");
}

TEST_F(ExpressionEvaluate, UnknownIsAbsorbedAsInCel) {
  EXPECT_EQ(answer("urgent && false"), Tri::no);
  EXPECT_EQ(answer("false && urgent"), Tri::no);
  EXPECT_EQ(answer("urgent || true"), Tri::yes);
  EXPECT_EQ(answer("true || urgent"), Tri::yes);
  EXPECT_EQ(answer("urgent && true"), Tri::unknown);
  EXPECT_EQ(answer("urgent || false"), Tri::unknown);
  EXPECT_EQ(answer("!urgent"), Tri::unknown);
  EXPECT_EQ(answer("value + 1 > 2"), Tri::unknown);
  EXPECT_EQ(answer("destination in D5"), Tri::unknown);
  EXPECT_EQ(answer("1 / 0 > 0 && urgent && false"), Tri::no);
}

TEST_F(ExpressionEvaluate, KnownIsAlwaysKnown) {
  EXPECT_EQ(answer("known(urgent)"), Tri::no);
  EXPECT_EQ(answer("known(value > 3 || true)"), Tri::yes);
  EXPECT_EQ(answer("known(parties)"), Tri::no);
  EXPECT_EQ(answer("!known(item.designer.hq)"), Tri::yes);
}

TEST_F(ExpressionEvaluate, AConditionalNeedsOnlyTheChosenSide) {
  EXPECT_EQ(value("true ? 1 : value").number, 1);
  EXPECT_EQ(value("false ? value : 2").number, 2);
  EXPECT_EQ(answer("urgent ? true : true"), Tri::unknown);
  EXPECT_EQ(value("1 > 2 ? 'a' : 2 > 1 ? 'b' : 'c'").string, "b");
}

TEST_F(ExpressionEvaluate, LoopsOverUnknownAndEmptyLists) {
  EXPECT_EQ(answer("parties.exists(p, true)"), Tri::unknown);
  EXPECT_EQ(unknowns(), "order0.parties");
  EXPECT_EQ(answer("parties.all(p, true)"), Tri::unknown);
  EXPECT_EQ(answer("parties.filter(p, true).size() == 0"), Tri::unknown);
  EXPECT_EQ(answer("parties.size() == 0"), Tri::unknown);
  builder_.set_list(kOrder, 0, "parties", {});
  EXPECT_EQ(answer("parties.exists(p, true)"), Tri::no);
  EXPECT_EQ(answer("parties.all(p, false)"), Tri::yes);
  EXPECT_EQ(answer("parties.exists_one(p, true)"), Tri::no);
  EXPECT_EQ(answer("parties.filter(p, true).size() == 0 && parties.size() == 0"), Tri::yes);
}

TEST_F(ExpressionEvaluate, LoopsAbsorbUnknownElements) {
  builder_.set_list(kOrder, 0, "parties", {object(0), object(1), object(2)});
  builder_.set(kParty, 0, "hq", country("US")).set(kParty, 2, "hq", country("CN"));
  EXPECT_EQ(answer("parties.exists(p, p.hq == 'CN')"), Tri::yes);
  EXPECT_EQ(answer("parties.exists(p, p.hq == 'RU')"), Tri::unknown);
  EXPECT_EQ(unknowns(), "party1.hq");
  EXPECT_EQ(answer("parties.all(p, p.hq == 'US')"), Tri::no);
  EXPECT_EQ(answer("parties.all(p, p.hq in ['US', 'CN'])"), Tri::unknown);
  EXPECT_EQ(answer("parties.filter(p, p.hq == 'CN').size() >= 1"), Tri::unknown);
  EXPECT_EQ(answer("parties.exists_one(p, p.hq == 'CN')"), Tri::unknown);
  EXPECT_EQ(answer("parties.filter(p, known(p.hq)).size() == 2"), Tri::yes);
  EXPECT_EQ(answer("parties.exists_one(p, known(p.hq) && p.hq == 'CN')"), Tri::yes);
}

TEST_F(ExpressionEvaluate, LoopsNestWithLexicalScope) {
  builder_.set_list(kOrder, 0, "parties", {object(0), object(1)});
  builder_.set_list(kOrder, 0, "items", {object(0), object(1)});
  builder_.set(kParty, 0, "hq", country("SG")).set(kParty, 1, "hq", country("CN"));
  builder_.set(kItem, 0, "origin", country("US")).set(kItem, 1, "origin", country("CN"));
  EXPECT_EQ(answer("parties.exists(p, items.exists(i, i.origin == p.hq && p.hq != 'SG'))"), Tri::yes);
  EXPECT_EQ(evaluation_.frame.witness.object_kind, kParty);
  EXPECT_EQ(evaluation_.frame.witness.object, 1U);
  EXPECT_EQ(answer("parties.all(x, items.exists(x, x.origin == 'CN') && known(x.hq))"), Tri::yes);
  EXPECT_EQ(answer("parties.filter(p, items.filter(i, i.origin == p.hq).size() == 1).size() == 1"), Tri::yes);
}

TEST_F(ExpressionEvaluate, PredicatesTakeArgumentsByValue) {
  const std::vector<Predicate> predicates{
      {"bad", {{"who", kPartyType}, {"limit", kNumberType}}, "who.hq in D5 && who.share >= limit"},
      {"any_bad", {{"limit", kNumberType}}, "order.parties.exists(p, bad(p, limit))"}};
  builder_.set_list(kOrder, 0, "parties", {object(0), object(1)});
  builder_.set(kParty, 0, "hq", country("CN")).set(kParty, 0, "share", Value::of(10.0));
  builder_.set(kParty, 1, "hq", country("RU")).set(kParty, 1, "share", Value::of(60.0));
  EXPECT_EQ(answer("any_bad(25 * 2)", predicates), Tri::yes);
  EXPECT_EQ(evaluation_.frame.witness.object, 1U);
  EXPECT_EQ(answer("any_bad(61)", predicates), Tri::no);
  EXPECT_EQ(answer("any_bad(value)", predicates), Tri::unknown);
  EXPECT_EQ(unknowns(), "order0.value");
  EXPECT_EQ(answer("any_bad(value) || true", predicates), Tri::yes);
  EXPECT_EQ(unknowns(), "");
}

TEST_F(ExpressionEvaluate, APredicateLeavesItsWitness) {
  const std::vector<Predicate> predicates{{"some_large", {}, "order.parties.exists(p, p.share >= 50)"},
                                          {"some_small", {}, "order.parties.exists(p, p.share < 50)"}};
  builder_.set_list(kOrder, 0, "parties", {object(0), object(1)});
  builder_.set(kParty, 0, "share", Value::of(10.0)).set(kParty, 1, "share", Value::of(60.0));
  for (int times = 0; times < 2; ++times) {
    EXPECT_EQ(answer("some_large()", predicates), Tri::yes);
    EXPECT_TRUE(evaluation_.frame.witness.present);
    EXPECT_EQ(evaluation_.frame.witness.object, 1U);
    EXPECT_EQ(answer("some_small() && some_large()", predicates), Tri::yes);
    EXPECT_EQ(evaluation_.frame.witness.object, 0U) << "the first one that settles it";
  }
}

TEST_F(ExpressionEvaluate, RecordsOnlyUnknownsThatMattered) {
  EXPECT_EQ(answer("(urgent && false) || value > 3"), Tri::unknown);
  EXPECT_EQ(unknowns(), "order0.value");
  EXPECT_EQ(answer("known(note) || (urgent || true) && item.advanced && item.advanced"), Tri::unknown);
  EXPECT_EQ(unknowns(), "item0.advanced");
  EXPECT_EQ(answer("item.designer.hq == 'CN'"), Tri::unknown);
  EXPECT_EQ(unknowns(), "item0.designer");
  EXPECT_EQ(answer("urgent || true"), Tri::yes);
  EXPECT_EQ(unknowns(), "");
}

TEST_F(ExpressionEvaluate, TheWitnessIsTheFirstOutermostElement) {
  builder_.set_list(kOrder, 0, "parties", {object(0), object(1)}).set_list(kOrder, 0, "items", {object(3)});
  builder_.set(kParty, 1, "listed", Value::of(true)).set(kParty, 0, "listed", Value::of(false));
  EXPECT_EQ(answer("parties.exists(p, p.listed) && items.exists(i, true)"), Tri::yes);
  EXPECT_TRUE(evaluation_.frame.witness.present);
  EXPECT_EQ(evaluation_.frame.witness.object_kind, kParty);
  EXPECT_EQ(evaluation_.frame.witness.object, 1U);
  EXPECT_EQ(answer("(parties.exists(p, p.listed) && false) || items.exists(i, true)"), Tri::yes);
  EXPECT_EQ(evaluation_.frame.witness.object_kind, kItem);
  EXPECT_EQ(answer("parties.exists(p, p.listed) && (items.exists(i, true) && false || true)"), Tri::yes);
  EXPECT_EQ(evaluation_.frame.witness.object_kind, kParty);
  EXPECT_EQ(answer("!parties.exists(p, p.listed)"), Tri::no);
  EXPECT_FALSE(evaluation_.frame.witness.present);
  EXPECT_EQ(answer("parties.all(p, items.exists(i, true))"), Tri::yes);
  EXPECT_FALSE(evaluation_.frame.witness.present);
}

TEST_F(ExpressionEvaluate, StopsAfterTooManyTurns) {
  std::vector<Value> many(200, object(0));
  builder_.set_list(kOrder, 0, "items", many);
  builder_.set(kItem, 0, "advanced", Value::of(false));
  EXPECT_EQ(answer("items.exists(a, items.exists(b, items.exists(c, a.advanced)))"), Tri::unknown);
}

TEST_F(ExpressionEvaluate, AllocatesNothingOnceWarm) {
  builder_.set_list(kOrder, 0, "parties", {object(0), object(1)}).set(kOrder, 0, "note", text("GPU SERVER"));
  const std::vector<Predicate> predicates{{"bad", {{"p", kPartyType}}, "p.hq in D5 || p.share > 3"}};
  ASSERT_EQ(
      answer("note.lowerAscii().contains('gpu') && parties.exists(p, bad(p)) && value / 2 > 1", predicates),
      Tri::unknown);
  EXPECT_EQ(unknowns(), "party0.hq party0.share party1.hq party1.share order0.value");
  EXPECT_EQ(::ordergate::test::count_allocations([this] { evaluation_.run(expression_, builder_.world); }),
            0U);
}

TEST_F(ExpressionEvaluate, ShortCircuitsWithoutReadingFacts) {
  ASSERT_EQ(answer("false && (urgent || value > 1)"), Tri::no);
  EXPECT_EQ(builder_.world.reads, 0U);
}

}  // namespace
}  // namespace ordergate::rules::test
