#include "fetch/store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <system_error>
#include <vector>

#include "base/whole_file.h"
#include "config/config.h"

namespace ordergate::fetch {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr const char* kRecord = "record.json";
constexpr const char* kAccepted = "accepted.json";
constexpr std::size_t kQuarantineMax = 10;
constexpr int kMaxInSecond = 9999;  // four digits, so that names sort by number

Error failed(const fs::path& path, const std::string& what, int error) {
  return Error{path.string() + ": " + what + ": " + std::generic_category().message(error)};
}

/// "2026-11-30T173407Z": sorts by time.
std::string stamp_of(WallTime now) {
  const std::int64_t second = unix_s(now) % 86'400;
  const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return format_date(day_of(now)) + "T" + two(second / 3600) + two(second / 60 % 60) + two(second % 60) + "Z";
}

std::vector<fs::path> oldest_first(const fs::path& parent) {
  std::vector<fs::path> folders;
  std::error_code error;
  for (fs::directory_iterator it(parent, error), end; !error && it != end; it.increment(error))
    if (it->is_directory(error)) folders.push_back(it->path());
  std::sort(folders.begin(), folders.end());
  return folders;
}

/// A new folder for what happens now. It sorts after every other, also within a second, after others were
/// dropped, and where the clock was set back (then it bears the time of the last).
Result<fs::path> new_folder(const fs::path& parent, WallTime now) {
  std::error_code error;
  fs::create_directories(parent, error);
  if (error) return failed(parent, "cannot be made", error.value());
  std::string name = stamp_of(now);
  const std::size_t stamp = name.size();
  for (const fs::path& other : oldest_first(parent)) {
    const std::string last = other.filename().string();
    if (last.size() < stamp || last[stamp - 1] != name[stamp - 1] ||
        last.substr(0, stamp) < name.substr(0, stamp))
      continue;
    int number = 1;
    if (last.size() > stamp) std::from_chars(last.data() + stamp + 1, last.data() + last.size(), number);
    ++number;
    if (number > kMaxInSecond) return Error{parent.string() + ": too many at one second"};
    const std::string digits = std::to_string(number);
    name = last.substr(0, stamp) + "-" + std::string(4 - digits.size(), '0') + digits;
  }
  fs::path folder = parent / name;
  fs::create_directory(folder, error);
  return error ? Result<fs::path>(failed(folder, "cannot be made", error.value())) : folder;
}

/// All but the newest `count`, and never the one in use.
void keep_newest(const fs::path& parent, std::size_t count, const fs::path& in_use) {
  const std::vector<fs::path> folders = oldest_first(parent);
  std::error_code error;
  for (std::size_t i = 0; i + count < folders.size(); ++i)
    if (folders[i].filename() != in_use.filename()) fs::remove_all(folders[i], error);
}

/// The bytes of a file on the disk, before a name of it is.
Status sync_file(const fs::path& file) {
  const int opened = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (opened < 0) return failed(file, "cannot be read", errno);
  const int synced = ::fsync(opened);
  ::close(opened);
  return synced == 0 ? Status(Done{}) : failed(file, "cannot be written", errno);
}

Status move_into(const fs::path& file, const fs::path& folder) {
  if (Status synced = sync_file(file); !synced) return synced;
  std::error_code error;
  fs::rename(file, folder / file.filename(), error);
  if (error || !sync_folder(folder))
    return failed(folder, "cannot be written", error ? error.value() : errno);
  return Done{};
}

Result<std::string> text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in.is_open()) return Error{path.string() + ": cannot be read"};
  return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
}

Json to_json(const SourceRecord& record) {
  return {{"version", 1},
          {"url", record.url},
          {"sha256", record.sha256},
          {"etag", record.etag},
          {"last_modified", record.last_modified},
          {"modified_unix_s", record.modified_unix_s},
          {"asked_unix_s", record.asked_unix_s},
          {"confirmed_unix_s", record.confirmed_unix_s},
          {"whole_unix_s", record.whole_unix_s},
          {"failures", record.failures},
          {"outcome", record.outcome},
          {"why", record.why},
          {"quarantined_sha256", record.quarantined_sha256}};
}

}  // namespace

Result<SourceRecord> read_record(const std::string& store, const std::string& source) {
  const fs::path path = fs::path(store) / source / kRecord;
  std::error_code error;
  if (!fs::exists(path, error)) return SourceRecord{};
  const Result<std::string> text = text_of(path);
  if (!text) return text.error();
  try {
    const Json json = Json::parse(text.value());
    SourceRecord record;
    json.at("url").get_to(record.url);
    json.at("sha256").get_to(record.sha256);
    json.at("etag").get_to(record.etag);
    json.at("last_modified").get_to(record.last_modified);
    json.at("modified_unix_s").get_to(record.modified_unix_s);
    json.at("asked_unix_s").get_to(record.asked_unix_s);
    json.at("confirmed_unix_s").get_to(record.confirmed_unix_s);
    json.at("whole_unix_s").get_to(record.whole_unix_s);
    json.at("failures").get_to(record.failures);
    json.at("outcome").get_to(record.outcome);
    json.at("why").get_to(record.why);
    json.at("quarantined_sha256").get_to(record.quarantined_sha256);
    return record;
  } catch (const Json::exception& problem) {
    return Error{path.string() + ": cannot be read (" + problem.what() +
                 "); without the file the publisher is asked for the whole list again"};
  }
}

