#include "lists/guard.h"

#include <algorithm>
#include <map>
#include <utility>

#include "lists/text.h"

namespace ordergate::lists {
namespace {

using Reason = GuardRefusal::Reason;

std::string named(const ListTally& tally) {
  return "list " + std::string(to_string(tally.list)) + " (" + tally.source + ")";
}

bool lost_too_much(std::uint64_t before, std::uint64_t after, int percent) {
  return after * 100 < before * static_cast<std::uint64_t>(std::clamp(100 - percent, 0, 100));
}

std::string shrink_of(const ListTally& before, const ListTally& after, int percent) {
  struct Count {
    std::string_view what;
    std::uint64_t before, after;
  };
  for (const Count& count :
       {Count{"entries", before.entries, after.entries}, Count{"names", before.names, after.names},
        Count{"addresses", before.addresses, after.addresses}}) {
    if (!lost_too_much(count.before, count.after, percent)) continue;
    return named(before) + " shrank from " + std::to_string(count.before) + " to " +
           std::to_string(count.after) + " " + std::string(count.what) +
           ", more than lists.shrink_guard_percent = " + std::to_string(percent) + " allows";
  }
  return "";
}

std::optional<GuardRefusal> refusal_of(const ListTally& before, const ListTally* after, int percent) {
  if (after == nullptr || after->entries == 0)
    return GuardRefusal{
        Reason::shrunken, before.list,
        named(before) + " is gone; " + std::to_string(before.entries) + " entries were accepted last"};
  if (std::string why = shrink_of(before, *after, percent); !why.empty())
    return GuardRefusal{Reason::shrunken, before.list, std::move(why)};
  if (before.published && after->published && *after->published < *before.published)
    return GuardRefusal{Reason::older, before.list,
                        named(before) + " was published " + format_date(*after->published) +
                            ", before the one accepted last (" + format_date(*before.published) + ")"};
  return std::nullopt;
}

}  // namespace

std::vector<ListTally> tally_lists(const std::vector<ListFile>& files) {
  std::map<std::pair<std::string, ListCode>, ListTally> tallies;
  for (const ListFile& file : files)
    for (const ListCount& count : file.lists) {
      ListTally& tally = tallies[{file.source, count.list}];
      tally.entries += count.entries;
      tally.names += count.names;
      tally.addresses += count.addresses;
      if (file.published && (!tally.published || *tally.published < *file.published))
        tally.published = file.published;
    }
  std::vector<ListTally> found;
  for (auto& [key, tally] : tallies) {
    tally.source = key.first;
    tally.list = key.second;
    found.push_back(std::move(tally));
  }
  return found;
}

std::vector<GuardRefusal> guard_lists(const std::vector<ListTally>& last, const std::vector<ListTally>& next,
                                      const GuardOptions& options) {
  std::vector<GuardRefusal> refusals;
  for (const ListTally& before : last) {
    const bool taken =
        std::find(options.accepted.begin(), options.accepted.end(), before.list) != options.accepted.end();
    if (before.entries == 0 || taken) continue;
    const auto after = std::find_if(next.begin(), next.end(), [&](const ListTally& tally) {
      return tally.source == before.source && tally.list == before.list;
    });
    if (auto refusal = refusal_of(before, after == next.end() ? nullptr : &*after, options.shrink_percent))
      refusals.push_back(*std::move(refusal));
  }
  return refusals;
}

std::string describe(const std::vector<GuardRefusal>& refusals) {
  std::string line;
  for (const GuardRefusal& refusal : refusals) line.append(line.empty() ? "" : "; ").append(refusal.why);
  return line;
}

std::optional<ListCode> parse_list_code(std::string_view text) {
  const std::string lower = ascii_lower(text);
  for (std::size_t i = 0; i < std::size(kListCodes); ++i)
    if (ascii_lower(kListCodes[i]) == lower) return static_cast<ListCode>(i);
  return std::nullopt;
}

}  // namespace ordergate::lists
