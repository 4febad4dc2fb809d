// Tells systemd how the process is (sd_notify's protocol, a datagram to $NOTIFY_SOCKET). Without that
// variable it does nothing. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ordergate::daemon {

class Notifier {
 public:
  /// Reads NOTIFY_SOCKET and WATCHDOG_USEC.
  Notifier();
  ~Notifier();
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;

  void ready(std::string_view status);
  /// Lists and rules are read again; `ready` ends it.
  void reloading();
  void stopping();
  /// Says that all is well, as often as the watchdog wants it; not calling it for long means a restart.
  void alive(std::uint64_t steady_ms);

 private:
  void send(const std::string& text) const;

  std::string path_;
  int socket_ = -1;
  std::uint64_t interval_ms_ = 0;  // 0: nobody watches
  std::uint64_t last_ms_ = 0;
};

}  // namespace ordergate::daemon
