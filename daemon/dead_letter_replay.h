// The dead letters of a gate: read, and put back among the orders.
//
// A letter is put back in one transaction with a mark in the dead-letter topic that names its order. Marks
// are what makes it happen once: a run that was killed leaves both or neither, and the next one reads them.
// An order that was set aside twice, as at least once may do, goes back once. Two runs at a time fence each
// other as any two producers of one transactional id do.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/config.h"
#include "daemon/topic_reader.h"

namespace ordergate {

/// A record of the dead-letter topic, "PARTITION/OFFSET".
struct DeadLetterPlace {
  std::int32_t partition = -1;
  std::int64_t offset = -1;
  friend auto operator<=>(const DeadLetterPlace&, const DeadLetterPlace&) = default;
};
[[nodiscard]] std::string to_string(const DeadLetterPlace& place);
[[nodiscard]] std::optional<DeadLetterPlace> parse_place(std::string_view text) noexcept;

struct DeadLetter {
  DeadLetterPlace place;
  TopicRecord record;         // as it lies there: the order's key, value and headers, and the gate's headers
  std::string code, message;  // why it is no order
  std::string source_topic;   // where the order was; empty: it is no letter of this program
  std::int32_t source_partition = -1;
  std::int64_t source_offset = -1;
  bool value_omitted = false;  // it was too large for the topic
};

/// The order of a letter, the same for each letter of it: its place, and a hash of what was set aside, since
/// the offsets of a topic that was made anew name other orders.
[[nodiscard]] std::string order_of(const DeadLetter& letter);
/// The order that a mark says went back; none when the record is no mark.
[[nodiscard]] std::optional<std::string> mark_of(const TopicRecord& record);

/// The letter that a record is; none when it is a mark, or was not written by ordergate.
[[nodiscard]] std::optional<DeadLetter> as_dead_letter(TopicRecord record);

/// The record that goes back among the orders: the order's key and headers without the gate's own, `value` in
/// the place of the letter's where one is given, and the header `ordergate-replayed-from`.
[[nodiscard]] TopicRecord replayed(const DeadLetter& letter, const std::string& dead_letter_topic,
                                   const std::optional<std::string>& value);

/// The orders that were put back already, as order_of() names them.
[[nodiscard]] Result<std::set<std::string>> replayed_orders(const Config& config,
                                                            std::chrono::milliseconds patience);

/// Tells each letter, those of one partition in their order, until `tell` says false or all were told.
[[nodiscard]] Status read_dead_letters(const Config& config, std::chrono::milliseconds patience,
                                       const std::function<bool(DeadLetter&&)>& tell);

/// Puts letters back. One thread.
class DeadLetterReplay {
 public:
  /// Takes the transactional id, so that what an earlier run left open is ended, then reads the marks.
  [[nodiscard]] static Result<std::unique_ptr<DeadLetterReplay>> start(const Config& config,
                                                                       std::chrono::milliseconds patience);
  ~DeadLetterReplay();
  DeadLetterReplay(const DeadLetterReplay&) = delete;
  DeadLetterReplay& operator=(const DeadLetterReplay&) = delete;

  [[nodiscard]] bool done_before(const DeadLetter& letter) const { return done_.contains(order_of(letter)); }
  /// Adds it to the transaction that is open; after so many it is committed.
  [[nodiscard]] Status put_back(const DeadLetter& letter, const std::optional<std::string>& value);
  /// Commits what is open.
  [[nodiscard]] Status finish();

 private:
  struct Client;
  explicit DeadLetterReplay(std::unique_ptr<Client> client);
  std::unique_ptr<Client> client_;
  std::set<std::string> done_;  // orders
};

}  // namespace ordergate
