#include "daemon/record_marks.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

namespace ordergate::daemon {
namespace {

constexpr std::size_t kTopicBytes = 256;  // Kafka allows 249
constexpr std::size_t kSuspectsMax = 256;
constexpr int kFilesMax = 64;  // processes that share a folder
constexpr std::array<char, 16> kMagic{"ordergate-mark1"};

struct Place {
  char topic[kTopicBytes];
  std::int64_t offset;
  std::int64_t timestamp_ms;
  std::int32_t partition;
};

/// A record with deaths; `deaths` of one file may be negative, so that the sum over all files is 0 once
/// acquitted.
struct Suspect {
  Place place;
  std::atomic<std::int32_t> deaths;
};

bool same_place(const Death& death, std::string_view topic, std::int32_t partition, std::int64_t offset,
                std::int64_t timestamp_ms) noexcept {
  return death.offset == offset && death.partition == partition && death.timestamp_ms == timestamp_ms &&
         death.topic == topic;
}

std::string_view text_of(const char (&topic)[kTopicBytes]) noexcept {
  return {topic, strnlen(topic, kTopicBytes)};
}

void put_topic(std::string_view topic, char (&out)[kTopicBytes]) noexcept {
  const std::size_t bytes = std::min(topic.size(), kTopicBytes - 1);
  std::memcpy(out, topic.data(), bytes);
  out[bytes] = '\0';
}

Error failed(const std::string& path, const char* what) {
  return Error{path + ": " + what + ": " + std::strerror(errno)};
}

}  // namespace

struct alignas(64) RecordMark::Note {
  std::atomic<std::uint32_t> in_hand;  // 1: the record below is being screened
  std::atomic<std::int32_t> fault;     // the signal that this worker's thread raised
  Place place;
};

/// As mapped. All zero is empty.
struct RecordMarks::File {
  std::array<char, 16> magic;
  std::atomic<std::int32_t> fault;  // the signal that some thread of the process raised; 0: ended otherwise
  std::uint32_t next_suspect;       // where the next one goes, over the oldest
  RecordMark::Note notes[kWorkersMax];
  Suspect suspects[kSuspectsMax];
};

/// One file, mapped while this lives, and locked when `own`.
struct RecordMarks::Mapping {
  int descriptor = -1;
  bool locked = false;
  File* file = nullptr;

  ~Mapping() {
    if (file != nullptr) munmap(file, sizeof(File));
    if (descriptor >= 0) close(descriptor);
  }

  /// Opens (or makes, when `make`) the file. Without a lock another process uses it, and it is mapped for
  /// reading.
  [[nodiscard]] Status open(const std::string& path, bool make) {
    descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC | (make ? O_CREAT : 0), 0600);
    if (descriptor < 0) return failed(path, "cannot be opened");
    locked = flock(descriptor, LOCK_EX | LOCK_NB) == 0;
    struct stat status {};
    if (fstat(descriptor, &status) != 0) return failed(path, "cannot be read");
    const bool whole = static_cast<std::size_t>(status.st_size) == sizeof(File);
    if (!whole && !locked) return Done{};  // its owner is just making it
    // Blocks are taken now: a store into a full disk's file would be a fault.
    if (!whole && (ftruncate(descriptor, 0) != 0 || posix_fallocate(descriptor, 0, sizeof(File)) != 0))
      return failed(path, "cannot be made");
    void* const mapped =
        mmap(nullptr, sizeof(File), locked ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, descriptor, 0);
    if (mapped == MAP_FAILED) return failed(path, "cannot be mapped");
    file = static_cast<File*>(mapped);
    if (locked && file->magic != kMagic) {
      std::memset(mapped, 0, sizeof(File));
      file->magic = kMagic;
    }
    return Done{};
  }

  void add(const Place& place, std::int32_t deaths) const noexcept {
    for (Suspect& suspect : file->suspects) {
      if (suspect.place.offset != place.offset || suspect.place.partition != place.partition ||
          suspect.place.timestamp_ms != place.timestamp_ms ||
          text_of(suspect.place.topic) != text_of(place.topic) || suspect.place.topic[0] == '\0')
        continue;
      suspect.deaths.fetch_add(deaths);
      return;
    }
    Suspect& suspect = file->suspects[file->next_suspect % kSuspectsMax];
    file->next_suspect = (file->next_suspect + 1) % kSuspectsMax;
    suspect.place = place;
    suspect.deaths.store(deaths);
  }

  /// Turns the notes of an ended process into deaths. A fault names its thread; without one (SIGKILL, no
  /// memory, an end by the watchdog) every record in hand is a suspect.
  void blame() const noexcept {
    const bool faulted = file->fault.load() != 0;
    for (RecordMark::Note& note : file->notes) {
      if (note.in_hand.load() != 0 && (!faulted || note.fault.load() != 0)) add(note.place, 1);
      note.in_hand.store(0);
      note.fault.store(0);
    }
    file->fault.store(0);
  }
};

