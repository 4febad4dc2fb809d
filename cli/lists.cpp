// ordergate lists: what list files hold, and what changed between two.
#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/batch.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "cli/text.h"
#include "daemon/list_memory.h"
#include "lists/diff_text.h"
#include "lists/entry_key.h"
#include "lists/guard.h"

namespace ordergate::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string config;                        // of the daemon whose accepted lists to compare with
  std::vector<std::string> accept_shrunken;  // codes
  std::string old_path, new_path;
  bool json = false;
};

std::string date_of(const lists::ListFile& file) { return file.date ? format_date(*file.date) : ""; }

/// What entries of a file lack without being rejected for it.
struct Lacks {
  std::size_t address = 0;  // of entries that are an address and nothing else
  std::size_t country = 0;
};

Lacks lacks_of(const lists::ListFile& file) {
  Lacks lacks;
  for (const lists::ListEntry& entry : file.entries) {
    lacks.address += entry.kind == PartyKind::address_only && entry.addresses.empty() ? 1 : 0;
    lacks.country += entry.countries.empty() ? 1 : 0;
  }
  return lacks;
}

Json json_of(const lists::ListFile& file) {
  Json rejections = Json::array();
  for (const lists::Rejection& rejection : file.rejections)
    rejections.push_back({{"line", rejection.line}, {"reason", rejection.reason}});
  Json by_list = Json::object();
  for (const lists::ListCount& count : file.lists)
    by_list[std::string(lists::to_string(count.list))] = count.entries;
  return Json{{"path", file.path},
              {"source", file.source},
              {"format", file.format},
              {"date", file.date ? Json(date_of(file)) : Json(nullptr)},
              {"entries", file.entries.size()},
              {"lists", by_list},
              {"names", file.names},
              {"addresses", file.addresses},
              {"rejected", file.rejections.size()},
              {"without_address", lacks_of(file).address},
              {"without_country", lacks_of(file).country},
              {"hash", file.hash},
              {"rejections", rejections}};
}

std::string count_text(std::size_t number) { return with_commas(static_cast<double>(number)); }

void print_files(const std::vector<lists::ListFile>& files, Output& output) {
  Table table({"source", "date", "entries", "names", "addresses", "rejected", "hash", "file"});
  for (const std::size_t column : {2U, 3U, 4U, 5U}) table.right(column);
  for (const lists::ListFile& file : files)
    table.add({printable(file.source), date_of(file), count_text(file.entries.size()), count_text(file.names),
               count_text(file.addresses), count_text(file.rejections.size()), file.hash,
               printable(file.path)});
  output.write(table.render());
}

const lists::ListTally* find(const std::vector<lists::ListTally>& tallies, const lists::ListTally& like) {
  const auto at = std::find_if(tallies.begin(), tallies.end(), [&](const lists::ListTally& tally) {
    return tally.source == like.source && tally.list == like.list;
  });
  return at == tallies.end() ? nullptr : &*at;
}

/// What there is of each list, beside what was accepted last.
void print_lists(const std::vector<lists::ListTally>& now, const std::vector<lists::ListTally>& last,
                 Output& output) {
  std::vector<std::string> columns = {"source", "list", "entries", "names", "addresses"};
  if (!last.empty()) columns.emplace_back("accepted last");
  Table table(columns);
  for (std::size_t column = 2; column < columns.size(); ++column) table.right(column);
  const auto add = [&](const lists::ListTally& tally, const lists::ListTally* before) {
    std::vector<std::string> row = {printable(tally.source), std::string(lists::to_string(tally.list)),
                                    count_text(tally.entries), count_text(tally.names),
                                    count_text(tally.addresses)};
    if (!last.empty()) row.push_back(before != nullptr ? count_text(before->entries) : "none");
    table.add(row);
  };
  for (const lists::ListTally& tally : now) add(tally, find(last, tally));
  for (const lists::ListTally& tally : last) {
    if (find(now, tally) == nullptr) add({tally.source, tally.list, 0, 0, 0, {}}, &tally);
  }
  output.line("");
  output.write(table.render());
}

/// What the daemon with these settings accepted last; nothing when it keeps nothing, or kept nothing yet.
std::vector<lists::ListTally> accepted_last(const Config& config) {
  auto last = daemon::ListMemory(config.daemon.state_directory).last();
  if (!last) throw Stop(kUnreadable, last.error().text);
  return last.value() ? std::move(last.value()->lists) : std::vector<lists::ListTally>{};
}

void print_refusals(const std::vector<lists::GuardRefusal>& refusals, bool json, Output& output) {
  for (const lists::GuardRefusal& refusal : refusals) {
    if (json)
      output.line(to_line(Json{{"refused", refusal.why}, {"list", lists::to_string(refusal.list)}}));
    else
      output.line("refused: " + printable(refusal.why));
  }
}

