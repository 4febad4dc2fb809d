// ordergate lists fetch: the lists of [[lists.source]] from their publishers into the store.
#include <poll.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/batch.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "cli/terminal_text.h"
#include "daemon/accepted_lists_store.h"
#include "fetch/download.h"
#include "fetch/fetch.h"
#include "fetch/proof.h"

namespace ordergate::cli {
namespace {

using fetch::FetchReport;
using fetch::Outcome;

struct Options {
  std::vector<std::string> names;
  std::string config;
  std::vector<std::string> accept_shrunken;
  bool all = false, dry_run = false, reload = false, json = false, quiet = false;
};

/// The sources that are named, or all.
std::vector<ListSource> chosen(const Config& config, const std::vector<std::string>& names) {
  if (config.lists.sources.empty())
    throw Stop(kUsage, "no [[lists.source]] stands in the settings; docs/lists.md");
  if (names.empty()) return config.lists.sources;
  std::vector<ListSource> sources;
  for (const std::string& name : names) {
    const auto found = std::find_if(config.lists.sources.begin(), config.lists.sources.end(),
                                    [&name](const ListSource& source) { return source.name == name; });
    if (found == config.lists.sources.end()) {
      std::string known;
      for (const ListSource& source : config.lists.sources)
        known += (known.empty() ? "" : ", ") + source.name;
      throw Stop(kUsage, "no [[lists.source]] is called '" + name + "'; there are " + known);
    }
    sources.push_back(*found);
  }
  return sources;
}

std::string what_happened(const FetchReport& report, bool dry_run) {
  switch (report.outcome) {
    case Outcome::not_due:
      return "not due";
    case Outcome::unchanged:
      return "unchanged";
    case Outcome::accepted:
      return dry_run ? "would be accepted" : "accepted";
    case Outcome::quarantined:
      return dry_run ? "would be quarantined" : "quarantined";
    case Outcome::failed:
      return "failed";
  }
  return "failed";
}

Json json_of(const FetchReport& report, bool dry_run) {
  Json line{{"source", report.source}, {"outcome", fetch::to_string(report.outcome)},
            {"dry_run", dry_run},      {"attempts", report.attempts},
            {"bytes", report.bytes},   {"entries", report.entries}};
  if (!report.date.empty()) line["date"] = report.date;
  if (!report.changes.empty()) line["changes"] = report.changes;
  if (!report.why.empty()) line["why"] = report.why;
  if (!report.folder.empty()) line["quarantine"] = report.folder.string();
  return line;
}

std::string text_of(const FetchReport& report, bool dry_run) {
  std::string line = report.source + ": " + what_happened(report, dry_run);
  const auto add = [&line](const std::string& text) { line += ", " + text; };
  if (report.entries > 0) add(with_commas(static_cast<double>(report.entries)) + " entries");
  if (!report.date.empty()) add("of " + report.date);
  if (!report.changes.empty()) add(report.changes);
  for (const lists::ListCode list : report.taken)
    add("list " + std::string(to_string(list)) + " as it is, for you said so");
  if (!report.why.empty()) line += ": " + report.why;
  if (!report.folder.empty()) line += "; see " + report.folder.string();
  return printable(line);
}

/// What went wrong weighs more than what did not come: that may come in an hour.
ExitCode exit_code_of(const std::vector<FetchReport>& reports) {
  ExitCode code = kDone;
  for (const FetchReport& report : reports) {
    if (report.outcome == Outcome::quarantined) return kFailed;
    if (report.outcome == Outcome::failed) code = kOutside;
  }
  return code;
}

/// The daemon has a guard of its own, which need not be told twice.
void tell_daemon_of(const std::vector<FetchReport>& reports, const Config& config) {
  std::vector<lists::ListCode> taken;
  for (const FetchReport& report : reports)
    if (report.outcome == Outcome::accepted)
      taken.insert(taken.end(), report.taken.begin(), report.taken.end());
  const daemon::AcceptedListsStore memory(config.daemon.state_directory);
  if (taken.empty() || !memory.enabled()) return;
  if (const Status told = memory.accept_next(taken); !told) complain("warning: " + told.error().text);
}

/// Any loopback stands for an address that listens everywhere.
std::string reload_url(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  std::string host = listen.substr(0, colon);
  if (host == "0.0.0.0") host = "127.0.0.1";
  if (host == "[::]") host = "[::1]";
  return "http://" + host + listen.substr(colon) + "/-/reload";
}

ExitCode reload_daemon(const Config& config, bool quiet) {
  const std::string url = reload_url(config.http.listen);
  const fetch::Posted posted = fetch::post(url, std::chrono::minutes(10));
  if (posted.status == 200) return kDone;
  if (posted.status == 0) {
    if (!quiet)
      complain("no daemon listens at " + config.http.listen + "; it takes the lists at its next start");
    return kDone;
  }
  const std::string text = printable(posted.text.substr(0, posted.text.find('\n')));
  complain("the daemon did not take the lists: " + text);
  return kFailed;
}

int fetch_lists(const Options& options) {
  const Config config = settings_of(options.config);
  const std::vector<ListSource> sources = chosen(config, options.names);
  for (const ListSource& source : sources)
    if (!source.minisign_key.empty())
      if (const Status key = fetch::check_minisign_key(source.minisign_key); !key)
        throw Stop(kUsage, "[lists.source] " + source.name + ": minisign_key " + key.error().text);
  Note note(options.quiet);
  fetch::FetchOptions how;
  how.due_only = options.names.empty() && !options.all;
  how.dry_run = options.dry_run;
  how.guard = {config.lists.shrink_guard_percent, list_codes(options.accept_shrunken)};
  how.wait = [](std::chrono::milliseconds wait) { ::poll(nullptr, 0, static_cast<int>(wait.count())); };
  how.tell = [&note](const std::string& what) { note.show(printable(what)); };
  Output output;
  std::vector<FetchReport> reports;
  bool any_news = false;
  for (const ListSource& source : sources) {
    reports.push_back(fetch::fetch_source(source, config.lists, how));
    const FetchReport& report = reports.back();
    note.clear();
    any_news = any_news || report.outcome == Outcome::accepted || report.outcome == Outcome::unchanged;
    const bool is_bad = report.outcome == Outcome::quarantined || report.outcome == Outcome::failed;
    // A timer's log need not say every quarter of an hour that nothing was done.
    const bool is_idle = report.outcome == Outcome::not_due && !output.is_terminal();
    const bool tells = is_bad || (!options.quiet && !is_idle);
    if (options.json)
      output.line(to_line(json_of(report, options.dry_run)));
    else if (tells)
      output.line(text_of(report, options.dry_run));
    output.flush();
  }
  ExitCode code = exit_code_of(reports);
  if (options.dry_run) return code;
  tell_daemon_of(reports, config);
  if (options.reload && any_news) {
    const ExitCode reloaded = reload_daemon(config, options.quiet);
    if (reloaded != kDone && code != kFailed) code = reloaded;
  }
  return code;
}

}  // namespace

void add_lists_fetch(CLI::App& lists, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command =
      lists.add_subcommand("fetch", "Fetch lists from their publishers ([[lists.source]]) into the store");
  command->add_option("NAME", options->names, "Sources to ask now; default: all that are due (every)")
      ->type_name("");
  command->add_option("--config", options->config, "The settings file")->required()->type_name("FILE");
  command->add_flag("--all", options->all, "Ask all of them now, due or not");
  command
      ->add_option("--accept-shrunken", options->accept_shrunken,
                   "Take this list (SDN, EL ...) though it is smaller, gone or older (repeatable)")
      ->type_name("CODE")
      ->allow_extra_args(false);
  command->add_flag("--dry-run", options->dry_run, "Fetch and compare, but change nothing");
  command->add_flag("--reload", options->reload, "Let the daemon at http.listen take what is new");
  command->add_flag("--json", options->json, "One line of JSON a source");
  command->add_flag("--quiet,-q", options->quiet, "Tell only what went wrong");
  command->callback([options, &action] { action = [options] { return fetch_lists(*options); }; });
}

}  // namespace ordergate::cli
