// What the language refuses, and how it says so.
#include <gtest/gtest.h>

#include "tests/rules/language/toy_world.h"

namespace ordergate::rules::test {
namespace {

std::string error_of(std::string_view text, const std::vector<Predicate>& predicates = {}) {
  const Result<Expression> result = Expression::compile(text, toy_schema(), toy_variables(), predicates);
  return result.ok() ? "compiles" : result.error().text;
}

TEST(ExpressionCompile, RefusesEmptyText) {
  EXPECT_EQ(error_of(""), "column 1: expected a value, found the end");
  EXPECT_EQ(error_of("  // only a comment"), "column 20: expected a value, found the end");
}

TEST(ExpressionCompile, NamesTheColumnInCharactersNotBytes) {
  EXPECT_EQ(error_of("'\xC3\xA9\xC3\xA9' == ?"), "column 9: expected a value, found '?'");
}

TEST(ExpressionCompile, NamesTheLineOfSeveral) {
  EXPECT_EQ(error_of("true &&\n  fals"), "line 2, column 3: unknown name 'fals'");
}

TEST(ExpressionCompile, SuggestsNearFactsNamesSetsAndFunctions) {
  EXPECT_EQ(error_of("item.tppp > 3"), "column 6: unknown fact 'item.tppp' (did you mean 'tpp'?)");
  EXPECT_EQ(error_of("itm.tpp > 3"), "column 1: unknown name 'itm' (did you mean 'item'?)");
  EXPECT_EQ(error_of("destinatoin in D5"),
            "column 1: unknown name 'destinatoin' (did you mean 'destination'?)");
  EXPECT_EQ(error_of("destination in D6"), "column 16: unknown set 'D6' (did you mean 'D5'?)");
  EXPECT_EQ(error_of("note.contain('x')"),
            "column 6: unknown function or predicate 'contain' (did you mean 'contains'?)");
}

TEST(ExpressionCompile, RefusesWrongTypes) {
  EXPECT_EQ(error_of("item.tpp && true"), "column 6: each side of '&&' must be a boolean, not a number");
  EXPECT_EQ(error_of("item.tpp == 'x'"), "column 10: no '==' for number and text");
  EXPECT_EQ(error_of("destination < 'CN'"), "column 13: no '<' for country and country");
  EXPECT_EQ(error_of("destination in WORDS"), "column 13: set 'WORDS' holds text, not country");
  EXPECT_EQ(error_of("item.tpp in ['a']"), "column 14: the list must hold constants of type number");
  EXPECT_EQ(error_of("!item.tpp"), "column 7: what follows '!' must be a boolean, not a number");
  EXPECT_EQ(error_of("true ? 1 : 'a'"), "column 6: both results must have one type, not number and text");
  EXPECT_EQ(error_of("note + note == note"), "column 6: no '+' for text and text");
  EXPECT_EQ(error_of("items.exists(i, i.tpp)"),
            "column 19: the test of exists() must be a boolean, not a number");
  EXPECT_EQ(error_of("item.tpp.x"), "column 10: a number has no facts");
  EXPECT_EQ(error_of("items.filter(i, true)"), "column 7: filter(...) must be followed by .size()");
}

TEST(ExpressionCompile, RefusesIllFormedCountryAndDateLiterals) {
  EXPECT_EQ(error_of("destination == 'China'"), "column 16: 'China' is no country code (two capitals)");
  EXPECT_EQ(error_of("'cn' == destination"), "column 1: 'cn' is no country code (two capitals)");
  EXPECT_EQ(error_of("destination in ['CN', 'X']"), "column 23: 'X' is no country code (two capitals)");
  EXPECT_EQ(error_of("ship_date < date('2026-02-30')"), "column 18: '2026-02-30' is no date (YYYY-MM-DD)");
}

TEST(ExpressionCompile, ExplainsCommonSlips) {
  EXPECT_EQ(error_of("item.tpp = 3"), "column 10: '=' is no operator; equality is '=='");
  EXPECT_EQ(error_of("urgent & true"), "column 8: single '&'; write it twice");
  EXPECT_EQ(error_of("urgent in D5 == D5"), "column 8: set 'D5' holds country, not boolean");
  EXPECT_EQ(error_of("D5 == 'CN'"), "column 1: 'D5' is a set; it may only stand after 'in'");
  EXPECT_EQ(error_of("'open"), "column 1: text without closing quote");
  EXPECT_EQ(error_of("3x"), "column 2: letter right after a number");
  EXPECT_EQ(error_of("1e999 > 0"), "column 1: number out of range");
  EXPECT_EQ(error_of("(true"), "column 6: expected ')', found the end");
  EXPECT_EQ(error_of("true true"), "column 6: expected an operator or the end, found 'true'");
}

TEST(ExpressionCompile, SurvivesHostileNesting) {
  for (const std::string& unit :
       {std::string("("), std::string("!"), std::string("-"), std::string("["), std::string("known("),
        std::string("true ? true : "), std::string("items.exists(i, ")}) {
    std::string text;
    while (text.size() + unit.size() < 16 * 1024) text += unit;
    EXPECT_NE(error_of(text), "compiles") << unit;
  }
  std::string sum = "1";
  while (sum.size() < 16000) sum += "+1";
  EXPECT_NE(error_of(sum + " > 0").find("nested too deeply"), std::string::npos);
  EXPECT_EQ(error_of(std::string(20000, ' ')), "expression longer than 16384 bytes");
}

TEST(ExpressionCompile, RefusesPredicatesThatGrowWithoutBound) {
  std::vector<Predicate> doubling{{"p0", {}, "urgent"}};
  for (int i = 1; i < 40; ++i) {
    const std::string before = "p" + std::to_string(i - 1) + "()";
    doubling.push_back({"p" + std::to_string(i), {}, before + " || " + before});
  }
  EXPECT_EQ(error_of("p39()", doubling), "expression compiles to too much code");
  EXPECT_EQ(error_of("a()", {{"a", {}, "b()"}, {"b", {}, "a()"}}),
            "in predicate 'b': column 1: predicate 'a' is defined by itself");
}

TEST(ExpressionCompile, PredicatesSeeParametersAndOrderOnly) {
  const std::vector<Predicate> predicates{{"big", {{"i", kItemType}}, "i.tpp > 10 && urgent"},
                                          {"leaky", {}, "item.tpp > 10"}};
  EXPECT_EQ(error_of("big(item)", predicates), "compiles");
  EXPECT_EQ(error_of("big()", predicates), "column 1: predicate 'big' takes 1 arguments, not 0");
  EXPECT_EQ(error_of("big(order)", predicates), "column 5: argument 'i' must be a item, not a order");
  EXPECT_EQ(error_of("big", predicates), "column 1: predicate 'big' needs brackets");
  EXPECT_EQ(error_of("leaky()", predicates).substr(0, 45), "in predicate 'leaky': column 1: unknown name ");
}

TEST(ExpressionCompile, TellsItsType) {
  const auto type = [](std::string_view text) {
    return Expression::compile(text, toy_schema(), toy_variables()).value().type().type;
  };
  EXPECT_EQ(type("item.tpp * 2"), Type::number);
  EXPECT_EQ(type("ship_date + 25"), Type::date);
  EXPECT_EQ(type("urgent ? destination : 'CN'"), Type::country);
  EXPECT_EQ(type("note"), Type::string);
  EXPECT_EQ(type("known(note)"), Type::boolean);
}

}  // namespace
}  // namespace ordergate::rules::test