namespace {

// What the handler sees: it may only store.
std::atomic<std::atomic<std::int32_t>*> process_fault{nullptr};
thread_local RecordMark::Note* thread_note = nullptr;

void on_fault(int signal, siginfo_t* info, void* /*context*/) {
  if (std::atomic<std::int32_t>* const fault = process_fault.load()) fault->store(signal);
  if (thread_note != nullptr) thread_note->fault.store(signal);
  // The default is in place again: a fault comes back at once and ends the process; what was sent is sent
  // again.
  if (info->si_code <= 0) raise(signal);
}

void watch_faults() {
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) {
    struct sigaction before {};
    if (sigaction(signal, nullptr, &before) != 0 || before.sa_handler != SIG_DFL) continue;
    struct sigaction action {};
    action.sa_sigaction = on_fault;
    action.sa_flags = SA_SIGINFO | static_cast<int>(SA_RESETHAND);
    sigaction(signal, &action, nullptr);
  }
}

}  // namespace

void RecordMark::bind_thread() noexcept { thread_note = note_; }

void RecordMark::set(const Record& record) noexcept {
  if (note_ == nullptr) return;
  if (text_of(note_->place.topic) != record.topic) put_topic(record.topic, note_->place.topic);
  note_->place.partition = record.partition;
  note_->place.offset = record.offset;
  note_->place.timestamp_ms = record.timestamp_ms;
  note_->in_hand.store(1, std::memory_order_release);
}

void RecordMark::clear() noexcept {
  if (note_ == nullptr) return;
  note_->in_hand.store(0, std::memory_order_release);
  if (marks_->found_.empty()) return;
  Record record;
  record.topic = text_of(note_->place.topic);
  record.partition = note_->place.partition;
  record.offset = note_->place.offset;
  record.timestamp_ms = note_->place.timestamp_ms;
  if (const std::size_t index = marks_->find(record); index < marks_->found_.size()) marks_->acquit(index);
}

int RecordMark::deaths(const Record& record) const noexcept {
  if (note_ == nullptr || marks_->found_.empty()) return 0;
  const std::size_t index = marks_->find(record);
  return index < marks_->found_.size() ? marks_->deaths_[index].load(std::memory_order_relaxed) : 0;
}

Result<std::unique_ptr<RecordMarks>> RecordMarks::open(const std::string& folder) {
  std::unique_ptr<RecordMarks> marks(new RecordMarks());
  for (int number = 0; number < kFilesMax; ++number) {
    const std::string path = folder + "/screening-" + std::to_string(number) + ".marks";
    if (marks->own_ != nullptr && access(path.c_str(), F_OK) != 0) break;
    auto mapping = std::make_unique<Mapping>();
    if (Status opened = mapping->open(path, marks->own_ == nullptr); !opened) return opened.error();
    if (mapping->file == nullptr) continue;
    if (mapping->locked) mapping->blame();
    marks->read(*mapping);
    if (mapping->locked && marks->own_ == nullptr) marks->own_ = std::move(mapping);
  }
  if (marks->own_ == nullptr) return Error{folder + ": too many processes share this folder"};
  std::erase_if(marks->found_, [](const Death& death) { return death.deaths <= 0; });
  marks->deaths_ = std::make_unique<std::atomic<int>[]>(marks->found_.size());
  for (std::size_t i = 0; i < marks->found_.size(); ++i) marks->deaths_[i].store(marks->found_[i].deaths);
  process_fault.store(&marks->own_->file->fault);
  watch_faults();
  return marks;
}

RecordMarks::~RecordMarks() {
  if (own_ != nullptr) process_fault.store(nullptr);
}

RecordMark RecordMarks::mark(int number) noexcept {
  if (number < 0 || number >= kWorkersMax) return {};
  return {*this, own_->file->notes[number]};
}

void RecordMarks::read(const Mapping& mapping) {
  for (const Suspect& suspect : mapping.file->suspects) {
    const std::string_view topic = text_of(suspect.place.topic);
    const std::int32_t deaths = suspect.deaths.load();
    if (topic.empty() || deaths == 0) continue;
    count({std::string(topic), suspect.place.partition, suspect.place.offset, suspect.place.timestamp_ms,
           deaths});
  }
}

void RecordMarks::count(const Death& death) {
  for (Death& known : found_) {
    if (!same_place(known, death.topic, death.partition, death.offset, death.timestamp_ms)) continue;
    known.deaths += death.deaths;
    return;
  }
  found_.push_back(death);
}

std::size_t RecordMarks::find(const Record& record) const noexcept {
  for (std::size_t i = 0; i < found_.size(); ++i)
    if (same_place(found_[i], record.topic, record.partition, record.offset, record.timestamp_ms)) return i;
  return found_.size();
}

/// What was screened alive is a suspect no more. What is held for good stays one: it may be read again before
/// its offset is committed.
void RecordMarks::acquit(std::size_t index) noexcept {
  const int deaths = deaths_[index].load(std::memory_order_relaxed);
  if (deaths <= 0 || deaths >= kDeathsMax) return;
  Place place{};
  put_topic(found_[index].topic, place.topic);
  place.partition = found_[index].partition;
  place.offset = found_[index].offset;
  place.timestamp_ms = found_[index].timestamp_ms;
  const std::lock_guard lock(acquitting_);
  own_->add(place, -deaths);
  deaths_[index].store(0, std::memory_order_relaxed);
}

}  // namespace ordergate::daemon
