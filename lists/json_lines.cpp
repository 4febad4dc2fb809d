// Lists as lines of JSON: the user's own (the field names of docs/lists.md), and OFAC's names by entity
// ({"entity_id": 36, "names": [{"full_name", "is_primary", "type_id"}]}).
#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "base/utf8.h"
#include "lists/entry_builder.h"
#include "lists/format.h"
#include "lists/own_fields.h"
#include "lists/text.h"

namespace ordergate::lists {
namespace {

using Json = nlohmann::json;

/// One line that is a JSON object.
struct Object {
  Json json;
  std::uint64_t line = 0;
  std::string twice;  // a key that stands twice in it
};

/// The value of one line; `twice` gets a key that its object has twice, which the value cannot show.
Json parse_line(std::string_view text, std::string& twice) {
  std::set<std::string> keys;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::key && depth == 1 && !keys.insert(parsed.get<std::string>()).second)
      twice = parsed.get<std::string>();
    return true;
  };
  return Json::parse(text.begin(), text.end(), watch, false);
}

/// Calls `take` with every line that is a JSON object and rejects the others, until one is an error. The last
/// line must be whole.
Status each_object(const FileText& file, Reading& reading, const std::function<Status(const Object&)>& take) {
  std::uint64_t line = 0;
  std::string last_problem;
  std::uint64_t last_line = 0;
  for (std::string_view rest = file.bytes; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view text = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++line;
    if (text.empty()) continue;
    last_line = line;
    last_problem.clear();
    if (reading.file.entries.size() >= file.limits.entries_max) {
      reject(reading, line, "over the limit of entries: this line and all after it are left out");
      return Done{};
    }
    Object object{{}, line, {}};
    if (text.size() > file.limits.field_bytes_max) {
      last_problem = "a line is longer than the limit";
    } else if (object.json = parse_line(text, object.twice); !object.json.is_object()) {
      last_problem = object.json.is_discarded() ? "no JSON" : "no JSON object";
    } else if (Status taken = take(object); !taken) {
      return taken;
    }
    if (!last_problem.empty()) reject(reading, line, last_problem);
  }
  if (!last_problem.empty()) return damaged(file.path, last_line, "the last line: " + last_problem);
  return Done{};
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

void read_ofac_entity(const Object& object, Reading& reading) {
  EntryBuilder builder(object.line);
  builder.entry().list = ListCode::sdn;
  builder.entry().source = "OFAC Specially Designated Nationals List";
  builder.entry().id = text_of(object.json.value("entity_id", Json()));
  const auto names = object.json.find("names");
  if (names == object.json.end() || !names->is_array()) return reject(reading, object.line, "no names");
  for (const Json& name : *names) {
    if (!name.is_object()) return reject(reading, object.line, "a name that is no object");
    builder.add_name(text_of(name.value("full_name", Json())), role_of(name));
  }
  take_entry(builder, reading);
}

/// Keys are judged as the columns of a CSV are: one that nobody reads would leave out what it says.
Status check_own_keys(const Object& object, const std::string& path) {
  const auto fail = [&](const std::string& what) {
    return Error{path + ":" + std::to_string(object.line) + ": " + what};
  };
  if (!object.twice.empty()) return fail("key \"" + object.twice + "\" stands twice");
  for (const auto& [key, value] : object.json.items()) {
    if (std::find(own_fields().begin(), own_fields().end(), key) == own_fields().end())
      return fail("key \"" + key + "\" is not known (see docs/lists.md)");
  }
  return Done{};
}

void read_own_object(const Object& object, Reading& reading) {
  EntryBuilder builder(object.line);
  start_own_entry(builder);
  for (const std::string_view field : own_fields()) {
    const auto at = object.json.find(field);
    if (at == object.json.end() || at->is_null()) continue;
    const Json values = at->is_array() ? *at : Json::array({*at});
    if (values.size() > 1 && !is_own_list_field(field)) {
      return reject(reading, object.line, std::string(field) + " takes one value");
    }
    for (const Json& value : values) {
      const std::string text = text_of(value);
      std::string why = text.empty() && !value.is_string() ? std::string(field) + " must be text"
                                                           : set_own_field(field, text, builder);
      if (!why.empty()) return reject(reading, object.line, std::move(why));
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
  const Status read = each_object(file, reading, [&](const Object& object) -> Status {
    read_ofac_entity(object, reading);
    return Done{};
  });
  if (!read) return read.error();
  return reading;
}

bool recognizes_own_jsonl(std::string_view head) {
  const Json json = first_object(head);
  return json.is_object() && (json.contains("name") || json.contains("addresses"));
}

Result<Reading> read_own_jsonl(const FileText& file) {
  Reading reading;
  reading.file.source = "user";
  const Status read = each_object(file, reading, [&](const Object& object) -> Status {
    if (Status known = check_own_keys(object, file.path); !known) return known;
    read_own_object(object, reading);
    return Done{};
  });
  if (!read) return read.error();
  return reading;
}

}  // namespace ordergate::lists
