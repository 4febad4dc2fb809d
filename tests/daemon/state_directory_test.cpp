#include "daemon/state_directory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace ordergate::daemon {
namespace {

namespace fs = std::filesystem;

class StateDirectory : public ::testing::Test {
 protected:
  StateDirectory() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    root_ = fs::temp_directory_path() /
            ("ordergate-state-" + std::string(test->name()).substr(0, 40) + "-" + std::to_string(::getpid()));
    fs::create_directories(root_);
  }
  ~StateDirectory() override { fs::remove_all(root_); }
  static std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  fs::path root_;
};

TEST_F(StateDirectory, is_made_for_its_owner_alone_and_left_empty) {
  ASSERT_TRUE(open_state_directory(root_ / "state"));
  struct stat made {};
  ASSERT_EQ(::stat((root_ / "state").c_str(), &made), 0);
  EXPECT_EQ(made.st_mode & 07777U, 0700U);
  EXPECT_TRUE(fs::is_empty(root_ / "state"));
  EXPECT_TRUE(open_state_directory(root_ / "state")) << "one that is there";
}

TEST_F(StateDirectory, that_cannot_be_used_is_refused_by_name) {
  const fs::path orphan = root_ / "no" / "state";
  const Status no_parent = open_state_directory(orphan);
  ASSERT_FALSE(no_parent);
  EXPECT_EQ(no_parent.error().text, orphan.string() + ": cannot be made: No such file or directory");
  std::ofstream(root_ / "file") << "x";
  EXPECT_FALSE(open_state_directory(root_ / "file")) << "a file is no folder";
}

TEST_F(StateDirectory, a_file_is_replaced_whole_and_readable_by_its_owner_alone) {
  const fs::path file = root_ / "kept";
  ASSERT_TRUE(write_state_file(file, "first"));
  ASSERT_TRUE(write_state_file(file, "second"));
  EXPECT_EQ(read(file), "second");
  struct stat written {};
  ASSERT_EQ(::stat(file.c_str(), &written), 0);
  EXPECT_EQ(written.st_mode & 07777U, 0600U);
  EXPECT_EQ(std::distance(fs::directory_iterator(root_), fs::directory_iterator()), 1);
}

TEST_F(StateDirectory, a_file_that_cannot_be_replaced_stays_and_nothing_is_left_beside_it) {
  const fs::path file = root_ / "kept";
  fs::create_directories(file / "inside");
  EXPECT_FALSE(write_state_file(file, "bytes")) << "a folder is in its place";
  EXPECT_TRUE(fs::exists(file / "inside"));
  EXPECT_EQ(std::distance(fs::directory_iterator(root_), fs::directory_iterator()), 1);
}

}  // namespace
}  // namespace ordergate::daemon
