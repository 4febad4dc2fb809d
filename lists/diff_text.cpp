#include "lists/diff_text.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "lists/entry_key.h"

namespace ordergate::lists {
namespace {

constexpr std::size_t kCodes = std::size(kListCodes);

bool before_in_order(const ListEntry& one, const ListEntry& other) {
  if (one.list != other.list) return one.list < other.list;
  return std::forward_as_tuple(key_of(one), one.line) < std::forward_as_tuple(key_of(other), other.line);
}

/// Columns to the right, the first to the left.
std::vector<std::string> aligned(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  std::vector<std::string> lines;
  for (const auto& row : rows) {
    std::string& line = lines.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string blank(widths[i] - row[i].size(), ' ');
      line += i == 0 ? row[i] + blank : "  " + blank + row[i];
    }
  }
  return lines;
}

std::string entry_line(std::string_view sign, const ListEntry& entry) {
  return std::string(sign) + "  " + std::string(to_string(entry.list)) + "  " + key_of(entry) + "  " +
         std::string(published_title(entry));
}

}  // namespace

std::vector<ListChange> changes_by_list(const ListDiff& diff, const std::vector<ListFile>& before,
                                        const std::vector<ListFile>& after) {
  std::array<ListChange, kCodes> all{};
  const auto of = [&all](ListCode list) -> ListChange& { return all[static_cast<std::size_t>(list)]; };
  for (const ListFile& file : before)
    for (const ListEntry& entry : file.entries) ++of(entry.list).before;
  for (const ListFile& file : after)
    for (const ListEntry& entry : file.entries) ++of(entry.list).after;
  for (const ListEntry* entry : diff.added) ++of(entry->list).added;
  for (const ListEntry* entry : diff.removed) ++of(entry->list).removed;
  for (const EntryChange& change : diff.changed) ++of(change.after->list).changed;
  std::vector<ListChange> found;
  for (std::size_t i = 0; i < kCodes; ++i) {
    all[i].list = static_cast<ListCode>(i);
    if (all[i].before + all[i].after > 0) found.push_back(all[i]);
  }
  return found;
}

std::string count_text(const ListDiff& diff) {
  return std::to_string(diff.added.size()) + " added, " + std::to_string(diff.removed.size()) + " removed, " +
         std::to_string(diff.changed.size()) + " changed, " + std::to_string(diff.unchanged) + " the same";
}

std::string field_names(const EntryChange& change) {
  std::string names;
  for (const FieldChange& field : change.fields) names.append(names.empty() ? "" : ", ").append(field.field);
  return names;
}

void sort_entries(ListDiff& diff) {
  const auto by_entry = [](const ListEntry* one, const ListEntry* other) {
    return before_in_order(*one, *other);
  };
  std::stable_sort(diff.added.begin(), diff.added.end(), by_entry);
  std::stable_sort(diff.removed.begin(), diff.removed.end(), by_entry);
  std::stable_sort(diff.changed.begin(), diff.changed.end(),
                   [](const EntryChange& one, const EntryChange& other) {
                     return before_in_order(*one.after, *other.after);
                   });
}

std::vector<std::string> diff_lines(ListDiff diff, const std::vector<ListFile>& before,
                                    const std::vector<ListFile>& after) {
  sort_entries(diff);
  std::vector<std::vector<std::string>> rows = {{"list", "before", "after", "added", "removed", "changed"}};
  for (const ListChange& each : changes_by_list(diff, before, after))
    rows.push_back({std::string(to_string(each.list)), std::to_string(each.before),
                    std::to_string(each.after), std::to_string(each.added), std::to_string(each.removed),
                    std::to_string(each.changed)});
  std::vector<std::string> lines = aligned(rows);
  lines.push_back(count_text(diff));
  for (std::size_t i = 0; i < kCodes; ++i) {
    const auto list = static_cast<ListCode>(i);
    for (const ListEntry* entry : diff.removed)
      if (entry->list == list) lines.push_back(entry_line("removed", *entry));
    for (const ListEntry* entry : diff.added)
      if (entry->list == list) lines.push_back(entry_line("added", *entry));
    for (const EntryChange& change : diff.changed)
      if (change.after->list == list)
        lines.push_back(entry_line("changed", *change.after) + "  (" + field_names(change) + ")");
  }
  return lines;
}

}  // namespace ordergate::lists
