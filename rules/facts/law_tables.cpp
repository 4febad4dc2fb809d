#include "rules/facts/law_tables.h"

#include <charconv>

#include "base/certainty.h"
#include "tables/csv.h"

namespace ordergate::rules {
namespace {

/// Calls `add(table, row, where)` for each row; it returns what is wrong with the row, or nothing.
template <typename Add>
Status each_row(const tables::DataFiles& files, std::string_view file, Add&& add) {
  Result<std::string> text = files.read(file);
  if (!text) return text.error();
  Result<tables::CsvTable> table = tables::CsvTable::parse(text.value(), files.path(file));
  if (!table) return table.error();
  for (const tables::CsvRecord& row : table.value().rows) {
    const auto field = [&](std::string_view name) {
      return std::string_view(table.value().field(row, name));
    };
    std::string wrong = add(field);
    if (wrong.empty() && !parse_certainty(field("certainty")))
      wrong = "certainty must be confirmed, recalled or unsure";
    if (!wrong.empty()) return Error{files.path(file) + ":" + std::to_string(row.line) + ": " + wrong};
  }
  return Done{};
}

}  // namespace

Status LawTables::load_limits(const tables::DataFiles& files) {
  constexpr std::string_view kFile = "foundry_limits.csv";
  Status read = each_row(files, kFile, [&](const auto& field) -> std::string {
    Limit limit;
    const std::string_view day = field("completed_from"), count = field("transistors_max");
    limit.without_hbm = field("hbm") == "no";
    limit.completed_from = parse_date(day);
    const auto end = std::from_chars(count.data(), count.data() + count.size(), limit.transistors_max);
    if (end.ec != std::errc() || end.ptr != count.data() + count.size() || limit.transistors_max <= 0)
      return "transistors_max must be a number above 0";
    if (!limit.without_hbm && field("hbm") != "any") return "hbm must be any or no";
    if (limits_.empty() && (limit.without_hbm || !day.empty()))
      return "the first row must be for every package: hbm any, no completed_from";
    if (!limits_.empty() && !limit.completed_from) return "completed_from is no date";
    if (!limits_.empty() && limits_.back().completed_from >= limit.completed_from)
      return "completed_from must come after that of the row before";
    limits_.push_back(limit);
    return {};
  });
  if (read && limits_.empty()) return Error{files.path(kFile) + ": no limit"};
  return read;
}

Result<LawTables> LawTables::load(const tables::DataFiles& files) {
  LawTables tables;
  if (Status read = tables.load_limits(files); !read) return read.error();
  return tables;
}

double LawTables::transistors_max(bool no_hbm, const std::optional<Date>& completed_on) const noexcept {
  double most = limits_[0].transistors_max;
  for (std::size_t i = 1; i < limits_.size(); ++i) {
    const Limit& limit = limits_[i];
    if (limit.without_hbm && !no_hbm) continue;
    if (completed_on && *completed_on >= *limit.completed_from) most = limit.transistors_max;
  }
  return most;
}

}  // namespace ordergate::rules
