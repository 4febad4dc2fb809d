#include "tests/rules/language/expression_generator.h"

#include <algorithm>

namespace ordergate::rules::test {
namespace {

constexpr std::array<const char*, 6> kNumbers{"0", "1", "2.5", "10", "1000", "1e26"};
constexpr std::array<const char*, 6> kCelNumbers{"0.0", "1.0", "2.5", "10.0", "1000.0", "1e26"};
constexpr std::array<const char*, 5> kTexts{"\"\"", "'chip'", "\"gpu server\"", "'GPU'",
                                            "'\xC3\xA9t\xC3\xA9'"};
constexpr std::array<const char*, 5> kCountries{"CN", "US", "SG", "VN", "RU"};
constexpr std::array<const char*, 3> kDates{"2023-11-17", "2025-01-01", "2026-02-28"};
constexpr std::array<const char*, 6> kComparisons{" == ", " != ", " < ", " <= ", " > ", " >= "};
constexpr std::uint32_t kPartyCount = 4;
constexpr std::uint32_t kItemCount = 3;

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

}  // namespace

const std::vector<Predicate>& toy_predicates() {
  static const std::vector<Predicate> predicates{
      {"controlled",
       {{"who", kPartyType}, {"limit", kNumberType}},
       "who.hq in D5 && who.share >= limit || who.listed"},
      {"rush", {}, "urgent && value > 10"},
      {"any_controlled", {{"limit", kNumberType}}, "parties.exists(p, controlled(p, limit)) || rush()"},
      {"pick", {{"yes", kBooleanType}, {"a", kTextType}, {"b", kTextType}}, "yes ? a : b"}};
  return predicates;
}

std::string ExpressionGenerator::any_type() {
  switch (choose_(8)) {
    case 0:
      return number(options_.depth_max);
    case 1:
      return text(options_.depth_max);
    case 2:
      return date(options_.depth_max);
    case 3:
      return country(options_.depth_max);
    default:
      return boolean(options_.depth_max);
  }
}

std::string ExpressionGenerator::boolean(int depth) {
  if (depth <= 0) return simple_boolean(0);
  switch (choose_(8)) {
    case 0:
    case 1:
      return joined_boolean(depth);
    case 2:
    case 3:
      return loop(depth);
    case 4:
      return membership(depth);
    case 5:
      return text_test(depth);
    case 6:
      return options_.cel ? joined_boolean(depth) : special(depth);
    default:
      return simple_boolean(depth);
  }
}

std::string ExpressionGenerator::simple_boolean(int depth) {
  switch (choose_(7)) {
    case 0:
      return choose_(2) == 0 ? "true" : "false";
    case 1:
      return fact(kOrder, "urgent", depth);
    case 2:
      return fact(kItem, "advanced", depth);
    case 3:
      return fact(kParty, "listed", depth);
    case 4:
      return "(" + number(depth - 1) + one_of(kComparisons) + number(depth - 1) + ")";
    case 5:
      return "(" + date(depth - 1) + one_of(kComparisons) + date(depth - 1) + ")";
    default:
      return "(" + country(depth - 1) + (choose_(2) == 0 ? " == " : " != ") + fact(kParty, "hq", depth) + ")";
  }
}

std::string ExpressionGenerator::joined_boolean(int depth) {
  switch (choose_(5)) {
    case 0:
      return "!" + std::string("(") + boolean(depth - 1) + ")";
    case 1:
      return conditional(depth, &ExpressionGenerator::boolean);
    case 2:
      return "(" + boolean(depth - 1) + " == " + boolean(depth - 1) + ")";
    case 3:
      return "(" + boolean(depth - 1) + " && " + boolean(depth - 1) + ")";
    default:
      return "(" + boolean(depth - 1) + " || " + boolean(depth - 1) + ")";
  }
}

std::string ExpressionGenerator::conditional(int depth, std::string (ExpressionGenerator::*part)(int)) {
  const std::string condition = boolean(depth - 1);
  const std::string yes = (this->*part)(depth - 1);
  return "(" + condition + " ? " + yes + " : " + (this->*part)(depth - 1) + ")";
}

std::string ExpressionGenerator::list(Kind& element, int depth) {
  switch (choose_(3)) {
    case 0:
      element = kItem;
      return fact(kOrder, "items", depth);
    case 1:
      element = kParty;
      return fact(kParty, "owners", depth);
    default:
      element = kParty;
      return fact(kOrder, "parties", depth);
  }
}

std::string ExpressionGenerator::loop(int depth) {
  Kind element = kOrder;
  const std::string over = list(element, depth - 1);
  if (locals_.size() >= kLoopsMax) return "(" + over + ".size() >= " + std::to_string(choose_(3)) + ")";
  const std::string name = (choose_(4) == 0 ? "x" : "v" + std::to_string(locals_.size()));
  locals_.emplace_back(name, element);
  const std::string test = boolean(depth - 1);
  locals_.pop_back();
  switch (choose_(5)) {
    case 0:
      return over + ".all(" + name + ", " + test + ")";
    case 1:
      return over + ".exists_one(" + name + ", " + test + ")";
    case 2:
      return "(" + over + ".filter(" + name + ", " + test + ").size()" + one_of(kComparisons) +
             std::to_string(choose_(3)) + ")";
    default:
      return over + ".exists(" + name + ", " + test + ")";
  }
}

std::string ExpressionGenerator::membership(int depth) {
  switch (choose_(6)) {
    case 0:
      return "(" + country(depth - 1) + " in D5)";
    case 1:
      return "(" + text(depth - 1) + " in WORDS)";
    case 2:
      return "(" + fact(kParty, "hq", depth) + " in [" + quoted(one_of(kCountries)) + ", " +
             quoted(one_of(kCountries)) + "])";
    case 3:
      return "(" + number(depth - 1) + " in [" + number_literal() + ", -" + number_literal() + "])";
    case 4:
      return "(" + text(depth - 1) + " in " + fact(kOrder, "tags", depth) + ")";
    default:
      return "(" + country(depth - 1) + " in " + fact(kOrder, "transit", depth) + ")";
  }
}

std::string ExpressionGenerator::text_test(int depth) {
  constexpr std::array<const char*, 3> kTests{".contains(", ".startsWith(", ".endsWith("};
  if (choose_(4) == 0) return "(" + text(depth - 1) + one_of(kComparisons) + text(depth - 1) + ")";
  return fact(kOrder, "note", depth) + (choose_(2) == 0 ? ".lowerAscii()" : "") + one_of(kTests) +
         text(depth - 1) + ")";
}

std::string ExpressionGenerator::special(int depth) {
  switch (choose_(5)) {
    case 0:
      return options_.known ? "known(" + any_type_at(depth - 1) + ")" : boolean(depth - 1);
    case 1:
      return "controlled(" + object(kParty, depth - 1) + ", " + number(depth - 1) + ")";
    case 2:
      return "any_controlled(" + number(depth - 1) + ")";
    case 3:
      return "(" + object(kParty, depth - 1) + (choose_(2) == 0 ? " == " : " != ") +
             object(kParty, depth - 1) + ")";
    default:
      return choose_(2) == 0 ? "rush()" : "urgent";
  }
}

std::string ExpressionGenerator::any_type_at(int depth) {
  switch (choose_(4)) {
    case 0:
      return number(depth);
    case 1:
      return text(depth);
    case 2:
      return object(kParty, depth);
    default:
      return boolean(depth);
  }
}

std::string ExpressionGenerator::number_literal() {
  return options_.cel ? one_of(kCelNumbers) : one_of(kNumbers);
}

std::string ExpressionGenerator::number(int depth) {
  const std::uint32_t kind = choose_(depth > 0 ? 8 : 4);
  switch (kind) {
    case 0:
      return number_literal();
    case 1:
      return fact(kItem, "tpp", depth);
    case 2:
      return fact(kOrder, "value", depth);
    case 3:
      return fact(kParty, "share", depth);
    case 4:
      return "(" + number(depth - 1) + one_of(std::array<const char*, 3>{" + ", " - ", " * "}) +
             number(depth - 1) + ")";
    case 5:
      return "(" + number(depth - 1) + " / " + (options_.cel ? "8.0" : number(depth - 1)) + ")";
    case 6:
      return options_.cel ? "-" + number_literal()
                          : (choose_(2) == 0 ? text(depth - 1) + ".size()"
                                             : "(" + date(depth - 1) + " - " + date(depth - 1) + ")");
    default:
      return conditional(depth, &ExpressionGenerator::number);
  }
}

std::string ExpressionGenerator::text(int depth) {
  switch (choose_(depth > 0 ? 6 : 4)) {
    case 0:
      return one_of(kTexts);
    case 1:
      return fact(kOrder, "note", depth);
    case 2:
      return fact(kItem, "eccn", depth);
    case 3:
      return fact(kParty, "name", depth);
    case 4:
      return options_.cel
                 ? one_of(kTexts)
                 : "pick(" + boolean(depth - 1) + ", " + text(depth - 1) + ", " + text(depth - 1) + ")";
    default:
      return conditional(depth, &ExpressionGenerator::text);
  }
}

std::string ExpressionGenerator::date(int depth) {
  switch (choose_(depth > 0 && !options_.cel ? 6 : 4)) {
    case 0:
      return "date(" + quoted(one_of(kDates)) + ")";
    case 1:
      return fact(kOrder, "ship_date", depth);
    case 2:
      return fact(kItem, "made_on", depth);
    case 3:
      return fact(kParty, "founded", depth);
    case 4:
      return "(" + date(depth - 1) + (choose_(2) == 0 ? " + " : " - ") + number(depth - 1) + ")";
    default:
      return conditional(depth, &ExpressionGenerator::date);
  }
}

std::string ExpressionGenerator::country(int depth) {
  switch (choose_(3)) {
    case 0:
      return fact(kOrder, "destination", depth);
    case 1:
      return fact(kItem, "origin", depth);
    default:
      return fact(kParty, "hq", depth);
  }
}

std::string ExpressionGenerator::object(Kind kind, int depth) {
  if (kind == kOrder) return "order";
  for (std::size_t i = locals_.size(); i-- > 0;) {
    const auto& [name, local_kind] = locals_[i];
    const bool shadowed =
        name == "x" && std::any_of(locals_.begin() + static_cast<std::ptrdiff_t>(i) + 1, locals_.end(),
                                   [](const auto& later) { return later.first == "x"; });
    if (local_kind == kind && !shadowed && choose_(4) != 0) return name;
  }
  if (kind == kItem) return "item";
  return depth > 0 && choose_(2) == 0 ? object(kParty, depth - 1) + ".parent"
                                      : object(kItem, depth - 1) + ".designer";
}

std::string ExpressionGenerator::fact(Kind owner, const char* name, int depth) {
  if (owner == kOrder && !options_.cel && choose_(2) == 0) return name;
  return object(owner, depth) + "." + name;
}

Value random_value(TypeRef type, const Choose& choose) {
  constexpr std::array<double, 6> kValues{0, 1, 2.5, 10, 1000, -3};
  constexpr std::array<std::string_view, 5> kWords{"", "chip", "gpu server", "GPU Server",
                                                   "\xC3\xA9t\xC3\xA9"};
  switch (type.type) {
    case Type::boolean:
      return Value::of(choose(2) == 0);
    case Type::number:
      return Value::of(kValues[choose(kValues.size())]);
    case Type::string:
      return Value::of(kWords[choose(kWords.size())]);
    case Type::date:
      return Value::of(*parse_date(kDates[choose(kDates.size())]));
    default:
      return Value::of(CountryCode::parse(kCountries[choose(kCountries.size())]));
  }
}

namespace {

/// Elements of a list fact, or the object of an object fact: later objects of the kind only.
std::vector<Value> later_objects(std::uint32_t from, std::uint32_t count, const Choose& choose) {
  std::vector<Value> out;
  for (std::uint32_t i = from; i < count; ++i)
    if (choose(3) != 0) out.push_back(object(i));
  return out;
}

void fill(WorldBuilder& builder, Kind kind, std::uint32_t index, const FactDef& fact, const Choose& choose) {
  const std::uint32_t later = kind == kParty ? index + 1 : 0;
  if (fact.type.type == Type::object) {
    const std::vector<Value> candidates = later_objects(later, kPartyCount, choose);
    if (!candidates.empty()) builder.set(kind, index, fact.name, candidates.front());
  } else if (fact.type.type != Type::list) {
    builder.set(kind, index, fact.name, random_value(fact.type, choose));
  } else if (fact.type.element == Type::object) {
    const std::uint32_t count = fact.type.object == kItem ? kItemCount : kPartyCount;
    builder.set_list(kind, index, fact.name, later_objects(later, count, choose));
  } else {
    std::vector<Value> elements;
    for (std::uint32_t i = choose(3); i > 0; --i)
      elements.push_back(random_value({fact.type.element, {}, {}}, choose));
    builder.set_list(kind, index, fact.name, elements);
  }
}

}  // namespace

WorldBuilder random_world(const Choose& choose) {
  WorldBuilder builder;
  const std::array<std::uint32_t, 3> counts{1, kItemCount, kPartyCount};
  for (const Kind kind : {kOrder, kItem, kParty})
    for (std::uint32_t index = 0; index < counts[kind]; ++index)
      for (const FactDef& fact : toy_schema().objects[kind].facts)
        if (choose(4) != 0) fill(builder, kind, index, fact, choose);
  return builder;
}

}  // namespace ordergate::rules::test
