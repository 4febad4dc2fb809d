#include "bench/quality/decks.h"

#include <fstream>
#include <sstream>

#include "bench/quality/flat_json.h"
#include "lists/csv.h"

namespace ordergate::quality {

using matchers::NameKind;

namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Calls `take(row number, header, record)` for each record of a CSV file.
template <typename Take>
void each_row(const std::string& path, Take&& take) {
  const std::string text = read_file(path);
  lists::CsvReader reader(text);
  lists::CsvRecord record;
  if (text.empty() || reader.next(record) != lists::CsvStep::record) return;
  const lists::CsvHeader header(record);
  for (std::uint32_t row = 1;; ++row) {
    const lists::CsvStep step = reader.next(record);
    if (step == lists::CsvStep::end) return;
    if (step == lists::CsvStep::record) take(row, header, record);
  }
}

NameKind kind_of(std::string_view type) {
  if (type == "Individual" || type == "person") return NameKind::person;
  if (type == "Entity" || type == "org") return NameKind::company;
  if (type == "Vessel" || type == "vessel") return NameKind::vessel;
  if (type == "Aircraft") return NameKind::aircraft;
  return NameKind::unknown;
}

std::string trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return std::string(text);
}

}  // namespace

std::vector<ListedText> read_consolidated(const std::string& path) {
  std::vector<ListedText> names;
  each_row(path, [&](std::uint32_t row, const lists::CsvHeader& header, const lists::CsvRecord& record) {
    const NameKind kind = kind_of(header.field(record, "type"));
    names.push_back({trimmed(header.field(record, "name")), kind, row});
    std::string_view rest = header.field(record, "alt_names");
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      std::string alias = trimmed(rest.substr(0, end));
      if (!alias.empty()) names.push_back({std::move(alias), kind, row});
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  });
  return names;
}

std::vector<ListedQuery> read_listed_queries(const std::string& path) {
  std::vector<ListedQuery> queries;
  for (const std::string& line : read_lines(path)) {
    queries.push_back({string_field(line, "query"), string_field(line, "original"),
                       string_field(line, "class"), number_list(line, "same_name_entries")});
  }
  return queries;
}

std::vector<NamePair> read_pairs(const std::string& path) {
  std::vector<NamePair> pairs;
  for (const std::string& line : read_lines(path)) {
    NamePair pair;
    pair.query = string_field(line, "query");
    pair.candidate = string_field(line, "candidate");
    const std::string group = string_field(line, "group");
    pair.deck = string_field(line, "set");
    if (!group.empty() && group != pair.deck) pair.deck = group;
    if (pair.deck.size() > 44) pair.deck.resize(44);
    pair.kind = kind_of(string_field(line, "query_schema"));
    const std::string expect = string_field(line, "expect");
    pair.scored = expect == "score";
    pair.match = expect == "match";
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

std::vector<HitBound> read_hit_bounds(const std::string& path) {
  std::vector<HitBound> bounds;
  for (const std::string& line : read_lines(path)) {
    bounds.push_back({string_field(line, "query"), string_field(line, "op"),
                      static_cast<int>(number_field(line, "hits", 0))});
  }
  return bounds;
}

std::vector<std::string> read_column(const std::string& path, std::string_view column) {
  std::vector<std::string> out;
  each_row(path, [&](std::uint32_t, const lists::CsvHeader& header, const lists::CsvRecord& record) {
    out.emplace_back(header.field(record, column));
  });
  return out;
}

}  // namespace ordergate::quality
