// The signals of the daemon, on a thread of their own: whatever the others are busy with, a second request to
// stop ends the process.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace ordergate::daemon {

class SignalWatch {
 public:
  enum class Signal : unsigned char { none, stop, reload };

  /// Blocks SIGTERM, SIGINT and SIGHUP in this thread and all it starts from now on, and ignores SIGPIPE (a
  /// scraper that hangs up is no reason to end). One for the process, made before other threads are.
  /// `exit_code`: of an end at the second SIGTERM or SIGINT, which this never outlives.
  explicit SignalWatch(int exit_code);
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  /// The next signal, waiting at most so long. Several reloads that nobody took are one.
  [[nodiscard]] Signal wait(std::chrono::milliseconds at_most);

 private:
  void listen();
  void take(int signal);

  const int exit_code_;
  std::mutex mutex_;
  std::condition_variable came_;
  bool stop_asked_ = false, stop_ = false, reload_ = false;
  std::atomic<bool> ended_{false};
  std::thread thread_;
};

}  // namespace ordergate::daemon
