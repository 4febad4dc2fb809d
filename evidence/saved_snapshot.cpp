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
/// Keeps a folder of ownership that has no file: that owners were looked for is part of the snapshot.
constexpr const char* kNoOwners = "ownership/.empty";
constexpr std::uintmax_t kManifestBytesMax = std::uintmax_t{64} << 20;

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
      const std::string headers = file.path + std::string(lists::kHeadersEnd);
      std::error_code none;
      if (fs::is_regular_file(headers, none))
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
std::string sums_text(const SavedSnapshot& saved, const std::string& manifest, const std::string& rule_sums) {
  std::string sums;
  for (const SavedFile& file : saved.files) sums += file.sha256 + "  " + file.path + '\n';
  sums += sha256_hex(manifest) + "  " + kManifest + '\n';
  sums += sha256_hex(rule_sums) + "  " + kRuleSums + '\n';
  return sums;
}

Status write_copy(const SnapshotOptions& options, const Snapshot& snapshot, const fs::path& folder,
                  SavedSnapshot& saved) {
  if (Status copied = copy_files(plan_of(options, snapshot), folder, saved); !copied) return copied;
  if (!options.ownership_paths.empty() && snapshot_ownership(snapshot).files.empty())
    if (Status kept = take(folder, {kNoOwners, "beside", options.ownership_paths.front(), "", 0}, "", saved);
        !kept)
      return kept;
  if (Status copied = copy_rules(options.rules_directory, folder, saved); !copied) return copied;
  const std::string manifest = to_text(saved);
  const std::string rule_sums(snapshot.book().sums());
  if (Status written = write_below(folder, kRuleSums, rule_sums); !written) return written;
  if (Status written = write_below(folder, kManifest, manifest); !written) return written;
  saved.manifest_sha256 = sha256_hex(manifest);
  return write_below(folder, kSums, sums_text(saved, manifest, rule_sums));
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

/// A file of the folder itself, of a size that is known before it is read.
Result<std::string> read_below(const fs::path& folder, const std::string& path, std::uintmax_t bytes_max) {
  const fs::path file = folder / path;
  std::error_code error;
  if (fs::file_size(file, error) > bytes_max && !error)
    return Error{file.string() + ": is larger than what was saved"};
  return tables::read_file(file.string());
}

Status check_file(const SavedFile& file, const fs::path& folder) {
  const Result<std::string> bytes = read_below(folder, file.path, file.bytes);
  if (!bytes) return bytes.error();
  if (bytes.value().size() == file.bytes && sha256_hex(bytes.value()) == file.sha256) return Done{};
  return Error{(folder / file.path).string() + ": is not what was saved: its SHA-256 is not that of " +
               kManifest};
}

/// Files and folders, and no links: what a link leads to can be another file at each reading.
Status files_alone(const fs::path& folder, std::set<fs::path>& found) {
  std::error_code error;
  for (auto at = fs::recursive_directory_iterator(folder, error);
       !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    const fs::file_type type = at->symlink_status(error).type();
    if (error) break;
    if (type == fs::file_type::regular)
      found.insert(at->path().lexically_relative(folder));
    else if (type != fs::file_type::directory)
      return Error{at->path().string() + ": is neither a file nor a folder"};
  }
  if (error) return Error{folder.string() + ": " + error.message()};
  return Done{};
}

/// Nothing else lies there: a file more in a folder of lists would be read with them.
Status nothing_else(const SavedSnapshot& saved, const std::set<fs::path>& found, const fs::path& folder) {
  std::set<fs::path> known{kManifest, kRuleSums, kSums};
  for (const SavedFile& file : saved.files) known.insert(file.path);
  for (const fs::path& path : found)
    if (!known.contains(path)) return Error{(folder / path).string() + ": is not in " + kManifest};
  return Done{};
}

/// The listings say what the manifest says: who checks with sha256sum alone checks the same.
Status check_sums(const SavedSnapshot& saved, const std::string& manifest, const fs::path& folder) {
  const Result<std::string> rules = read_below(folder, kRuleSums, kManifestBytesMax);
  if (!rules) return rules.error();
  if (saved.rules != sha256_hex(rules.value()))
    return Error{(folder / kRuleSums).string() + ": is not what was saved: its SHA-256 is not the rules of " +
                 kManifest};
  const Result<std::string> sums = read_below(folder, kSums, kManifestBytesMax);
  if (!sums) return sums.error();
  if (sums.value() != sums_text(saved, manifest, rules.value()))
    return Error{(folder / kSums).string() + ": does not say what " + kManifest + " says"};
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
    else if (file.path == kNoOwners)
      options.ownership_paths.push_back((folder / file.path).parent_path().string());
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
  std::set<fs::path> found;
  if (Status alone = files_alone(folder, found); !alone) return alone.error();
  const Result<std::string> text = read_below(folder, kManifest, kManifestBytesMax);
  if (!text) return text.error();
  Result<SavedSnapshot> saved = parse_manifest(text.value());
  if (!saved) return Error{(folder / kManifest).string() + ": " + saved.error().text};
  for (const SavedFile& file : saved.value().files)
    if (Status same = check_file(file, folder); !same) return same.error();
  if (Status alone = nothing_else(saved.value(), found, folder); !alone) return alone.error();
  if (Status same = check_sums(saved.value(), text.value(), folder); !same) return same.error();
  return saved;
}

}  // namespace ordergate::evidence
