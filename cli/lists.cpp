// ordergate lists: what list files hold, and what changed between two.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <set>

#include "base/clock.h"
#include "base/utf8.h"
#include "cli/batch.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "cli/terminal_text.h"
#include "daemon/accepted_lists_store.h"
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

/// Has it a letter of another script than Latin?
bool is_native(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto [point, bytes] = decode_point(text, at);
    at += bytes;
    const bool latin = point < 0x370 || (point >= 0x1E00 && point < 0x1F00) ||
                       (point >= 0x2000 && point < 0x2C60) || (point >= 0xFB00 && point < 0xFB07) ||
                       (point >= 0xFF00 && point < 0xFF5F) || point == kInvalidPoint || point == 0xFFFD;
    if (!latin) return true;
  }
  return false;
}

/// What there is of one list in a file.
struct ListRow {
  lists::ListCode list = lists::ListCode::other;
  std::size_t entries = 0, names = 0, native_names = 0, addresses = 0;
  std::size_t without_address = 0;  // nobody is met there
};

std::vector<ListRow> rows_of(const lists::ListFile& file) {
  std::map<lists::ListCode, ListRow> rows;
  for (const lists::ListEntry& entry : file.entries) {
    ListRow& row = rows[entry.list];
    row.list = entry.list;
    ++row.entries;
    row.names += entry.names.size();
    row.native_names += static_cast<std::size_t>(
        std::count_if(entry.names.begin(), entry.names.end(),
                      [](const lists::ListedName& name) { return is_native(name.text); }));
    row.addresses += entry.addresses.size();
    row.without_address += entry.addresses.empty() ? 1 : 0;
  }
  std::vector<ListRow> found;
  found.reserve(rows.size());
  for (const auto& [list, row] : rows) found.push_back(row);
  return found;
}

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
  Json by_list = Json::object(), rows = Json::array();
  for (const lists::ListCount& count : file.lists)
    by_list[std::string(lists::to_string(count.list))] = count.entries;
  for (const ListRow& row : rows_of(file))
    rows.push_back({{"list", lists::to_string(row.list)},
                    {"entries", row.entries},
                    {"names", row.names},
                    {"native_names", row.native_names},
                    {"addresses", row.addresses},
                    {"without_address", row.without_address}});
  return Json{{"path", file.path},
              {"source", file.source},
              {"format", file.format},
              {"date", file.date ? Json(date_of(file)) : Json(nullptr)},
              {"entries", file.entries.size()},
              {"lists", by_list},
              {"rows", rows},
              {"names", file.names},
              {"addresses", file.addresses},
              {"rejected", file.rejections.size()},
              {"without_address", lacks_of(file).address},
              {"without_country", lacks_of(file).country},
              {"hash", file.hash},
              {"rejections", rejections}};
}

std::string count_text(std::size_t number) { return with_commas(static_cast<double>(number)); }

const lists::ListTally* find(const std::vector<lists::ListTally>& tallies, const lists::ListTally& like) {
  const auto at = std::find_if(tallies.begin(), tallies.end(), [&](const lists::ListTally& tally) {
    return tally.source == like.source && tally.list == like.list;
  });
  return at == tallies.end() ? nullptr : &*at;
}

/// Each list of each file, beside what was accepted last of it; then what was accepted and is gone.
void print_table(const std::vector<lists::ListFile>& files, const std::vector<lists::ListTally>& last,
                 Output& output) {
  constexpr std::size_t kHashShown = 12;
  std::vector<std::string> columns = {"source",          "list", "entries", "names", "native", "addresses",
                                      "without address", "date", "age",     "hash"};
  if (!last.empty()) columns.emplace_back("accepted last");
  columns.emplace_back("file");
  Table table(columns);
  for (const std::size_t column : {2U, 3U, 4U, 5U, 6U, 8U}) table.right(column);
  if (!last.empty()) table.right(columns.size() - 2);
  const auto add = [&](const std::string& source, const ListRow& row, const lists::ListFile* file) {
    const lists::ListTally like{source, row.list, 0, 0, 0, {}};
    const lists::ListTally* const before = find(last, like);
    const bool dated = file != nullptr && file->date.has_value();
    const auto age = [&] { return std::to_string(day_of(wall_time()).days - file->date->days) + " d"; };
    std::vector<std::string> cells = {printable(source),
                                      std::string(lists::to_string(row.list)),
                                      count_text(row.entries),
                                      count_text(row.names),
                                      count_text(row.native_names),
                                      count_text(row.addresses),
                                      count_text(row.without_address),
                                      dated ? date_of(*file) : "",
                                      dated ? age() : "",
                                      file != nullptr ? file->hash.substr(0, kHashShown) : ""};
    if (!last.empty()) cells.push_back(before != nullptr ? count_text(before->entries) : "none");
    cells.push_back(file != nullptr ? printable(file->path) : "");
    table.add(cells);
  };
  std::set<std::pair<std::string, lists::ListCode>> shown;
  for (const lists::ListFile& file : files)
    for (const ListRow& row : rows_of(file)) {
      add(file.source, row, &file);
      shown.emplace(file.source, row.list);
    }
  for (const lists::ListTally& tally : last)
    if (shown.count({tally.source, tally.list}) == 0) add(tally.source, {tally.list, 0, 0, 0, 0, 0}, nullptr);
  output.write(table.render());
}

/// What the daemon with these settings accepted last; nothing when it keeps nothing, or kept nothing yet.
std::vector<lists::ListTally> accepted_last(const Config& config) {
  auto last = daemon::AcceptedListsStore(config.daemon.state_directory).last();
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
  if (!options.json) print_table(files, last, output);
  for (const lists::ListFile& file : files) {
    rejected = rejected || !file.rejections.empty();
    if (options.json) {
      output.line(to_line(json_of(file)));
      continue;
    }
    if (file.entries.empty()) output.line(printable(file.path) + ": no entry");
    print_lacks(file, output);
    if (!file.rejections.empty())
      output.line(printable(file.path) + ": " + count_text(file.rejections.size()) + " rejected");
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
      "check", "Read lists: entries, names, addresses, date, age and hash of each, and every rejected row");
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
