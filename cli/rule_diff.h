// What changed between two rule packs, read without screening anything.
#pragma once

#include <string>
#include <vector>

namespace ordergate::rules {
class RuleBook;
}

namespace ordergate::cli {

struct PartChange {
  enum class Kind { added, removed, changed };
  Kind kind = Kind::changed;
  std::string part;  // rule, exception, predicate, set, policy, sample, table
  std::string name;
  struct Field {
    std::string name, before, after;
  };
  std::vector<Field> fields;  // of what changed
};

/// Rules and exceptions by id and version, field by field; predicates, sets, settings and samples as text;
/// tables by rows. A directory of the pack, or empty for the one inside the program.
[[nodiscard]] std::vector<PartChange> compare_packs(const std::string& before_directory,
                                                    const rules::RuleBook& before,
                                                    const std::string& after_directory,
                                                    const rules::RuleBook& after);

}  // namespace ordergate::cli
