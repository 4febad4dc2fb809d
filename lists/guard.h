// May newly read lists replace the lists that were accepted last? Judged list by list of each source, so that
// a download that lost one list among many is seen, whatever the size of that list. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "lists/entry.h"

namespace ordergate::lists {

/// What there is of one list in the files of one source.
struct ListTally {
  std::string source;  // "us_csl"
  ListCode list = ListCode::other;
  std::uint64_t entries = 0, names = 0, addresses = 0;
  std::optional<Date> published;  // the newest date that the publisher's own headers say
  bool operator==(const ListTally&) const = default;
};

/// In order of source and list.
[[nodiscard]] std::vector<ListTally> tally_lists(const std::vector<ListFile>& files);

struct GuardOptions {
  int shrink_percent = 20;         // what a list may lose of its entries, names or addresses; 100: any number
  std::vector<ListCode> accepted;  // lists that an operator looked at and takes as they are
};

struct GuardRefusal {
  /// A list is gone or smaller than allowed, or older than the one in use.
  enum class Reason : std::uint8_t { shrunken, older } reason = Reason::shrunken;
  ListCode list = ListCode::other;
  std::string why;  // "list EL (us_csl) is gone; 2036 entries were accepted last"
};

/// Why `next` may not take the place of `last`; nothing when it may. A list is gone when no entry of it is
/// left, whatever its size and whatever may be lost.
[[nodiscard]] std::vector<GuardRefusal> guard_lists(const std::vector<ListTally>& last,
                                                    const std::vector<ListTally>& next,
                                                    const GuardOptions& options);

/// All of it in one line.
[[nodiscard]] std::string describe(const std::vector<GuardRefusal>& refusals);

/// The code as verdicts write it, whatever its case; nothing when there is no such list.
[[nodiscard]] std::optional<ListCode> parse_list_code(std::string_view text);

}  // namespace ordergate::lists
