#include "daemon/process_usage.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace ordergate::daemon {
namespace {

/// Fields 14.. of proc(5)'s stat, after the name, which may hold anything up to its last parenthesis.
void read_stat(ProcessUsage& usage) {
  std::ifstream file("/proc/self/stat");
  std::string line;
  std::getline(file, line);
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return;
  std::istringstream fields(line.substr(name_end + 1));
  std::string skipped;
  for (int i = 3; i < 14; ++i) fields >> skipped;
  double user = 0;
  double system = 0;
  double pages = 0;
  fields >> user >> system;
  for (int i = 16; i < 20; ++i) fields >> skipped;
  fields >> usage.threads >> skipped >> skipped >> usage.virtual_bytes >> pages;
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  usage.cpu_seconds = (user + system) / ticks;
  usage.resident_bytes =
      static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

ProcessUsage read_process_usage(std::int64_t start_unix_s) {
  ProcessUsage usage;
  usage.start_unix_s = static_cast<double>(start_unix_s);
  read_stat(usage);
  std::error_code error;
  for (std::filesystem::directory_iterator it("/proc/self/fd", error), end; !error && it != end;
       it.increment(error))
    ++usage.open_fds;
  if (usage.open_fds > 0) --usage.open_fds;  // the one that looked
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) usage.max_fds = limit.rlim_cur;
  return usage;
}

}  // namespace ordergate::daemon
