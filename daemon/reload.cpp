#include "daemon/reload.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
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

std::int64_t milliseconds_since(steady_clock::time_point begin) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin).count();
}

bool same_bytes(const std::vector<lists::SourceFile>& kept, const std::vector<lists::SourceFile>& read) {
  return std::equal(kept.begin(), kept.end(), read.begin(), read.end(),
                    [](const auto& one, const auto& other) { return one.hash == other.hash; });
}

}  // namespace

namespace {

std::uint64_t entries_of(const std::vector<lists::ListTally>& lists) {
  std::uint64_t entries = 0;
  for (const lists::ListTally& list : lists) entries += list.entries;
  return entries;
}

const lists::ListTally* find(const std::vector<lists::ListTally>& lists, const lists::ListTally& like) {
  const auto found = std::find_if(lists.begin(), lists.end(), [&like](const lists::ListTally& list) {
    return list.source == like.source && list.list == like.list;
  });
  return found == lists.end() ? nullptr : &*found;
}

std::string dates_of(const std::vector<SnapshotSource>& sources) {
  std::string text;
  for (const SnapshotSource& source : sources)
    text += (text.empty() ? "" : ", ") + source.source + " " + (source.date.empty() ? "?" : source.date);
  return text;
}

/// What was read of them; the reason of a rejected row may quote it, so only lines are told.
void tell_known_parties(const Snapshot& snapshot) {
  for (const parties::KnownFile& file : snapshot_known_parties(snapshot)) {
    log::info("known parties", {{"file", file.path}, {"rows", file.rows}, {"hash", file.hash}});
    if (!file.rejections.empty())
      log::warning("rows of known parties were rejected: run 'ordergate parties check'",
                   {{"file", file.path},
                    {"rejected", file.rejections.size()},
                    {"first_line", file.rejections.front().line}});
  }
}

/// Who lost the relations of an owner lets those whom it owns pass: guarded as lists are.
std::vector<lists::ListTally> relations_of(const Snapshot& snapshot) {
  std::map<std::string, lists::ListTally> by_source;
  for (const SnapshotOwnership::File& file : snapshot_ownership(snapshot).files) {
    lists::ListTally& tally = by_source[file.source];
    tally.source = file.source;
    tally.entries += file.relations;
  }
  std::vector<lists::ListTally> tallies;
  tallies.reserve(by_source.size());
  for (auto& [source, tally] : by_source) tallies.push_back(std::move(tally));
  return tallies;
}

}  // namespace

std::string describe_changes(const std::vector<lists::ListTally>& before,
                             const std::vector<lists::ListTally>& after) {
  std::string text;
  const auto add = [&text](const lists::ListTally& list, std::uint64_t was, std::uint64_t is) {
    text += (text.empty() ? "" : ", ") + std::string(to_string(list.list)) + " (" + list.source + ") " +
            std::to_string(was) + " -> " + std::to_string(is);
  };
  for (const lists::ListTally& list : after) {
    const lists::ListTally* const last = find(before, list);
    const std::uint64_t was = last != nullptr ? last->entries : 0;
    if (was != list.entries) add(list, was, list.entries);
  }
  for (const lists::ListTally& list : before)
    if (find(after, list) == nullptr) add(list, list.entries, 0);
  return text;
}

std::string_view to_string(ReloadOutcome outcome) noexcept {
  switch (outcome) {
    case ReloadOutcome::loaded:
      return "loaded";
    case ReloadOutcome::failed:
      return "failed";
    case ReloadOutcome::shrunken:
      return "shrunken";
    case ReloadOutcome::older:
      return "older";
  }
  return "failed";
}

std::uint64_t reloads_ended(const SnapshotReport& report) noexcept {
  return std::accumulate(report.outcomes.begin(), report.outcomes.end(), std::uint64_t{0});
}

std::string describe_snapshot(const SnapshotReport& report) {
  std::string line = "reading orders with snapshot " + report.id;
  if (report.from_copy) line += ", of the copy kept of the lists accepted last";
  if (!report.refusal.empty())
    line += "; the last reload was refused: " + report.refusal.substr(0, report.refusal.find('\n'));
  return line;
}

SnapshotOptions snapshot_options(const Config& config) {
  SnapshotOptions options;
  options.list_paths = config.lists.paths;
  options.ownership_paths = config.lists.ownership;
  options.rules_directory = config.rules.directory;
  options.extra_items = config.items.extra;
  options.sku_maps = config.items.skus;
  options.known_parties = config.parties.known;
  options.profile = config.rules.profile;
  options.name_threshold = config.matching.name_threshold;
  options.address_threshold = config.matching.address_threshold;
  options.policy.assign(config.policy.begin(), config.policy.end());
  return options;
}

