// FollowTheMoney entities as lines of JSON (entities.ftm.json of OpenSanctions and yente): one line an
// entity. Those whose topics say that a list restricts them, or that a listed party stands behind them, are
// entries; relations, addresses and sanctions by themselves are counted and left out.
// https://followthemoney.tech
#include <algorithm>
#include <nlohmann/json.hpp>

#include "lists/format.h"
#include "lists/open_sanctions.h"
#include "lists/text.h"

namespace ordergate::lists {
namespace {

using Json = nlohmann::json;
using Role = ListedName::Role;

constexpr std::string_view kRestricting[] = {"sanction",    "sanction.linked", "sanction.counter",
                                             "debarment",   "export.control",  "export.control.linked",
                                             "export.risk", "asset.frozen"};

struct IdentifierKey {
  const char* key;
  std::string_view type;
};
constexpr IdentifierKey kIdentifiers[] = {
    {"registrationNumber", "Registration Number"},
    {"leiCode", "LEI"},
    {"innCode", "INN"},
    {"ogrnCode", "OGRN"},
    {"kppCode", "KPP"},
    {"okpoCode", "OKPO"},
    {"taxNumber", "Tax Number"},
    {"vatCode", "VAT"},
    {"swiftBic", "SWIFT/BIC"},
    {"bikCode", "BIK"},
    {"dunsCode", "DUNS"},
    {"uniqueEntityId", "UEI"},
    {"uscCode", "Unified Social Credit Code"},
    {"imoNumber", "IMO"},
    {"mmsi", "MMSI"},
    {"callSign", "Call Sign"},
    {"idNumber", "ID"},
    {"passportNumber", "Passport"},
    {"socialSecurityNumber", "SSN"},
    {"npiCode", "NPI"},
    {"icaoCode", "ICAO"},
};

/// Calls `take` with every text of a property.
template <typename Take>
void each(const Json& properties, const char* key, const Take& take) {
  const auto at = properties.find(key);
  if (at == properties.end() || !at->is_array()) return;
  for (const Json& value : *at)
    if (value.is_string()) take(std::string_view(value.get_ref<const std::string&>()));
}

std::string text_of(const Json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string{};
}

std::vector<std::string> texts_of(const Json& object, const char* key) {
  std::vector<std::string> texts;
  each(object, key, [&](std::string_view text) { texts.emplace_back(text); });
  return texts;
}

bool is_restricted(const Json& entity, const std::vector<std::string>& topics) {
  const bool restricted = std::any_of(topics.begin(), topics.end(), [](const std::string& topic) {
    return std::find(std::begin(kRestricting), std::end(kRestricting), topic) != std::end(kRestricting);
  });
  const auto target = entity.find("target");
  return restricted ||
         (topics.empty() && target != entity.end() && target->is_boolean() && target->get<bool>());
}

/// Listed itself, and not only tied to a listed party?
bool is_listed(const std::vector<std::string>& topics) {
  return topics.empty() || std::any_of(topics.begin(), topics.end(), [](const std::string& topic) {
           return topic == "sanction" || topic == "debarment" || topic == "export.control";
         });
}

void add_names(const Json& entity, const Json& properties, EntryBuilder& builder) {
  builder.add_name(text_of(entity, "caption"), Role::primary);
  const auto add = [&](Role role) {
    return [&builder, role](std::string_view name) { builder.add_name(name, role); };
  };
  each(properties, "name", add(builder.entry().names.empty() ? Role::primary : Role::strong_alias));
  each(properties, "alias", add(Role::strong_alias));
  each(properties, "abbreviation", add(Role::weak_alias));
  each(properties, "weakAlias", add(Role::weak_alias));
  each(properties, "previousName", add(Role::former));
}

void add_details(const Json& properties, EntryBuilder& builder) {
  each(properties, "address", [&](std::string_view address) { builder.add_address(address); });
  for (const char* key : {"country", "mainCountry", "jurisdiction", "nationality", "citizenship", "flag"})
    each(properties, key, [&](std::string_view country) { builder.add_country(country); });
  each(properties, "birthDate", [&](std::string_view date) {
    builder.add_birth_date(date.size() == 7 ? date.substr(0, 4) : date);  // "1964-08" tells the year
  });
  for (const IdentifierKey& key : kIdentifiers)
    each(properties, key.key, [&](std::string_view value) { builder.add_identifier(key.type, value); });
}

void read_entity(const Json& entity, std::uint64_t line, LeftOut& left_out, Reading& reading) {
  const std::string schema = text_of(entity, "schema");
  const std::optional<PartyKind> kind = kind_of_schema(schema);
  if (!kind) return left_out.add("schema " + schema + " is not a party", line);
  const Json& properties = entity["properties"];
  const std::vector<std::string> topics = texts_of(properties, "topics");
  if (!is_restricted(entity, topics))
    return left_out.add(
        "on no list that restricts (topics " + (topics.empty() ? std::string("none") : topics.front()) + ")",
        line);
  EntryBuilder builder(line);
  ListEntry& entry = builder.entry();
  entry.id = text_of(entity, "id");
  entry.kind = *kind;
  const std::vector<std::string> datasets = texts_of(entity, "datasets");
  std::string names;
  for (const std::string& dataset : datasets) names += (names.empty() ? "" : ", ") + dataset;
  entry.source = "OpenSanctions, " + names;
  entry.programs = texts_of(properties, "programId");
  if (entry.programs.size() > kEntryTextsMax) entry.programs.resize(kEntryTextsMax);
  entry.citation =
      entry.programs.empty() ? names : join({entry.programs.begin(), entry.programs.end()}, "; ");
  const bool listed = is_listed(topics);
  if (!listed) entry.remarks = "Not listed itself: a listed party stands behind it.";
  add_names(entity, properties, builder);
  add_details(properties, builder);
  const std::vector<std::string_view> views(datasets.begin(), datasets.end());
  take_on_lists(builder, listed ? lists_of_datasets(views) : std::vector<ListCode>{}, reading);
}

/// Why the line is no entity; empty: it is one.
std::string problem_of(const Json& json) {
  if (json.is_discarded()) return "no JSON";
  if (!json.is_object()) return "no JSON object";
  for (const char* key : {"id", "schema", "datasets", "properties"})
    if (!json.contains(key)) return "no key \"" + std::string(key) + "\"";
  return json["properties"].is_object() ? std::string{} : "\"properties\" is no object";
}

}  // namespace

bool recognizes_ftm_json(std::string_view head) {
  const std::string_view text = trim(head);
  const std::string_view line = text.substr(0, text.find('\n'));
  if (line.substr(0, 1) != "{") return false;
  const auto has = [&](std::string_view key) { return line.find(key) != std::string_view::npos; };
  return has("\"properties\"") && (has("\"schema\"") || has("\"datasets\""));
}

Result<Reading> read_ftm_json(const FileText& file) {
  Reading reading;
  reading.file.source = "open_sanctions";
  reading.file.path = file.path;
  LeftOut left_out;
  std::uint64_t line = 0, entities = 0, named = 0, topical = 0;
  std::string problem;
  for (std::string_view rest = file.bytes; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view text = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++line;
    if (text.empty()) continue;
    if (reading.file.entries.size() >= file.limits.entries_max) {
      reject(reading, line, "over the limit of entries: this line and all after it are left out");
      break;
    }
    if (text.size() > file.limits.field_bytes_max) {
      problem = "a line longer than the limit";
    } else {
      const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
      problem = problem_of(json);
      if (problem.empty()) {
        ++entities;
        named += json["properties"].contains("name") ? 1 : 0;
        topical += json["properties"].contains("topics") ? 1 : 0;
        read_entity(json, line, left_out, reading);
      }
    }
    if (!problem.empty()) reject(reading, line, problem);
  }
  if (!problem.empty()) return damaged(file.path, line, "the last line: " + problem);
  if (entities != 0 && named == 0)
    return Error{file.path + ": property \"name\" stands nowhere in the file: its format changed"};
  if (entities != 0 && topical == 0)
    return Error{file.path + ": property \"topics\" stands nowhere in the file: its format changed"};
  left_out.tell(reading);
  return reading;
}

}  // namespace ordergate::lists
