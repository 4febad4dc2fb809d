// Every row of the catalogue is in the pack or on the coverage page, and nothing is invented.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <string>

#include "rules/evaluation/rulebook.h"

namespace ordergate::rules {
namespace {

std::set<std::string> catalogue_ids() {
  std::ifstream file(OG_SOURCE_DIR "/rules/ear/catalogue_ids.txt");
  std::set<std::string> ids;
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) ids.insert(line);
  return ids;
}

/// The ids of the coverage table, and whether the line says that the pack has a rule for it.
std::set<std::string> page_ids(bool in_pack) {
  std::ifstream file(OG_SOURCE_DIR "/docs/rules-coverage.md");
  std::set<std::string> ids;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("| `")) continue;
    const std::size_t end = line.find('`', 3);
    const std::string where = line.substr(end + 4);
    const bool names_rule = where.starts_with("rule, `") || where.starts_with("exception, `");
    if (names_rule == in_pack) ids.insert(line.substr(3, end - 3));
  }
  return ids;
}

std::set<std::string> pack_ids() {
  const Result<RuleBook> book = RuleBook::load({.directory = {}, .profile = Profile::enforced, .policy = {}});
  std::set<std::string> ids;
  if (!book) ADD_FAILURE() << book.error().text;
  if (book)
    for (const RuleDescription& rule : book.value().rules()) ids.insert(rule.id);
  return ids;
}

TEST(RuleCoverage, EveryRowOfTheCatalogueIsARuleOrAWrittenLine) {
  const std::set<std::string> pack = pack_ids();
  const std::set<std::string> written = page_ids(false);
  ASSERT_GT(catalogue_ids().size(), 190U);
  for (const std::string& id : catalogue_ids())
    EXPECT_TRUE(pack.contains(id) || written.contains(id)) << id << " is nowhere";
}

TEST(RuleCoverage, NoRuleIsInvented) {
  const std::set<std::string> catalogue = catalogue_ids();
  for (const std::string& id : pack_ids()) EXPECT_TRUE(catalogue.contains(id)) << id << " is in no catalogue";
  for (const bool in_pack : {false, true})
    for (const std::string& id : page_ids(in_pack)) EXPECT_TRUE(catalogue.contains(id)) << id;
}

TEST(RuleCoverage, ThePageNamesRulesThatThePackHas) {
  const std::set<std::string> pack = pack_ids();
  for (const std::string& id : page_ids(true)) EXPECT_TRUE(pack.contains(id)) << id;
  for (const std::string& id : page_ids(false)) EXPECT_FALSE(pack.contains(id)) << id;
}

/// The rows "| `name` | default | ... |" of the page on settings.
std::map<std::string, std::string> settings_of_page() {
  std::ifstream file(OG_SOURCE_DIR "/docs/policy.md");
  std::map<std::string, std::string> settings;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("| `")) continue;
    const std::size_t end = line.find('`', 3);
    const std::size_t next = line.find(" |", end + 4);
    EXPECT_TRUE(settings.emplace(line.substr(3, end - 3), line.substr(end + 4, next - end - 4)).second)
        << line;
  }
  return settings;
}

/// "790,000,000" and "yes" as the pack and the page write them.
std::string as_written(std::string value) {
  std::erase(value, ',');
  if (value == "yes") return "true";
  return value == "no" ? "false" : value;
}

TEST(PolicyPage, NamesEverySettingOfThePackWithItsDefault) {
  const Result<RuleBook> book = RuleBook::load({.directory = {}, .profile = Profile::enforced, .policy = {}});
  ASSERT_TRUE(book) << book.error().text;
  std::map<std::string, std::string> pack;
  for (const PolicySetting& setting : book.value().policy()) pack[setting.name] = as_written(setting.preset);
  EXPECT_GT(pack.size(), 40U);
  EXPECT_EQ(settings_of_page(), pack);
}

}  // namespace
}  // namespace ordergate::rules
