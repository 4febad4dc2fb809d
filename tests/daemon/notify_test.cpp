// What systemd is told: ready, alive as often as it wants, stopping; nothing without its socket.
#include "daemon/notify.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

namespace ordergate::daemon {
namespace {

class NotifierTest : public testing::Test {
 protected:
  NotifierTest()
      : path_(std::filesystem::temp_directory_path() / ("ordergate-notify-" + std::to_string(::getpid()))) {
    socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path_.c_str(), path_.native().size());
    EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::setenv("NOTIFY_SOCKET", path_.c_str(), 1);
    ::setenv("WATCHDOG_USEC", "3000000", 1);
  }
  ~NotifierTest() override {
    ::unsetenv("NOTIFY_SOCKET");
    ::unsetenv("WATCHDOG_USEC");
    ::close(socket_);
    std::error_code error;
    std::filesystem::remove(path_, error);
  }
  /// What was told since; empty: nothing.
  [[nodiscard]] std::string told() const {
    std::array<char, 256> text{};
    const ssize_t size = ::recv(socket_, text.data(), text.size(), 0);
    return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : "";
  }

 private:
  std::filesystem::path path_;
  int socket_ = -1;
};

TEST_F(NotifierTest, tells_ready_reloading_and_stopping) {
  Notifier notifier;
  notifier.ready("reading orders");
  EXPECT_EQ(told(), "READY=1\nSTATUS=reading orders");
  notifier.reloading();
  EXPECT_EQ(told().substr(0, 11), "RELOADING=1");
  notifier.stopping();
  EXPECT_EQ(told().substr(0, 10), "STOPPING=1");
}

TEST_F(NotifierTest, feeds_the_watchdog_three_times_in_its_time_and_no_more) {
  Notifier notifier;
  notifier.alive(10'000);
  EXPECT_EQ(told(), "WATCHDOG=1");
  notifier.alive(10'999);
  EXPECT_EQ(told(), "");
  notifier.alive(11'000);
  EXPECT_EQ(told(), "WATCHDOG=1");
}

TEST_F(NotifierTest, without_a_watchdog_or_a_socket_tells_nothing) {
  ::unsetenv("WATCHDOG_USEC");
  Notifier unwatched;
  unwatched.alive(10'000);
  EXPECT_EQ(told(), "");
  ::unsetenv("NOTIFY_SOCKET");
  Notifier alone;
  alone.ready("x");
  EXPECT_EQ(told(), "");
}

}  // namespace
}  // namespace ordergate::daemon
