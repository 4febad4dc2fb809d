// A memory limit that is too small is told before anything is loaded.
#include "daemon/process_memory.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string_view>

namespace ordergate::daemon {
namespace {

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;

TEST(ProcessMemory, a_limit_below_what_the_lists_take_is_told_with_both_numbers) {
  EXPECT_TRUE(check_memory(std::nullopt, 100 * kMiB)) << "no limit";
  EXPECT_TRUE(check_memory(least_memory(14 * kMiB), 14 * kMiB));
  const Status refused = check_memory(least_memory(14 * kMiB) - kMiB, 14 * kMiB);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().text.find(std::to_string(least_memory(14 * kMiB) / kMiB - 1) + " MiB"),
            std::string::npos)
      << refused.error().text;
  EXPECT_GT(least_memory(1), 32 * kMiB) << "rules and tables take some, too";
}

TEST(ProcessMemory, the_limit_of_the_address_space_is_one) {
  if (!std::string_view(OG_SANITIZE).empty()) {
    GTEST_SKIP() << "a sanitizer's shadow fits into no limit";
  }
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_AS, &before), 0);
  rlimit lower = before;
  lower.rlim_cur = std::uint64_t{1} << 40;
  ASSERT_EQ(setrlimit(RLIMIT_AS, &lower), 0);
  ASSERT_TRUE(memory_limit());
  EXPECT_LE(*memory_limit(), std::uint64_t{1} << 40);
  ASSERT_EQ(setrlimit(RLIMIT_AS, &before), 0);
}

TEST(ProcessMemory, files_at_and_below_the_paths_count) {
  const std::filesystem::path root =
      std::filesystem::temp_directory_path() / ("ordergate-bytes-" + std::to_string(::getpid()));
  std::filesystem::create_directories(root / "folder" / "deep");
  const auto write = [](const std::filesystem::path& path, std::size_t bytes) {
    std::ofstream(path) << std::string(bytes, 'x');
  };
  write(root / "one", 10);
  write(root / "folder" / "two", 20);
  write(root / "folder" / "deep" / "three", 40);
  EXPECT_EQ(bytes_under({root / "one", root / "folder", root / "missing"}), 70U);
  std::filesystem::remove_all(root);
}

}  // namespace
}  // namespace ordergate::daemon
