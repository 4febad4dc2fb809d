// ordergate evidence verify: the chain of hashes over verdicts, of files or of the topic.
#include "cli/evidence_verify.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <nlohmann/json.hpp>

#include "base/whole_file.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "cli/terminal_text.h"
#include "daemon/topic_reader.h"
#include "evidence/chain_check.h"

namespace ordergate::cli {
namespace {

using evidence::ChainCheck;
using evidence::ChainHead;
using evidence::ChainProblem;
using evidence::ChainReport;
using Json = nlohmann::ordered_json;

constexpr std::size_t kVerdictBytesMax = std::size_t{16} << 20;
constexpr std::size_t kHeadsBytesMax = std::size_t{64} << 20;

struct Options {
  std::vector<std::string> files;
  std::string config, heads, write_heads;
  bool follows = false, json = false, quiet = false;
};

void read_heads(const std::string& path, ChainCheck& check) {
  require_readable({path});
  try {
    const Json noted = Json::parse(read_whole(path, kHeadsBytesMax));
    for (const Json& json : noted.at("heads")) {
      ChainHead head{json.at("source"), json.at("at"), {}};
      if (!parse_sha256(json.at("sha256").get<std::string>(), head.hash))
        throw Stop(kUnreadable, path + ": a head's sha256 is no hash");
      check.expect(head);
    }
  } catch (const Json::exception& error) {
    throw Stop(kUnreadable, path + ": " + error.what());
  }
}

void read_files(const Options& options, ChainCheck& check) {
  require_readable(options.files);
  Progress progress(options.quiet);
  std::uint64_t count = 0;
  for (const std::string& path : options.files) {
    check.begin_input(path);
    LineReader reader(path, kVerdictBytesMax);
    std::string_view line;
    while (reader.next(line)) {
      if (!line.empty()) check.add(line, reader.line_number());
      progress.at(++count, "verdicts");
    }
  }
}

void read_topic(const Options& options, ChainCheck& check) {
  const Config config = settings_of(options.config);
  auto reader = TopicReader::open(config, {.topics = {config.topics.verdicts},
                                           .last = std::nullopt,
                                           .follow = false,
                                           .patience = std::chrono::seconds(30)});
  if (!reader) throw Stop(kOutside, reader.error().text);
  Progress progress(options.quiet);
  std::uint64_t count = 0;
  while (true) {
    const Result<std::optional<TopicRecord>> next = reader.value()->next([] { return false; });
    if (!next) throw Stop(kOutside, next.error().text);
    if (!next.value()) return;
    const TopicRecord& record = *next.value();
    if (!record.value) continue;
    check.begin_input(record.topic + '/' + std::to_string(record.partition));
    check.add(*record.value, static_cast<std::uint64_t>(record.offset));
    progress.at(++count, "verdicts");
  }
}

Json to_json(const ChainReport& report) {
  Json problems = Json::array();
  for (const ChainProblem& problem : report.problems)
    problems.push_back({{"place", problem.place}, {"what", problem.what}});
  Json heads = Json::array();
  for (const ChainHead& head : report.heads)
    heads.push_back({{"source", head.source}, {"at", head.at}, {"sha256", to_hex(head.hash)}});
  return {{"format", "ordergate.chain.v1"},  {"verdicts", report.verdicts},
          {"chained", report.chained},       {"redelivered", report.redelivered},
          {"problems", std::move(problems)}, {"heads", std::move(heads)}};
}

void print(const ChainReport& report, Output& output) {
  for (const ChainProblem& problem : report.problems)
    output.line(printable(problem.place + (problem.place.empty() ? "" : ": ") + problem.what));
  for (const ChainHead& head : report.heads)
    output.line("last of " + printable(head.source) + ": " + std::to_string(head.at) + " " +
                to_hex(head.hash));
  output.line(std::to_string(report.verdicts) + " verdicts, " + std::to_string(report.redelivered) +
              " of them of orders answered again: " +
              (report.problems.empty() ? "the chain is whole" : "the chain is broken"));
}

int verify(const Options& options) {
  if (options.files.empty() == options.config.empty())
    throw Stop(kUsage, "name files of verdicts, or --config FILE for the topic of verdicts");
  ChainCheck check(options.follows);
  if (!options.heads.empty()) read_heads(options.heads, check);
  options.files.empty() ? read_topic(options, check) : read_files(options, check);
  const ChainReport report = check.finish();
  const Json document = to_json(report);
  Output output;
  if (options.json) {
    output.line(document.dump(-1, ' ', false, Json::error_handler_t::replace));
  } else {
    print(report, output);
  }
  output.flush();
  if (!report.problems.empty() || report.chained == 0) return kFailed;
  if (!options.write_heads.empty())
    if (Status written = write_whole_file(options.write_heads, document.dump(1) + "\n"); !written)
      throw Stop(kUnreadable, written.error().text);
  return kDone;
}

}  // namespace

void add_evidence_verify(CLI::App& evidence, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = evidence.add_subcommand(
      "verify", "Is a verdict missing, altered, added or out of order? ([audit] chain)");
  command->add_option("FILE", options->files, "Verdicts (NDJSON), one file for each partition of the topic")
      ->type_name("");
  command->add_option("--config", options->config, "Settings file: reads the topic of verdicts instead")
      ->type_name("FILE");
  command->add_option("--heads", options->heads, "Last verdicts noted before, which must still be there")
      ->type_name("FILE");
  command
      ->add_option("--write-heads", options->write_heads,
                   "Notes the last verdict of each chain that is whole")
      ->type_name("FILE");
  command->add_flag("--follows", options->follows, "The verdicts follow others that are not given");
  command->add_flag("--json", options->json, "The report as one document");
  command->add_flag("--quiet,-q", options->quiet, "No progress");
  command->callback([options, &action] { action = [options] { return verify(*options); }; });
}

}  // namespace ordergate::cli
