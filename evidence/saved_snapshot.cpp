#include "evidence/saved_snapshot.h"

#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/sha256.h"
#include "base/whole_file.h"
#include "evidence/manifest.h"
#include "evidence/utc_text.h"
#include "lists/accepted.h"
#include "lists/folder.h"
#include "order/encoder.h"
#include "rules/pack/files.h"
#include "screening/snapshot.h"
#include "tables/data_files.h"

namespace ordergate::evidence {
namespace {

namespace fs = std::filesystem;

constexpr const char* kManifest = "manifest.json";
constexpr const char* kRuleSums = "rules.sums";
constexpr const char* kSums = "SHA256SUMS";

/// A file to copy; `hash` of what the snapshot was made of, where that is known.
struct Planned {
  SavedFile file;
  std::string hash;
};

std::string name_of(const std::string& path) { return fs::path(path).filename().string(); }

/// Files of one folder stay together, for they may belong together, and keep their names, for a name may hold
/// the date.
class Folders {
 public:
  explicit Folders(std::string role) : role_(std::move(role)) {}
  std::string place(const std::string& path) {
    const auto [at, added] = numbers_.try_emplace(fs::path(path).parent_path(), numbers_.size());
    return role_ + '/' + std::to_string(at->second) + '/' + name_of(path);
  }

