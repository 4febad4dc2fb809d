// Writes generated expressions with worlds and our answers, one JSON object a line, for judge.go to
// judge: cel_cases COUNT SEED.
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include "order/encoder.h"
#include "tests/rules/language/expression_generator.h"

namespace ordergate::rules::test {
namespace {

const Date kAt = Date::from_ymd(2025, 6, 1);

class WorldWriter {
 public:
  WorldWriter(const World& world, std::string& out) : world_(world), out_(out) {}

  /// {"name": value, ...}; an unknown fact is {"unknown": true}.
  void object(Kind kind, std::uint32_t index) {
    out_ += '{';
    bool first = true;
    const auto found = world_.facts[kind].find(index);
    for (std::size_t i = 0; i < toy_schema().objects[kind].facts.size(); ++i) {
      const FactDef& fact = toy_schema().objects[kind].facts[i];
      if (!first) out_ += ',';
      first = false;
      append_json_string(fact.name, out_);
      out_ += ':';
      const bool known = found != world_.facts[kind].end() && found->second[i].known;
      if (!known) {
        out_ += R"({"unknown":true})";
      } else if (fact.type.type == Type::list) {
        list(world_.lists[kind][i].at(index), fact.type);
      } else {
        value(found->second[i], static_cast<Kind>(fact.type.object));
      }
    }
    out_ += '}';
  }

 private:
  void list(const std::vector<Value>& elements, TypeRef type) {
    out_ += R"({"list":[)";
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (i > 0) out_ += ',';
      value(elements[i], static_cast<Kind>(type.object));
    }
    out_ += "]}";
  }

  void value(const Value& value, Kind kind) {
    switch (value.type) {
      case Type::boolean:
        out_ += value.boolean ? "true" : "false";
        return;
      case Type::number:
        return append_json_number(value.number, out_);
      case Type::string:
        return append_json_string(value.string, out_);
      case Type::date:
        out_ += R"({"date":")" + format_date(value.date) + "\"}";
        return;
      case Type::country:
        return append_json_string(value.country.text(), out_);
      default:
        out_ += R"({"object":)";
        object(kind, value.object);
        out_ += '}';
    }
  }

  const World& world_;
  std::string& out_;
};

void write_case(const Choose& choose, Evaluation& evaluation) {
  const std::string source = ExpressionGenerator(choose, {.cel = true}).boolean();
  const Expression expression = Expression::compile(source, toy_schema(), toy_variables()).value();
  const WorldBuilder builder = random_world(choose);
  const Value answer = evaluation.run(expression, builder.world, kAt);
  std::string line = R"({"expression":)";
  append_json_string(source, line);
  line += R"(,"answer":")" +
          std::string(!answer.known    ? "unknown"
                      : answer.boolean ? "true"
                                       : "false") +
          R"(","order":)";
  WorldWriter writer(builder.world, line);
  writer.object(kOrder, 0);
  line += R"(,"item":)";
  writer.object(kItem, 0);
  line += "}\n";
  std::fputs(line.c_str(), stdout);
}

}  // namespace
}  // namespace ordergate::rules::test

int main(int count, char** arguments) {
  using namespace ordergate::rules::test;
  if (count != 3) return 2;
  std::mt19937_64 random(std::strtoull(arguments[2], nullptr, 10));
  const Choose choose = [&](std::uint32_t bound) { return static_cast<std::uint32_t>(random() % bound); };
  Evaluation evaluation;
  for (unsigned long i = std::strtoul(arguments[1], nullptr, 10); i > 0; --i) write_case(choose, evaluation);
  return 0;
}
