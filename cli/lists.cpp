// ordergate lists: what list files hold, and what changed between two.
#include <CLI/CLI.hpp>

#include "cli/batch.h"
#include "cli/command.h"
#include "cli/list_diff.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "cli/text.h"

namespace ordergate::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string old_path, new_path;
  bool json = false;
};

std::string date_of(const lists::ListFile& file) { return file.date ? format_date(*file.date) : ""; }

Json json_of(const lists::ListFile& file) {
  Json rejections = Json::array();
  for (const lists::Rejection& rejection : file.rejections)
    rejections.push_back({{"line", rejection.line}, {"reason", rejection.reason}});
  return Json{{"path", file.path},
              {"source", file.source},
              {"format", file.format},
              {"date", file.date ? Json(date_of(file)) : Json(nullptr)},
              {"entries", file.entries.size()},
              {"names", file.names},
              {"addresses", file.addresses},
              {"rejected", file.rejections.size()},
              {"hash", file.hash},
              {"rejections", rejections}};
}

void print_table(const std::vector<lists::ListFile>& files, Output& output) {
  Table table({"source", "date", "entries", "names", "addresses", "rejected", "hash", "file"});
  for (const std::size_t column : {2U, 3U, 4U, 5U}) table.right(column);
  for (const lists::ListFile& file : files) {
    const auto count = [](std::size_t number) { return with_commas(static_cast<double>(number)); };
    table.add({printable(file.source), date_of(file), count(file.entries.size()), count(file.names),
               count(file.addresses), count(file.rejections.size()), file.hash, printable(file.path)});
  }
  output.write(table.render());
  for (const lists::ListFile& file : files)
    for (const lists::Rejection& rejection : file.rejections)
      output.line(printable(file.path) + ":" + std::to_string(rejection.line) +
                  ": rejected: " + printable(rejection.reason));
}

int check(const Options& options) {
  const std::vector<lists::ListFile> files = load_lists(options.paths);
  Output output;
  std::size_t rejected = 0;
  for (const lists::ListFile& file : files) {
    rejected += file.rejections.size();
    if (options.json) output.line(to_line(json_of(file)));
  }
  if (!options.json) print_table(files, output);
  output.flush();
  return rejected == 0 ? kDone : kFailed;
}

void print_change(std::string_view sign, const lists::ListEntry& entry, const std::string& what, bool json,
                  Output& output) {
  const std::string list(lists::to_string(entry.list));
  if (json) {
    Json line{{"change", sign},
              {"list", list},
              {"entry", label_of(entry)},
              {"entry_name", name_of(entry)},
              {"line", entry.line}};
    if (!what.empty()) line["fields"] = what;
    return output.line(to_line(line));
  }
  std::string line =
      std::string(sign) + "  " + list + "  " + printable(label_of(entry)) + "  " + printable(name_of(entry));
  output.line(what.empty() ? line : line + "  (" + what + ")");
}

std::vector<lists::ListEntry> entries_of(const std::string& path) {
  std::vector<lists::ListEntry> entries;
  for (lists::ListFile& file : load_lists({path}))
    for (lists::ListEntry& entry : file.entries) entries.push_back(std::move(entry));
  return entries;
}

int diff(const Options& options) {
  const std::vector<lists::ListEntry> before = entries_of(options.old_path);
  const std::vector<lists::ListEntry> after = entries_of(options.new_path);
  const ListDiff diff = compare_lists(before, after);
  Output output;
  for (const std::size_t i : diff.added) print_change("added", after[i], "", options.json, output);
  for (const std::size_t i : diff.removed) print_change("removed", before[i], "", options.json, output);
  for (const ChangedEntry& changed : diff.changed)
    print_change("changed", after[changed.after], changed.fields, options.json, output);
  if (!options.json)
    output.line(std::to_string(diff.added.size()) + " added, " + std::to_string(diff.removed.size()) +
                " removed, " + std::to_string(diff.changed.size()) + " changed, " +
                std::to_string(diff.same) + " the same");
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
  checked->add_option("PATH", options->paths, "List files or directories")->required()->type_name("");
  checked->add_flag("--json", options->json, "One line of JSON a file");
  checked->callback([options, &action] { action = [options] { return check(*options); }; });
  CLI::App* const compared = command->add_subcommand("diff", "Entries added, removed and changed");
  compared->add_option("OLD", options->old_path, "The lists before")->required()->type_name("");
  compared->add_option("NEW", options->new_path, "The lists after")->required()->type_name("");
  compared->add_flag("--json", options->json, "One line of JSON a change");
  compared->callback([options, &action] { action = [options] { return diff(*options); }; });
}

}  // namespace ordergate::cli