 private:
  std::string role_;
  std::map<fs::path, std::size_t> numbers_;
};

void plan_each(const std::vector<std::string>& paths, const std::string& role, std::vector<Planned>& plan) {
  for (std::size_t i = 0; i < paths.size(); ++i)
    plan.push_back({{role + '/' + std::to_string(i) + '/' + name_of(paths[i]), role, paths[i], "", 0}, ""});
}

std::vector<Planned> plan_of(const SnapshotOptions& options, const Snapshot& snapshot) {
  std::vector<Planned> plan;
  Folders lists("lists");
  if (!options.list_paths.empty())
    for (const lists::SourceFile& file : snapshot_files(snapshot)) {
      plan.push_back(
          {{lists.place(file.path), file.beside ? "beside" : "list", file.path, "", 0}, file.hash});
      // They may say of which day the file is.
      const std::string headers = file.path + std::string(lists::kHeadersEnd);
      if (std::error_code error; fs::exists(headers, error))
        plan.push_back({{lists.place(headers), "beside", headers, "", 0}, ""});
    }
  Folders owners("ownership");
  for (const SnapshotOwnership::File& file : snapshot_ownership(snapshot).files)
    plan.push_back({{owners.place(file.path), "ownership", file.path, "", 0}, file.hash});
  plan_each(options.extra_items, "items", plan);
  plan_each(options.sku_maps, "skus", plan);
  plan_each(options.known_parties, "known", plan);
  return plan;
}

Status write_below(const fs::path& folder, const std::string& path, const std::string& bytes) {
  std::error_code error;
  fs::create_directories((folder / path).parent_path(), error);
  if (error) return Error{(folder / path).string() + ": " + error.message()};
  return write_whole_file(folder / path, bytes);
}

Status take(const fs::path& folder, SavedFile file, const std::string& bytes, SavedSnapshot& saved) {
  file.sha256 = sha256_hex(bytes);
  file.bytes = bytes.size();
  if (Status written = write_below(folder, file.path, bytes); !written) return written;
  saved.files.push_back(std::move(file));
  return Done{};
}

Status copy_files(const std::vector<Planned>& plan, const fs::path& folder, SavedSnapshot& saved) {
  for (const Planned& planned : plan) {
    const Result<std::string> bytes = tables::read_file(planned.file.from);
    if (!bytes) return bytes.error();
    if (!planned.hash.empty() && planned.hash != sha256_hex(bytes.value()))
      return Error{planned.file.from + ": was written again while it was read; save once more"};
    if (Status taken = take(folder, planned.file, bytes.value(), saved); !taken) return taken;
  }
  return Done{};
}

Status copy_rules(const std::string& directory, const fs::path& folder, SavedSnapshot& saved) {
  const Result<tables::DataFiles> pack = rules::pack_files(directory);
  if (!pack) return pack.error();
  for (const std::string_view suffix : {std::string_view(".csv"), std::string_view(".toml")})
    for (const std::string& name : pack.value().names(suffix)) {
      const Result<std::string> bytes = pack.value().read(name);
      if (!bytes) return bytes.error();
      const SavedFile file{"rules/" + name, "rules", pack.value().path(name), "", 0};
      if (Status taken = take(folder, file, bytes.value(), saved); !taken) return taken;
    }
  return Done{};
}

/// The listing that `sha256sum --check` reads.
std::string sums_of(const SavedSnapshot& saved, const std::string& manifest, const std::string& rule_sums) {
  std::string sums;
  for (const SavedFile& file : saved.files) sums += file.sha256 + "  " + file.path + '\n';
  sums += sha256_hex(manifest) + "  " + kManifest + '\n';
  sums += sha256_hex(rule_sums) + "  " + kRuleSums + '\n';
  return sums;
}

Status write_copy(const SnapshotOptions& options, const Snapshot& snapshot, const fs::path& folder,
                  SavedSnapshot& saved) {
  if (Status copied = copy_files(plan_of(options, snapshot), folder, saved); !copied) return copied;
  if (Status copied = copy_rules(options.rules_directory, folder, saved); !copied) return copied;
  const std::string manifest = to_text(saved);
  const std::string rule_sums(snapshot.book().sums());
  if (Status written = write_below(folder, kRuleSums, rule_sums); !written) return written;
  if (Status written = write_below(folder, kManifest, manifest); !written) return written;
  saved.manifest_sha256 = sha256_hex(manifest);
  return write_below(folder, kSums, sums_of(saved, manifest, rule_sums));
}

Status same_when_loaded(const SavedSnapshot& saved, const fs::path& folder) {
  const Result<std::shared_ptr<const Snapshot>> again = load_snapshot(options_of(saved, folder));
  if (!again) return again.error();
  if (snapshot_json(*again.value()) == saved.json) return Done{};
  return Error{
      "the copy gives another snapshot than what was read; a file changed meanwhile: save once more"};
}

SavedSnapshot describe(const SnapshotOptions& options, const RecordLimits& limits, const Snapshot& snapshot,
                       std::int64_t now_unix_ms) {
  SavedSnapshot saved;
  saved.saved_at = utc_text(now_unix_ms);
  saved.program = program_version();
  if (const Result<std::string> itself = tables::read_file("/proc/self/exe"))
    saved.program_sha256 = sha256_hex(itself.value());
  saved.id = snapshot_id(snapshot);
  saved.json = snapshot_json(snapshot);
  saved.profile = options.profile;
  const lists::WatchlistOptions shipped;
  saved.name_threshold = options.name_threshold > 0 ? options.name_threshold : shipped.name_threshold;
  saved.address_threshold =
      options.address_threshold > 0 ? options.address_threshold : shipped.address_threshold;
  saved.policy = options.policy;
  saved.limits = limits;
  return saved;
}

/// Puts the finished copy in place of nothing, or of an empty folder.
Result<SaveResult> put_in_place(SavedSnapshot saved, const fs::path& copy, const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_empty(folder, error)) {
    const Result<SavedSnapshot> there = open_snapshot(folder);
    if (!there) return Error{folder.string() + ": holds something else: " + there.error().text};
    if (!same_snapshot(there.value(), saved))
      return Error{folder.string() + ": holds another snapshot (" + there.value().id + ", saved " +
                   there.value().saved_at + "); nothing is overwritten"};
    return SaveResult{there.value(), true};
  }
  fs::rename(copy, folder, error);
  if (error) return Error{folder.string() + ": " + error.message()};
  if (!sync_folder(fs::absolute(folder).parent_path()))
    return Error{folder.string() + ": cannot be brought to the disk"};
  return SaveResult{std::move(saved), false};
}

Status check_file(const SavedFile& file, const fs::path& folder) {
  const Result<std::string> bytes = tables::read_file((folder / file.path).string());
  if (!bytes) return bytes.error();
  if (sha256_hex(bytes.value()) == file.sha256) return Done{};
  return Error{(folder / file.path).string() + ": is not what was saved: its SHA-256 is not that of " +
               kManifest};
}

/// Whoever altered the manifest, and a setting in it, altered these as well, or is told.
Status check_sums(const SavedSnapshot& saved, const std::string& manifest, const fs::path& folder) {
  const Result<std::string> rule_sums = tables::read_file((folder / kRuleSums).string());
  if (!rule_sums) return rule_sums.error();
  const Result<std::string> sums = tables::read_file((folder / kSums).string());
  if (!sums) return sums.error();
  if (sums.value() == sums_of(saved, manifest, rule_sums.value())) return Done{};
  return Error{(folder / kSums).string() + ": is not of " + kManifest + ", " + kRuleSums +
               " and the files that lie there"};
}

/// Nothing else lies there: a file more in a folder of lists would be read with them. What is no file of its
/// own may be another one tomorrow.
Status nothing_else(const SavedSnapshot& saved, const fs::path& folder) {
  std::set<fs::path> known{kManifest, kRuleSums, kSums};
  for (const SavedFile& file : saved.files) known.insert(file.path);
  std::error_code error;
  for (auto at = fs::recursive_directory_iterator(folder, error);
       !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (at->is_symlink()) return Error{at->path().string() + ": is a link; a saved snapshot has none"};
    if (!at->is_directory() && !known.contains(at->path().lexically_relative(folder)))
      return Error{at->path().string() + ": is not in " + kManifest};
  }
  if (error) return Error{folder.string() + ": " + error.message()};
  return Done{};
}

}  // namespace

