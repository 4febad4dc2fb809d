// ordergate rules show --orders: the verdicts that a rule speaks in.
#include <algorithm>

#include "cli/batch.h"
#include "cli/report.h"
#include "cli/rule_trial.h"
#include "cli/terminal_text.h"

namespace ordergate::cli {
namespace {

struct Use {
  std::uint64_t line = 0;
  std::string order_id;
  Decision verdict = Decision::hold;
  Outcome outcome = Outcome::annotate;  // the strictest that the rule came to
  bool alone = false;                   // nothing else makes the verdict that strict
};

bool reaches(Outcome outcome, Decision verdict) {
  return verdict == Decision::deny ? outcome == Outcome::deny : outcome != Outcome::annotate;
}

/// What the rule has to do with a verdict; nothing when it does not speak.
bool read_use(const Verdict& verdict, const std::string& id, Use& use) {
  bool speaks = false, others = !verdict.error.code.empty();
  for (const Finding& finding : verdict.findings) {
    if (finding.rule != id) {
      others = others || reaches(finding.outcome, verdict.decision);
      continue;
    }
    speaks = true;
    use.outcome = std::max(use.outcome, finding.outcome);
  }
  use.order_id = verdict.order_id;
  use.verdict = verdict.decision;
  use.alone = verdict.decision != Decision::allow && reaches(use.outcome, verdict.decision) && !others;
  return speaks;
}

void print(const Use& use, bool json, Output& output) {
  if (json)
    return output.line(to_line(Json{{"change", "use"},
                                    {"line", use.line},
                                    {"order_id", use.order_id},
                                    {"verdict", to_string(use.verdict)},
                                    {"outcome", to_string(use.outcome)},
                                    {"alone", use.alone}}));
  std::string text = "line " + std::to_string(use.line) + "  " + printable(use.order_id) + "  " +
                     output.colored(to_string(use.verdict), color_of(use.verdict));
  if (use.alone) {
    text += ", by this rule alone";
  } else if (use.verdict != Decision::allow && reaches(use.outcome, use.verdict)) {
    text += ", by others as well";
  } else {
    text += ", this rule: " + std::string(to_string(use.outcome));
  }
  output.line(text);
}

}  // namespace

void print_use(const std::string& id, const std::string& directory, const std::string& orders,
               const ScreeningSetup& setup, bool json, Output& output) {
  Screener screener = screener_for(setup, directory);
  std::uint64_t all = 0, spoken = 0, alone = 0;
  each_order(orders, setup, [&](std::string_view record, const RecordContext& context) {
    ++all;
    Use use;
    use.line = context.source.line;
    if (!read_use(screener.screen(record, context), id, use)) return;
    ++spoken;
    alone += use.alone ? 1 : 0;
    print(use, json, output);
  });
  if (!json)
    output.line(std::to_string(all) + " orders: the rule speaks in " + std::to_string(spoken) + ", decides " +
                std::to_string(alone) + " alone");
}

}  // namespace ordergate::cli
