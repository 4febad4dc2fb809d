// What one evaluation of a rule's expression costs: guards, conditions over parties, unknown answers.
// Facts are plain loads, so that the language is measured and not the facts; the first row is the floor that
// the others stand on. Prints a table; ends with 1
// when an answer is wrong.
#include <fmt/format.h>

#include <array>
#include <ctime>
#include <string_view>
#include <vector>

#include "rules/language/expression.h"

namespace {

using ordergate::CountryCode;
using ordergate::Date;
using ordergate::Tri;
using namespace ordergate::rules;

struct Facts {
  Value destination = Value::of(CountryCode::parse("SG"));
  Value advanced = Value::of(true);
  Value tpp = Value::of(126720.0);
  Value ship_date = Value::of(Date::from_ymd(2026, 2, 20));
  Value note = Value::of(std::string_view("for our data center in Johor"));
  Value unknown = Value::unknown(Type::boolean);
  std::array<Value, 4> hq{Value::of(CountryCode::parse("SG")), Value::of(CountryCode::parse("MY")),
                          Value::of(CountryCode::parse("US")), Value::of(CountryCode::parse("CN"))};
};

template <Value Facts::*kFact>
Value get(const void* context, std::uint32_t /*object*/) noexcept {
  return static_cast<const Facts*>(context)->*kFact;
}
Value parties(const void* /*context*/, std::uint32_t object) noexcept { return Value::list_of(object, 4); }
Value party(const void* /*context*/, std::uint32_t /*owner*/, std::uint32_t index) noexcept {
  return Value::object_of(index);
}
Value headquarters(const void* context, std::uint32_t object) noexcept {
  return static_cast<const Facts*>(context)->hq[object];
}

class Countries final : public SetTable {
 public:
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const noexcept override {
    return name == "D5M" ? std::optional<std::uint32_t>(0) : std::nullopt;
  }
  [[nodiscard]] SetDef definition(std::uint32_t /*set*/) const noexcept override {
    return {"D5M", Type::country};
  }
  [[nodiscard]] bool contains(std::uint32_t /*set*/, const Value& value,
                              Date /*at*/) const noexcept override {
    return value.country == CountryCode::parse("CN");
  }
};

FactDef fact(std::string_view name, TypeRef type, Value (*read)(const void*, std::uint32_t) noexcept) {
  return {name, type, read, type.type == Type::list ? &party : nullptr, "", "", "", ""};
}
TypeRef of(Type type) { return {type, Type::boolean, 0}; }

struct Case {
  std::string_view what, text;
  Tri answer;
};
constexpr std::array<Case, 7> kCases{
    {{"one fact", "advanced", Tri::yes},
     {"number against number", "tpp >= 4800", Tri::yes},
     {"guard", "advanced && !(destination in D5M)", Tri::yes},
     {"guard, three terms", "advanced && tpp >= 4800 && ship_date >= date('2023-11-17')", Tri::yes},
     {"any of four parties", "advanced && parties.exists(p, p.hq in D5M)", Tri::yes},
     {"text", "note.contains('data center')", Tri::yes},
     {"unknown, recorded", "advanced && (unknown || tpp < 10)", Tri::unknown}}};

/// Processor time of this thread: what other programs take does not count.
double thread_nanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

double nanoseconds_each(const Expression& expression, EvalFrame& frame) {
  constexpr int kTurns = 2'000'000;
  const double start = thread_nanoseconds();
  for (int i = 0; i < kTurns; ++i) {
    frame.unknowns.clear();
    const Value value = expression.evaluate(frame);
    asm volatile("" : : "g"(&value) : "memory");
  }
  return (thread_nanoseconds() - start) / kTurns;
}

}  // namespace

int main() {
  const std::vector<FactDef> order{fact("destination", of(Type::country), &get<&Facts::destination>),
                                   fact("advanced", of(Type::boolean), &get<&Facts::advanced>),
                                   fact("tpp", of(Type::number), &get<&Facts::tpp>),
                                   fact("ship_date", of(Type::date), &get<&Facts::ship_date>),
                                   fact("note", of(Type::string), &get<&Facts::note>),
                                   fact("unknown", of(Type::boolean), &get<&Facts::unknown>),
                                   fact("parties", {Type::list, Type::object, 1}, &parties)};
  const std::vector<FactDef> party_facts{fact("hq", of(Type::country), &headquarters)};
  const std::array<ObjectDef, 2> objects{{{"order", order}, {"party", party_facts}}};
  const Countries countries;
  const Schema schema{objects, &countries};
  const Facts facts;
  const std::array<Value, 1> variables{Value::object_of(0)};
  EvalFrame frame;
  frame.context = &facts;
  frame.variables = variables;
  fmt::print("{:<24} {:>8}\n", "expression", "ns");
  for (const Case& one : kCases) {
    const auto compiled =
        Expression::compile(one.text, schema, {{"order", {Type::object, Type::boolean, 0}}});
    if (!compiled || compiled.value().evaluate(frame).as_tri() != one.answer) {
      fmt::print("{}: wrong answer\n", one.text);
      return 1;
    }
    fmt::print("{:<24} {:>8.1f}\n", one.what, nanoseconds_each(compiled.value(), frame));
  }
  return 0;
}
