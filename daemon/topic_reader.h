// Reads topics beside the group: nothing is joined and nothing is committed.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "config/config.h"

namespace ordergate {

/// One record with its own copies. A header or value that is none is Kafka's null.
struct TopicRecord {
  std::string topic;
  std::int32_t partition = -1;
  std::int64_t offset = -1;
  std::int64_t timestamp_ms = -1;  // Unix time the record carries; -1: none
  std::optional<std::string> key{}, value{};
  std::vector<std::pair<std::string, std::optional<std::string>>> headers{};

  /// The value of the last header of that name; none when there is none, or it is null.
  [[nodiscard]] std::optional<std::string> header(std::string_view name) const;
};

struct TopicReading {
  std::vector<std::string> topics;
  std::optional<std::uint64_t>
      last;             // from so many offsets before each partition's end; none: from its first
  bool follow = false;  // go on at the end, else stop there
  std::chrono::milliseconds patience{};  // how long a broker may be away, and a question wait
};

class TopicReader {
 public:
  /// Asks the broker for the partitions that there are now; later ones are read when ends() finds them. Only
  /// committed records are. Errors: settings that make no client, a broker that does not answer, a topic that
  /// does not exist.
  [[nodiscard]] static Result<std::unique_ptr<TopicReader>> open(const Config& config, TopicReading reading);
  ~TopicReader();
  TopicReader(const TopicReader&) = delete;
  TopicReader& operator=(const TopicReader&) = delete;

  /// The next record; none at the end of every partition (unless it follows), or when `stopped` says so. In
  /// the order of each partition, with no order between partitions. One thread.
  [[nodiscard]] Result<std::optional<TopicRecord>> next(const std::function<bool()>& stopped);

  /// Of the first topic, by partition: the offset behind what next() gave or passed over. 0 before that.
  [[nodiscard]] std::vector<std::int64_t> positions() const;
  /// next() was at the end of every partition once.
  [[nodiscard]] bool at_end() const noexcept;
  /// Asks the broker where the partitions of the first topic end, and waits: the offset behind the last
  /// committed record of each. Partitions that were added are read from now on, from their first record.
  /// None when it does not answer. The thread of next().
  [[nodiscard]] std::optional<std::vector<std::int64_t>> ends();

 private:
  struct Client;
  explicit TopicReader(std::unique_ptr<Client> client);
  std::unique_ptr<Client> client_;
};

}  // namespace ordergate
