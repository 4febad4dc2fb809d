// ordergate dead-letters: what was no order; shown, mended, put back.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <set>

#include "cli/command.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "cli/terminal_text.h"
#include "daemon/dead_letter_replay.h"
#include "daemon/record_shapes.h"
#include "mapping/mapper.h"
#include "order/parser.h"

namespace ordergate::cli {
namespace {

using std::chrono::seconds;

struct Options {
  std::string config, value_file, place;
  std::vector<std::string> places, codes;
  int wait_s = 30;
  bool open_only = false, only_value = false, all = false, dry_run = false;

  [[nodiscard]] std::chrono::milliseconds patience() const { return seconds(wait_s); }
};

Config settings(const Options& options) {
  require_readable({options.config});
  return settings_of(options.config);
}

template <typename T>
T wanted(Result<T> result) {
  if (!result) throw Stop(kOutside, result.error().text);
  return std::move(result).value();
}

void require(const Status& status) {
  if (!status) throw Stop(kOutside, status.error().text);
}

DeadLetterPlace place_of(const std::string& text) {
  const std::optional<DeadLetterPlace> place = parse_place(text);
  if (!place)
    throw Stop(kUsage, "'" + text + "' is no place in the dead letters (PARTITION/OFFSET, as list shows it)");
  return *place;
}

std::string source_of(const DeadLetter& letter) {
  return letter.source_topic + "/" + std::to_string(letter.source_partition) + "/" +
         std::to_string(letter.source_offset);
}

bool has_code(const Options& options, const DeadLetter& letter) {
  return options.codes.empty() ||
         std::find(options.codes.begin(), options.codes.end(), letter.code) != options.codes.end();
}

int list(const Options& options) {
  const Config config = settings(options);
  const std::set<std::string> done = wanted(replayed_orders(config, options.patience()));
  Output output;
  std::uint64_t count = 0;
  std::uint64_t open = 0;
  require(read_dead_letters(config, options.patience(), [&](DeadLetter&& letter) {
    if (!has_code(options, letter)) return true;
    const bool replayed = done.contains(order_of(letter));
    ++count;
    open += replayed ? 0 : 1;
    if (replayed && options.open_only) return true;
    output.line(output.colored(to_string(letter.place), Color::bold) + "  " +
                (replayed ? "replayed  " : "open      ") + printable(letter.code) + "  " +
                printable(source_of(letter)) + "  " +
                (letter.value_omitted
                     ? std::string("value left out")
                     : with_commas(static_cast<double>(letter.record.value.value_or("").size())) + " bytes"));
    output.write(wrapped(printable(letter.message), "      ", output.columns()));
    return true;
  }));
  output.line(std::to_string(count) + " dead letters, " + std::to_string(open) + " open");
  output.flush();
  return kDone;
}

/// The letter at that place; a Stop when there is none.
DeadLetter letter_at(const Config& config, const Options& options, const DeadLetterPlace& place) {
  std::optional<DeadLetter> found;
  require(read_dead_letters(config, options.patience(), [&](DeadLetter&& letter) {
    if (letter.place == place) found = std::move(letter);
    return !found;
  }));
  if (!found)
    throw Stop(kUnreadable, "no dead letter at " + to_string(place) + " of " + config.topics.dead_letter);
  return *std::move(found);
}

int show(const Options& options) {
  const Config config = settings(options);
  const DeadLetter letter = letter_at(config, options, place_of(options.place));
  Output output;
  if (options.only_value) {
    output.write(letter.record.value.value_or(""));
    output.flush();
    return kDone;
  }
  const auto field = [&](std::string_view name, std::string_view text) {
    output.write(wrapped(printable(text), "           ", output.columns(),
                         std::string(name) + std::string(11 - name.size(), ' ')));
  };
  field("place", to_string(letter.place));
  field("code", letter.code);
  field("because", letter.message);
  field("order", source_of(letter));
  if (letter.record.key) field("key", *letter.record.key);
  for (const auto& [name, value] : letter.record.headers)
    field("header", name + " = " + value.value_or("null"));
  field("value", letter.value_omitted ? "left out, it was too large: read the order where it was" : "");
  if (letter.record.value) output.line(printable(*letter.record.value));
  output.flush();
  return kDone;
}

/// Reads letters as the daemon reads the records of their topics.
class LetterReader {
 public:
  explicit LetterReader(const Config& config)
      : config_(config), shapes_(shapes_of(config)), mapper_(config.limits), parser_(config.limits) {}

  /// Why a letter cannot go back; empty when it can. Of Avro and Protobuf only the daemon can tell.
  std::string obstacle(const DeadLetter& letter, const std::optional<std::string>& mended) {
    const auto& topics = config_.topics.orders;
    if (std::find(topics.begin(), topics.end(), letter.source_topic) == topics.end())
      return "its topic " + letter.source_topic + " is not among topics.orders";
    const std::optional<std::string>& value = mended ? mended : letter.record.value;
    if (!value) return "its value was left out; give one with --value";
    if (shapes_.registry(letter.source_topic) != nullptr) return {};
    std::vector<daemon::Header> headers;
    for (const auto& [name, text] : letter.record.headers) headers.push_back({name, text});
    const RecordShape shape = shapes_.of(letter.source_topic, headers);
    if (shape.plain()) return still_no_order(*value);
    const mapping::MappedOrder made = mapper_.map(shape.map.get(), shape.envelope, *value);
    if (made.outcome == mapping::MappedOrder::Outcome::no_order)
      return "no order: a " + std::string(made.message);
    if (made.outcome == mapping::MappedOrder::Outcome::failed)
      return no_order_text(kMappingFailed, made.at, made.message);
    return still_no_order(made.order);
  }

