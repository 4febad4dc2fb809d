#include "bench/quality/decks.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/trim.h"
#include "tables/csv.h"

namespace ordergate::quality {

using nlohmann::json;

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
  tables::CsvReader reader(text);
  tables::CsvRecord record;
  if (text.empty() || reader.next(record) != tables::CsvStep::record) return;
  const tables::CsvHeader header(record);
  for (std::uint32_t row = 1;; ++row) {
    const tables::CsvStep step = reader.next(record);
    if (step == tables::CsvStep::end) return;
    if (step == tables::CsvStep::record) take(row, header, record);
  }
}

PartyKind kind_of(std::string_view type) {
  if (type == "Individual" || type == "person" || type == "Person") return PartyKind::person;
  if (type == "Entity" || type == "org" || type == "Company") return PartyKind::company;
  if (type == "Vessel" || type == "vessel") return PartyKind::vessel;
  if (type == "Aircraft") return PartyKind::aircraft;
  return PartyKind::unknown;
}

/// Calls `take(object)` for each line of a file.
template <typename Take>
void each_case(const std::string& path, Take&& take) {
  for (const std::string& line : read_lines(path)) take(json::parse(line));
}

/// The text under `key`; empty when there is none.
std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

/// A name in one or in parts.
std::string name_of(const json& party) {
  std::string name = text_of(party, "name");
  if (!name.empty()) return name;
  for (const char* part : {"firstName", "middleName", "lastName"})
    if (const std::string text = text_of(party, part); !text.empty())
      name += (name.empty() ? "" : " ") + text;
  return name;
}

}  // namespace

std::vector<ListedText> read_consolidated(const std::string& path) {
  std::vector<ListedText> names;
  each_row(path, [&](std::uint32_t row, const tables::CsvHeader& header, const tables::CsvRecord& record) {
    const PartyKind kind = kind_of(header.field(record, "type"));
    names.push_back({std::string(trim(header.field(record, "name"), " ")), kind, row});
    std::string_view rest = header.field(record, "alt_names");
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      std::string alias = std::string(trim(rest.substr(0, end), " "));
      if (!alias.empty()) names.push_back({std::move(alias), kind, row});
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  });
  return names;
}

std::vector<std::string> read_lines(const std::string& path) {
  std::vector<std::string> lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<ListedQuery> read_listed_queries(const std::string& path) {
  std::vector<ListedQuery> queries;
  each_case(path, [&](const json& each) {
    queries.push_back({text_of(each, "query"), text_of(each, "original"), text_of(each, "class"),
                       each.at("same_name_entries").get<std::vector<std::uint32_t>>()});
  });
  return queries;
}

std::vector<NamePair> read_pairs(const std::string& path) {
  std::vector<NamePair> pairs;
  each_case(path, [&](const json& each) {
    NamePair pair;
    pair.query = text_of(each, "query");
    pair.candidate = text_of(each, "candidate");
    const std::string group = text_of(each, "group");
    pair.deck = group.empty() ? text_of(each, "set") : group;
    if (pair.deck.size() > 44) pair.deck.resize(44);
    pair.kind = kind_of(text_of(each, "query_schema"));
    const std::string expect = text_of(each, "expect");
    pair.scored = expect == "score";
    pair.match = expect == "match";
    pairs.push_back(std::move(pair));
  });
  return pairs;
}

std::vector<RecordPair> read_records(const std::string& path) {
  std::vector<RecordPair> pairs;
  each_case(path, [&](const json& each) {
    const json& query = each.at("query");
    const json& listed = each.at("candidate");
    if (!each.contains("match") || !listed.is_object()) return;  // about a list of another day
    pairs.push_back({name_of(query), text_of(query, "imoNumber"), name_of(listed),
                     text_of(listed, "imoNumber"), kind_of(text_of(each, "schema")),
                     each.at("match").get<bool>()});
  });
  return pairs;
}

std::vector<HitBound> read_hit_bounds(const std::string& path) {
  std::vector<HitBound> bounds;
  each_case(path, [&](const json& each) {
    bounds.push_back({text_of(each, "query"), text_of(each, "op"), each.at("hits").get<int>()});
  });
  return bounds;
}

std::vector<std::string> read_column(const std::string& path, std::string_view column) {
  std::vector<std::string> out;
  each_row(path, [&](std::uint32_t, const tables::CsvHeader& header, const tables::CsvRecord& record) {
    out.emplace_back(header.field(record, column));
  });
  return out;
}

}  // namespace ordergate::quality
