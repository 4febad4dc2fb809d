// Signals are taken whatever the control thread is busy with.
#include "daemon/signals.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <functional>

namespace ordergate::daemon {
namespace {

using Signal = SignalWatch::Signal;
constexpr std::chrono::milliseconds kLong{60'000};
constexpr int kExit = 4;

/// In a process of its own: signals are the process's.
int outcome_of(const std::function<int(SignalWatch&)>& body) {
  const pid_t child = fork();
  if (child == 0) {
    SignalWatch signals(kExit);
    std::_Exit(body(signals));
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

TEST(Signals, a_second_request_to_stop_ends_a_process_that_is_busy) {
  EXPECT_EQ(outcome_of([](SignalWatch& signals) {
              kill(getpid(), SIGTERM);
              if (signals.wait(kLong) != Signal::stop) return 1;
              kill(getpid(), SIGINT);
              for (;;) pause();  // busy with anything
              return 2;
            }),
            kExit);
}

TEST(Signals, reloads_and_a_stop_come_one_after_the_other) {
  EXPECT_EQ(outcome_of([](SignalWatch& signals) {
              if (signals.wait(std::chrono::milliseconds{0}) != Signal::none) return 1;
              kill(getpid(), SIGHUP);
              if (signals.wait(kLong) != Signal::reload) return 2;
              kill(getpid(), SIGTERM);
              if (signals.wait(kLong) != Signal::stop) return 3;
              return signals.wait(std::chrono::milliseconds{0}) == Signal::none ? 0 : 4;
            }),
            0);
}

}  // namespace
}  // namespace ordergate::daemon
