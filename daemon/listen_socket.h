// The address that the HTTP side listens on, and its socket.
#pragma once

#include <string>

#include "base/result.h"

namespace ordergate::daemon {

struct ListenAddress {
  std::string host;
  int port = 0;
};
/// "127.0.0.1:9464", "[::1]:0", ":9464" (every address).
[[nodiscard]] Result<ListenAddress> parse_listen_address(const std::string& text);

/// A bound, listening, non-blocking socket, the caller's to close; port 0 becomes the free port that was
/// taken. Errors name the address and the system's reason. Without SO_REUSEPORT: a second daemon on the same
/// port must fail, not take half of the probes.
[[nodiscard]] Result<int> listen_on(ListenAddress& address);

}  // namespace ordergate::daemon
