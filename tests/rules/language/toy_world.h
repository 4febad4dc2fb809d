// A small world for tests of the rule language: one order with parties and items whose every fact can be
// set or left unknown. The language knows nothing of orders, so neither does this know the real ones.
#pragma once

#include <array>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/language/expression.h"

namespace ordergate::rules::test {

enum Kind : std::uint8_t { kOrder, kItem, kParty };
inline constexpr std::size_t kFactsMax = 12;

struct World {
  /// facts[kind][object][fact]; absent: unknown.
  std::array<std::map<std::uint32_t, std::array<Value, kFactsMax>>, 3> facts;
  /// lists[kind][fact][owner]: the elements of a list fact.
  std::array<std::array<std::map<std::uint32_t, std::vector<Value>>, kFactsMax>, 3> lists;
  std::deque<std::string> texts;
  mutable std::size_t reads = 0;
};

struct FactName {
  std::string_view name;
  TypeRef type;
};

template <std::size_t kKind, std::size_t kFact>
Value get_fact(const void* context, std::uint32_t object) noexcept;
template <std::size_t kKind, std::size_t kFact>
Value get_element(const void* context, std::uint32_t owner, std::uint32_t index) noexcept {
  return static_cast<const World*>(context)->lists[kKind][kFact].at(owner)[index];
}

inline constexpr TypeRef kBooleanType{Type::boolean, Type::boolean, 0};
inline constexpr TypeRef kNumberType{Type::number, Type::boolean, 0};
inline constexpr TypeRef kTextType{Type::string, Type::boolean, 0};
inline constexpr TypeRef kDateType{Type::date, Type::boolean, 0};
inline constexpr TypeRef kCountryType{Type::country, Type::boolean, 0};
inline constexpr TypeRef kOrderType{Type::object, Type::boolean, kOrder};
inline constexpr TypeRef kItemType{Type::object, Type::boolean, kItem};
inline constexpr TypeRef kPartyType{Type::object, Type::boolean, kParty};
inline constexpr TypeRef list_type(Type element, std::uint8_t object = 0) {
  return {Type::list, element, object};
}

inline constexpr std::array<FactName, 9> kOrderFacts{{{"urgent", kBooleanType},
                                                      {"value", kNumberType},
                                                      {"note", kTextType},
                                                      {"ship_date", kDateType},
                                                      {"destination", kCountryType},
                                                      {"parties", list_type(Type::object, kParty)},
                                                      {"items", list_type(Type::object, kItem)},
                                                      {"tags", list_type(Type::string)},
                                                      {"transit", list_type(Type::country)}}};
inline constexpr std::array<FactName, 6> kItemFacts{{{"advanced", kBooleanType},
                                                     {"tpp", kNumberType},
                                                     {"eccn", kTextType},
                                                     {"made_on", kDateType},
                                                     {"origin", kCountryType},
                                                     {"designer", kPartyType}}};
inline constexpr std::array<FactName, 7> kPartyFacts{{{"listed", kBooleanType},
                                                      {"share", kNumberType},
                                                      {"name", kTextType},
                                                      {"founded", kDateType},
                                                      {"hq", kCountryType},
                                                      {"owners", list_type(Type::object, kParty)},
                                                      {"parent", kPartyType}}};

template <std::size_t kKind, std::size_t kFact>
Value get_fact(const void* context, std::uint32_t object) noexcept {
  const auto& world = *static_cast<const World*>(context);
  ++world.reads;
  constexpr Type kType = kKind == kOrder  ? kOrderFacts[kFact].type.type
                         : kKind == kItem ? kItemFacts[kFact].type.type
                                          : kPartyFacts[kFact].type.type;
  const auto found = world.facts[kKind].find(object);
  if (found == world.facts[kKind].end() || !found->second[kFact].known) return Value::unknown(kType);
  return found->second[kFact];
}

template <std::size_t kKind, std::size_t kCount, std::size_t... kFact>
std::array<FactDef, kCount> make_facts(const std::array<FactName, kCount>& names,
                                       std::index_sequence<kFact...>) {
  return {FactDef{names[kFact].name, names[kFact].type, &get_fact<kKind, kFact>, &get_element<kKind, kFact>,
                  "", "", "", ""}...};
}

/// D5 holds CN and RU, and from 2025 on VN; WORDS holds "chip" and "gpu".
class ToySets : public SetTable {
 public:
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const noexcept override {
    if (name == "D5") return 0;
    if (name == "WORDS") return 1;
    return std::nullopt;
  }
  [[nodiscard]] std::uint32_t size() const noexcept override { return 2; }
  [[nodiscard]] SetDef definition(std::uint32_t set) const noexcept override {
    return set == 0 ? SetDef{"D5", Type::country} : SetDef{"WORDS", Type::string};
  }
  [[nodiscard]] bool contains(std::uint32_t set, const Value& value, Date at) const noexcept override {
    if (set == 1) return value.string == "chip" || value.string == "gpu";
    const std::string_view country = value.country.text();
    return country == "CN" || country == "RU" || (country == "VN" && at >= Date::from_ymd(2025, 1, 1));
  }
};

inline const Schema& toy_schema() {
  static const auto order = make_facts<kOrder>(kOrderFacts, std::make_index_sequence<kOrderFacts.size()>());
  static const auto item = make_facts<kItem>(kItemFacts, std::make_index_sequence<kItemFacts.size()>());
  static const auto party = make_facts<kParty>(kPartyFacts, std::make_index_sequence<kPartyFacts.size()>());
  static const std::array<ObjectDef, 3> objects{{{"order", order}, {"item", item}, {"party", party}}};
  static const ToySets sets;
  static const Schema schema{objects, &sets};
  return schema;
}

inline const std::vector<Variable>& toy_variables() {
  static const std::vector<Variable> variables{{"order", kOrderType}, {"item", kItemType}};
  return variables;
}

/// Builds a world: world.set(kItem, 0, "tpp", Value::of(4800.0)).
class WorldBuilder {
 public:
  WorldBuilder& set(Kind kind, std::uint32_t object, std::string_view fact, const Value& value) {
    Value kept = value;
    if (value.type == Type::string && value.known) kept.string = world.texts.emplace_back(value.string);
    world.facts[kind][object][index(kind, fact)] = kept;
    return *this;
  }
  WorldBuilder& set_list(Kind kind, std::uint32_t owner, std::string_view fact,
                         const std::vector<Value>& elements) {
    const std::size_t at = index(kind, fact);
    std::vector<Value> kept = elements;
    for (Value& value : kept)
      if (value.type == Type::string && value.known) value.string = world.texts.emplace_back(value.string);
    world.lists[kind][at][owner] = kept;
    world.facts[kind][owner][at] = Value::list_of(owner, static_cast<std::uint32_t>(elements.size()));
    return *this;
  }
  static std::size_t index(Kind kind, std::string_view fact) {
    const std::span<const FactDef> facts = toy_schema().objects[kind].facts;
    for (std::size_t i = 0; i < facts.size(); ++i)
      if (facts[i].name == fact) return i;
    OG_CHECK(false);
    return 0;
  }
  World world;
};

inline Value country(std::string_view code) { return Value::of(CountryCode::parse(code)); }
inline Value text(std::string_view value) { return Value::of(value); }
inline Value object(std::uint32_t index) { return Value::object_of(index); }

/// Evaluates over order 0 and item 0.
struct Evaluation {
  EvalFrame frame;
  std::array<Value, 2> variables{object(0), object(0)};

  Value run(const Expression& expression, const World& world, Date at = Date::from_ymd(2026, 1, 1)) {
    frame.context = &world;
    frame.at = at;
    frame.variables = variables;
    frame.unknowns.clear();
    return expression.evaluate(frame);
  }
};

}  // namespace ordergate::rules::test
