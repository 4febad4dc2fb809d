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

std::uint32_t objects_of(const OrderLaw& law, ObjectKind kind) {
  switch (kind) {
    case ObjectKind::order:
      return 1;
    case ObjectKind::item:
      return law.order->items.size();
    case ObjectKind::party:
      return law.order->parties.size();
    case ObjectKind::license:
      return law.order->licenses.size();
    case ObjectKind::document:
      return law.order->documents.size();
    default:
      return 0;  // hits need lists; addresses and owners are told by the order alone
  }
}

/// The facts that asked for the destination, and those that do not say so.
struct Asked {
  std::set<std::string> by, silent;
};

void ask(const OrderLaw& law, const ObjectDef& object, const FactDef& fact, std::uint32_t index,
         Asked& asked) {
  law.destination_asked = false;
  const Value value = fact.get(&law, index);
  if (value.known && fact.element != nullptr && value.list.count > 0)
    static_cast<void>(fact.element(&law, value.list.owner, 0));
  if (!law.destination_asked) return;
  const std::string name = std::string(object.name) + "." + std::string(fact.name);
  asked.by.insert(name);
  if (!fact.local) asked.silent.insert(name);
}

void ask_all(const OrderLaw& law, Asked& asked) {
  for (std::uint32_t kind = 0; kind < kObjectKindCount; ++kind) {
    const ObjectDef& object = law_objects()[kind];
    for (const FactDef& fact : object.facts)
      for (std::uint32_t i = 0; i < objects_of(law, static_cast<ObjectKind>(kind)); ++i)
        ask(law, object, fact, i, asked);
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
    OrderLaw law;
    const OrderTables of_law = tables.of_law();
    law.prepare(input, of_law, false);
    ask_all(law, asked);
  }
  return asked;
}

TEST(LocalFacts, SayThatTheyAskForTheDestinationAndNoOtherDoes) {
  const Asked asked = ask_examples();
  EXPECT_TRUE(asked.silent.empty()) << "asks for the destination and does not say so: "
                                    << *asked.silent.begin();
  for (const ObjectDef& object : law_objects())
    for (const FactDef& fact : object.facts) {
      const std::string name = std::string(object.name) + "." + std::string(fact.name);
      EXPECT_TRUE(!fact.local || asked.by.contains(name)) << name << " never asks for the destination";
    }
}

}  // namespace
}  // namespace ordergate::rules
