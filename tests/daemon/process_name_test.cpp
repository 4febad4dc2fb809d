// The name that a restarted process shares with the one before it.
#include "daemon/process_name.h"

#include <gtest/gtest.h>

#include <fstream>
#include <optional>

namespace ordergate::daemon {
namespace {

class ProcessNameTest : public ::testing::Test {
 protected:
  ProcessNameTest() {
    std::string made = ::testing::TempDir() + "process-name-XXXXXX";
    folder = ::mkdtemp(made.data());
  }
  ~ProcessNameTest() override { std::filesystem::remove_all(folder); }
  std::filesystem::path folder;
};

TEST_F(ProcessNameTest, is_that_of_the_process_before_once_that_has_ended) {
  std::string first;
  {
    const auto name = ProcessName::take(folder);
    ASSERT_TRUE(name);
    first = name.value().text();
  }
  const auto again = ProcessName::take(folder);
  ASSERT_TRUE(again);
  EXPECT_EQ(again.value().text(), first);
  EXPECT_GT(first.size(), 8U);
}

TEST_F(ProcessNameTest, is_another_one_while_the_other_process_lives) {
  const auto one = ProcessName::take(folder);
  const auto other = ProcessName::take(folder);
  ASSERT_TRUE(one);
  ASSERT_TRUE(other);
  EXPECT_NE(one.value().text(), other.value().text());
}

TEST_F(ProcessNameTest, stays_taken_when_it_is_moved) {
  auto name = ProcessName::take(folder);
  ASSERT_TRUE(name);
  const ProcessName moved(std::move(name).value());
  const auto other = ProcessName::take(folder);
  ASSERT_TRUE(other);
  EXPECT_NE(other.value().text(), moved.text());
}

TEST_F(ProcessNameTest, a_process_that_died_before_it_wrote_its_name_leaves_none) {
  { const std::ofstream made(folder / "process-0"); }
  const auto name = ProcessName::take(folder);
  ASSERT_TRUE(name);
  EXPECT_NE(name.value().text().back(), '.');
}

TEST_F(ProcessNameTest, a_folder_that_is_not_there_is_an_error_that_names_it) {
  const auto name = ProcessName::take(folder / "none");
  ASSERT_FALSE(name);
  EXPECT_NE(name.error().text.find("none"), std::string::npos);
}

}  // namespace
}  // namespace ordergate::daemon
