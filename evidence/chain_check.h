// The chain of hashes over verdicts ([audit] chain), checked: is a verdict missing, altered, added or out of
// order? Reads verdicts in any number of inputs, one topic partition or file each. About 300 bytes of memory
// a verdict. Cold.
//
// A verdict names the SHA-256 of the one before it of the same partition of orders (or file of orders). An
// order that was read again (at least once) has several verdicts of one verdict_id, and the chain goes on
// behind one of them: from its head, the verdict of the last order, it is walked back to its first. What it
// does not pass must share its verdict_id with one that it passes, say the same, and follow the same order.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/sha256.h"
#include "order/verdict.h"

namespace ordergate::evidence {

struct ChainProblem {
  std::string place;  // "verdicts.ndjson:17", or the partition of orders
  std::string what;
};

/// Where the chain of one partition of orders ends: to be noted, and looked for the next time.
struct ChainHead {
  std::string source;  // "orders/3", or the file of orders
  std::int64_t at = -1;
  Sha256 hash{};
};

struct ChainReport {
  std::vector<ChainProblem> problems;
  std::vector<ChainHead> heads;  // by source
  std::uint64_t verdicts = 0, chained = 0, redelivered = 0;
};

class ChainCheck {
 public:
  /// `follows`: a chain may begin behind verdicts that are not given.
  explicit ChainCheck(bool follows) : follows_(follows) {}

  /// The verdicts that come are of the input that errors call `name`; one may come back to it.
  void begin_input(const std::string& name);
  /// One verdict without its line's end; `line` is its line, or its offset.
  void add(std::string_view verdict, std::uint64_t line);
  /// A head noted before: its verdict must still be there, on the chain, or on a branch that is whole back to
  /// it.
  void expect(const ChainHead& head) { expected_.push_back(head); }
  [[nodiscard]] ChainReport finish();

 private:
  struct Record {
    Sha256 hash, previous;
    std::array<char, 32> verdict_id;
    std::array<std::uint8_t, 16> says;  // of the SHA-256 of all but moment, chain and what it was made of
    std::int64_t at, previous_at;       // -1: the first of its chain
    std::uint64_t line;
    std::uint32_t input;
    bool passed = false;
  };
  struct Source {
    std::vector<Record> records;
    std::vector<std::uint32_t> from_last;                           // records, the last order's first
    std::unordered_multimap<std::uint64_t, std::uint32_t> by_hash;  // of its first eight bytes
  };
  [[nodiscard]] std::string place(const Record& record) const;
  [[nodiscard]] static Record* find(Source& source, const Sha256& hash);
  [[nodiscard]] std::string lost(const Source& source, const Record& record) const;
  void check(const std::string& name, Source& source);
  void walk(const std::string& name, Source& source);
  [[nodiscard]] Record& step_back(Source& source, Record& head);
  [[nodiscard]] bool whole_from(Source& source, const Record& head) const;
  [[nodiscard]] bool may_begin(const Source& source, const Record& record) const;
  void tell_unpassed(Source& source);
  void tell_expected();
  /// Beyond a thousand they are counted.
  void problem(std::string place, std::string what);

  bool follows_;
  std::vector<std::string> inputs_;
  std::uint32_t input_ = 0;  // the one that verdicts come from
  std::map<std::string, Source> sources_;
  std::vector<ChainHead> expected_;
  ChainReport report_;
  std::uint64_t more_problems_ = 0;
};

}  // namespace ordergate::evidence
