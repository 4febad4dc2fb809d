// What of a folder are lists, and which of several of one publisher. Cold.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lists/entry.h"

namespace ordergate::lists {

struct FoundFile {
  std::string path;
  std::string folder;  // the path it was found under; empty: it was named itself
};

/// The regular files behind the paths, in name order, each once. Under a folder, hidden files and what
/// programs leave behind (is_leftover) are none.
[[nodiscard]] Result<std::vector<FoundFile>> find_files(const std::vector<std::string>& paths);

/// A download that is not done, the headers of one, a swap or backup file of an editor.
[[nodiscard]] bool is_leftover(std::string_view name) noexcept;

/// Of files of one publisher's list that lie under one folder, the newest is kept, by the date in the name or
/// in the publisher's header, and told of the others as a rejection. An error when that does not decide, and
/// when the newer one lacks a whole list of the older one.
/// `found` goes with `files`; lists of the user's own may be many.
[[nodiscard]] Status keep_newest(const std::vector<FoundFile>& found, std::vector<ListFile>& files);

/// A day in a file's name: "consolidated_2026-07-31.csv", "sdn20260731.csv".
[[nodiscard]] std::optional<Date> date_in_name(const std::string& path);

/// The file beside a list that holds what its publisher's server said of it (`curl --dump-header`), so that a
/// list may keep the name that its publisher gives it: "consolidated.csv.headers".
inline constexpr std::string_view kHeadersEnd = ".headers";

/// The day (UTC) of `Last-Modified` in the headers beside `path`; of several answers, redirects, the last one
/// counts.
[[nodiscard]] std::optional<Date> date_in_headers(const std::string& path);

}  // namespace ordergate::lists
