// The folder of what was fetched ([lists] store). Each source has one of its own:
//
//   current                what was accepted last: a link into history, so that it changes at once
//   history/<time>/        every accepted file, by the time at which it was accepted (UTC), bounded
//   quarantine/<time>/     what was refused: the file, why.txt, diff.txt against the one in use; the last ten
//   record.json            how the last questions went (SourceRecord)
//   accepted.json          what there was of each list (lists/accepted.h): what the next file is judged by
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "lists/accepted.h"

namespace ordergate::fetch {

/// How the last questions to a publisher went. Times are Unix time in seconds; 0: never.
struct SourceRecord {
  std::string url;                    // redacted
  std::string sha256;                 // of the file in use
  std::string etag, last_modified;    // that came with it
  std::int64_t modified_unix_s = 0;   // what its Last-Modified says
  std::int64_t asked_unix_s = 0;      // the last whole answer, whatever became of it
  std::int64_t confirmed_unix_s = 0;  // the last answer that the file in use is the publisher's
  std::int64_t whole_unix_s = 0;      // the last answer that held the file
  std::uint64_t failures = 0;         // in a row
  std::string outcome, why;           // of the last question (to_string(Outcome))
  std::string quarantined_sha256;     // of what was refused last; empty once something was accepted
};

/// Of `source` in `store`; a fresh one when there is none. The error names the file.
[[nodiscard]] Result<SourceRecord> read_record(const std::string& store, const std::string& source);

/// One source's folder. One process at a time holds it.
class SourceFolder {
 public:
  /// Makes the folder and takes it for this process. The error says who has it.
  [[nodiscard]] static Result<SourceFolder> open(const std::string& store, const std::string& source);
  SourceFolder(SourceFolder&& other) noexcept;
  SourceFolder& operator=(SourceFolder&&) = delete;
  SourceFolder(const SourceFolder&) = delete;
  SourceFolder& operator=(const SourceFolder&) = delete;
  ~SourceFolder();

  /// An empty folder for what is coming; emptied at the next call and at the end.
  [[nodiscard]] Result<std::filesystem::path> incoming() const;
  /// The file in use; empty when there is none.
  [[nodiscard]] std::filesystem::path current_file() const;
  [[nodiscard]] Result<std::optional<lists::AcceptedLists>> accepted() const;

  /// Puts a file of incoming() in place of the one in use, and drops what history holds too much.
  [[nodiscard]] Status accept(const std::filesystem::path& file, const lists::AcceptedLists& accepted,
                              WallTime now, int history_max) const;
  /// Keeps a file of incoming() beside, with why; the folder that it lies in.
  [[nodiscard]] Result<std::filesystem::path> quarantine(const std::filesystem::path& file,
                                                         const std::string& why, const std::string& diff,
                                                         WallTime now) const;
  /// The file in use is as new as this moment: its age begins again.
  [[nodiscard]] Status confirm(WallTime now) const;
  [[nodiscard]] Status keep(const SourceRecord& record) const;

 private:
  SourceFolder(std::filesystem::path folder, int lock) : folder_(std::move(folder)), lock_(lock) {}

  std::filesystem::path folder_;
  int lock_;
};

}  // namespace ordergate::fetch
