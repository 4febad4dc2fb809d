#include "daemon/state_directory.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/whole_file.h"

namespace ordergate::daemon {
namespace {

namespace fs = std::filesystem;

Error failed(const fs::path& path, const char* what) {
  return Error{path.string() + ": " + what + ": " + std::generic_category().message(errno)};
}

}  // namespace

Status open_state_directory(const fs::path& folder) {
  if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) return failed(folder, "cannot be made");
  const fs::path probe = folder / (".probe." + std::to_string(::getpid()));
  if (Status written = write_state_file(probe, "ordergate\n"); !written) return written;
  if (::unlink(probe.c_str()) != 0) return failed(probe, "cannot be removed");
  return Done{};
}

Status write_state_file(const fs::path& file, const std::string& bytes) {
  return write_whole_file(file, bytes);
}

}  // namespace ordergate::daemon