std::int64_t lists_written_at(const std::vector<std::string>& paths, std::int64_t now_unix_s) {
  std::int64_t oldest = now_unix_s;
  for (const std::string& path : paths)
    if (const std::optional<std::int64_t> newest = newest_under(path)) oldest = std::min(oldest, *newest);
  return oldest;
}

Reloader::Reloader(const Config& config, SnapshotBox& box, Load load, WallClock clock,
                   std::vector<lists::ListCode> accept_shrunken)
    : options_(snapshot_options(config)),
      guard_percent_(config.lists.shrink_guard_percent),
      accept_at_start_(std::move(accept_shrunken)),
      accepted_store_(config.daemon.state_directory),
      box_(box),
      load_(std::move(load)),
      clock_(std::move(clock)) {
  report_.sample_list = options_.list_paths.empty();
}

Reloader::~Reloader() { stop(); }

Status Reloader::start() {
  Result<std::optional<lists::AcceptedLists>> last = accepted_store_.last();
  if (!last) return last.error();
  if (last.value()) accepted_ = *std::move(last).value();
  if (!accepted_store_.enabled() && !options_.list_paths.empty())
    log::warning(
        "[daemon] state_dir is not set: lists that shrank while the daemon was down are not noticed");
  const Attempt first = attempt(accept_at_start_);
  if (first.snapshot) {
    accept(first, lists_written_at(options_.list_paths, unix_s(clock_())));
  } else if (Status started = start_from_copy(first); !started) {
    return started;
  }
  thread_ = std::thread([this] { serve(); });
  return Done{};
}

