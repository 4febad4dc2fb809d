// Lists as lines of JSON: the user's own (the field names of docs/lists.md), and OFAC's names by entity
// ({"entity_id": 36, "names": [{"full_name", "is_primary", "type_id"}]}).
#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "lists/entry_builder.h"
#include "lists/format.h"
#include "lists/own_fields.h"
#include "lists/text.h"

namespace ordergate::lists {
namespace {

using Json = nlohmann::json;

/// Calls `take` with every line that is a JSON object; rejects the others.
void each_object(const FileText& file, Reading& reading,
                 const std::function<void(const Json&, std::uint64_t)>& take) {
  std::uint64_t line = 0;
  for (std::string_view rest = file.bytes; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view text = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++line;
    if (text.empty()) continue;
    if (text.size() > file.limits.field_bytes_max) {
      reject(reading, line, "a line is longer than the limit");
      continue;
    }
    if (reading.file.entries.size() >= file.limits.entries_max) {
      return reject(reading, line, "over the limit of entries: this line and all after it are left out");
    }
    const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
    if (json.is_object()) {
      take(json, line);
    } else {
      reject(reading, line, json.is_discarded() ? "no JSON" : "no JSON object");
    }
  }
}

std::string text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_number_integer() ? std::to_string(value.get<std::int64_t>()) : std::string{};
}

ListedName::Role role_of(const Json& name) {
  if (name.value("is_primary", false)) return ListedName::Role::primary;
  // OFAC's reference values: 1400 a.k.a., 1401 f.k.a., 1402 n.k.a., 1403 name.
  const auto type = name.find("type_id");
  return type != name.end() && text_of(*type) == "1401" ? ListedName::Role::former
                                                        : ListedName::Role::strong_alias;
}

void read_ofac_entity(const Json& json, std::uint64_t line, Reading& reading) {
  EntryBuilder builder(line);
  builder.entry().list = ListCode::sdn;
  builder.entry().source = "OFAC Specially Designated Nationals List";
  builder.entry().id = text_of(json.value("entity_id", Json()));
  const auto names = json.find("names");
  if (names == json.end() || !names->is_array()) return reject(reading, line, "no names");
  for (const Json& name : *names) {
    if (!name.is_object()) return reject(reading, line, "a name that is no object");
    builder.add_name(text_of(name.value("full_name", Json())), role_of(name));
  }
  take_entry(builder, reading);
}

void read_own_object(const Json& json, std::uint64_t line, Reading& reading) {
  EntryBuilder builder(line);
  start_own_entry(builder);
  for (const std::string_view field : own_fields()) {
    const auto at = json.find(field);
    if (at == json.end() || at->is_null()) continue;
    const Json values = at->is_array() ? *at : Json::array({*at});
    if (values.size() > 1 && !is_own_list_field(field)) {
      return reject(reading, line, std::string(field) + " takes one value");
    }
    for (const Json& value : values) {
      const std::string text = text_of(value);
      std::string why = text.empty() && !value.is_string() ? std::string(field) + " must be text"
                                                           : set_own_field(field, text, builder);
      if (!why.empty()) return reject(reading, line, std::move(why));
    }
  }
  take_entry(builder, reading);
}

/// The first line as JSON, or a discarded value.
Json first_object(std::string_view head) {
  const std::string_view text = trim(head);
  if (text.substr(0, 1) != "{") return Json(Json::value_t::discarded);
  const std::string_view line = text.substr(0, text.find('\n'));
  return Json::parse(line.begin(), line.end(), nullptr, false);
}

}  // namespace

bool recognizes_ofac_jsonl(std::string_view head) {
  const Json json = first_object(head);
  return json.is_object() && json.contains("entity_id") && json.contains("names");
}

Result<Reading> read_ofac_jsonl(const FileText& file) {
  Reading reading;
  reading.file.source = "ofac_names";
  each_object(file, reading,
              [&](const Json& json, std::uint64_t line) { read_ofac_entity(json, line, reading); });
  return reading;
}

bool recognizes_own_jsonl(std::string_view head) {
  const Json json = first_object(head);
  return json.is_object() && (json.contains("name") || json.contains("addresses"));
}

Result<Reading> read_own_jsonl(const FileText& file) {
  Reading reading;
  reading.file.source = "user";
  each_object(file, reading,
              [&](const Json& json, std::uint64_t line) { read_own_object(json, line, reading); });
  return reading;
}

}  // namespace ordergate::lists
