// What the two forms of OpenSanctions' data (FollowTheMoney entities and the table of targets) have in
// common. https://www.opensanctions.org/docs/bulk
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lists/entry_builder.h"
#include "lists/format.h"

namespace ordergate::lists {

/// What a schema of FollowTheMoney is to screening: a kind of party, or none.
[[nodiscard]] std::optional<PartyKind> kind_of_schema(std::string_view schema);

/// The lists that datasets, by their name ("eu_fsf") or title ("EU Financial Sanctions Files (FSF)"),
/// republish; each once. Empty: none that has a code of its own.
[[nodiscard]] std::vector<ListCode> lists_of_datasets(const std::vector<std::string_view>& datasets);

/// Takes the party once for every list that it is on; on none that is known it is on OTHER.
void take_on_lists(const EntryBuilder& builder, const std::vector<ListCode>& lists, Reading& reading);

/// Rows that are no entries for the same reason are told once, with their number and the first line.
class LeftOut {
 public:
  void add(std::string reason, std::uint64_t line);
  void tell(Reading& reading) const;

 private:
  struct Rows {
    std::uint64_t count = 0, first_line = 0;
  };
  std::map<std::string, Rows> rows_;
};

}  // namespace ordergate::lists
