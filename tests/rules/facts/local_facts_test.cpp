// Rules run again for a further destination only where their facts say that it may matter: every fact that
// asks for the destination must say so (FactDef::local).
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "order/parser.h"
#include "rules/evaluation/rulebook.h"
#include "rules/facts/facts.h"
#include "rules/items/item_identify.h"
#include "tests/rules/facts/rule_tables.h"

namespace ordergate::rules {
namespace {

std::uint32_t objects_of(const OrderAssessment& assessed, ObjectKind kind) {
  switch (kind) {
    case ObjectKind::order:
      return 1;
    case ObjectKind::item:
      return assessed.order->items.size();
    case ObjectKind::party:
      return assessed.order->parties.size();
    case ObjectKind::license:
      return assessed.order->licenses.size();
    case ObjectKind::document:
      return assessed.order->documents.size();
    default:
      return 0;  // hits need lists; addresses and owners are told by the order alone
  }
}

/// The facts that asked for the destination, and those that do not say so.
struct Asked {
  std::set<std::string> by, silent;
};

void ask(const OrderAssessment& assessed, const ObjectDef& object, const FactDef& fact, std::uint32_t index,
         Asked& asked) {
  assessed.destination_asked = false;
  const Value value = fact.get(&assessed, index);
  if (value.known && fact.element != nullptr && value.list.count > 0)
    static_cast<void>(fact.element(&assessed, value.list.owner, 0));
  if (!assessed.destination_asked) return;
  const std::string name = std::string(object.name) + "." + std::string(fact.name);
  asked.by.insert(name);
  if (!fact.local) asked.silent.insert(name);
}

void ask_all(const OrderAssessment& assessed, Asked& asked) {
  for (std::uint32_t kind = 0; kind < kObjectKindCount; ++kind) {
    const ObjectDef& object = fact_objects()[kind];
    for (const FactDef& fact : object.facts)
      for (std::uint32_t i = 0; i < objects_of(assessed, static_cast<ObjectKind>(kind)); ++i)
        ask(assessed, object, fact, i, asked);
  }
}

/// Every fact, over the orders that are the pack's own examples.
Asked ask_examples() {
  const RuleTables tables;
  const RuleBook book = std::move(RuleBook::load({})).value();
  OrderParser parser(RecordLimits{});
  Asked asked;
  for (const RuleExample& example : book.examples()) {
    Arena arena;
    Order order;
    if (parser.parse(example.order_json, arena, order)) continue;
    RuleInput input;
    input.order = &order;
    input.regime_date = order.regime_date(Date::from_ymd(2026, 11, 22));
    OrderAssessment assessed;
    const OrderTables order_tables = tables.order_tables();
    assessed.prepare(input, order_tables, false);
    ask_all(assessed, asked);
  }
  return asked;
}

TEST(LocalFacts, SayThatTheyAskForTheDestinationAndNoOtherDoes) {
  const Asked asked = ask_examples();
  EXPECT_TRUE(asked.silent.empty()) << "asks for the destination and does not say so: "
                                    << *asked.silent.begin();
  for (const ObjectDef& object : fact_objects())
    for (const FactDef& fact : object.facts) {
      const std::string name = std::string(object.name) + "." + std::string(fact.name);
      EXPECT_TRUE(!fact.local || asked.by.contains(name)) << name << " never asks for the destination";
    }
}

}  // namespace
}  // namespace ordergate::rules