 private:
  static daemon::RecordShapes shapes_of(const Config& config) {
    Result<daemon::RecordShapes> shapes = daemon::RecordShapes::load(config);
    if (!shapes) throw Stop(kUsage, shapes.error().text);
    return std::move(shapes).value();
  }
  static std::string no_order_text(std::string_view code, std::string_view at, std::string_view message) {
    return "still no order: " + std::string(code) + " at " + std::string(at) + ": " + std::string(message);
  }
  std::string still_no_order(std::string_view order_text) {
    Arena arena;
    Order order;
    const ParseFailure failure = parser_.parse(order_text, arena, order);
    return failure ? no_order_text(to_string(failure.code), failure.at, failure.message) : "";
  }

  const Config& config_;
  daemon::RecordShapes shapes_;
  mapping::Mapper mapper_;
  OrderParser parser_;
};

class Replay {
 public:
  explicit Replay(const Options& options) : options_(options), config_(settings(options)), reader_(config_) {
    for (const std::string& text : options.places) places_.insert(place_of(text));
    if (places_.empty() && options.codes.empty() && !options.all)
      throw Stop(kUsage, "say which: PARTITION/OFFSET, --code CODE, or --all");
    if (!options.value_file.empty() && places_.size() != 1)
      throw Stop(kUsage, "--value mends one letter: give its place and no other");
    if (!options.value_file.empty())
      mended_ = read_whole(options.value_file, config_.limits.record_bytes_max);
  }

  int run() {
    if (options_.dry_run) {
      done_ = wanted(replayed_orders(config_, options_.patience()));
    } else {
      replay_ = wanted(DeadLetterReplay::start(config_, options_.patience()));
    }
    require(read_dead_letters(config_, options_.patience(), [this](DeadLetter&& letter) {
      if (chosen(letter)) judge(letter);
      places_.erase(letter.place);
      return !places_.empty() || options_.places.empty();
    }));
    if (replay_) require(replay_->finish());
    for (const DeadLetterPlace& place : places_) refuse(place, "no such dead letter");
    output_.line(std::to_string(put_back_) + (options_.dry_run ? " would be put back, " : " put back, ") +
                 std::to_string(before_) + " had been already, " + std::to_string(refused_) + " cannot be");
    output_.flush();
    return refused_ == 0 ? kDone : kFailed;
  }

 private:
  [[nodiscard]] bool chosen(const DeadLetter& letter) const {
    return options_.places.empty() ? has_code(options_, letter) : places_.contains(letter.place);
  }

  void refuse(const DeadLetterPlace& place, const std::string& why) {
    ++refused_;
    output_.line(to_string(place) + "  no   " + printable(why));
  }

  void judge(const DeadLetter& letter) {
    if (replay_ ? replay_->done_before(letter) : done_.contains(order_of(letter))) {
      ++before_;
      return;
    }
    const std::string why = reader_.obstacle(letter, mended_);
    if (!why.empty()) return refuse(letter.place, why);
    if (replay_) require(replay_->put_back(letter, mended_));
    ++put_back_;
    output_.line(to_string(letter.place) + "  ok   " + printable(source_of(letter)) + ", " +
                 printable(letter.code));
  }

  const Options& options_;
  Config config_;
  LetterReader reader_;
  std::set<DeadLetterPlace> places_;  // asked for and not met yet
  std::set<std::string> done_;        // orders
  std::optional<std::string> mended_;
  std::unique_ptr<DeadLetterReplay> replay_;
  Output output_;
  std::uint64_t put_back_ = 0, before_ = 0, refused_ = 0;
};

void add_common(CLI::App& command, Options& options) {
  constexpr int kWaitMax = 600;
  command.add_option("--config", options.config, "The settings file (TOML)")->required()->type_name("FILE");
  command.add_option("--wait", options.wait_s, "Wait so long for each answer of the broker (30)")
      ->check(CLI::Range(1, kWaitMax))
      ->type_name("SECONDS");
}

void add_codes(CLI::App& command, Options& options) {
  command.add_option("--code", options.codes, "Those with this error code (repeatable)")->type_name("CODE");
}

}  // namespace

void add_dead_letters(CLI::App& app, Action& action) {
  CLI::App* const group =
      app.add_subcommand("dead-letters", "Records that were no orders: list, show, replay");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  const auto on = [&](CLI::App* command, int (*run)(const Options&)) {
    add_common(*command, *options);
    command->callback([options, &action, run] { action = [options, run] { return run(*options); }; });
  };
  CLI::App* const listing =
      group->add_subcommand("list", "Each with its place, why it is no order, and whether it was put back");
  add_codes(*listing, *options);
  listing->add_flag("--open", options->open_only, "Those that were not put back");
  on(listing, list);
  CLI::App* const showing = group->add_subcommand("show", "One of them, with key, headers and value");
  showing->add_option("PLACE", options->place, "PARTITION/OFFSET, as list shows it")
      ->required()
      ->type_name("");
  showing->add_flag("--value", options->only_value, "The value alone, unchanged: to be mended in a file");
  on(showing, show);
  CLI::App* const replaying = group->add_subcommand(
      "replay",
      "Put them back among the orders, each once, where they are orders now; goes on where it was stopped");
  replaying->add_option("PLACE", options->places, "PARTITION/OFFSET (repeatable)")->type_name("");
  add_codes(*replaying, *options);
  replaying->add_flag("--all", options->all, "All of them");
  replaying->add_option("--value", options->value_file, "A file with the mended value, for one place")
      ->type_name("FILE");
  replaying->add_flag("--dry-run", options->dry_run, "Write nothing; say what would be done");
  on(replaying, [](const Options& given) { return Replay(given).run(); });
}

}  // namespace ordergate::cli
