// GLEIF level 2, relationship records ("who owns whom") in CSV 2.x: a child (StartNode) is consolidated by
// its parent (EndNode), both by LEI.
// https://www.gleif.org/en/about-lei/common-data-file-format/relationship-record-cdf-format
#include <algorithm>
#include <array>

#include "lists/open_sanctions.h"
#include "lists/ownership/relation_format.h"
#include "lists/text.h"

namespace ordergate::lists {
namespace {

constexpr std::string_view kStart = "relationship.startnode.nodeid", kEnd = "relationship.endnode.nodeid";
constexpr std::string_view kType = "relationship.relationshiptype";
constexpr int kPeriods = 5;  // a record has at most so many periods and quantifiers

class RecordColumns {
 public:
  explicit RecordColumns(const tables::CsvHeader& header) : header_(header) {
    start = at(kStart);
    end = at(kEnd);
    start_type = at("relationship.startnode.nodeidtype");
    end_type = at("relationship.endnode.nodeidtype");
    type = at(kType);
    status = at("relationship.relationshipstatus");
    registration = at("registration.registrationstatus");
    for (int i = 0; i < kPeriods; ++i) {
      const std::string number = std::to_string(i + 1);
      const std::string period = "relationship.period." + number + ".";
      from[i] = at(period + "startdate");
      until[i] = at(period + "enddate");
      period_type[i] = at(period + "periodtype");
      const std::string quantifier = "relationship.quantifiers." + number + ".";
      amount[i] = at(quantifier + "quantifieramount");
      units[i] = at(quantifier + "quantifierunits");
    }
  }
  using Column = std::optional<std::size_t>;
  [[nodiscard]] static std::string_view field(const tables::CsvRecord& row, Column column) {
    return column ? trim(row.fields[*column]) : std::string_view();
  }

  Column start, end, start_type, end_type, type, status, registration;
  std::array<Column, kPeriods> from, until, period_type, amount, units;

 private:
  [[nodiscard]] Column at(std::string_view name) const { return header_.find(name); }
  const tables::CsvHeader& header_;
};

struct Meaning {
  std::string_view type;
  std::optional<RelationKind> kind;  // none: no ownership
  float percent;                     // where no quantifier tells
};
constexpr Meaning kMeanings[] = {
    {"IS_DIRECTLY_CONSOLIDATED_BY", RelationKind::owns, Relation::kUnknownPercent},
    {"IS_ULTIMATELY_CONSOLIDATED_BY", RelationKind::stands_behind, Relation::kUnknownPercent},
    {"IS_INTERNATIONAL_BRANCH_OF", RelationKind::owns, 100},  // one legal person
    {"IS_FUND-MANAGED_BY", RelationKind::manages, Relation::kUnknownPercent},
    {"IS_SUBFUND_OF", std::nullopt, 0},
    {"IS_FEEDER_TO", std::nullopt, 0},
};

bool read_day(std::string_view text, Date& day) {
  if (text.empty()) return true;
  const std::optional<Date> read = parse_date(text.substr(0, 10));
  if (read) day = *read;
  return read.has_value();
}

std::string read_periods(const RecordColumns& columns, const tables::CsvRecord& row, Relation& relation) {
  for (int i = 0; i < kPeriods; ++i) {
    if (RecordColumns::field(row, columns.period_type[i]) == "RELATIONSHIP_PERIOD" &&
        !(read_day(RecordColumns::field(row, columns.from[i]), relation.from) &&
          read_day(RecordColumns::field(row, columns.until[i]), relation.until)))
      return "a period that is no date";
    const std::string_view amount = RecordColumns::field(row, columns.amount[i]);
    const std::string_view units = RecordColumns::field(row, columns.units[i]);
    if (amount.empty() || (units != "PERCENTAGE" && !units.empty())) continue;
    const std::optional<float> percent = read_percent(amount);
    if (!percent) return "quantifier \"" + std::string(amount) + "\" is no number from 0 to 100";
    relation.percent = *percent;
  }
  return {};
}

std::string read_row(const RecordColumns& columns, const tables::CsvRecord& row, LeftOut& left_out,
                     RelationTable& table) {
  const auto field = [&row](RecordColumns::Column column) { return RecordColumns::field(row, column); };
  for (const auto& [id, type] :
       {std::pair(columns.start, columns.start_type), {columns.end, columns.end_type}}) {
    if (!field(type).empty() && field(type) != "LEI")
      return left_out.add("a node that is no LEI but " + std::string(field(type)), row.line), std::string{};
    if (!is_lei(field(id))) return "\"" + std::string(field(id)) + "\" is no LEI";
  }
  const std::string_view type = field(columns.type);
  const auto* const meaning = std::find_if(std::begin(kMeanings), std::end(kMeanings),
                                           [&](const Meaning& known) { return known.type == type; });
  if (meaning == std::end(kMeanings)) return "relationship type \"" + std::string(type) + "\" is not known";
  if (!meaning->kind)
    return left_out.add("relationship type " + std::string(type) + " is no ownership", row.line),
           std::string{};
  const std::string_view registration = field(columns.registration);
  if (registration == "ANNULLED" || registration == "DUPLICATE" || registration == "RETIRED")
    return left_out.add("registration " + std::string(registration), row.line), std::string{};
  Relation relation;
  relation.kind = *meaning->kind;
  relation.percent = meaning->percent;
  if (std::string why = read_periods(columns, row, relation); !why.empty()) return why;
  const std::string_view status = field(columns.status);
  if (!status.empty() && status != "ACTIVE" &&
      relation.until == Date{std::numeric_limits<std::int32_t>::max()})
    return left_out.add("relationship " + std::string(status) + " without an end", row.line), std::string{};
  relation.owner = table.by_lei(field(columns.end));
  relation.owned = table.by_lei(field(columns.start));
  if (relation.owner == relation.owned) return "owns itself";
  relation.file = static_cast<std::uint16_t>(table.files.size() - 1);
  relation.line = static_cast<std::uint32_t>(row.line);
  relation.source = table.add_source("GLEIF " + std::string(type));
  table.add(relation);
  return {};
}

}  // namespace

bool recognizes_gleif_csv(std::string_view head) {
  return has_columns(first_record(head, ','), {kStart, kEnd});
}

Status read_gleif_csv(const FileText& file, RelationTable& table, Reading& reading) {
  ListRows rows(file, ',', reading);
  tables::CsvHeader header;
  if (!rows.read_header(header)) return Error{file.path + ":1: no header line"};
  for (const std::string_view name : {kStart, kEnd, kType})
    if (!header.find(name))
      return Error{file.path + ":1: no column \"" + std::string(name) + "\": its format changed"};
  const RecordColumns columns(header);
  LeftOut left_out;
  tables::CsvRecord row;
  while (rows.next(row))
    if (std::string why = read_row(columns, row, left_out, table); !why.empty())
      reject(reading, row.line, std::move(why));
  left_out.tell(reading);
  return rows.whole(LastLine::ends);
}

}  // namespace ordergate::lists
