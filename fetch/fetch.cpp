#include "fetch/fetch.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <system_error>
#include <utility>
#include <variant>

#include "base/redacted_url.h"
#include "fetch/download.h"
#include "fetch/proof.h"
#include "fetch/store.h"
#include "lists/diff.h"
#include "lists/diff_text.h"
#include "lists/reader.h"

namespace ordergate::fetch {
namespace {

namespace fs = std::filesystem;
using lists::GuardRefusal;
using namespace std::chrono_literals;

constexpr std::uint64_t kProofBytesMax = std::uint64_t{1} << 20;
constexpr std::chrono::seconds kServerWaitMax = 10min;
// A server that says "not modified" of what it did change is found out by then.
constexpr std::int64_t kAskForAllEvery_s = std::int64_t{7} * 86'400;

/// What ends a fetch.
struct End {
  Outcome outcome;
  std::string why;
};
template <typename T>
using Step = std::variant<T, End>;

/// "consolidated.csv" of "https://data.example/v1/consolidated.csv?sig=1"; empty where there is none.
std::string file_name_in(const std::string& url) {
  const std::size_t host = url.find("://");
  std::string path = url.substr(0, url.find_first_of("?#"));
  if (host != std::string::npos) path = path.substr(std::min(path.size(), path.find('/', host + 3)));
  std::string name = path.substr(path.rfind('/') + 1);
  const auto odd = [](char c) {
    return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
             c == '_' || c == '-');
  };
  std::replace_if(name.begin(), name.end(), odd, '_');
  return name.substr(0, 100);
}

std::string extension_of(const std::string& url) {
  const std::string name = file_name_in(url);
  std::string end = name.substr(std::min(name.size(), name.rfind('.')));
  for (char& c : end) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  const std::array<std::string_view, 5> known = {".csv", ".xml", ".json", ".xlsx", ".txt"};
  return std::find(known.begin(), known.end(), end) == known.end() ? "" : end;
}

bool is_web_page(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string head(512, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  const std::size_t begin = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (begin == std::string::npos) return false;
  std::string lower = head.substr(begin);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return lower.starts_with("<!doctype html") || lower.starts_with("<html");
}

std::string bytes_text(std::uint64_t bytes) {
  return bytes < 10'240 ? std::to_string(bytes) + " B" : std::to_string(bytes / 1024) + " KiB";
}

class Fetch {
 public:
  Fetch(const ListSource& source, const ListSettings& settings, const FetchOptions& options)
      : source_(source), settings_(settings), options_(options) {
    report_.source = source.name;
  }

  FetchReport run() {
    Result<SourceFolder> folder = SourceFolder::open(settings_.store, source_.name);
    if (!folder) return ended({Outcome::failed, folder.error().text});
    folder_.emplace(std::move(folder).value());
    Result<SourceRecord> record = read_record(settings_.store, source_.name);
    if (!record) return ended({Outcome::failed, record.error().text});
    record_ = std::move(record).value();
    const std::int64_t every = source_.every.count();
    const std::int64_t since = now_s() - record_.asked_unix_s;  // negative: a clock was wrong
    // A little early is in time: a timer's next round would be late.
    if (options_.due_only && since >= 0 && since + every / 20 < every) return ended({Outcome::not_due, ""});
    const End end = ask();
    return remember(end);
  }

 private:
  [[nodiscard]] std::int64_t now_s() const { return unix_s(options_.clock()); }
  void tell(const std::string& what) const {
    if (options_.tell) options_.tell(source_.name + ": " + what);
  }
  FetchReport ended(End end) {
    report_.outcome = end.outcome;
    report_.why = std::move(end.why);
    return report_;
  }

  FetchReport remember(const End& end) {
    record_.url = redacted_url(source_.url);
    record_.outcome = to_string(end.outcome);
    record_.why = end.why;
    record_.failures = end.outcome == Outcome::failed ? record_.failures + 1 : 0;
    // A proof that did not fit may be one of the list before or after, and fit in a moment.
    if (end.outcome != Outcome::failed && !unproven_) record_.asked_unix_s = now_s();
    if (end.outcome == Outcome::accepted || end.outcome == Outcome::unchanged) {
      record_.confirmed_unix_s = now_s();
      record_.quarantined_sha256.clear();
    }
    if (options_.dry_run) return ended(end);
    const Status kept = folder_->keep(record_);
    return ended(kept || end.outcome == Outcome::failed ? end : End{Outcome::failed, kept.error().text});
  }

  End ask() {
    const Result<fs::path> incoming = folder_->incoming();
    if (!incoming) return {Outcome::failed, incoming.error().text};
    fs::path file = incoming.value() / (source_.name + extension_of(source_.url));
    const Step<Response> answered = answer_into(request_for_list(), file);
    if (const End* end = std::get_if<End>(&answered)) return *end;
    const Response& response = *std::get_if<Response>(&answered);
    if (response.not_modified) return confirmed();
    report_.bytes = response.bytes;
    record_.whole_unix_s = now_s();
    const Result<std::string> hash = sha256_of(file);
    if (!hash) return {Outcome::failed, hash.error().text};
    if (std::optional<End> end = prove(file, hash.value(), incoming.value())) return *std::move(end);
    if (hash.value() == record_.sha256 && is_in_place()) {
      keep_headers(response);
      return confirmed();
    }
    return judge(file, hash.value(), response);
  }

  /// Is the file in use the one that the record speaks of? Someone may have changed it.
  bool is_in_place() {
    const fs::path file = folder_->current_file();
    if (file.empty() || record_.sha256.empty()) return false;
    const Result<std::string> hash = sha256_of(file);
    return hash && hash.value() == record_.sha256;
  }

  Request request_to(const std::string& url) const {
    Request request;
    request.url = url;
    request.ca_file = source_.ca_file;
    request.bytes_max = source_.bytes_max;
    request.timeout = source_.timeout;
    request.stall_timeout = source_.stall_timeout;
    return request;
  }

  Request request_for_list() {
    Request request = request_to(source_.url);
    request.authorization = source_.authorization;
    // Where the address was changed, what the other one said means nothing.
    const bool may_ask = record_.url == redacted_url(source_.url) && record_.quarantined_sha256.empty() &&
                         now_s() - record_.whole_unix_s < kAskForAllEvery_s && is_in_place();
    if (may_ask) request.etag = record_.etag;
    if (may_ask) request.last_modified = record_.last_modified;
    return request;
  }

  /// Tries until something came, or trying is of no use.
  Step<Response> answer_into(const Request& request, const fs::path& file) {
    std::chrono::milliseconds wait = source_.retry_wait;
    std::mt19937_64 chance(std::random_device{}());
    std::string why;
    for (int attempt = 1;; ++attempt) {
      report_.attempts = attempt;
      const OnBytes on_bytes = [this](std::uint64_t bytes, std::uint64_t total) {
        tell(bytes_text(bytes) + (total > 0 ? " of " + bytes_text(total) : ""));
      };
      tell("asking");
      Answer answer = download(request, file, on_bytes);
      if (Response* response = std::get_if<Response>(&answer)) return std::move(*response);
      const Failure& failure = *std::get_if<Failure>(&answer);
      why = redacted_url(request.url) + ": " + failure.why;
      if (!failure.again) return End{Outcome::failed, why};
      if (attempt >= source_.attempts)
        return End{Outcome::failed, why + (attempt > 1 ? " (" + std::to_string(attempt) + " attempts)" : "")};
      if (failure.wait > kServerWaitMax)
        return End{Outcome::failed,
                   why + ", and asks to wait " + std::to_string(failure.wait.count()) + " s"};
      const auto more = std::uniform_int_distribution<std::int64_t>(0, wait.count() / 2)(chance);
      tell(failure.why + "; again in a moment");
      options_.wait(
          std::max<std::chrono::milliseconds>(wait + std::chrono::milliseconds(more), failure.wait));
      wait *= 2;
    }
  }

  /// The text of a small file beside the list.
  Step<std::string> text_from(const std::string& url, const fs::path& folder) {
    const fs::path file = folder / ".proof";
    Request request = request_to(url);
    request.bytes_max = kProofBytesMax;
    const int attempts = report_.attempts;
    const Step<Response> answered = answer_into(request, file);
    report_.attempts = attempts;
    if (const End* end = std::get_if<End>(&answered)) return *end;
    std::ifstream in(file, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  }

  std::optional<End> prove(const fs::path& file, const std::string& hash, const fs::path& folder) {
    std::optional<End> end = find_fault(file, hash, folder);
    unproven_ = end.has_value();
    return end;
  }

  /// Why the file is not what it should be; nothing when it is.
  std::optional<End> find_fault(const fs::path& file, const std::string& hash, const fs::path& folder) {
    if (!source_.sha256.empty()) {
      std::string wanted = source_.sha256;
      if (wanted.find("://") != std::string::npos) {
        const Step<std::string> text = text_from(wanted, folder);
        if (const End* end = std::get_if<End>(&text)) return *end;
        const Result<std::string> said =
            sha256_in(*std::get_if<std::string>(&text), file_name_in(source_.url));
        if (!said) return End{Outcome::failed, redacted_url(source_.sha256) + ": " + said.error().text};
        wanted = said.value();
      }
      for (char& c : wanted) c = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
      if (wanted != hash)
        return quarantined(file, hash, "its SHA-256 is " + hash + ", and should be " + wanted, "");
    }
    if (!source_.minisign_key.empty()) {
      const std::string url = source_.minisign_url.empty() ? source_.url + ".minisig" : source_.minisign_url;
      const Step<std::string> text = text_from(url, folder);
      if (const End* end = std::get_if<End>(&text)) return *end;
      const Status signed_by = verify_minisign(file, *std::get_if<std::string>(&text), source_.minisign_key);
      if (!signed_by) return quarantined(file, hash, "minisign: " + signed_by.error().text, "");
    }
    return std::nullopt;
  }

  End judge(fs::path file, const std::string& hash, const Response& response) {
    tell("reading");
    if (is_web_page(file)) return quarantined(file, hash, "a web page came instead of a list", "");
    Result<lists::ListFile> read = lists::read_list_file(file.string());
    if (!read) return quarantined(file, hash, without_folder(read.error().text, file), "");
    std::vector<lists::ListFile> next;
    next.push_back(std::move(read).value());
    file = dated(file, next.front(), response);
    report_.entries = next.front().entries.size();
    if (next.front().date) report_.date = format_date(*next.front().date);

    const Result<std::optional<lists::AcceptedLists>> last = folder_->accepted();
    if (!last) return {Outcome::failed, last.error().text};
    lists::AcceptedLists accepted{lists::tally_lists(next), lists::source_files(next), "", now_s()};
    for (lists::SourceFile& each : accepted.files) each.path = file.filename().string();
    std::vector<GuardRefusal> refusals;
    if (last.value()) refusals = refused(*last.value(), accepted, response, options_.guard);
    const std::string diff = compared(next);
    if (!refusals.empty()) return quarantined(file, hash, lists::describe(refusals), diff);
    if (last.value())
      for (const GuardRefusal& refusal :
           refused(*last.value(), accepted, response, {options_.guard.shrink_percent, {}}))
        report_.taken.push_back(refusal.list);
    if (options_.dry_run) return {Outcome::accepted, ""};
    if (const Status placed = folder_->accept(file, accepted, options_.clock(), settings_.history_max);
        !placed)
      return {Outcome::failed, placed.error().text};
    record_.sha256 = hash;
    keep_headers(response);
    return {Outcome::accepted, ""};
  }

  /// The guard's word, and that of Last-Modified: some servers hand out an older copy now and then.
  std::vector<GuardRefusal> refused(const lists::AcceptedLists& last, const lists::AcceptedLists& next,
                                    const Response& response, const lists::GuardOptions& guard) const {
    std::vector<GuardRefusal> refusals = guard_lists(last.lists, next.lists, guard);
    const std::int64_t before = record_.modified_unix_s;
    if (!refusals.empty() || before == 0 || response.modified_unix_s.value_or(before) >= before)
      return refusals;
    for (const lists::ListTally& list : last.lists)
      if (std::find(guard.accepted.begin(), guard.accepted.end(), list.list) == guard.accepted.end())
        refusals.push_back({GuardRefusal::Reason::older, list.list,
                            "list " + std::string(to_string(list.list)) + " (" + list.source +
                                ") was last modified " + response.last_modified +
                                ", before the one in use (" + record_.last_modified + ")"});
    return refusals;
  }

  /// A name that says the day of the file, where the file itself does not: that of its newest entry says
  /// little.
  fs::path dated(const fs::path& file, lists::ListFile& list, const Response& response) const {
    if (list.published || !response.modified_unix_s) return file;
    const Date day = day_of(WallTime(std::chrono::seconds(*response.modified_unix_s)));
    fs::path named = file.parent_path() / (source_.name + "_" + format_date(day) + file.extension().string());
    std::error_code error;
    fs::rename(file, named, error);
    if (error) return file;
    list.path = named.string();
    list.date = day;
    return named;
  }

  std::string compared(const std::vector<lists::ListFile>& next) {
    const fs::path in_use = folder_->current_file();
    if (in_use.empty()) return "";
    Result<std::vector<lists::ListFile>> before = lists::read_lists({in_use.string()});
    if (!before) return "the file in use cannot be read: " + before.error().text + "\n";
    const lists::ListDiff diff = lists::diff_lists(before.value(), next);
    report_.changes = lists::count_text(diff);
    std::string text;
    for (const std::string& line : lists::diff_lines(diff, before.value(), next)) text += line + "\n";
    return text;
  }

  End quarantined(const fs::path& file, const std::string& hash, const std::string& why,
                  const std::string& diff) {
    if (options_.dry_run) return {Outcome::quarantined, why};
    const bool known = record_.quarantined_sha256 == hash;
    record_.quarantined_sha256 = hash;
    if (known) return {Outcome::quarantined, why};
    const Result<fs::path> folder = folder_->quarantine(file, why, diff, options_.clock());
    if (!folder) return {Outcome::failed, why + "; and " + folder.error().text};
    report_.folder = folder.value();
    return {Outcome::quarantined, why};
  }

  End confirmed() {
    if (options_.dry_run) return {Outcome::unchanged, ""};
    const Status touched = folder_->confirm(options_.clock());
    return touched ? End{Outcome::unchanged, ""} : End{Outcome::failed, touched.error().text};
  }

  void keep_headers(const Response& response) {
    record_.etag = response.etag;
    record_.last_modified = response.last_modified;
    record_.modified_unix_s = response.modified_unix_s.value_or(0);
  }

  /// An error of a file that is gone in a moment names its place in vain.
  static std::string without_folder(std::string text, const fs::path& file) {
    const std::string folder = file.parent_path().string() + "/";
    for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder))
      text.erase(at, folder.size());
    return text;
  }

  const ListSource& source_;
  const ListSettings& settings_;
  const FetchOptions& options_;
  std::optional<SourceFolder> folder_;
  SourceRecord record_;
  FetchReport report_;
  bool unproven_ = false;
};

}  // namespace

std::string_view to_string(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::not_due:
      return "not_due";
    case Outcome::unchanged:
      return "unchanged";
    case Outcome::accepted:
      return "accepted";
    case Outcome::quarantined:
      return "quarantined";
    case Outcome::failed:
      return "failed";
  }
  return "failed";
}

FetchReport fetch_source(const ListSource& source, const ListSettings& settings,
                         const FetchOptions& options) {
  return Fetch(source, settings, options).run();
}

}  // namespace ordergate::fetch
