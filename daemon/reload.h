// Builds snapshots from list and rule files and puts them into the box: once at start, then whenever asked.
// A next snapshot that fails to load, or whose lists are much smaller than before, is thrown away and the old
// one stays.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "config/config.h"
#include "daemon/snapshot_box.h"
#include "screening/screener.h"

namespace ordergate::daemon {

enum class ReloadOutcome : std::uint8_t { loaded, failed, shrunken };
inline constexpr std::size_t kReloadOutcomeCount = 3;
[[nodiscard]] std::string_view to_string(ReloadOutcome outcome) noexcept;

/// The lists in use and how the last reload went.
struct SnapshotReport {
  std::string id, rules_hash;
  std::size_t rules = 0;  // how many
  std::vector<SnapshotSource> sources;
  bool sample_list = false;  // no list is configured
  std::int64_t loaded_unix_s = 0;
  std::int64_t reload_unix_s = 0;  // when the last reload ended, however it went; 0: there was none
  std::int64_t lists_unix_s = 0;   // when the lists were last written; see lists_written_at()
  std::int64_t load_ms = 0;
  std::array<std::uint64_t, kReloadOutcomeCount> outcomes{};  // of reloads, by ReloadOutcome
  std::string refusal;  // why the last reload was thrown away; empty when it was taken
};

/// How many reloads ended, however they went.
[[nodiscard]] std::uint64_t reloads_ended(const SnapshotReport& report) noexcept;
/// One line for the service manager: with what orders are screened, and why not with newer lists.
[[nodiscard]] std::string describe_snapshot(const SnapshotReport& report);

[[nodiscard]] SnapshotOptions snapshot_options(const Config& config);

/// Why `next` may not replace `current`: a source that lost more than `guard_percent` of its entries, or that
/// is gone. Empty when it may.
[[nodiscard]] std::string shrink_refusal(const std::vector<SnapshotSource>& current,
                                         const std::vector<SnapshotSource>& next, int guard_percent);

/// Unix time in seconds at which the lists were last written: of the newest file under each path, the oldest.
/// `now_unix_s` when there is no path or none can be read.
[[nodiscard]] std::int64_t lists_written_at(const std::vector<std::string>& paths, std::int64_t now_unix_s);

class Reloader {
 public:
  using Load = std::function<Result<std::shared_ptr<const Snapshot>>(const SnapshotOptions&)>;

  Reloader(const Config& config, SnapshotBox& box, Load load = load_snapshot, WallClock clock = wall_time);
  ~Reloader();
  Reloader(const Reloader&) = delete;
  Reloader& operator=(const Reloader&) = delete;

  /// The first snapshot; without it there is nothing to screen with. Then reloads on request, on a thread of
  /// its own.
  [[nodiscard]] Status start();
  void stop();

  /// Asks for a reload and returns at once; requests during a reload make one more.
  void request();
  /// Asks for a reload and waits for its end. The error says why the old snapshot stays.
  [[nodiscard]] Status reload_and_wait();

  [[nodiscard]] SnapshotReport report() const;

 private:
  void serve();
  void reload();
  [[nodiscard]] Status take(std::shared_ptr<const Snapshot> snapshot, std::int64_t load_ms);
  void refuse(ReloadOutcome outcome, const std::string& why);

  const SnapshotOptions options_;
  const int guard_percent_;
  SnapshotBox& box_;
  const Load load_;
  const WallClock clock_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t requested_ = 0, finished_ = 0;  // reloads asked for, and those that ended
  bool stopping_ = false;
  SnapshotReport report_;
  std::thread thread_;
};

}  // namespace ordergate::daemon
