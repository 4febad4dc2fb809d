#include "cli/input.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/stop.h"

namespace ordergate::cli {
namespace {

constexpr std::size_t kReadBytes = std::size_t{256} << 10;

[[noreturn]] void stop(const std::string& path, const std::string& why) {
  throw Stop(kUnreadable, (path == "-" ? "standard input" : path) + ": " + why);
}

/// A descriptor to read from; standard input is not closed by close_input.
int open_input(const std::string& path) {
  if (path == "-") return STDIN_FILENO;
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) stop(path, std::string("cannot be opened: ") + std::strerror(errno));
  struct stat status {};
  if (::fstat(file, &status) == 0 && S_ISDIR(status.st_mode)) {
    ::close(file);
    stop(path, "is a directory, not a file");
  }
  return file;
}

void close_input(int file) noexcept {
  if (file > STDIN_FILENO) ::close(file);
}

/// Appends what is there; false at the end.
bool read_some(int file, const std::string& path, std::string& into) {
  const std::size_t size = into.size();
  into.resize(size + kReadBytes);
  ssize_t got = 0;
  do {
    got = ::read(file, into.data() + size, kReadBytes);
  } while (got < 0 && errno == EINTR);
  const int error = errno;
  into.resize(size + static_cast<std::size_t>(got < 0 ? 0 : got));
  if (got < 0) stop(path, std::string("cannot be read: ") + std::strerror(error));
  return got > 0;
}

}  // namespace

void require_readable(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) close_input(open_input(path));
}

std::string read_whole(const std::string& path, std::size_t bytes_max) {
  const int file = open_input(path);
  std::string text;
  while (text.size() <= bytes_max && read_some(file, path, text)) {
  }
  close_input(file);
  if (text.size() > bytes_max) text.resize(bytes_max + 1);
  return text;
}

LineReader::LineReader(std::string path, std::size_t line_bytes_max)
    : path_(std::move(path)), line_bytes_max_(line_bytes_max), file_(open_input(path_)) {}

LineReader::~LineReader() { close_input(file_); }

bool LineReader::fill() {
  buffer_.erase(0, at_);
  at_ = 0;
  if (!ended_ && read_some(file_, path_, buffer_)) return true;
  ended_ = true;
  return false;
}

bool LineReader::next(std::string_view& line) {
  std::size_t searched = at_;
  std::size_t end = 0;
  bool cut = false;
  while ((end = buffer_.find('\n', searched)) == std::string::npos) {
    const std::size_t held = buffer_.size() - at_;
    if (held > line_bytes_max_ + 1) {  // keep the start, forget the rest
      cut = true;
      buffer_.resize(at_ + line_bytes_max_ + 1);
    }
    searched = buffer_.size() - at_;  // fill() moves the line to the front
    if (!fill()) {
      end = buffer_.size();
      if (end == at_) return false;
      break;
    }
  }
  ++line_number_;
  line = std::string_view(buffer_).substr(at_, end - at_);
  at_ = std::min(end + 1, buffer_.size());
  if (cut || line.size() > line_bytes_max_ + 1) {
    line = line.substr(0, line_bytes_max_ + 1);
  } else if (!line.empty() && line.back() == '\r') {
    line.remove_suffix(1);
  }
  return true;
}

}  // namespace ordergate::cli
