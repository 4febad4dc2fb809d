// Runs the examples that every rule of a pack carries. Cold.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "order/verdict.h"
#include "rules/pack/rule.h"

namespace ordergate::rules {

/// Screens one JSON order in a profile; the verdict lives until the next call.
using ExampleScreener = std::function<const Verdict&(std::string_view order_json, Profile profile)>;

/// One rule or exception, and what became of its examples.
struct ExampleReport {
  std::string id;
  PackPlace place;
  std::size_t examples = 0, counterexamples = 0;
  std::vector<std::string> failures;  // "FILE:LINE: rule ID: WHAT"
};

/// Each example must make its rule fire (with the outcome and policy it expects, if any). Each counterexample
/// must not, or with expect = "annotate" must do no more than that. An order that cannot be read is a
/// failure. In the order of the pack.
[[nodiscard]] std::vector<ExampleReport> check_examples(const RulePack& pack, const ExampleScreener& screen);

}  // namespace ordergate::rules
