#include "base/near_name.h"

#include <gtest/gtest.h>

#include <string>

#include "base/edit_distance.h"

namespace ordergate {
namespace {

TEST(NearName, SuggestsTheNearestWithinAThirdOfTheName) {
  EXPECT_EQ(did_you_mean("group_idd", {"workers", "group_id"}), " (did you mean 'group_id'?)");
  EXPECT_EQ(did_you_mean("grp", {"group_id"}), "");
  EXPECT_EQ(did_you_mean("", {"a"}), " (did you mean 'a'?)");
  EXPECT_EQ(did_you_mean("x", {}), "");
  EXPECT_EQ(did_you_mean(std::string(65, 'x'), {std::string_view("x")}), "");
}

TEST(EditDistance, CountsLettersChangedLeftOutAndAdded) {
  EXPECT_EQ(edit_distance("", "", 0), 0U);
  EXPECT_EQ(edit_distance("", "abc", 3), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting", 5), 3U);
  EXPECT_EQ(edit_distance("ab", "ba", 5), 2U);
}

TEST(EditDistance, IsOneMoreThanTheLimitBeyondIt) {
  EXPECT_EQ(edit_distance("kitten", "sitting", 2), 3U);
  EXPECT_EQ(edit_distance("kitten", "xxxxxx", 1), 2U);
  EXPECT_EQ(edit_distance("abc", "", 1), 2U);
  const std::string longest(kEditedBytesMax, 'a');
  EXPECT_EQ(edit_distance(longest, longest, 3), 0U);
  EXPECT_EQ(edit_distance(longest + "a", longest + "a", 3), 4U) << "too long to be compared";
}

TEST(EditDistance, WithinOneEditTakesTwoNeighborsExchanged) {
  for (const char* near : {"address", "adress", "addresss", "addrses", "addrexs"})
    EXPECT_TRUE(within_one_edit("address", near)) << near;
  for (const char* far : {"adres", "addrsesx", "daderss", "", "addresse2"})
    EXPECT_FALSE(within_one_edit("address", far)) << far;
  EXPECT_TRUE(within_one_edit("", "a"));
  EXPECT_TRUE(within_one_edit("", ""));
}

}  // namespace
}  // namespace ordergate
