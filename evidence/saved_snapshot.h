// A snapshot in a folder: every file and setting that verdicts depend on, each with its SHA-256, so that
// orders are screened years later as they were (docs/evidence.md). Cold.
//
//   manifest.json   ordergate.snapshot.v1: program, settings, files with their hashes
//   rules.sums      profile, policy and the hashes of rules and items; its own SHA-256 is a verdict's "rules"
//   SHA256SUMS      of all other files, for `sha256sum --check`
//   lists/ ownership/ items/ skus/ known/ rules/
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "screening/screener.h"

namespace ordergate::evidence {

inline constexpr std::string_view kSnapshotFormat = "ordergate.snapshot.v1";

struct SavedFile {
  std::string path;    // below the folder: "lists/0/consolidated.csv"
  std::string role;    // list, beside (adds to a list of its folder), ownership, items, skus, known, rules
  std::string from;    // where it was read
  std::string sha256;  // hex
  std::uint64_t bytes = 0;
};

struct SavedSnapshot {
  std::string manifest_sha256;
  std::string saved_at;                 // UTC
  std::string program, program_sha256;  // version, and hash of the executable, that saved it
  std::string id, json;                 // of the snapshot; the "snapshot" value of its verdicts
  std::string rules;                    // of that value: SHA-256 of rules.sums, hex
  std::string profile;
  int name_threshold = 0, address_threshold = 0;
  std::vector<std::pair<std::string, std::string>> policy;  // what the settings say
  RecordLimits limits;
  std::vector<SavedFile> files;  // in the order of reading
};

struct SaveResult {
  SavedSnapshot saved;
  bool was_there = false;  // the folder held the same snapshot; nothing was written
};

/// Copies what the options name into `folder`, whole or not at all, and proves that the copy gives the same
/// snapshot. An error when the folder holds anything else, or a file changed meanwhile.
[[nodiscard]] Result<SaveResult> save_snapshot(const SnapshotOptions& options, const RecordLimits& limits,
                                               const std::filesystem::path& folder, std::int64_t now_unix_ms);

/// Reads the manifest and checks every hash, and that SHA256SUMS and rules.sums say the same. An error when a
/// file is missing, altered, or not in the manifest, and when something is a link.
[[nodiscard]] Result<SavedSnapshot> open_snapshot(const std::filesystem::path& folder);

/// What load_snapshot() takes to make it again.
[[nodiscard]] SnapshotOptions options_of(const SavedSnapshot& saved, const std::filesystem::path& folder);

}  // namespace ordergate::evidence
