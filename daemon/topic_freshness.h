// Until when it is sure that everything in a topic was read. Times are given, offsets are by partition.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace ordergate::daemon {

class TopicFreshness {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Offsets = std::vector<std::int64_t>;

  /// `opened`: when the reading began.
  explicit TopicFreshness(Time opened) : sure_(opened) {}

  /// A record came. While the topic is read to its end for the first time, that is progress; later it proves
  /// nothing: other records may be missing.
  void got_record(Time now) {
    if (!whole_) sure_ = now;
  }
  /// The end of every partition was reached for the first time.
  void reached_end(Time now) {
    whole_ = true;
    sure_ = now;
  }
  /// At `now` the topic was said to end at `ends`. One such answer is looked after at a time.
  void told_ends(Offsets ends, Time now) { asked_ = Asked{std::move(ends), now}; }
  [[nodiscard]] bool waits() const noexcept { return asked_.has_value(); }
  /// What was read stands before `positions`. True when that is everything up to the ends told last.
  bool read_to(const Offsets& positions);

  /// How long it has not been sure.
  [[nodiscard]] std::chrono::milliseconds doubt(Time now) const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(now - sure_);
  }

 private:
  struct Asked {
    Offsets ends;
    Time at;
  };
  bool whole_ = false;
  Time sure_;
  std::optional<Asked> asked_;
};

/// Does the topic end before what was read of it? Then it was made anew, or lost records.
[[nodiscard]] bool lost_records(const TopicFreshness::Offsets& ends,
                                const TopicFreshness::Offsets& positions) noexcept;

}  // namespace ordergate::daemon
