// ordergate rescreen: past orders screened again with the lists and rules of now; only what changed is
// written.
#include "evidence/rescreen.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/sha256.h"
#include "base/whole_file.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/map_options.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "evidence/saved_snapshot.h"
#include "order/encoder.h"
#include "screening/snapshot.h"
#include "tables/data_files.h"

namespace ordergate::cli {
namespace {

using evidence::Change;
using evidence::PastVerdict;
using Json = nlohmann::ordered_json;

constexpr std::string_view kStateFormat = "ordergate.rescreen.v1";
constexpr std::size_t kStateBytesMax = std::size_t{1} << 20;
constexpr std::size_t kStampBytes = std::size_t{1} << 20;

struct Options {
  ScreeningOptions screening;
  MapOptions map;
  std::vector<std::string> orders, verdicts;
  std::string out, state, before, fail_on, metrics;
  std::uint64_t every = 50'000;
};

/// How far the work has come; what the state file keeps.
struct Reached {
  std::size_t file = 0;     // of the orders
  std::uint64_t lines = 0;  // of that file
  std::uint64_t out_bytes = 0;
  std::uint64_t orders = 0, screened = 0, without_verdict = 0, changes = 0;
  std::array<std::uint64_t, 3> turned{};  // changes of the verdict itself, by what it is now
  bool finished = false;
};

/// What a file of millions of records is known by: size, moment of its last change, inode, and the SHA-256 of
/// its first and last MiB. A SHA-256 of all of it would take as long as the work that it guards.
Json stamp_of(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  const bool is_file = file >= 0 && ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  std::string first(kStampBytes, '\0'), last(kStampBytes, '\0');
  ssize_t begin = -1, end = -1;
  if (is_file) {
    begin = ::pread(file, first.data(), first.size(), 0);
    end = ::pread(file, last.data(), last.size(), std::max<off_t>(0, status.st_size - off_t{kStampBytes}));
  }
  if (file >= 0) ::close(file);
  if (begin < 0 || end < 0) throw Stop(kUsage, path + ": --state needs files, which can be read again");
  first.resize(static_cast<std::size_t>(begin));
  last.resize(static_cast<std::size_t>(end));
  return {path,          status.st_size,    status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
          status.st_ino, sha256_hex(first), sha256_hex(last)};
}

Json stamps_of(const std::vector<std::string>& paths) {
  Json stamps = Json::array();
  for (const std::string& path : paths) stamps.push_back(stamp_of(path));
  return stamps;
}

/// The name, and where it is a file the SHA-256 of it.
Json content_of(const std::string& path) {
  const Result<std::string> bytes = path.empty() ? Result<std::string>("") : tables::read_file(path);
  return {path, bytes ? sha256_hex(bytes.value()) : ""};
}

/// All that the changes depend on: a state goes on only with what it was begun with. `before`: the SHA-256 of
/// the manifest of --before.
std::string inputs_hash(const Options& options, const ScreeningSetup& setup, const Snapshot& now,
                        const std::string& before) {
  const RecordLimits& limits = setup.limits;
  const ReviewSettings& review = setup.review;
  Json decisions = Json::array();
  for (const std::string& path : review.decisions) decisions.push_back(content_of(path));
  const Json inputs{
      {"snapshot", snapshot_json(now)},
      {"program", program_version()},
      {"orders", stamps_of(options.orders)},
      {"verdicts", stamps_of(options.verdicts)},
      {"out", options.out},
      {"before", before},
      {"date", setup.date ? format_date(*setup.date) : ""},
      {"today", setup.fixed_today ? format_date(*setup.fixed_today) : ""},
      {"map", content_of(options.map.map)},
      {"map_settings", options.map.settings},
      {"envelope", options.map.envelope},
      {"thresholds", {setup.snapshot.name_threshold, setup.snapshot.address_threshold}},
      {"limits",
       {limits.record_bytes_max, limits.parties_max, limits.items_max, limits.string_bytes_max,
        limits.depth_max, limits.order_id_bytes_max, limits.array_entries_max}},
      {"decisions", decisions},
      {"review",
       {review.four_eyes, review.clear_sure, review.release_denied, content_of(review.signing_key)}}};
  return sha256_hex(inputs.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Json to_json(const Reached& done, const std::string& inputs) {
  return {{"format", kStateFormat},      {"inputs", inputs},
          {"file", done.file},           {"lines", done.lines},
          {"out_bytes", done.out_bytes}, {"orders", done.orders},
          {"screened", done.screened},   {"without_verdict", done.without_verdict},
          {"changes", done.changes},     {"turned", done.turned},
          {"finished", done.finished}};
}

/// The state of an earlier run; a fresh one where there is none. A Stop when it belongs to other work.
Reached read_state(const std::string& path, const std::string& inputs) {
  Reached done;
  if (path.empty() || !std::filesystem::exists(path)) return done;
  try {
    const Json json = Json::parse(read_whole(path, kStateBytesMax));
    if (json.at("format") != kStateFormat || json.at("inputs") != inputs)
      throw Stop(kUsage, path +
                             ": is the state of other orders, verdicts, lists or options; name another file, "
                             "and another --out");
    json.at("file").get_to(done.file);
    json.at("lines").get_to(done.lines);
    json.at("out_bytes").get_to(done.out_bytes);
    json.at("orders").get_to(done.orders);
    json.at("screened").get_to(done.screened);
    json.at("without_verdict").get_to(done.without_verdict);
    json.at("changes").get_to(done.changes);
    json.at("turned").get_to(done.turned);
    json.at("finished").get_to(done.finished);
    return done;
  } catch (const Json::exception& error) {
    throw Stop(kUnreadable, path + ": " + error.what());
  }
}

/// Where changes go: a file that is cut back to what the state knows of, or standard output. A file that
/// holds less than that is not touched.
class ChangeFile {
 public:
  ChangeFile(const std::string& path, std::uint64_t bytes) : path_(path) {
    if (path.empty()) return;
    const int create = bytes == 0 ? O_CREAT : 0;
    file_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | create, 0600);
    struct stat status {};
    if (bytes > 0 && (file_ < 0 || ::fstat(file_, &status) != 0 || std::cmp_less(status.st_size, bytes)))
      throw Stop(kUnreadable, path + ": lacks changes that the state says are in it (" +
                                  std::to_string(bytes) + " bytes); begin anew without that state");
    if (file_ < 0 || ::ftruncate(file_, static_cast<off_t>(bytes)) != 0 || ::lseek(file_, 0, SEEK_END) < 0)
      throw Stop(kUnreadable, path + ": cannot be written");
    bytes_ = bytes;
  }
  ~ChangeFile() {
    if (file_ >= 0) ::close(file_);
  }
  ChangeFile(const ChangeFile&) = delete;
  ChangeFile& operator=(const ChangeFile&) = delete;

  void line(const std::string& record) {
    if (file_ < 0) return output_.line(record);
    pending_ += record;
    pending_ += '\n';
  }
  /// Everything is on the disk when this returns; gives its size.
  std::uint64_t sync() {
    if (file_ < 0) return output_.flush(), 0;
    for (std::string_view rest = pending_; !rest.empty();) {
      const ssize_t wrote = ::write(file_, rest.data(), rest.size());
      if (wrote <= 0) throw Stop(kUnreadable, path_ + ": cannot be written");
      rest.remove_prefix(static_cast<std::size_t>(wrote));
    }
    bytes_ += pending_.size();
    pending_.clear();
    if (::fsync(file_) != 0) throw Stop(kUnreadable, path_ + ": cannot be brought to the disk");
    return bytes_;
  }

 private:
  std::string path_, pending_;
  Output output_;
  int file_ = -1;
  std::uint64_t bytes_ = 0;
};

class Rescreen {
 public:
  Rescreen(const Options& options, const ScreeningSetup& setup)
      : options_(options),
        setup_(setup),
        now_(load(setup)),
        before_setup_(setup_before(options.before)),
        before_(options.before.empty() ? nullptr : load(before_setup_)),
        inputs_(options.state.empty() ? "" : inputs_hash(options, setup, *now_, before_setup_.saved_sha256)),
        done_(read_state(options.state, inputs_)),
        out_(options.out, done_.out_bytes),
        shape_(options.map.shape()),
        screener_(setup.limits),
        mapped_(setup.limits),
        progress_(options.screening.quiet) {
    screener_.use(now_);
    screener_.use_decisions(load_decisions(setup));
  }

  const Reached& run() {
    if (done_.finished) return done_;
    read_verdicts();
    for (std::size_t i = 0; i < done_.file; ++i) take_again(i);
    for (; done_.file < options_.orders.size(); ++done_.file, done_.lines = 0) read_orders();
    done_.finished = true;
    keep_state();
    return done_;
  }

 private:
  static ScreeningSetup setup_before(const std::string& folder) {
    if (folder.empty()) return {};
    ScreeningOptions saved;
    saved.saved = folder;
    saved.quiet = true;
    ScreeningSetup setup = screening_setup(saved);
    setup.saved_rules_may_differ = true;
    return setup;
  }

  void read_verdicts() {
    for (std::uint32_t i = 0; i < options_.verdicts.size(); ++i) {
      std::ifstream file(options_.verdicts[i], std::ios::binary);
      std::string line;
      for (std::uint64_t at = 0; std::getline(file, line); at += line.size() + 1)
        if (!line.empty() && !index_.add(line, i, at))
          throw Stop(kUnreadable, options_.verdicts[i] + ": byte " + std::to_string(at) +
                                      ": is no verdict that names its order's hash");
      if (file.bad()) throw Stop(kUnreadable, options_.verdicts[i] + ": cannot be read");
    }
  }

  /// A file that a former run is done with: its orders take their verdicts, as they did then.
  void take_again(std::size_t file) {
    LineReader reader(options_.orders.at(file), setup_.limits.record_bytes_max);
    std::string_view record;
    while (reader.next(record))
      if (!record.empty()) one(record, true);
  }

  void read_orders() {
    LineReader reader(options_.orders[done_.file], setup_.limits.record_bytes_max);
    std::string_view record;
    while (reader.next(record)) {
      const bool was_done = reader.line_number() <= done_.lines;
      if (!record.empty()) one(record, was_done);
      if (was_done) continue;
      done_.lines = reader.line_number();
      if (++since_state_ >= options_.every) keep_state();
    }
  }

  /// An order that a former run answered takes its verdict all the same: the next one with its bytes finds
  /// none.
  void one(std::string_view record, bool was_done) {
    const PastVerdict* const past = index_.take(sha256(record));
    if (was_done) return;
    progress_.at(++done_.orders, "orders");
    if (past == nullptr) {
      ++done_.without_verdict;
      return;
    }
    RecordContext context = evidence::context_of(*past);
    if (setup_.date) context.date_override = setup_.date;
    if (setup_.fixed_today) context.today = *setup_.fixed_today;
    const Verdict* const verdict = mapped_.screen(screener_, shape_, record, context);
    ++done_.screened;
    if (verdict == nullptr) return;
    line_.clear();
    encode_verdict(*verdict, snapshot_json(*now_), 0, line_);
    if (evidence::hash_of_what_it_says(line_) != past->said) compare(*past);
  }

  void compare(const PastVerdict& past) {
    std::string before(past.length, '\0');
    std::ifstream file(options_.verdicts[past.file], std::ios::binary);
    file.seekg(static_cast<std::streamoff>(past.offset));
    if (!file.read(before.data(), static_cast<std::streamsize>(before.size())))
      throw Stop(kUnreadable, options_.verdicts[past.file] + ": changed while it was read");
    const std::optional<Change> change = evidence::change_of({before, line_, before_.get(), now_.get()});
    if (!change) return;
    out_.line(change->record);
    ++done_.changes;
    if (change->before != change->after)
      ++done_.turned[change->after == "allow" ? 0 : change->after == "hold" ? 1 : 2];
  }

  /// Changes first, then the state that knows of them: what was written behind it is cut off and written
  /// again.
  void keep_state() {
    since_state_ = 0;
    done_.out_bytes = out_.sync();
    if (options_.state.empty()) return;
    if (Status kept = write_whole_file(options_.state, to_json(done_, inputs_).dump(1) + "\n"); !kept)
      throw Stop(kUnreadable, kept.error().text);
  }

  const Options& options_;
  const ScreeningSetup& setup_;
  std::shared_ptr<const Snapshot> now_;
  ScreeningSetup before_setup_;
  std::shared_ptr<const Snapshot> before_;
  std::string inputs_;
  Reached done_;
  ChangeFile out_;
  RecordShape shape_;
  Screener screener_;
  MappedScreener mapped_;
  evidence::VerdictIndex index_;
  Progress progress_;
  std::string line_;
  std::uint64_t since_state_ = 0;
};

/// For node-exporter's textfile collector.
std::string metrics_text(const Reached& done) {
  std::string text;
  const auto add = [&text](const std::string& name, const std::string& label, std::uint64_t value) {
    text += "ordergate_rescreen_" + name + label + " " + std::to_string(value) + "\n";
  };
  add("orders", "", done.orders);
  add("without_verdict", "", done.without_verdict);
  add("changes", "", done.changes);
  add("turned", "{verdict=\"allow\"}", done.turned[0]);
  add("turned", "{verdict=\"hold\"}", done.turned[1]);
  add("turned", "{verdict=\"deny\"}", done.turned[2]);
  return text;
}

int rescreen(const Options& options) {
  require_readable(options.orders);
  require_readable(options.verdicts);
  if (!options.state.empty() && options.out.empty())
    throw Stop(kUsage, "--state needs --out: what went to standard output cannot be cut back");
  const ScreeningSetup setup = screening_setup(options.screening);
  Rescreen work(options, setup);
  const Reached& done = work.run();
  if (!options.metrics.empty())
    if (Status written = write_whole_file(options.metrics, metrics_text(done)); !written)
      throw Stop(kUnreadable, written.error().text);
  if (!options.screening.quiet)
    complain(std::to_string(done.orders) + " orders, " + std::to_string(done.changes) +
             " changed: " + std::to_string(done.turned[0]) + " are allow now, " +
             std::to_string(done.turned[1]) + " hold, " + std::to_string(done.turned[2]) + " deny; " +
             std::to_string(done.without_verdict) + " without a past verdict");
  if (options.fail_on == "change") return done.changes > 0 ? kFailed : kDone;
  if (options.fail_on == "hold") return done.turned[1] + done.turned[2] > 0 ? kFailed : kDone;
  return options.fail_on == "deny" && done.turned[2] > 0 ? kFailed : kDone;
}

}  // namespace

void add_rescreen(CLI::App& app, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand(
      "rescreen", "Past orders with the lists and rules of now; only what changed is written");
  command->add_option("--orders", options->orders, "Files of past orders (NDJSON)")
      ->type_name("FILE")
      ->required()
      ->allow_extra_args(false);
  command->add_option("--verdicts", options->verdicts, "Files of their verdicts (NDJSON)")
      ->type_name("FILE")
      ->required()
      ->allow_extra_args(false);
  command->add_option("--before", options->before, "The saved snapshot of then: names causes exactly")
      ->type_name("DIR");
  command->add_option("--out", options->out, "Where changes go; default: standard output")->type_name("FILE");
  command->add_option("--state", options->state, "Kept on the way: a run that was stopped goes on from it")
      ->type_name("FILE");
  command->add_option("--every", options->every, "Orders between two states")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command->add_option("--metrics", options->metrics, "Counts, for node-exporter's textfile collector")
      ->type_name("FILE");
  command
      ->add_option("--fail-on", options->fail_on,
                   "Exit 1 when a past order turned to that or worse (hold, deny), or on any change")
      ->type_name("WORD")
      ->check(CLI::IsMember({"change", "hold", "deny"}));
  options->map.add_to(*command);
  options->screening.add_to(*command);
  command->callback([options, &action] { action = [options] { return rescreen(*options); }; });
}

}  // namespace ordergate::cli
