#include "screening/check_examples.h"

#include <array>
#include <memory>
#include <utility>

#include "screening/snapshot.h"

namespace ordergate {
namespace {

constexpr std::array kProfiles{rules::Profile::enforced, rules::Profile::codified,
                               rules::Profile::historical};

/// The day on which examples without any date are judged, so that they never change by themselves.
constexpr Date kExampleDay = Date::from_ymd(2026, 9, 1);

/// One screener a profile, over the fictional parties of the pack.
Result<std::vector<Screener>> example_screeners(const std::string& directory) {
  std::vector<Screener> screeners;
  for (const rules::Profile profile : kProfiles) {
    std::vector<lists::ListFile> files;
    files.push_back(rules::example_list());
    Result<std::shared_ptr<const Snapshot>> snapshot =
        assemble_snapshot(std::move(files), {.directory = directory, .profile = profile, .policy = {}}, {},
                          parties::KnownParties::example(), lists::example_relations());
    if (!snapshot) return snapshot.error();
    screeners.emplace_back(RecordLimits{}).use(std::move(snapshot).value());
  }
  return screeners;
}

}  // namespace

Result<RuleCheckReport> check_rules(const std::string& directory) {
  Result<rules::RuleBook> book =
      rules::RuleBook::load({.directory = directory, .profile = rules::Profile::enforced, .policy = {}});
  if (!book) return book.error();
  Result<std::vector<Screener>> screeners = example_screeners(directory);
  if (!screeners) return screeners.error();

  RuleCheckReport report;
  report.rules = book.value().rules().size();
  report.examples = book.value().examples().size();
  report.failures =
      book.value().check([&](std::string_view order_json, rules::Profile profile) -> const Verdict& {
        for (std::size_t i = 0; i < kProfiles.size(); ++i) {
          if (kProfiles[i] == profile) {
            return screeners.value()[i].screen(order_json,
                                               {.source = {}, .today = kExampleDay, .date_override = {}});
          }
        }
        OG_CHECK(false && "a profile without a screener");
      });
  return report;
}

}  // namespace ordergate
