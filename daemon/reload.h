// Builds snapshots from list and rule files and puts them into the box: once at start, then whenever asked.
// A next snapshot that fails to load, or whose lists may not replace those accepted last (lists/guard.h), is
// thrown away: the one in use stays, and at start the copy that was kept of the lists accepted last takes its
// place.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "config/config.h"
#include "daemon/accepted_lists_store.h"
#include "daemon/snapshot_box.h"
#include "lists/guard.h"
#include "screening/screener.h"

namespace ordergate::daemon {

enum class ReloadOutcome : std::uint8_t { loaded, failed, shrunken, older };
inline constexpr std::size_t kReloadOutcomeCount = 4;
[[nodiscard]] std::string_view to_string(ReloadOutcome outcome) noexcept;

/// The lists in use and how the last reload went.
struct SnapshotReport {
  std::string id, rules_hash;
  std::size_t rules = 0;  // how many
  std::vector<SnapshotSource> sources;
  std::vector<lists::ListTally> lists;
  SnapshotOwnership ownership;
  SnapshotLaw law;
  bool sample_list = false;  // no list is configured
  bool lists_kept =
      false;  // the lists in use are in the state directory, to guard and to serve the next start
  bool from_copy = false;  // the lists in place were refused at start; those in use are the copy
  std::int64_t loaded_unix_s = 0;
  std::int64_t reload_unix_s = 0;  // when the last reload ended, however it went; 0: there was none
  std::vector<std::pair<std::string, std::int64_t>> written;  // when the newest file under each path was
  std::int64_t lists_unix_s = 0;  // when the lists were last written; see lists_written_at()
  std::int64_t load_ms = 0;
  std::array<std::uint64_t, kReloadOutcomeCount> outcomes{};  // of reloads, by ReloadOutcome
  std::string refusal;  // why the last load was thrown away; empty when it was taken
};

/// How many reloads ended, however they went.
[[nodiscard]] std::uint64_t reloads_ended(const SnapshotReport& report) noexcept;
/// One line for the service manager: with what orders are screened, and why not with newer lists.
[[nodiscard]] std::string describe_snapshot(const SnapshotReport& report);

/// The lists whose number of entries changed: "EL (us_csl) 2036 -> 1650"; empty when none did.
[[nodiscard]] std::string describe_changes(const std::vector<lists::ListTally>& before,
                                           const std::vector<lists::ListTally>& after);

/// What the settings say about lists, rules, items, matching and policy: the one place that copies them.
[[nodiscard]] SnapshotOptions snapshot_options(const Config& config);

/// Unix time in seconds at which the lists were last written: of the newest file under each path, the oldest.
/// `now_unix_s` when there is no path or none can be read.
[[nodiscard]] std::int64_t lists_written_at(const std::vector<std::string>& paths, std::int64_t now_unix_s);

class Reloader {
 public:
  using Load = std::function<Result<std::shared_ptr<const Snapshot>>(const SnapshotOptions&)>;

  /// `accept_shrunken`: lists that start() takes as they are.
  Reloader(const Config& config, SnapshotBox& box, Load load = load_snapshot, WallClock clock = wall_time,
           std::vector<lists::ListCode> accept_shrunken = {});
  ~Reloader();
  Reloader(const Reloader&) = delete;
  Reloader& operator=(const Reloader&) = delete;

  /// The first snapshot, of the lists in place or of the copy; without one there is nothing to screen with.
  /// Then reloads on request, on a thread of its own.
  [[nodiscard]] Status start();
  void stop();

  /// Asks for a reload and returns at once; requests during a reload make one more.
  void request();
  /// Asks for a reload and waits for its end. The error says why the old snapshot stays.
  [[nodiscard]] Status reload_and_wait();

  [[nodiscard]] SnapshotReport report() const;

 private:
  /// A snapshot that may be used, or why not.
  struct Attempt {
    std::shared_ptr<const Snapshot> snapshot;
    ReloadOutcome outcome = ReloadOutcome::loaded;
    std::string refusal;
    std::int64_t load_ms = 0;
    std::vector<lists::ListCode> accepted = {};  // that an operator takes as they are, this once too
  };

  void serve();
  void reload();
  [[nodiscard]] Attempt attempt(std::vector<lists::ListCode> accepted);
  /// What files of ownership lost since they were accepted last; empty when it may be.
  [[nodiscard]] std::string lost_ownership(const Snapshot& snapshot, const lists::GuardOptions& guard) const;
  /// Did another instance, which shares the state directory, accept these very files since?
  [[nodiscard]] bool accepted_elsewhere(const Snapshot& snapshot) const;
  [[nodiscard]] Status start_from_copy(const Attempt& refused);
  /// What is screened with from now on.
  void take(const Attempt& attempt, std::int64_t lists_unix_s, const std::vector<lists::ListTally>& before);
  /// The same, and what the next lists are judged by, here and after a restart.
  void accept(const Attempt& attempt, std::int64_t lists_unix_s);
  void refuse(const Attempt& attempt, std::string_view what_goes_on);

  const SnapshotOptions options_;
  const int guard_percent_;
  const std::vector<lists::ListCode> accept_at_start_;
  const AcceptedListsStore accepted_store_;
  SnapshotBox& box_;
  const Load load_;
  const WallClock clock_;
  lists::AcceptedLists accepted_;  // what the next lists are judged by

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t requested_ = 0, finished_ = 0;  // reloads asked for, and those that ended
  bool stopping_ = false;
  SnapshotReport report_;
  std::thread thread_;
};

}  // namespace ordergate::daemon
