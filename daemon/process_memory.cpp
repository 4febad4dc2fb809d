#include "daemon/process_memory.h"

#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace ordergate::daemon {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
// From below, so that nothing is refused that would fit: without lists `ordergate screen` takes 72 MiB, and
// 180 with one of 7.8 MiB; the daemon takes more (docs/capacity.md). Rules, item tables, libraries, clients:
constexpr std::uint64_t kWithoutLists = 96 * kMiB;
/// Of memory for each byte of a list.
constexpr std::uint64_t kMemoryOfListByte = 8;

std::string first_line(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::optional<std::uint64_t> number_in(const fs::path& path) {
  const std::string text = first_line(path);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end != text.data() ? std::optional(value) : std::nullopt;  // "max": none
}

std::optional<std::uint64_t> lesser(std::optional<std::uint64_t> one, std::optional<std::uint64_t> other) {
  if (!one || !other) return one ? one : other;
  return std::min(*one, *other);
}

std::optional<std::uint64_t> limit_of_control_group() {
  const fs::path root = "/sys/fs/cgroup";
  constexpr std::string_view kVersion2 = "0::/";
  std::ifstream groups("/proc/self/cgroup");
  std::optional<std::uint64_t> limit;
  for (std::string line; std::getline(groups, line);) {
    if (!line.starts_with(kVersion2)) continue;
    fs::path group = root / line.substr(kVersion2.size());
    for (;; group = group.parent_path()) {
      limit = lesser(limit, number_in(group / "memory.max"));
      if (group == root || !group.string().starts_with(root.string() + "/")) break;
    }
  }
  return limit;
}

}  // namespace

void give_back_memory() noexcept { malloc_trim(0); }

std::optional<std::uint64_t> memory_limit() {
  std::optional<std::uint64_t> limit = limit_of_control_group();
  rlimit space{};
  if (getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur != RLIM_INFINITY)
    limit = lesser(limit, std::uint64_t{space.rlim_cur});
  return limit;
}

std::uint64_t least_memory(std::uint64_t list_bytes) noexcept {
  return kWithoutLists + kMemoryOfListByte * list_bytes;
}

Status check_memory(std::optional<std::uint64_t> limit, std::uint64_t list_bytes) {
  const std::uint64_t least = least_memory(list_bytes);
  if (!limit || *limit >= least) return Done{};
  return Error{"the memory limit of this process is " + std::to_string(*limit / kMiB) +
               " MiB, and its lists take " + std::to_string(least / kMiB) +
               " MiB at the least (docs/capacity.md, Memory)"};
}

std::uint64_t bytes_under(const std::vector<std::string>& paths) {
  std::uint64_t bytes = 0;
  const auto add = [&bytes](const fs::path& file) {
    std::error_code error;
    const std::uint64_t size = fs::file_size(file, error);
    if (!error) bytes += size;
  };
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      add(path);
      continue;
    }
    for (auto at = fs::recursive_directory_iterator(path, error);
         !error && at != fs::recursive_directory_iterator(); at.increment(error))
      if (at->is_regular_file(error)) add(at->path());
  }
  return bytes;
}

}  // namespace ordergate::daemon
