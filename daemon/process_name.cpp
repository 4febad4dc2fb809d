#include "daemon/process_name.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <random>
#include <system_error>
#include <utility>

namespace ordergate::daemon {
namespace {

namespace fs = std::filesystem;

constexpr int kNamesMax = 1000;

Error failed(const fs::path& path, const char* what) {
  return Error{path.string() + ": " + what + ": " + std::generic_category().message(errno)};
}

std::string random_text() {
  std::random_device random;
  return std::to_string(random()) + "." + std::to_string(random());
}

/// What stands in the locked file; one that is new gets a text.
Result<std::string> read_or_write(int file, const fs::path& path) {
  std::array<char, 64> bytes{};
  const ssize_t size = ::pread(file, bytes.data(), bytes.size(), 0);
  if (size < 0) return failed(path, "cannot be read");
  if (size > 0) return std::string(bytes.data(), static_cast<std::size_t>(size));
  const std::string text = random_text();
  if (::pwrite(file, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()) || ::fsync(file) != 0)
    return failed(path, "cannot be written");
  return text;
}

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

}  // namespace

Result<ProcessName> ProcessName::take(const fs::path& folder) {
  for (int number = 0; number < kNamesMax; ++number) {
    const fs::path path = folder / ("process-" + std::to_string(number));
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) return failed(path, "cannot be opened");
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) {
      ProcessName taken(file, "");
      Result<std::string> text = read_or_write(file, path);
      if (!text) return text.error();
      taken.text_ = host_name() + "." + text.value();
      return taken;
    }
    const Error error = failed(path, "cannot be locked");
    const bool somebody_has_it = errno == EWOULDBLOCK;
    ::close(file);
    if (!somebody_has_it) return error;
  }
  return Error{folder.string() + ": too many processes use it"};
}

ProcessName::ProcessName(ProcessName&& other) noexcept
    : file_(std::exchange(other.file_, -1)), text_(std::move(other.text_)) {}

ProcessName::~ProcessName() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace ordergate::daemon
