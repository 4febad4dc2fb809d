#include "daemon/signals.h"

#include <pthread.h>

#include <csignal>
#include <cstdlib>
#include <ctime>

#include "daemon/log.h"

namespace ordergate::daemon {
namespace {

constexpr std::chrono::milliseconds kTick{100};

sigset_t watched() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int each : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, each);
  return signals;
}

}  // namespace

SignalWatch::SignalWatch(int exit_code) : exit_code_(exit_code) {
  const sigset_t signals = watched();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  thread_ = std::thread([this] { listen(); });
}

SignalWatch::~SignalWatch() {
  ended_.store(true);
  thread_.join();
}

void SignalWatch::listen() {
  const sigset_t signals = watched();
  const timespec tick{0, std::chrono::nanoseconds(kTick).count()};
  while (!ended_.load()) {
    const int signal = sigtimedwait(&signals, nullptr, &tick);
    if (signal > 0) take(signal);
  }
}

void SignalWatch::take(int signal) {
  const std::lock_guard lock(mutex_);
  if (signal == SIGHUP) {
    reload_ = true;
  } else if (stop_asked_) {
    log::error("stopped at once by a second signal");
    std::_Exit(exit_code_);  // nothing is lost: what was not acknowledged was not committed
  } else {
    stop_ = stop_asked_ = true;
  }
  came_.notify_all();
}

SignalWatch::Signal SignalWatch::wait(std::chrono::milliseconds at_most) {
  std::unique_lock lock(mutex_);
  came_.wait_for(lock, at_most, [this] { return stop_ || reload_; });
  if (stop_) return stop_ = false, Signal::stop;
  if (reload_) return reload_ = false, Signal::reload;
  return Signal::none;
}

}  // namespace ordergate::daemon
