#include "base/whole_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace ordergate {
namespace {

namespace fs = std::filesystem;

Error failed(const fs::path& path, const char* what) {
  return Error{path.string() + ": " + what + ": " + std::generic_category().message(errno)};
}

bool write_all(int file, const std::string& bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const ssize_t written = ::write(file, bytes.data() + at, bytes.size() - at);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    at += static_cast<std::size_t>(written);
  }
  return ::fsync(file) == 0;
}

}  // namespace

bool sync_folder(const fs::path& folder) noexcept {
  const int opened = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return false;
  const bool synced = ::fsync(opened) == 0;
  ::close(opened);
  return synced;
}

namespace {

/// Does the file hold a last line without its end? False, with errno, when that cannot be told.
bool ends_inside_line(int file, bool& inside) {
  struct stat about {};
  if (::fstat(file, &about) != 0) return false;
  inside = false;
  if (!S_ISREG(about.st_mode) || about.st_size == 0) return true;
  char last = '\n';
  if (::pread(file, &last, 1, about.st_size - 1) != 1) return false;
  inside = last != '\n';
  return true;
}

}  // namespace

Status append_line(const fs::path& file, const std::string& line) {
  const int opened = ::open(file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (opened < 0) return failed(file, "cannot be written");
  bool inside = false;
  const bool whole = ::flock(opened, LOCK_EX) == 0 && ends_inside_line(opened, inside) &&
                     write_all(opened, (inside ? "\n" : "") + line + '\n');
  const Error error = failed(file, "cannot be written");
  if (::close(opened) == 0 && whole) return Done{};
  return error;
}

Status write_whole_file(const fs::path& file, const std::string& bytes) {
  std::string beside = (file.parent_path() / ("." + file.filename().string() + ".XXXXXX")).string();
  const int opened = ::mkostemp(beside.data(), O_CLOEXEC);  // mode 0600
  if (opened < 0) return failed(file, "cannot be written");
  const bool whole = write_all(opened, bytes);
  const bool closed = ::close(opened) == 0;
  if (whole && closed && ::rename(beside.c_str(), file.c_str()) == 0 && sync_folder(file.parent_path()))
    return Done{};
  const Error error = failed(file, "cannot be written");
  ::unlink(beside.c_str());
  return error;
}

}  // namespace ordergate