void print_lacks(const lists::ListFile& file, Output& output) {
  const Lacks lacks = lacks_of(file);
  const auto line = [&](std::size_t count, std::string_view what) {
    if (count > 0)
      output.line(printable(file.path) + ": " + std::to_string(count) + " entries without " +
                  std::string(what));
  };
  line(lacks.address, "the address that they are");
  line(lacks.country, "a country: nothing can contradict them");
}

int check(const Options& options) {
  const Config config = settings_of(options.config);
  const std::vector<std::string>& paths = options.paths.empty() ? config.lists.paths : options.paths;
  if (paths.empty()) throw Stop(kUsage, "PATH is missing, or --config with [lists] paths");
  const std::vector<lists::ListFile> files = load_lists(paths);
  const std::vector<lists::ListTally> now = lists::tally_lists(files), last = accepted_last(config);
  const std::vector<lists::GuardRefusal> refusals =
      lists::guard_lists(last, now, {config.lists.shrink_guard_percent, list_codes(options.accept_shrunken)});
  Output output;
  bool rejected = false;
  if (!options.json) print_files(files, output);
  if (!options.json) print_lists(now, last, output);
  for (const lists::ListFile& file : files) {
    rejected = rejected || !file.rejections.empty();
    if (options.json) {
      output.line(to_line(json_of(file)));
      continue;
    }
    print_lacks(file, output);
    for (const lists::Rejection& rejection : file.rejections)
      output.line(printable(file.path) + ":" + std::to_string(rejection.line) +
                  ": rejected: " + printable(rejection.reason));
  }
  print_refusals(refusals, options.json, output);
  output.flush();
  return rejected || !refusals.empty() ? kFailed : kDone;
}

Json json_of(std::string_view sign, const lists::ListEntry& entry) {
  return Json{{"change", sign},
              {"list", lists::to_string(entry.list)},
              {"entry", lists::key_of(entry)},
              {"entry_name", lists::published_title(entry)},
              {"line", entry.line}};
}

/// Lists first, then entries.
void print_json(lists::ListDiff diff, const std::vector<lists::ListFile>& before,
                const std::vector<lists::ListFile>& after, Output& output) {
  sort_entries(diff);
  for (const lists::ListChange& each : changes_by_list(diff, before, after))
    output.line(to_line(Json{{"list", lists::to_string(each.list)},
                             {"before", each.before},
                             {"after", each.after},
                             {"added", each.added},
                             {"removed", each.removed},
                             {"changed", each.changed}}));
  for (const lists::ListEntry* entry : diff.removed) output.line(to_line(json_of("removed", *entry)));
  for (const lists::ListEntry* entry : diff.added) output.line(to_line(json_of("added", *entry)));
  for (const lists::EntryChange& change : diff.changed) {
    Json line = json_of("changed", *change.after);
    line["fields"] = field_names(change);
    output.line(to_line(line));
  }
}

int diff(const Options& options) {
  const std::vector<lists::ListFile> before = load_lists({options.old_path});
  const std::vector<lists::ListFile> after = load_lists({options.new_path});
  const lists::ListDiff diff = lists::diff_lists(before, after);
  Output output;
  if (options.json)
    print_json(diff, before, after, output);
  else
    for (const std::string& line : diff_lines(diff, before, after)) output.line(printable(line));
  output.flush();
  return kDone;
}

}  // namespace

void add_lists(CLI::App& app, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand("lists", "What list files hold");
  command->require_subcommand(1);
  CLI::App* const checked = command->add_subcommand(
      "check", "Read lists: entries, names, addresses, date and hash of each, and every rejected row");
  checked->add_option("PATH", options->paths, "List files or directories; default: those of --config")
      ->type_name("");
  checked
      ->add_option("--config", options->config,
                   "The daemon's settings file: compare with the lists it accepted last (daemon.state_dir)")
      ->type_name("FILE");
  checked
      ->add_option("--accept-shrunken", options->accept_shrunken,
                   "Do not refuse this list (SDN, EL ...) for being smaller, gone or older (repeatable)")
      ->type_name("CODE")
      ->allow_extra_args(false);
  checked->add_flag("--json", options->json, "One line of JSON a file");
  checked->callback([options, &action] { action = [options] { return check(*options); }; });
  CLI::App* const compared =
      command->add_subcommand("diff", "Entries added, removed and changed: how many of each list, then each");
  compared->add_option("OLD", options->old_path, "The lists before")->required()->type_name("");
  compared->add_option("NEW", options->new_path, "The lists after")->required()->type_name("");
  compared->add_flag("--json", options->json, "One line of JSON a list, then one a change");
  compared->callback([options, &action] { action = [options] { return diff(*options); }; });
  add_lists_fetch(*command, action);
}

}  // namespace ordergate::cli
