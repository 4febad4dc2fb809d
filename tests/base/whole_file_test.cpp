// Files that are there whole or not at all.
#include "base/whole_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace ordergate {
namespace {

std::string bytes_of(const std::filesystem::path& file) {
  std::ostringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  return std::move(bytes).str();
}

TEST(AppendLine, EndsALineThatWasCutOffFirst) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "append_line_test";
  std::filesystem::remove(file);
  ASSERT_TRUE(append_line(file, "one").ok());
  ASSERT_TRUE(append_line(file, "two").ok());
  EXPECT_EQ(bytes_of(file), "one\ntwo\n");
  std::ofstream(file, std::ios::binary | std::ios::app) << "cut";
  ASSERT_TRUE(append_line(file, "three").ok());
  EXPECT_EQ(bytes_of(file), "one\ntwo\ncut\nthree\n");
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace ordergate
