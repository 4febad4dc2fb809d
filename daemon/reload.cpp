#include "daemon/reload.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <numeric>
#include <optional>
#include <utility>

#include "daemon/log.h"

namespace ordergate::daemon {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

std::optional<std::int64_t> written_at(const fs::path& file) {
  std::error_code error;
  const fs::file_time_type at = fs::last_write_time(file, error);
  if (error) return std::nullopt;
  return unix_s(std::chrono::floor<std::chrono::milliseconds>(std::chrono::file_clock::to_sys(at)));
}

/// Of the newest file at or directly under `path`.
std::optional<std::int64_t> newest_under(const fs::path& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return written_at(path);
  std::optional<std::int64_t> newest;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error))
    if (it->is_regular_file(error)) newest = std::max(newest, written_at(it->path()));
  return newest;
}

}  // namespace

std::string_view to_string(ReloadOutcome outcome) noexcept {
  switch (outcome) {
    case ReloadOutcome::loaded:
      return "loaded";
    case ReloadOutcome::failed:
      return "failed";
    case ReloadOutcome::shrunken:
      return "shrunken";
  }
  return "failed";
}

std::uint64_t reloads_ended(const SnapshotReport& report) noexcept {
  return std::accumulate(report.outcomes.begin(), report.outcomes.end(), std::uint64_t{0});
}

std::string describe_snapshot(const SnapshotReport& report) {
  std::string line = "reading orders with snapshot " + report.id;
  if (!report.refusal.empty())
    line += "; the last reload was refused: " + report.refusal.substr(0, report.refusal.find('\n'));
  return line;
}

SnapshotOptions snapshot_options(const Config& config) {
  SnapshotOptions options;
  options.list_paths = config.lists.paths;
  options.rules_directory = config.rules.directory;
  options.extra_items = config.items.extra;
  options.sku_maps = config.items.skus;
  options.profile = config.rules.profile;
  options.name_threshold = config.matching.name_threshold;
  options.address_threshold = config.matching.address_threshold;
  options.policy.assign(config.policy.begin(), config.policy.end());
  return options;
}

std::string shrink_refusal(const std::vector<SnapshotSource>& current,
                           const std::vector<SnapshotSource>& next, int guard_percent) {
  for (const SnapshotSource& before : current) {
    const auto after = std::find_if(next.begin(), next.end(),
                                    [&](const SnapshotSource& s) { return s.source == before.source; });
    const std::uint64_t entries = after == next.end() ? 0 : after->entries;
    if (entries * 100 >= before.entries * static_cast<std::uint64_t>(std::max(0, 100 - guard_percent)))
      continue;
    return "list " + before.source + " shrank from " + std::to_string(before.entries) + " to " +
           std::to_string(entries) +
           " entries, more than lists.shrink_guard_percent = " + std::to_string(guard_percent) + " allows";
  }
  return "";
}

std::int64_t lists_written_at(const std::vector<std::string>& paths, std::int64_t now_unix_s) {
  std::int64_t oldest = now_unix_s;
  for (const std::string& path : paths)
    if (const std::optional<std::int64_t> newest = newest_under(path)) oldest = std::min(oldest, *newest);
  return oldest;
}

Reloader::Reloader(const Config& config, SnapshotBox& box, Load load, WallClock clock)
    : options_(snapshot_options(config)),
      guard_percent_(config.lists.shrink_guard_percent),
      box_(box),
      load_(std::move(load)),
      clock_(std::move(clock)) {
  report_.sample_list = options_.list_paths.empty();
}

Reloader::~Reloader() { stop(); }

Status Reloader::start() {
  const auto begin = steady_clock::now();
  Result<std::shared_ptr<const Snapshot>> first = load_(options_);
  if (!first) return first.error();
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin);
  Status taken = take(std::move(first).value(), took.count());
  if (!taken) return taken;
  thread_ = std::thread([this] { serve(); });
  return Done{};
}

void Reloader::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Reloader::request() {
  {
    const std::lock_guard lock(mutex_);
    ++requested_;
  }
  changed_.notify_all();
}

Status Reloader::reload_and_wait() {
  std::unique_lock lock(mutex_);
  const std::uint64_t mine = ++requested_;
  changed_.notify_all();
  changed_.wait(lock, [&] { return finished_ >= mine || stopping_; });
  if (finished_ < mine) return Error{"shutting down"};
  if (!report_.refusal.empty()) return Error{report_.refusal};
  return Done{};
}

SnapshotReport Reloader::report() const {
  const std::lock_guard lock(mutex_);
  return report_;
}

void Reloader::serve() {
  for (;;) {
    std::uint64_t upto = 0;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return stopping_ || requested_ > finished_; });
      if (stopping_) return;
      upto = requested_;  // all that were asked for before the files are read are served by this one
    }
    reload();
    {
      const std::lock_guard lock(mutex_);
      finished_ = upto;
    }
    changed_.notify_all();
  }
}

void Reloader::reload() {
  const auto begin = steady_clock::now();
  Result<std::shared_ptr<const Snapshot>> next = load_(options_);
  if (!next) return refuse(ReloadOutcome::failed, next.error().text);
  const std::string shrunken =
      shrink_refusal(report().sources, snapshot_sources(*next.value()), guard_percent_);
  if (!shrunken.empty()) return refuse(ReloadOutcome::shrunken, shrunken);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin);
  if (Status taken = take(std::move(next).value(), took.count()); !taken)
    return refuse(ReloadOutcome::failed, taken.error().text);
  const std::lock_guard lock(mutex_);
  ++report_.outcomes[static_cast<std::size_t>(ReloadOutcome::loaded)];
  report_.reload_unix_s = unix_s(clock_());
  report_.refusal.clear();
}

Status Reloader::take(std::shared_ptr<const Snapshot> snapshot, std::int64_t load_ms) {
  if (!snapshot) return Error{"no snapshot was built"};
  {
    const std::lock_guard lock(mutex_);
    report_.id = snapshot_id(*snapshot);
    report_.rules_hash = snapshot_rules_hash(*snapshot);
    report_.rules = snapshot_rule_count(*snapshot);
    report_.sources = snapshot_sources(*snapshot);
    report_.loaded_unix_s = unix_s(clock_());
    report_.lists_unix_s = lists_written_at(options_.list_paths, report_.loaded_unix_s);
    report_.load_ms = load_ms;
  }
  log::info(
      "snapshot loaded",
      {{"id", snapshot_id(*snapshot)}, {"lists", snapshot_sources(*snapshot).size()}, {"load_ms", load_ms}});
  box_.publish(std::move(snapshot));
  return Done{};
}

void Reloader::refuse(ReloadOutcome outcome, const std::string& why) {
  log::error("reload refused, the snapshot in use stays", {{"outcome", to_string(outcome)}, {"reason", why}});
  const std::lock_guard lock(mutex_);
  ++report_.outcomes[static_cast<std::size_t>(outcome)];
  report_.reload_unix_s = unix_s(clock_());
  report_.refusal = why;
}

}  // namespace ordergate::daemon
