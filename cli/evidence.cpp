// ordergate evidence: one order's file for an auditor; and the chain of verdicts, checked.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>

#include "base/sha256.h"
#include "base/whole_file.h"
#include "cli/command.h"
#include "cli/evidence_verify.h"
#include "cli/input.h"
#include "cli/map_options.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "daemon/outgoing.h"
#include "evidence/evidence_file.h"
#include "evidence/saved_snapshot.h"

namespace ordergate::cli {
namespace {

using evidence::VerdictFacts;

constexpr std::size_t kVerdictBytesMax = std::size_t{16} << 20;

struct Options {
  ScreeningOptions screening;
  MapOptions map;
  std::string id, out, page;
  std::vector<std::string> orders, verdicts;
};

struct FoundVerdict {
  std::string line;
  VerdictFacts facts;
};

/// Stands as it is in a record of JSON, whoever wrote that? Of another one each verdict is parsed.
bool is_plain(std::string_view id) {
  return std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '_' || c == '.';
  });
}

/// The last verdict with that verdict_id or order_id: of an order that was read again, the one that counts.
FoundVerdict find_verdict(const Options& options) {
  std::optional<FoundVerdict> found;
  const bool plain = is_plain(options.id);
  for (const std::string& path : options.verdicts) {
    LineReader reader(path, kVerdictBytesMax);
    std::string_view line;
    while (reader.next(line)) {
      if (plain && line.find(options.id) == std::string_view::npos) continue;
      Result<VerdictFacts> facts = evidence::read_verdict(line);
      if (!facts)
        throw Stop(kUnreadable,
                   path + ":" + std::to_string(reader.line_number()) + ": " + facts.error().text);
      if (facts.value().verdict_id == options.id || facts.value().order_id == options.id)
        found = FoundVerdict{std::string(line), std::move(facts).value()};
    }
  }
  if (!found) throw Stop(kUnreadable, "no verdict has the verdict_id or order_id '" + options.id + "'");
  if (found->facts.order_hash.empty())
    throw Stop(kUnreadable, "the verdict names no order_hash: a version before 0.2 made it");
  return *std::move(found);
}

/// A line of the files, or one of them as a whole, that has the hash.
std::string find_order(const Options& options, const std::string& hash, std::size_t bytes_max) {
  for (const std::string& path : options.orders) {
    LineReader reader(path, bytes_max);
    std::string_view line;
    while (reader.next(line))
      if (sha256_hex(line) == hash) return std::string(line);
    std::string whole = read_whole(path, bytes_max);
    if (sha256_hex(whole) == hash) return whole;
  }
  throw Stop(kUnreadable, "no order has the SHA-256 that the verdict names: " + hash);
}

/// The daemon holds what it cannot answer fully, besides what screening says.
Verdict amended(const Verdict& verdict, std::string_view error_code) {
  if (error_code == "lists_stale") return daemon::held_for_stale_lists(verdict);
  if (error_code == "verdict_too_large") return daemon::compacted(verdict);
  return verdict;
}

void write(const std::string& path, const std::string& bytes) {
  if (Status written = write_whole_file(path, bytes); !written) throw Stop(kUnreadable, written.error().text);
}

std::string same_text(const evidence::Again& again) {
  if (again.same()) return "screening again gives the same bytes";
  std::string keys;
  for (const std::string& key : again.differ) keys += (keys.empty() ? "" : ", ") + key;
  return "screening again does not give the same bytes: " + keys;
}

int make_evidence(const Options& options) {
  if (options.id.empty()) throw Stop(kUsage, "name a verdict_id or order_id, or 'verify'");
  if (options.orders.empty() || options.verdicts.empty())
    throw Stop(kUsage, "--orders and --verdicts: name the files that hold the order and its verdict");
  if (!options.screening.date.empty() || !options.screening.today.empty())
    throw Stop(kUsage, "--date, --today: an order is screened again on the day that its verdict names");
  require_readable(options.orders);
  require_readable(options.verdicts);
  const ScreeningSetup setup = screening_setup(options.screening);
  evidence::EvidenceInput input;
  FoundVerdict found = find_verdict(options);
  input.order = find_order(options, found.facts.order_hash, setup.limits.record_bytes_max);
  input.verdict = std::move(found.line);
  input.facts = std::move(found.facts);
  input.snapshot = load(setup);
  std::optional<evidence::SavedSnapshot> saved;
  if (!setup.saved.empty()) {
    saved = evidence::open_snapshot(setup.saved).value();
    input.saved = &*saved;
  }
  input.again = evidence::screen_again(
      input.order, input.verdict, input.facts,
      {input.snapshot, options.map.shape(), setup.limits, amended, load_decisions(setup)});
  input.now_unix_ms = unix_ms(wall_time());
  const std::string document = evidence::evidence_json(input);
  if (!options.page.empty()) write(options.page, evidence::evidence_page(document));
  if (!options.out.empty()) write(options.out, document);
  Output output;
  output.write(options.out.empty() ? document : same_text(input.again) + "\n");
  output.flush();
  return input.again.same() ? kDone : kFailed;
}

}  // namespace

void add_evidence(CLI::App& app, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand("evidence", "One order's file for an auditor, screened again");
  command->add_option("ID", options->id, "The verdict_id, or the order_id")->type_name("");
  command->add_option("--orders", options->orders, "Files that the order stands in (NDJSON)")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command->add_option("--verdicts", options->verdicts, "Files that its verdict stands in (NDJSON)")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command->add_option("--out", options->out, "Where the document (JSON) goes; default: standard output")
      ->type_name("FILE");
  command->add_option("--html", options->page, "The same as a page to read and print")->type_name("FILE");
  options->map.add_to(*command);
  options->screening.add_to(*command);
  add_evidence_verify(*command, action);
  command->callback([options, command, &action] {
    if (command->get_subcommands().empty()) action = [options] { return make_evidence(*options); };
  });
}

}  // namespace ordergate::cli
