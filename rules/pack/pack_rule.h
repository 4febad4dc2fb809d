// One [[rule]] or [[exception]] table to a checked, compiled rule. Internal to the pack loader.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rules/pack/pack_examples.h"
#include "rules/pack/pack_reader.h"
#include "rules/pack/rule.h"

namespace ordergate::rules {

/// What rules are compiled against.
struct PackContext {
  Schema schema;
  std::vector<Predicate> predicates;
  SampleOrders samples;
};

/// What could not be read is told to the reader's errors; the rule is then of no use.
[[nodiscard]] Rule read_rule(TableReader& reader, const PackContext& context);
[[nodiscard]] ExceptionRule read_exception(TableReader& reader, const PackContext& context);

/// `order` and the scope's own variable: what rules of that scope see.
[[nodiscard]] std::vector<Variable> scope_variables(const Schema& schema, std::uint8_t scope);

}  // namespace ordergate::rules
