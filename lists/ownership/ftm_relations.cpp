// Ownership and Directorship of FollowTheMoney (entities.ftm.json): one line an entity. The relations first,
// then what the file says of the parties that they name.
// https://followthemoney.tech/explorer/schemata/Ownership
#include <algorithm>
#include <nlohmann/json.hpp>

#include "lists/entry_builder.h"
#include "lists/open_sanctions.h"
#include "lists/ownership/relation_format.h"
#include "lists/text.h"

namespace ordergate::lists {
namespace {

using Json = nlohmann::json;
using Role = ListedName::Role;

struct Schema {
  std::string_view name, property_owner, property_owned;
  RelationKind kind;
};
constexpr Schema kSchemas[] = {
    {"Ownership", "owner", "asset", RelationKind::owns},
    {"Directorship", "director", "organization", RelationKind::manages},
};

/// What a party is known by, beside its names.
constexpr std::pair<const char*, std::string_view> kIdentifiers[] = {
    {"leiCode", "LEI"},          {"registrationNumber", "Registration Number"},
    {"innCode", "INN"},          {"ogrnCode", "OGRN"},
    {"taxNumber", "Tax Number"}, {"uscCode", "Unified Social Credit Code"},
    {"dunsCode", "DUNS"},        {"imoNumber", "IMO"},
};

template <typename Take>
void each(const Json& properties, std::string_view key, const Take& take) {
  const auto at = properties.find(key);
  if (at == properties.end() || !at->is_array()) return;
  for (const Json& value : *at)
    if (value.is_string()) take(std::string_view(value.get_ref<const std::string&>()));
}

std::vector<std::string_view> texts_of(const Json& properties, std::string_view key) {
  std::vector<std::string_view> texts;
  each(properties, key, [&](std::string_view text) { texts.push_back(text); });
  return texts;
}

std::string_view text_of(const Json& object, std::string_view key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? std::string_view(at->get_ref<const std::string&>())
                                               : std::string_view();
}

/// "2020", "2020-05", "2020-05-17T…": the first day that it may mean, or the last.
std::optional<Date> day_of(std::string_view text, bool last) {
  std::string whole(text.substr(0, 10));
  if (whole.size() == 4) whole += last ? "-12-31" : "-01-01";
  if (whole.size() == 7) whole += "-01";
  std::optional<Date> day = parse_date(whole);
  if (!day || text.size() != 7 || !last) return day;
  std::string month = whole.substr(0, 8);
  for (const char* const end : {"31", "30", "29", "28"})
    if (const std::optional<Date> found = parse_date(month + end)) return found;
  return day;
}

/// A value that does not fit: empty, or why.
std::string read_terms(const Json& properties, Relation& relation) {
  std::string problem;
  bool first = true;
  each(properties, "percentage", [&](std::string_view text) {
    const std::optional<float> percent = read_percent(text);
    if (!percent) problem = "percentage \"" + std::string(text) + "\" is no number from 0 to 100";
    if (percent) relation.percent = first ? *percent : std::max(relation.percent, *percent);
    first = false;
  });
  bool begins = false, ends = false;
  each(properties, "startDate", [&](std::string_view text) {
    const std::optional<Date> day = day_of(text, false);
    if (!day) problem = "startDate \"" + std::string(text) + "\" is no date";
    if (day) relation.from = begins ? std::min(relation.from, *day) : *day;
    begins = true;
  });
  each(properties, "endDate", [&](std::string_view text) {
    const std::optional<Date> day = day_of(text, true);
    if (!day) problem = "endDate \"" + std::string(text) + "\" is no date";
    if (day) relation.until = ends ? std::max(relation.until, *day) : *day;
    ends = true;
  });
  return problem;
}

std::string read_relation(const Json& json, const Schema& schema, std::uint64_t line, RelationTable& table) {
  const auto found = json.find("properties");
  if (found == json.end() || !found->is_object()) return "\"properties\" is no object";
  const Json& properties = *found;
  Relation relation;
  relation.kind = schema.kind;
  if (std::string why = read_terms(properties, relation); !why.empty()) return why;
  const auto owners = texts_of(properties, schema.property_owner);
  const auto owned = texts_of(properties, schema.property_owned);
  if (owners.empty()) return "no \"" + std::string(schema.property_owner) + "\"";
  if (owned.empty()) return "no \"" + std::string(schema.property_owned) + "\"";
  std::string datasets;
  each(json, "datasets",
       [&](std::string_view text) { datasets.append(datasets.empty() ? "" : ", ").append(text); });
  relation.file = static_cast<std::uint16_t>(table.files.size() - 1);
  relation.line = static_cast<std::uint32_t>(line);
  relation.source = table.add_source(datasets);
  for (const std::string_view owner : owners)
    for (const std::string_view asset : owned) {
      relation.owner = table.by_id(owner);
      relation.owned = table.by_id(asset);
      if (relation.owner != relation.owned) table.add(relation);
    }
  return {};
}

void describe(const Json& json, std::uint64_t line, std::uint32_t party, RelationTable& table) {
  const std::optional<PartyKind> kind = kind_of_schema(text_of(json, "schema"));
  const auto found = json.find("properties");
  if (!kind || found == json.end() || !found->is_object()) return;
  const Json& properties = *found;
  EntryBuilder builder(line);
  builder.entry().kind = *kind;
  builder.add_name(text_of(json, "caption"), Role::primary);
  const Role other = builder.entry().names.empty() ? Role::primary : Role::strong_alias;
  each(properties, "name", [&](std::string_view name) { builder.add_name(name, other); });
  each(properties, "alias", [&](std::string_view name) { builder.add_name(name, Role::strong_alias); });
  each(properties, "weakAlias", [&](std::string_view name) { builder.add_name(name, Role::weak_alias); });
  each(properties, "previousName", [&](std::string_view name) { builder.add_name(name, Role::former); });
  for (const char* key : {"country", "mainCountry", "jurisdiction", "nationality", "citizenship", "flag"})
    each(properties, key, [&](std::string_view country) { builder.add_country(country); });
  each(properties, "birthDate",
       [&](std::string_view date) { builder.add_birth_date(date.size() == 7 ? date.substr(0, 4) : date); });
  for (const auto& [key, type] : kIdentifiers)
    each(properties, key, [&, type = type](std::string_view value) { builder.add_identifier(type, value); });
  ListEntry entry;
  if (!builder.finish(entry).empty()) return;
  each(properties, "leiCode", [&](std::string_view lei) {
    if (is_lei(lei)) table.join(party, table.by_lei(lei));
  });
  table.describe(party, std::move(entry));
}

/// Calls `take` with every line that is not empty.
template <typename Take>
void each_line(const FileText& file, const Take& take) {
  std::uint64_t number = 0;
  for (std::string_view rest = file.bytes; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view text = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++number;
    if (!text.empty()) take(text, number);
  }
}

const Schema* schema_of(std::string_view name) {
  const auto* const found = std::find_if(std::begin(kSchemas), std::end(kSchemas),
                                         [&](const Schema& known) { return known.name == name; });
  return found == std::end(kSchemas) ? nullptr : found;
}

}  // namespace

bool recognizes_ftm_relations(std::string_view head) {
  const std::string_view text = trim(head);
  const std::string_view line = text.substr(0, text.find('\n'));
  const auto has = [&](std::string_view key) { return line.find(key) != std::string_view::npos; };
  return line.substr(0, 1) == "{" && has("\"properties\"") && has("\"schema\"");
}

Status read_ftm_relations(const FileText& file, RelationTable& table, Reading& reading) {
  std::string problem;
  std::uint64_t last = 0;
  // A line of another schema that speaks of ownership somewhere is parsed too, and found to be no relation.
  each_line(file, [&](std::string_view text, std::uint64_t line) {
    last = line;
    problem.clear();
    if (text.size() > file.limits.field_bytes_max) problem = "a line longer than the limit";
    const bool may_be = std::any_of(std::begin(kSchemas), std::end(kSchemas), [&](const Schema& schema) {
      return text.find(schema.name) != std::string_view::npos;
    });
    if (problem.empty() && may_be) {
      const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
      if (json.is_discarded()) problem = "no JSON";
      const Schema* const schema = json.is_object() ? schema_of(text_of(json, "schema")) : nullptr;
      if (schema != nullptr) problem = read_relation(json, *schema, line, table);
    } else if (problem.empty() && text.back() != '}') {
      problem = "no JSON object";
    }
    if (!problem.empty()) reject(reading, line, problem);
  });
  if (!problem.empty()) return damaged(file.path, last, "the last line: " + problem);
  each_line(file, [&](std::string_view text, std::uint64_t line) {
    if (text.size() > file.limits.field_bytes_max) return;
    const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
    if (!json.is_object()) return;
    const std::optional<std::uint32_t> party = table.find_id(text_of(json, "id"));
    if (party) describe(json, line, *party, table);
  });
  return Done{};
}

}  // namespace ordergate::lists
