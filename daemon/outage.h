// Something that fails for a while: when it began, and when it is over. One thread.
#pragma once

#include <chrono>
#include <optional>

namespace ordergate::daemon {

class Outage {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// It is over when no sign of it was seen for `quiet`.
  explicit Outage(std::chrono::milliseconds quiet) noexcept : quiet_(quiet) {}

  /// A sign that it lasts. True when it is the first one.
  bool seen(Time now) noexcept {
    const bool first = !since_;
    if (first) since_ = now;
    last_ = now;
    return first;
  }
  [[nodiscard]] bool lasts() const noexcept { return since_.has_value(); }
  /// Once when it is over: how long it lasted, from the first sign to the last.
  [[nodiscard]] std::optional<std::chrono::milliseconds> over(Time now) noexcept {
    if (!since_ || now - last_ < quiet_) return std::nullopt;
    const auto lasted = std::chrono::duration_cast<std::chrono::milliseconds>(last_ - *since_);
    since_.reset();
    return lasted;
  }

 private:
  const std::chrono::milliseconds quiet_;
  std::optional<Time> since_;
  Time last_{};
};

}  // namespace ordergate::daemon
