// Runs the examples of one rule pack after another: a directory a line on standard input, one line of
// answer each, "failed ID ID ..." (rules whose examples fail) or "refused WHY". For mutate.py.
#include <cstdio>
#include <iostream>
#include <string>

#include "screening/check_examples.h"

namespace {

/// "FILE:LINE: rule ID: WHAT" -> "ID".
std::string rule_of(const std::string& failure) {
  const std::size_t kind = failure.find(": ") + 2;
  const std::size_t id = failure.find(' ', kind) + 1;
  return failure.substr(id, failure.find(':', id) - id);
}

}  // namespace

int main() {
  std::string directory;
  while (std::getline(std::cin, directory)) {
    const auto report = ordergate::check_rules(directory);
    std::string answer =
        report ? "failed" : "refused " + report.error().text.substr(0, report.error().text.find('\n'));
    if (report)
      for (const std::string& failure : report.value().failures) answer += " " + rule_of(failure);
    std::puts(answer.c_str());
    std::fflush(stdout);
  }
  return 0;
}
