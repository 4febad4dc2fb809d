#include "cli/output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "cli/stop.h"

namespace ordergate::cli {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{64} << 10;
constexpr std::size_t kColumnsMax = 120;
constexpr std::size_t kColumnsPlain = 100;

bool wants_colors() {
  const char* const no_color = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  return (no_color == nullptr || *no_color == '\0') && terminal != nullptr &&
         std::strcmp(terminal, "dumb") != 0;
}

std::size_t terminal_columns() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 40) return 80;
  return std::min<std::size_t>(size.ws_col, kColumnsMax);
}

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

Output::Output()
    : is_terminal_(::isatty(STDOUT_FILENO) == 1),
      colors_(is_terminal_ && wants_colors()),
      columns_(is_terminal_ ? terminal_columns() : kColumnsPlain) {}

Output::~Output() {
  try {
    flush();
  } catch (const Stop&) {
    buffer_.clear();  // said already, or nobody to say it to
  }
}

std::string Output::colored(std::string_view text, Color color) const {
  static constexpr const char* kCodes[] = {"",           "\033[1m",    "\033[2m",
                                           "\033[1;31m", "\033[1;33m", "\033[1;32m"};
  if (!colors_ || color == Color::plain) return std::string(text);
  return kCodes[static_cast<int>(color)] + std::string(text) + "\033[0m";
}

void Output::write(std::string_view text) {
  buffer_.append(text);
  if (buffer_.size() >= kBufferBytes) flush();
}

void Output::flush() {
  std::size_t at = 0;
  while (at < buffer_.size()) {
    const ssize_t written = ::write(STDOUT_FILENO, buffer_.data() + at, buffer_.size() - at);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const std::string why = std::strerror(errno);
      buffer_.clear();
      throw Stop(kOutside, "cannot write to standard output: " + why);
    }
    at += static_cast<std::size_t>(written);
  }
  buffer_.clear();
}

void complain(std::string_view text) {
  std::fprintf(stderr, "ordergate: %.*s\n", static_cast<int>(text.size()), text.data());
}

Progress::Progress(bool quiet)
    : shown_(!quiet && ::isatty(STDERR_FILENO) == 1 && ::isatty(STDOUT_FILENO) != 1) {
  last_ms_ = now_ms();
}

Progress::~Progress() {
  if (drawn_) std::fputs("\r\033[K", stderr);
}

void Progress::at(std::uint64_t count, std::string_view unit) {
  constexpr std::uint64_t kLookEvery = 64;
  constexpr std::int64_t kRedrawMs = 200;
  if (!shown_ || ++calls_ % kLookEvery != 0) return;
  const std::int64_t now = now_ms();
  if (now - last_ms_ < kRedrawMs) return;
  last_ms_ = now;
  drawn_ = true;
  std::fprintf(stderr, "\r%llu %.*s\033[K", static_cast<unsigned long long>(count),
               static_cast<int>(unit.size()), unit.data());
}

Note::Note(bool quiet) : shown_(!quiet && ::isatty(STDERR_FILENO) == 1) {}

Note::~Note() { clear(); }

void Note::show(std::string_view what) {
  if (!shown_) return;
  drawn_ = true;
  std::fprintf(stderr, "\r%.*s\033[K", static_cast<int>(what.size()), what.data());
}

void Note::clear() {
  if (drawn_) std::fputs("\r\033[K", stderr);
  drawn_ = false;
}

}  // namespace ordergate::cli
