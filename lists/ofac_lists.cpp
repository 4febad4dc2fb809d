#include "lists/ofac_lists.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "lists/text.h"

namespace ordergate::lists {
namespace {

/// The consolidated non-SDN file holds entries of several lists; its programs and remarks say of which.
/// Where they name more than one, the one with the graver consequence.
ListCode consolidated_list(const ListEntry& entry) {
  const auto has = [&](std::string_view word) {
    return std::any_of(entry.programs.begin(), entry.programs.end(),
                       [&](const std::string& program) { return contains_word(program, word); });
  };
  if (has("NS-PLC")) return ListCode::plc;
  if (has("CMIC")) return ListCode::cmic;
  if (has("FSE")) return ListCode::other;
  if (has("EO13662")) return ListCode::ssi;
  if (has("561") || contains_word(entry.remarks, "correspondent account")) return ListCode::cap;
  return ListCode::mbs;
}

}  // namespace

bool name_consolidated_lists(std::vector<ListEntry>& entries) {
  // Nearly every entry of the consolidated list is of a list that is not the SDN List.
  const auto others = std::count_if(entries.begin(), entries.end(), [](const ListEntry& entry) {
    return consolidated_list(entry) != ListCode::mbs;
  });
  if (static_cast<std::size_t>(others) * 2 <= entries.size()) return false;
  for (ListEntry& entry : entries) {
    entry.list = consolidated_list(entry);
    entry.source = "OFAC Consolidated Non-SDN List";
  }
  return true;
}

}  // namespace ordergate::lists
