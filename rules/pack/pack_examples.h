// Examples of the rule pack: orders written in TOML, alone or as changes of a sample order, to the JSON
// text that the order parser reads. Internal to the pack loader.
#pragma once

#include <toml++/toml.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rules/pack/pack_reader.h"
#include "rules/pack/rule.h"

namespace ordergate::rules {

/// Named orders, [[sample]], that examples start from.
using SampleOrders = std::map<std::string, const toml::table*, std::less<>>;

/// [[sample]] of one file: a name, and an order as a table.
void read_samples(TableReader& file, SampleOrders& samples);

/// [[rule.examples]] or [[rule.counterexamples]]: `order` (table), `order_json` (text) or `sample`
/// (name) with `change` (table, laid over the sample: tables by key, arrays of tables by position, all
/// else replaced) and `without` (paths like "parties.0.country"). Also `profile`, `expect`, `policy`,
/// `title`.
[[nodiscard]] std::vector<PackExample> read_examples(TableReader& rule, std::string_view key,
                                                     const SampleOrders& samples);

}  // namespace ordergate::rules