Result<SourceFolder> SourceFolder::open(const std::string& store, const std::string& source) {
  const fs::path folder = fs::path(store) / source;
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return failed(folder, "cannot be made", error.value());
  const fs::path path = folder / ".lock";
  const int lock = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (lock < 0) return failed(path, "cannot be written", errno);
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    ::close(lock);
    return Error{folder.string() + ": another process fetches it"};
  }
  return SourceFolder(folder, lock);
}

SourceFolder::SourceFolder(SourceFolder&& other) noexcept
    : folder_(std::move(other.folder_)), lock_(std::exchange(other.lock_, -1)) {}

SourceFolder::~SourceFolder() {
  if (lock_ < 0) return;
  std::error_code error;
  fs::remove_all(folder_ / ".incoming", error);
  ::close(lock_);
}

Result<fs::path> SourceFolder::incoming() const {
  const fs::path folder = folder_ / ".incoming";
  std::error_code error;
  fs::remove_all(folder, error);
  fs::create_directory(folder, error);
  if (error) return failed(folder, "cannot be made", error.value());
  return folder;
}

fs::path SourceFolder::current_file() const {
  std::error_code error;
  for (fs::directory_iterator it(folder_ / "current", error), end; !error && it != end; it.increment(error))
    if (it->is_regular_file(error)) return it->path();
  return {};
}

Result<std::optional<lists::AcceptedLists>> SourceFolder::accepted() const {
  const fs::path path = folder_ / kAccepted;
  std::error_code error;
  if (!fs::exists(path, error)) return std::optional<lists::AcceptedLists>{};
  const Result<std::string> text = text_of(path);
  if (!text) return text.error();
  Result<lists::AcceptedLists> read = lists::parse_accepted(text.value());
  if (!read)
    return Error{path.string() + ": what was accepted last cannot be read (" + read.error().text +
                 "); removing the file takes the next list as it is"};
  return std::optional<lists::AcceptedLists>(std::move(read).value());
}

Status SourceFolder::accept(const fs::path& file, const lists::AcceptedLists& accepted, WallTime now,
                            int history_max) const {
  const Result<fs::path> folder = new_folder(folder_ / "history", now);
  if (!folder) return folder.error();
  if (Status moved = move_into(file, folder.value()); !moved) return moved;
  const fs::path fresh = folder_ / ".current";
  std::error_code error;
  fs::remove(fresh, error);
  fs::create_directory_symlink(fs::path("history") / folder.value().filename(), fresh, error);
  if (error) return failed(fresh, "cannot be made", error.value());
  // The guard's memory first: a file that is in place without it would be judged by an older one only.
  if (Status kept = write_whole_file(folder_ / kAccepted, lists::to_text(accepted)); !kept) return kept;
  fs::rename(fresh, folder_ / "current", error);
  if (error || !sync_folder(folder_))
    return failed(folder_ / "current", "cannot be put in place", error ? error.value() : errno);
  keep_newest(folder_ / "history", static_cast<std::size_t>(history_max), folder.value());
  return Done{};
}

Result<fs::path> SourceFolder::quarantine(const fs::path& file, const std::string& why,
                                          const std::string& diff, WallTime now) const {
  Result<fs::path> folder = new_folder(folder_ / "quarantine", now);
  if (!folder) return folder.error();
  if (Status moved = move_into(file, folder.value()); !moved) return moved.error();
  if (Status kept = write_whole_file(folder.value() / "why.txt", why + "\n"); !kept) return kept.error();
  if (!diff.empty())
    if (Status kept = write_whole_file(folder.value() / "diff.txt", diff); !kept) return kept.error();
  keep_newest(folder_ / "quarantine", kQuarantineMax, folder.value());
  return folder;
}

Status SourceFolder::confirm(WallTime now) const {
  const fs::path file = current_file();
  std::error_code error;
  fs::last_write_time(file, std::chrono::file_clock::from_sys(now), error);
  return error ? Status(failed(file, "its time cannot be set", error.value())) : Status(Done{});
}

Status SourceFolder::keep(const SourceRecord& record) const {
  return write_whole_file(folder_ / kRecord,
                          to_json(record).dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace ordergate::fetch
