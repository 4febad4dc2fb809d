// ordergate snapshot: all that verdicts depend on, kept in a folder with its hashes.
#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "cli/terminal_text.h"
#include "evidence/manifest.h"
#include "evidence/saved_snapshot.h"

namespace ordergate::cli {
namespace {

using evidence::SavedFile;
using evidence::SavedSnapshot;

struct SaveOptions {
  ScreeningOptions screening;
  std::string folder;
};

struct ShowOptions {
  std::string folder;
  bool json = false;
};

int save(const SaveOptions& options) {
  const ScreeningSetup setup = screening_setup(options.screening);
  warn_of_sample(setup);
  const Result<evidence::SaveResult> result =
      evidence::save_snapshot(setup.snapshot, setup.limits, options.folder, unix_ms(wall_time()));
  if (!result) throw Stop(kUnreadable, result.error().text);
  const SavedSnapshot& saved = result.value().saved;
  Output output;
  output.line("snapshot " + saved.id +
              (result.value().was_there ? ": was saved already in " : ": saved in ") + options.folder);
  output.line(std::to_string(saved.files.size()) + " files, manifest " + saved.manifest_sha256);
  output.flush();
  return kDone;
}

int show(const ShowOptions& options) {
  const Result<SavedSnapshot> opened = evidence::open_snapshot(options.folder);
  if (!opened) throw Stop(kUnreadable, opened.error().text);
  const SavedSnapshot& saved = opened.value();
  Output output;
  if (options.json) {
    output.write(evidence::to_text(saved));
  } else {
    output.line("snapshot    " + saved.id);
    output.line("manifest    " + saved.manifest_sha256);
    output.line("saved       " + saved.saved_at + " by ordergate " + saved.program);
    output.line("profile     " + saved.profile);
    output.line("thresholds  names " + std::to_string(saved.name_threshold) + ", addresses " +
                std::to_string(saved.address_threshold));
    for (const auto& [name, value] : saved.policy)
      output.line("policy      " + printable(name + " = " + value));
    for (const SavedFile& file : saved.files)
      if (file.role != "rules") output.line(file.sha256 + "  " + printable(file.path));
    output.line("and the rule pack; every file is what its SHA-256 says");
  }
  output.flush();
  return kDone;
}

}  // namespace

void add_snapshot(CLI::App& app, Action& action) {
  CLI::App* const command =
      app.add_subcommand("snapshot", "All that verdicts depend on, in a folder with its hashes");
  command->require_subcommand(1);

  auto save_options = std::make_shared<SaveOptions>();
  CLI::App* const saving =
      command->add_subcommand("save", "Copies lists, rules and settings of now into a folder");
  saving->add_option("DIR", save_options->folder, "A folder that is not there yet")
      ->type_name("")
      ->required();
  save_options->screening.add_to(*saving);
  saving->callback([save_options, &action] { action = [save_options] { return save(*save_options); }; });

  auto show_options = std::make_shared<ShowOptions>();
  CLI::App* const showing = command->add_subcommand("show", "What a saved snapshot holds; checks every hash");
  showing->add_option("DIR", show_options->folder, "The folder")->type_name("")->required();
  showing->add_flag("--json", show_options->json, "Its manifest");
  showing->callback([show_options, &action] { action = [show_options] { return show(*show_options); }; });
}

}  // namespace ordergate::cli
