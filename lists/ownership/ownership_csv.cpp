// Shares as the user knows them: "owner,owned,percent,from,until,source" (docs/ownership.md). Columns by
// name; owner and owned are names, or LEIs.
#include <algorithm>
#include <array>

#include "lists/ownership/relation_format.h"
#include "lists/text.h"

namespace ordergate::lists {
namespace {

constexpr std::array<std::string_view, 6> kColumns = {"owner", "owned", "percent", "from", "until", "source"};
constexpr char kDelimiters[] = {',', ';', '\t'};

std::optional<char> delimiter_of(std::string_view head) {
  for (const char delimiter : kDelimiters)
    if (has_columns(first_record(head, delimiter), {"owner", "owned"})) return delimiter;
  return std::nullopt;
}

/// Where the columns stand; -1: the file has none of that name.
struct Places {
  std::array<int, kColumns.size()> at{};
  [[nodiscard]] std::string_view field(const tables::CsvRecord& row, std::size_t column) const {
    return at[column] < 0 ? std::string_view() : trim(row.fields[static_cast<std::size_t>(at[column])]);
  }
};

/// The party of a column. Registries tell the companies of one owner, or the owners of one company, row after
/// row.
class PartyColumn {
 public:
  [[nodiscard]] std::uint32_t party(std::string_view text, RelationTable& table) {
    if (text == last_text_) return last_;
    last_text_ = text;
    return last_ = is_lei(text) ? table.by_lei(text) : table.by_name(text);
  }

 private:
  std::string last_text_;  // empty: there was none; no party is asked for by an empty text
  std::uint32_t last_ = 0;
};

struct PartyColumns {
  PartyColumn owner, owned;
};

/// Empty, or why the row is no relation.
std::string read_row(const Places& places, const tables::CsvRecord& row, PartyColumns& parties,
                     RelationTable& table) {
  const std::string_view owner = places.field(row, 0), owned = places.field(row, 1);
  if (owner.empty()) return "no owner";
  if (owned.empty()) return "no owned party";
  Relation relation;
  if (const std::string_view text = places.field(row, 2); !text.empty()) {
    const std::optional<float> percent = read_percent(text);
    if (!percent) return "percent \"" + std::string(text) + "\" is no number from 0 to 100";
    relation.percent = *percent;
  }
  for (const std::size_t column : {3, 4}) {
    const std::string_view text = places.field(row, column);
    if (text.empty()) continue;
    const std::optional<Date> day = parse_date(text);
    if (!day) return std::string(kColumns[column]) + " \"" + std::string(text) + "\" is no date (YYYY-MM-DD)";
    (column == 3 ? relation.from : relation.until) = *day;
  }
  if (relation.until < relation.from) return "ends before it begins";
  relation.owner = parties.owner.party(owner, table);
  relation.owned = parties.owned.party(owned, table);
  if (relation.owner == relation.owned) return "owns itself";
  relation.file = static_cast<std::uint16_t>(table.files.size() - 1);
  relation.line = static_cast<std::uint32_t>(row.line);
  relation.source = table.add_source(places.field(row, 5));
  table.add(relation);
  return {};
}

}  // namespace

bool recognizes_ownership_csv(std::string_view head) { return delimiter_of(head).has_value(); }

Status read_ownership_csv(const FileText& file, RelationTable& table, Reading& reading) {
  ListRows rows(file, *delimiter_of(file.bytes.substr(0, kSniffBytes)), reading);
  tables::CsvHeader header;
  if (!rows.read_header(header)) return Error{file.path + ":1: no header line"};
  if (const auto twice = header.duplicate())
    return Error{file.path + ":1: column \"" + *twice + "\" stands twice"};
  Places places;
  places.at.fill(-1);
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto known = std::find(kColumns.begin(), kColumns.end(), header.names()[i]);
    if (known == kColumns.end())
      return Error{file.path + ":1: column \"" + header.names()[i] +
                   "\" is not known (see docs/ownership.md)"};
    places.at[static_cast<std::size_t>(known - kColumns.begin())] = static_cast<int>(i);
  }
  PartyColumns parties;
  tables::CsvRecord row;
  while (rows.next(row))
    if (std::string why = read_row(places, row, parties, table); !why.empty())
      reject(reading, row.line, std::move(why));
  return rows.whole(LastLine::may_not_end);
}

}  // namespace ordergate::lists
