#include "lists/diff.h"

#include <gtest/gtest.h>

#include "lists/diff_text.h"
#include "lists/reader.h"

namespace ordergate::lists {
namespace {

ListEntry named(const char* name, const char* id = "") {
  ListEntry entry;
  entry.list = ListCode::el;
  entry.id = id;
  entry.names.push_back({name, ListedName::Role::primary});
  return entry;
}

std::vector<ListFile> files(std::vector<ListEntry> entries) {
  ListFile file;
  file.entries = std::move(entries);
  return {file};
}

TEST(ListDiff, NothingAgainstNothing) {
  const ListDiff diff = diff_lists({}, {});
  EXPECT_TRUE(diff.added.empty() && diff.removed.empty() && diff.changed.empty());
  EXPECT_EQ(diff.unchanged, 0U);
}

TEST(ListDiff, SaysWhatWasAddedRemovedAndChanged) {
  const auto before = files({named("STAYS"), named("GOES"), named("OLD NAME", "7"), named("Moved House")});
  auto entries = std::vector{named("COMES"), named("STAYS"), named("NEW NAME", "7"), named("MOVED HOUSE")};
  entries[3].addresses.push_back({"1 New Road", {}});
  const auto after = files(entries);
  const ListDiff diff = diff_lists(before, after);
  EXPECT_EQ(diff.unchanged, 1U);
  ASSERT_EQ(diff.added.size(), 1U);
  EXPECT_EQ(title_of(*diff.added[0]), "COMES");
  ASSERT_EQ(diff.removed.size(), 1U);
  EXPECT_EQ(title_of(*diff.removed[0]), "GOES");
  ASSERT_EQ(diff.changed.size(), 2U);
  EXPECT_EQ(diff.changed[0].fields.size(), 1U);
  EXPECT_EQ(diff.changed[0].fields[0].field, "names");
  EXPECT_EQ(diff.changed[0].fields[0].after, "NEW NAME");
  EXPECT_EQ(diff.changed[1].fields.size(), 2U);
  EXPECT_EQ(diff.changed[1].fields[1].field, "addresses");
}

TEST(ListDiff, TheSameEntryTwiceIsTwoEntries) {
  const ListDiff diff = diff_lists(files({named("TWIN"), named("TWIN")}), files({named("TWIN")}));
  EXPECT_EQ(diff.unchanged, 1U);
  EXPECT_EQ(diff.removed.size(), 1U);
  EXPECT_TRUE(diff.changed.empty());
}

TEST(ListDiff, TheOrderOfAliasesIsNoChange) {
  auto before = named("A B");
  before.names.push_back({"C D", ListedName::Role::strong_alias});
  before.names.push_back({"E F", ListedName::Role::strong_alias});
  auto after = before;
  std::swap(after.names[1], after.names[2]);
  EXPECT_EQ(diff_lists(files({before}), files({after})).unchanged, 1U);
}

TEST(ListDiffText, SaysHowMuchOfEachListFirstAndEntriesByListAndKeyAfter) {
  auto sdn = named("Of Another List", "1");
  sdn.list = ListCode::sdn;
  auto changed = named("Two", "2");
  changed.addresses.push_back({"1 New Road", {}});
  const auto before =
      files({named("Nine", "9"), named("Two", "2"), named("Four", "4"), named("Three", "3"), sdn});
  const auto after = files({changed, named("Three", "3"), named("Eight", "8")});
  const ListDiff diff = diff_lists(before, after);
  const std::vector<std::string> expected = {"list  before  after  added  removed  changed",
                                             "SDN        1      0      0        1        0",
                                             "EL         4      3      1        2        1",
                                             "1 added, 3 removed, 1 changed, 1 the same",
                                             "removed  SDN  1  Of Another List",
                                             "removed  EL  4  Four",
                                             "removed  EL  9  Nine",
                                             "added  EL  8  Eight",
                                             "changed  EL  2  Two  (addresses)"};
  EXPECT_EQ(diff_lines(diff, before, after), expected);
  EXPECT_EQ(diff_lines({}, {}, {}).size(), 2U);
}

TEST(ListDiff, AListAgainstItselfIsUnchanged) {
  const std::vector<ListFile> sample = {sample_list()};
  EXPECT_EQ(diff_lists(sample, sample).unchanged, sample[0].entries.size());
}

}  // namespace
}  // namespace ordergate::lists