Status Reloader::start_from_copy(const Attempt& refused) {
  SnapshotOptions of_copy = options_;
  of_copy.list_paths = accepted_store_.copies_of(accepted_);
  if (of_copy.list_paths.empty()) return Error{refused.refusal};
  const auto fail = [&](const std::string& why) {
    return Error{refused.refusal +
                 (why == refused.refusal ? "" : "; and the copy of the lists accepted last: " + why)};
  };
  const auto begin = steady_clock::now();
  Result<std::shared_ptr<const Snapshot>> copy = load_(of_copy);
  if (!copy) return fail(copy.error().text);
  if (!same_bytes(accepted_.files, snapshot_files(*copy.value()))) return fail("it is not what was kept");
  // Of files of ownership no copy is kept: those in place are read.
  if (const std::string lost = lost_ownership(*copy.value(), {guard_percent_, refused.accepted});
      !lost.empty())
    return fail(lost);
  Attempt attempt{std::move(copy).value(), ReloadOutcome::loaded, "", milliseconds_since(begin)};
  refuse(refused, "starting with the copy kept of the lists accepted last");
  take(attempt, accepted_.written_unix_s, accepted_.lists);
  const std::lock_guard lock(mutex_);
  report_.lists_kept = report_.from_copy = true;
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

Reloader::Attempt Reloader::attempt(std::vector<lists::ListCode> accepted) {
  const auto begin = steady_clock::now();
  const auto refused = [&accepted](ReloadOutcome outcome, std::string why) {
    return Attempt{nullptr, outcome, std::move(why), 0, accepted};
  };
  const Result<std::vector<lists::ListCode>> once = accepted_store_.take_acceptance();
  if (!once) return refused(ReloadOutcome::failed, once.error().text);
  accepted.insert(accepted.end(), once.value().begin(), once.value().end());
  for (const lists::ListCode list : accepted)
    log::warning("a list is taken as it is, for an operator said so", {{"list", to_string(list)}});
  Result<std::shared_ptr<const Snapshot>> next = load_(options_);
  if (!next) return refused(ReloadOutcome::failed, next.error().text);
  if (!next.value()) return refused(ReloadOutcome::failed, "no snapshot was built");
  const lists::GuardOptions guard{guard_percent_, accepted};
  if (std::string lost = lost_ownership(*next.value(), guard); !lost.empty())
    return refused(ReloadOutcome::shrunken, std::move(lost));
  const std::vector<lists::GuardRefusal> refusals =
      guard_lists(accepted_.lists, snapshot_lists(*next.value()), guard);
  if (refusals.empty() || accepted_elsewhere(*next.value()))
    return {std::move(next).value(), ReloadOutcome::loaded, "", milliseconds_since(begin)};
  const bool shrunken = std::any_of(refusals.begin(), refusals.end(), [](const lists::GuardRefusal& refusal) {
    return refusal.reason == lists::GuardRefusal::Reason::shrunken;
  });
  return refused(shrunken ? ReloadOutcome::shrunken : ReloadOutcome::older, describe(refusals));
}

std::string Reloader::lost_ownership(const Snapshot& snapshot, const lists::GuardOptions& guard) const {
  if (options_.ownership_paths.empty()) return "";
  const std::vector<lists::GuardRefusal> lost =
      guard_lists(accepted_.ownership, relations_of(snapshot), guard);
  return lost.empty() ? "" : "files of ownership: " + describe(lost);
}

bool Reloader::accepted_elsewhere(const Snapshot& snapshot) const {
  const Result<std::optional<lists::AcceptedLists>> last = accepted_store_.last();
  return last && last.value() && same_bytes(last.value()->files, snapshot_files(snapshot));
}

void Reloader::reload() {
  const Attempt next = attempt({});
  if (!next.snapshot) return refuse(next, "the snapshot in use stays");
  accept(next, lists_written_at(options_.list_paths, unix_s(clock_())));
  const std::lock_guard lock(mutex_);
  ++report_.outcomes[static_cast<std::size_t>(ReloadOutcome::loaded)];
  report_.reload_unix_s = unix_s(clock_());
  report_.refusal.clear();
  report_.from_copy = false;
}

void Reloader::take(const Attempt& attempt, std::int64_t lists_unix_s,
                    const std::vector<lists::ListTally>& before) {
  const Snapshot& snapshot = *attempt.snapshot;
  const std::string dates_before = dates_of(report_.sources);  // written by this thread alone
  {
    const std::lock_guard lock(mutex_);
    report_.id = snapshot_id(snapshot);
    report_.rules_hash = snapshot_rules_hash(snapshot);
    report_.rules = snapshot_rule_count(snapshot);
    report_.sources = snapshot_sources(snapshot);
    report_.lists = snapshot_lists(snapshot);
    report_.ownership = snapshot_ownership(snapshot);
    report_.law = snapshot_law(snapshot);
    report_.loaded_unix_s = unix_s(clock_());
    report_.lists_unix_s = lists_unix_s;
    report_.written.clear();
    for (const std::string& path : options_.list_paths)
      if (const std::optional<std::int64_t> at = newest_under(path)) report_.written.emplace_back(path, *at);
    report_.load_ms = attempt.load_ms;
  }
  log::info("snapshot loaded", {{"id", snapshot_id(snapshot)},
                                {"lists", snapshot_sources(snapshot).size()},
                                {"load_ms", attempt.load_ms},
                                {"entries_before", entries_of(before)},
                                {"entries", entries_of(snapshot_lists(snapshot))},
                                {"changed", describe_changes(before, snapshot_lists(snapshot))},
                                {"ownership_relations", report_.ownership.relations},
                                {"dates_before", dates_before},
                                {"dates", dates_of(snapshot_sources(snapshot))}});
  tell_known_parties(snapshot);
  box_.publish(attempt.snapshot);
}

void Reloader::accept(const Attempt& attempt, std::int64_t lists_unix_s) {
  const Snapshot& snapshot = *attempt.snapshot;
  const std::vector<lists::ListTally> before = std::move(accepted_.lists);
  accepted_ = {snapshot_lists(snapshot), snapshot_files(snapshot), "", lists_unix_s, relations_of(snapshot)};
  const bool keeps = accepted_store_.enabled() && !options_.list_paths.empty();  // the sample protects nobody
  Status kept = keeps ? accepted_store_.remember(accepted_) : Status(Done{});
  if (!kept)
    log::error("the lists in use could not be kept for the next start", {{"reason", kept.error().text}});
  take(attempt, lists_unix_s, before);
  const std::lock_guard lock(mutex_);
  report_.lists_kept = keeps && kept.ok();
}

void Reloader::refuse(const Attempt& attempt, std::string_view what_goes_on) {
  log::error("lists or rules refused, " + std::string(what_goes_on),
             {{"outcome", to_string(attempt.outcome)}, {"reason", attempt.refusal}});
  const std::lock_guard lock(mutex_);
  ++report_.outcomes[static_cast<std::size_t>(attempt.outcome)];
  report_.reload_unix_s = unix_s(clock_());
  report_.refusal = attempt.refusal;
}

}  // namespace ordergate::daemon
