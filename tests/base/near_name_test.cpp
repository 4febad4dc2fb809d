#include "base/near_name.h"

#include <gtest/gtest.h>

namespace ordergate {
namespace {

TEST(NearName, SuggestsTheNearestWithinAThirdOfTheName) {
  EXPECT_EQ(did_you_mean("group_idd", {"workers", "group_id"}), " (did you mean 'group_id'?)");
  EXPECT_EQ(did_you_mean("grp", {"group_id"}), "");
  EXPECT_EQ(did_you_mean("", {"a"}), " (did you mean 'a'?)");
  EXPECT_EQ(did_you_mean("x", {}), "");
  EXPECT_EQ(did_you_mean(std::string(65, 'x'), {std::string_view("x")}), "");
}

TEST(NearName, CountsSingleEdits) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

}  // namespace
}  // namespace ordergate