SnapshotOptions options_of(const SavedSnapshot& saved, const fs::path& folder) {
  SnapshotOptions options;
  options.rules_directory = (folder / "rules").string();
  options.profile = saved.profile;
  options.name_threshold = saved.name_threshold;
  options.address_threshold = saved.address_threshold;
  options.policy = saved.policy;
  const std::map<std::string_view, std::vector<std::string>*> paths = {
      {"list", &options.list_paths},
      {"ownership", &options.ownership_paths},
      {"items", &options.extra_items},
      {"skus", &options.sku_maps},
      {"known", &options.known_parties}};
  for (const SavedFile& file : saved.files)
    if (const auto at = paths.find(file.role); at != paths.end())
      at->second->push_back((folder / file.path).string());
  return options;
}

Result<SaveResult> save_snapshot(const SnapshotOptions& options, const RecordLimits& limits,
                                 const fs::path& folder, std::int64_t now_unix_ms) {
  const Result<std::shared_ptr<const Snapshot>> snapshot = load_snapshot(options);
  if (!snapshot) return snapshot.error();
  SavedSnapshot saved = describe(options, limits, *snapshot.value(), now_unix_ms);
  const fs::path whole = fs::absolute(folder).lexically_normal();
  const fs::path target = whole.has_filename() ? whole : whole.parent_path();
  const fs::path copy = target.string() + ".part-" + std::to_string(::getpid());
  std::error_code error;
  fs::remove_all(copy, error);
  Status made = write_copy(options, *snapshot.value(), copy, saved);
  if (made) made = same_when_loaded(saved, copy);
  Result<SaveResult> result = made ? put_in_place(std::move(saved), copy, target) : made.error();
  fs::remove_all(copy, error);
  return result;
}

Result<SavedSnapshot> open_snapshot(const fs::path& folder) {
  const Result<std::string> text = tables::read_file((folder / kManifest).string());
  if (!text) return text.error();
  Result<SavedSnapshot> saved = parse_manifest(text.value());
  if (!saved) return Error{(folder / kManifest).string() + ": " + saved.error().text};
  for (const SavedFile& file : saved.value().files)
    if (Status same = check_file(file, folder); !same) return same.error();
  if (Status same = check_sums(saved.value(), text.value(), folder); !same) return same.error();
  if (Status alone = nothing_else(saved.value(), folder); !alone) return alone.error();
  return saved;
}

}  // namespace ordergate::evidence
