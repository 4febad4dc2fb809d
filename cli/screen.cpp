// ordergate screen: NDJSON orders in, one verdict line for each, in the same order.
#include <CLI/CLI.hpp>
#include <array>
#include <optional>

#include "cli/command.h"
#include "cli/input.h"
#include "cli/map_options.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/schema_option.h"
#include "cli/stop.h"
#include "cli/terminal_text.h"
#include "order/encoder.h"

namespace ordergate::cli {
namespace {

struct Options {
  ScreeningOptions screening;
  MapOptions map;
  std::vector<std::string> files;
  std::string fail_on;
  bool json = false, human = false;
  SchemaOption schema;
};

/// Screens line after line and keeps count.
class Run {
 public:
  Run(const Options& options, const ScreeningSetup& setup, std::shared_ptr<const Snapshot> snapshot)
      : human_(options.human || (output_.is_terminal() && !options.json)),
        setup_(setup),
        snapshot_(std::move(snapshot)),
        shape_(options.map.shape()),
        screener_(setup.limits),
        mapped_(setup.limits),
        progress_(options.screening.quiet) {
    screener_.use(snapshot_);
    screener_.use_decisions(load_decisions(setup));
    if (!options.schema.file.empty()) raw_.emplace(options.schema, setup.limits);
  }

  void file(const std::string& path) {
    link_ = ChainLink{setup_.chain, -1, {}};
    if (raw_) return raw_record(path);
    LineReader reader(path, setup_.limits.record_bytes_max);
    std::string_view record;
    while (reader.next(record)) {
      if (!record.empty()) one(record, reader);
      if (reader.would_wait()) output_.flush();
    }
  }

  /// The worst verdict so far, and the count of each, worst last.
  [[nodiscard]] Decision worst() const noexcept { return worst_; }

  void finish() {
    if (human_) {
      const std::uint64_t total = counts_[0] + counts_[1] + counts_[2];
      output_.line(with_commas(static_cast<double>(total)) + (total == 1 ? " order: " : " orders: ") +
                   std::to_string(counts_[0]) + " allow, " + std::to_string(counts_[1]) + " hold, " +
                   std::to_string(counts_[2]) + " deny" +
                   (no_orders_ == 0 ? "" : "; " + std::to_string(no_orders_) + " records were no orders"));
    }
    output_.flush();
  }

 private:
  [[nodiscard]] RecordContext context_of(const std::string& path, std::uint64_t line) const {
    RecordContext context;
    context.source.file = path;
    context.source.line = line;
    context.today = setup_.today();
    context.date_override = setup_.date;
    return context;
  }

  void one(std::string_view record, const LineReader& reader) {
    answer(mapped_.screen(screener_, shape_, record, context_of(reader.path(), reader.line_number())));
  }

  /// The whole file is one record, as it stands in a topic.
  void raw_record(const std::string& path) {
    const std::string bytes = read_whole(path, setup_.limits.record_bytes_max);
    RecordContext context = context_of(path, 1);
    context.encoded = bytes;
    VerdictError error;
    const std::string_view record = raw_->read(bytes, error);
    answer(error.code.empty() ? mapped_.screen(screener_, shape_, record, context)
                              : &screener_.refuse(bytes, context, error));
  }

  void answer(const Verdict* made) {
    if (made == nullptr) {  // a delete
      ++no_orders_;
      return;
    }
    Verdict verdict = *made;
    verdict.chain = link_;
    ++counts_[static_cast<std::size_t>(verdict.decision)];
    worst_ = std::max(worst_, verdict.decision);
    if (human_) {
      print_brief(verdict, output_);
    } else {
      line_.clear();
      encode_verdict(verdict, snapshot_json(*snapshot_), unix_ms(wall_time()), line_);
      if (setup_.chain) link_ = {true, static_cast<std::int64_t>(verdict.source.line), sha256(line_)};
      line_ += '\n';
      output_.write(line_);
    }
    progress_.at(++screened_, "orders");
  }

  Output output_;
  bool human_;
  const ScreeningSetup& setup_;
  std::shared_ptr<const Snapshot> snapshot_;
  RecordShape shape_;
  Screener screener_;
  MappedScreener mapped_;
  std::optional<RawRecords> raw_;
  std::uint64_t no_orders_ = 0;
  Progress progress_;
  std::string line_;
  ChainLink link_;  // of the next verdict
  std::array<std::uint64_t, 3> counts_{};
  std::uint64_t screened_ = 0;
  Decision worst_ = Decision::allow;
};

int screen(Options options) {
  if (options.files.empty()) options.files.emplace_back("-");
  require_readable(options.files);
  const ScreeningSetup setup = screening_setup(options.screening);
  Run run(options, setup, load(setup));
  for (const std::string& path : options.files) run.file(path);
  run.finish();
  if (options.fail_on.empty()) return kDone;
  return run.worst() >= (options.fail_on == "deny" ? Decision::deny : Decision::hold) ? kFailed : kDone;
}

}  // namespace

void add_screen(CLI::App& app, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand("screen", "Screen orders from NDJSON files or standard input");
  command->add_option("FILE", options->files, "NDJSON files, one order a line; - or none: standard input")
      ->type_name("");
  command
      ->add_option("--fail-on", options->fail_on, "Exit 1 when any verdict is that bad or worse: hold, deny")
      ->type_name("VERDICT")
      ->check(CLI::IsMember({"hold", "deny"}));
  CLI::Option* const json =
      command->add_flag("--json", options->json, "Verdict lines (NDJSON) even on a terminal");
  command->add_flag("--human", options->human, "Text for a person even where no terminal is")->excludes(json);
  options->map.add_to(*command);
  options->schema.add_to(*command);
  options->screening.add_to(*command);
  command->callback([options, &action] { action = [options] { return screen(*options); }; });
}

}  // namespace ordergate::cli
