#include "daemon/notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace ordergate::daemon {
namespace {

std::string variable(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any other thread
  return value != nullptr ? value : "";
}

}  // namespace

Notifier::Notifier() : path_(variable("NOTIFY_SOCKET")) {
  if (path_.empty() || path_.size() >= sizeof(sockaddr_un::sun_path)) return;
  socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const std::string watchdog = variable("WATCHDOG_USEC");
  std::uint64_t us = 0;
  std::from_chars(watchdog.data(), watchdog.data() + watchdog.size(), us);
  interval_ms_ = us / 1000 / 3;  // three chances before it bites
}

Notifier::~Notifier() {
  if (socket_ >= 0) ::close(socket_);
}

void Notifier::ready(std::string_view status) { send("READY=1\nSTATUS=" + std::string(status)); }

void Notifier::reloading() { send("RELOADING=1\nSTATUS=reading lists and rules again"); }

void Notifier::stopping() { send("STOPPING=1\nSTATUS=draining what is in flight"); }

void Notifier::alive(std::uint64_t steady_ms) {
  if (interval_ms_ == 0 || steady_ms - last_ms_ < interval_ms_) return;
  last_ms_ = steady_ms;
  send("WATCHDOG=1");
}

void Notifier::send(const std::string& text) const {
  if (socket_ < 0) return;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path_.data(), path_.size());
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';  // an abstract name
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path_.size());
  // The C API wants the general type. What cannot be told is not worth stopping for.
  static_cast<void>(::sendto(socket_, text.data(), text.size(), MSG_NOSIGNAL,
                             reinterpret_cast<const sockaddr*>(&address), size));
}

}  // namespace ordergate::daemon
