// The rule pack: TOML files to checked, compiled rules. Cold. docs/rule-language.md is its manual.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "rules/language/fact_schema.h"
#include "rules/pack/rule.h"

namespace ordergate::rules {

struct PackFile {
  std::string path;  // as errors name it: "rules/ear/party.toml"
  std::string text;
};

/// Policy settings of the user: name and value as text, as [policy] of the settings file gives them.
using PolicyOverrides = std::vector<std::pair<std::string, std::string>>;

/// Reads files in the order given. `schema` names the objects (one called "order") and the sets that
/// come from tables; both must outlive the pack. On failure the text holds a line for each error, up
/// to 20: "FILE:LINE: rule ID: KEY: WHAT". Refused are: unknown keys, wrong types, expressions that do
/// not compile, a rule without an example or without a counterexample, versions of one rule whose
/// dates and profiles overlap, exceptions that nothing is cured by, cures that no exception has.
[[nodiscard]] Result<std::unique_ptr<const RulePack>> load_pack(std::span<const PackFile> files,
                                                                const Schema& schema,
                                                                const PolicyOverrides& overrides = {});

}  // namespace ordergate::rules
