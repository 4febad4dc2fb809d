// Which record each worker has in hand, in a file that outlives the process: what it died of, when it dies.
//
// A worker notes a record before it screens it and clears the note when its verdict was handed over. Both are
// plain stores into a mapped file, which the kernel keeps whatever ends the process (SIGSEGV, abort,
// SIGKILL); only a machine that goes down loses them. At the next start a note that was not cleared is one
// death at that record; what is screened alive afterwards is acquitted. Processes that share the folder count
// together, each with a file of its own.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "daemon/record.h"

namespace ordergate::daemon {

/// A record that the process died at, this often: it is not screened any more.
inline constexpr int kDeathsMax = 2;

/// A record at which a process died.
struct Death {
  std::string topic;
  std::int32_t partition = -1;
  std::int64_t offset = -1;
  std::int64_t timestamp_ms = -1;  // tells a topic made anew from the old one
  int deaths = 0;
};

class RecordMarks;

/// One worker's note. One thread.
class RecordMark {
 public:
  struct Note;
  RecordMark() noexcept = default;
  RecordMark(RecordMarks& marks, Note& note) noexcept : marks_(&marks), note_(&note) {}

  /// Says that this thread is the worker's: what it dies of is then told from what others do meanwhile.
  void bind_thread() noexcept;
  void set(const Record& record) noexcept;
  /// The record that was set last was survived.
  void clear() noexcept;
  /// How often a process died at this record.
  [[nodiscard]] int deaths(const Record& record) const noexcept;

 private:
  RecordMarks* marks_ = nullptr;  // null: nothing is kept
  Note* note_ = nullptr;
};

class RecordMarks {
 public:
  /// Most workers whose records are noted; those beyond keep none.
  static constexpr int kWorkersMax = 256;

  /// Takes the first free file of the folder, reads what ended processes left in any of them, and watches the
  /// signals that a fault raises. Cold; once a process.
  [[nodiscard]] static Result<std::unique_ptr<RecordMarks>> open(const std::string& folder);
  ~RecordMarks();
  RecordMarks(const RecordMarks&) = delete;
  RecordMarks& operator=(const RecordMarks&) = delete;

  /// Of worker `number`. Lives as long as this.
  [[nodiscard]] RecordMark mark(int number) noexcept;
  /// Found at start, with every death known.
  [[nodiscard]] const std::vector<Death>& found() const noexcept { return found_; }

 private:
  friend class RecordMark;
  struct File;
  struct Mapping;
  RecordMarks() = default;
  void read(const Mapping& mapping);
  void count(const Death& death);
  [[nodiscard]] std::size_t find(const Record& record) const noexcept;
  void acquit(std::size_t index) noexcept;

  std::mutex acquitting_;
  std::unique_ptr<Mapping> own_;
  std::vector<Death> found_;
  std::unique_ptr<std::atomic<int>[]> deaths_;  // parallel to found_; a record is one worker's at a time
};

}  // namespace ordergate::daemon
