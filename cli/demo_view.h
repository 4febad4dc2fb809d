// What `ordergate demo` shows: rates, verdict mix, latency and the last denials; rewritten in place on a
// terminal, a line a second elsewhere.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "cli/output.h"
#include "daemon/metrics.h"

namespace ordergate::cli {

class DemoView {
 public:
  explicit DemoView(std::uint64_t seconds_max) : seconds_max_(seconds_max) {}

  /// A verdict as read from the topic.
  void take(std::string_view verdict_json);
  /// Shows what there is, when it is time to.
  void show(int http_port, const daemon::MetricsInput& input);
  /// The closing line.
  void finish();

 private:
  struct Numbers {
    std::uint64_t ms = 0;
    std::array<std::uint64_t, 3> verdicts{};
    std::array<std::uint64_t, daemon::kTimeBucketsUs.size() + 1> times{};
    [[nodiscard]] std::uint64_t orders() const noexcept { return verdicts[0] + verdicts[1] + verdicts[2]; }
  };
  [[nodiscard]] static Numbers read(const daemon::MetricsInput& input);
  [[nodiscard]] std::string line(const Numbers& now) const;
  [[nodiscard]] static std::string latency(const Numbers& now, const Numbers& before);
  void draw(int http_port, const Numbers& now);

  Output output_;
  const std::uint64_t seconds_max_;
  std::uint64_t began_ms_ = 0;
  Numbers last_;
  std::deque<std::string> denials_;
  std::uint64_t seen_ = 0;  // verdicts read from the topic
};

}  // namespace ordergate::cli
