// The manifest of a saved snapshot as JSON. Cold.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "evidence/saved_snapshot.h"

namespace ordergate::evidence {

/// One member a line, keys in a fixed order.
[[nodiscard]] std::string to_text(const SavedSnapshot& saved);
/// manifest_sha256 is that of `text`. The error says what is wrong, without a file's name.
[[nodiscard]] Result<SavedSnapshot> parse_manifest(const std::string& text);
/// Do both hold the same files, settings and snapshot, saved by the same program?
[[nodiscard]] bool same_snapshot(const SavedSnapshot& one, const SavedSnapshot& other);

}  // namespace ordergate::evidence
