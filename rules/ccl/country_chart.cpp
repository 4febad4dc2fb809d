#include "rules/ccl/country_chart.h"

#include <charconv>
#include <string>

#include "base/certainty.h"
#include "tables/csv.h"
#include "tables/text_parts.h"

namespace ordergate::rules {
namespace {

constexpr std::string_view kFile = "country_chart.csv";
constexpr std::uint32_t kSovereignFootnote = 5;  // "refer to Switzerland"

/// What is wrong with the row; empty: nothing.
std::string read_row(std::string_view columns, std::string_view footnotes, CountryChart::Row& row) {
  for (const std::string& name : tables::split_parts(columns, ' ')) {
    if (name == "part_746") {
      row.part_746 = true;
      continue;
    }
    const std::optional<std::uint8_t> column = chart_column(name);
    if (!column) return "unknown column " + name;
    row.columns |= 1U << *column;
  }
  for (const std::string& text : tables::split_parts(footnotes, ' ')) {
    std::uint32_t number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end.ec != std::errc() || end.ptr != text.data() + text.size() || number > 31)
      return "footnotes must be numbers up to 31";
    row.footnotes |= 1U << number;
  }
  return {};
}

}  // namespace

std::optional<std::uint8_t> chart_column(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kChartColumns.size(); ++i)
    if (kChartColumns[i] == name) return static_cast<std::uint8_t>(i);
  return std::nullopt;
}

Result<CountryChart> CountryChart::load(const tables::DataFiles& files, const CountryTable& countries) {
  Result<std::string> text = files.read(kFile);
  if (!text) return text.error();
  Result<tables::CsvTable> table = tables::CsvTable::parse(text.value(), files.path(kFile));
  if (!table) return table.error();
  CountryChart chart;
  for (const tables::CsvRecord& record : table.value().rows) {
    const auto field = [&](std::string_view name) { return table.value().field(record, name); };
    const CountryCode code = CountryCode::parse(field("code"));
    std::string wrong;
    if (!countries.exists(code)) wrong = "code has no row in countries.csv";
    Row row;
    if (wrong.empty()) wrong = read_row(field("columns"), field("footnotes"), row);
    if (wrong.empty() && chart.rows_[code.index()].exists) wrong = "code stands twice";
    if (wrong.empty() && !parse_certainty(field("certainty")))
      wrong = "certainty must be confirmed, recalled or unsure";
    if (!wrong.empty()) return Error{files.path(kFile) + ":" + std::to_string(record.line) + ": " + wrong};
    row.exists = true;
    chart.rows_[code.index()] = row;
    ++chart.count_;
  }
  if (chart.count_ == 0) return Error{files.path(kFile) + ": no country"};
  for (const CountryRow& country : countries.rows()) {
    Row& row = chart.rows_[country.code.index()];
    const bool refers = (row.footnotes >> kSovereignFootnote & 1U) != 0;
    if (country.inherits_from.known() && (!row.exists || refers))
      row = chart.rows_[country.inherits_from.index()];
  }
  return chart;
}

}  // namespace ordergate::rules
