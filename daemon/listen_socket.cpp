#include "daemon/listen_socket.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <memory>
#include <system_error>

namespace ordergate::daemon {
namespace {

constexpr int kPortMax = 65535;

std::string reason() { return std::generic_category().message(errno); }

/// The socket, or -1 with errno.
int bound(const addrinfo& to) {
  const int fd = socket(to.ai_family, to.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, to.ai_protocol);
  if (fd < 0) return -1;
  const int yes = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(fd, to.ai_addr, to.ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0) return fd;
  const int why = errno;
  close(fd);
  errno = why;
  return -1;
}

int port_of(int fd) {
  sockaddr_storage at{};
  socklen_t size = sizeof at;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&at), &size) != 0) return 0;
  const auto port = at.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(at).sin6_port
                                             : reinterpret_cast<const sockaddr_in&>(at).sin_port;
  return ntohs(port);
}

}  // namespace

Result<ListenAddress> parse_listen_address(const std::string& text) {
  const Error error{"[http] listen: '" + text + "' is no HOST:PORT"};
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return error;
  ListenAddress address{text.substr(0, colon), -1};
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + colon + 1, end, address.port);
  if (parsed.ec != std::errc() || parsed.ptr != end || address.port < 0 || address.port > kPortMax)
    return error;
  if (address.host.size() > 1 && address.host.front() == '[' && address.host.back() == ']')
    address.host = address.host.substr(1, address.host.size() - 2);
  else if (address.host.find(':') != std::string::npos)
    return error;
  if (address.host.empty()) address.host = "0.0.0.0";
  return address;
}

Result<int> listen_on(ListenAddress& address) {
  const std::string where = address.host + ":" + std::to_string(address.port);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (const int failed =
          getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &hints, &found);
      failed != 0)
    return Error{"[http] listen: " + where + ": " + gai_strerror(failed)};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> all(found, &freeaddrinfo);
  int fd = -1;
  for (const addrinfo* to = all.get(); to != nullptr && fd < 0; to = to->ai_next) fd = bound(*to);
  if (fd < 0) return Error{"[http] listen: cannot listen on " + where + ": " + reason()};
  address.port = port_of(fd);
  return fd;
}

}  // namespace ordergate::daemon
