#include "lists/diff.h"

#include <gtest/gtest.h>

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

TEST(ListDiff, AListAgainstItselfIsUnchanged) {
  const std::vector<ListFile> sample = {sample_list()};
  EXPECT_EQ(diff_lists(sample, sample).unchanged, sample[0].entries.size());
}

}  // namespace
}  // namespace ordergate::lists
