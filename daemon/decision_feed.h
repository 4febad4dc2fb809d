// Decisions for the workers: read from files with each reload, or from a topic, to its end before the first
// order is screened and followed from then on. Workers take what is published at most once a batch.
#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "config/config.h"
#include "decisions/overlay.h"

namespace ordergate {
class TopicReader;
}

namespace ordergate::daemon {

/// The overlay that all workers screen with. The last reference to an old one is dropped by who publishes,
/// never on a worker.
class DecisionBox {
 public:
  void publish(std::shared_ptr<const decisions::Overlay> overlay);
  [[nodiscard]] std::shared_ptr<const decisions::Overlay> current() const;
  /// Grows by one with each publish; 0 before the first. Any thread, no lock.
  [[nodiscard]] std::uint64_t version() const noexcept { return version_.load(std::memory_order_acquire); }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const decisions::Overlay> current_;
  std::vector<std::shared_ptr<const decisions::Overlay>> retired_;
  std::atomic<std::uint64_t> version_{0};
};

/// What a scrape sees.
struct DecisionCounts {
  std::uint64_t count = 0;                                        // that are known
  std::array<std::uint64_t, decisions::kRefusalCount> refused{};  // records, by decisions::Refusal
  std::int64_t read_unix_s = 0;  // when files or topic were last found to be read whole
  std::string unreadable{};      // why they cannot be read, for which nothing is cleared; empty: they can
};

class DecisionFeed {
 public:
  DecisionFeed(const Config& config, WallClock clock) : config_(config), clock_(std::move(clock)) {}
  ~DecisionFeed();
  DecisionFeed(const DecisionFeed&) = delete;
  DecisionFeed& operator=(const DecisionFeed&) = delete;

  /// Reads the files, at start and with each reload. An error only at the first time: later, files that
  /// cannot be read clear nothing until they can, and the lists are loaded without them. Does nothing where a
  /// topic is followed.
  [[nodiscard]] Status read_files();
  /// Starts to follow the topic, where there is one.
  [[nodiscard]] Status start();
  void stop();

  /// There are no decisions, or they were read to the end.
  [[nodiscard]] bool ready() const noexcept { return !config_.review.on() || box_.version() > 0; }
  [[nodiscard]] const DecisionBox& box() const noexcept { return box_; }
  [[nodiscard]] DecisionCounts counts() const;

 private:
  void run();
  /// Reads from the first record to the end, then follows, until the topic cannot be read. The reason.
  [[nodiscard]] std::string follow();
  [[nodiscard]] std::string read_on(TopicReader& reader, decisions::OverlayBuilder& builder);
  void publish(decisions::OverlayBuilder& builder, const std::vector<std::int64_t>& positions);
  void take(const decisions::OverlayBuilder& builder, const std::string& unreadable);
  void read_whole();
  void cannot_read(const std::string& why);
  [[nodiscard]] bool wait(std::chrono::milliseconds time);

  const Config& config_;
  const WallClock clock_;
  DecisionBox box_;
  std::optional<decisions::OverlayBuilder> last_;  // what is in use
  std::uint64_t refused_told_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  DecisionCounts counts_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace ordergate::daemon
