// The examples of the pack, run through the real screener. Cold.
#include "lists/reader.h"
#include "rules/evaluation/rulebook.h"
#include "rules/evaluation/rulebook_layout.h"
#include "rules/pack/rule_check.h"

namespace ordergate::rules {

std::vector<std::string> RuleBook::check(const ExampleScreener& screen) const {
  std::vector<std::string> failures;
  for (ExampleReport& report : check_examples(*layout_->pack, screen))
    for (std::string& failure : report.failures) failures.push_back(std::move(failure));
  return failures;
}

lists::ListFile example_list() { return lists::example_list(); }

}  // namespace ordergate::rules
