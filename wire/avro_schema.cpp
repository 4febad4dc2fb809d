#include "wire/avro_schema.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "wire/json_text.h"

namespace ordergate::wire {
namespace {

using Json = nlohmann::json;

struct BadSchema : std::runtime_error {
  using std::runtime_error::runtime_error;
};

constexpr std::array<std::pair<std::string_view, AvroKind>, 8> kPrimitives = {{
    {"null", AvroKind::null},
    {"boolean", AvroKind::boolean},
    {"int", AvroKind::int_},
    {"long", AvroKind::long_},
    {"float", AvroKind::float_},
    {"double", AvroKind::double_},
    {"bytes", AvroKind::bytes},
    {"string", AvroKind::string},
}};

/// What a logical type may stand on. An unknown one, or one on another type, is ignored, as the
/// specification wants it.
struct LogicalRow {
  std::string_view name;
  AvroKind kind;
  AvroLogical logical;
};
constexpr std::array kLogicals = {
    LogicalRow{"date", AvroKind::int_, AvroLogical::date},
    LogicalRow{"time-millis", AvroKind::int_, AvroLogical::time_millis},
    LogicalRow{"time-micros", AvroKind::long_, AvroLogical::time_micros},
    LogicalRow{"timestamp-millis", AvroKind::long_, AvroLogical::timestamp_millis},
    LogicalRow{"timestamp-micros", AvroKind::long_, AvroLogical::timestamp_micros},
    LogicalRow{"timestamp-nanos", AvroKind::long_, AvroLogical::timestamp_nanos},
    LogicalRow{"local-timestamp-millis", AvroKind::long_, AvroLogical::local_timestamp_millis},
    LogicalRow{"local-timestamp-micros", AvroKind::long_, AvroLogical::local_timestamp_micros},
    LogicalRow{"local-timestamp-nanos", AvroKind::long_, AvroLogical::local_timestamp_nanos},
    LogicalRow{"uuid", AvroKind::string, AvroLogical::uuid},
    LogicalRow{"uuid", AvroKind::fixed, AvroLogical::uuid},
    LogicalRow{"duration", AvroKind::fixed, AvroLogical::duration},
    LogicalRow{"decimal", AvroKind::bytes, AvroLogical::decimal},
    LogicalRow{"decimal", AvroKind::fixed, AvroLogical::decimal},
};
/// Debezium's types without a logicalType (debezium.io, "Temporal types").
constexpr std::array kConnectNames = {
    LogicalRow{"io.debezium.time.Date", AvroKind::int_, AvroLogical::date},
    LogicalRow{"io.debezium.time.Time", AvroKind::int_, AvroLogical::time_millis},
    LogicalRow{"io.debezium.time.MicroTime", AvroKind::long_, AvroLogical::time_micros},
    LogicalRow{"io.debezium.time.Timestamp", AvroKind::long_, AvroLogical::local_timestamp_millis},
    LogicalRow{"io.debezium.time.MicroTimestamp", AvroKind::long_, AvroLogical::local_timestamp_micros},
    LogicalRow{"io.debezium.time.NanoTimestamp", AvroKind::long_, AvroLogical::local_timestamp_nanos},
};

template <typename Rows>
AvroLogical logical_of(const Rows& rows, const Json& name, AvroKind kind) {
  if (!name.is_string()) return AvroLogical::none;
  for (const LogicalRow& row : rows)
    if (row.name == name.get_ref<const std::string&>() && row.kind == kind) return row.logical;
  return AvroLogical::none;
}

const std::string& text_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) throw BadSchema(std::string("no \"") + key + "\"");
  return found->get_ref<const std::string&>();
}

bool is_name(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !text.empty() && letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

}  // namespace

class AvroSchemaReader {
 public:
  explicit AvroSchemaReader(AvroSchema& schema) : schema_(schema) {}

  std::uint32_t read_text(std::string_view text) {
    if (text.size() > AvroSchema::kBytesMax) throw BadSchema("larger than a schema may be");
    // Nested too deep for the parser itself would be deep for read(), which counts: bound it beforehand.
    std::size_t depth = 0;
    const Json json = Json::parse(
        text,
        [&](int level, Json::parse_event_t, Json&) {
          depth = std::max(depth, static_cast<std::size_t>(level));
          if (depth > 4U * AvroSchema::kDepthMax) throw BadSchema("nested deeper than a schema may be");
          return true;
        },
        /*allow_exceptions=*/false);
    // Confluent's registry holds primitive schemas as bare words, too.
    if (json.is_discarded()) throw BadSchema("no JSON");
    return read(json, "", 0);
  }

 private:
  std::uint32_t add(const AvroType& type) {
    if (schema_.types_.size() >= AvroSchema::kTypesMax) throw BadSchema("more types than a schema may have");
    schema_.types_.push_back(type);
    return static_cast<std::uint32_t>(schema_.types_.size() - 1);
  }

  std::uint32_t read(const Json& json, const std::string& space, std::uint32_t depth) {
    if (depth > AvroSchema::kDepthMax) throw BadSchema("nested deeper than a schema may be");
    if (json.is_string()) return named_or_primitive(json.get_ref<const std::string&>(), space);
    if (json.is_array()) return read_union(json, space, depth);
    if (!json.is_object()) throw BadSchema("a type that is no text, list or object");
    const auto type = json.find("type");
    if (type == json.end()) throw BadSchema("a type without \"type\"");
    if (!type->is_string()) return read(*type, space, depth + 1);
    const std::string& word = type->get_ref<const std::string&>();
    if (word == "record" || word == "error") return read_record(json, space, depth);
    if (word == "enum") return read_enum(json, space);
    if (word == "fixed") return read_fixed(json, space);
    if (word == "array") return read_of(json, "items", AvroKind::array, space, depth);
    if (word == "map") return read_of(json, "values", AvroKind::map, space, depth);
    for (const auto& [name, kind] : kPrimitives)
      if (name == word) return add_logical(json, {.kind = kind});
    return named_or_primitive(word, space);
  }

  std::uint32_t named_or_primitive(const std::string& word, const std::string& space) {
    for (const auto& [name, kind] : kPrimitives)
      if (name == word) return add({.kind = kind});
    auto found = named_.end();
    if (word.find('.') == std::string::npos && !space.empty()) found = named_.find(space + '.' + word);
    if (found == named_.end()) found = named_.find(word);
    if (found == named_.end()) throw BadSchema("no type '" + word + "'");
    return found->second;
  }

  std::uint32_t add_logical(const Json& json, AvroType type) {
    if (const auto name = json.find("logicalType"); name != json.end())
      type.logical = logical_of(kLogicals, *name, type.kind);
    if (const auto name = json.find("connect.name"); name != json.end() && type.logical == AvroLogical::none)
      type.logical = logical_of(kConnectNames, *name, type.kind);
    if ((type.logical == AvroLogical::uuid && type.kind == AvroKind::fixed && type.size != 16) ||
        (type.logical == AvroLogical::duration && type.size != 12))
      type.logical = AvroLogical::none;
    if (type.logical == AvroLogical::decimal) {
      const std::uint32_t precision = number_of(json, "precision", 0);
      type.scale = number_of(json, "scale", 0);
      if (precision == 0 || type.scale > precision) type.logical = AvroLogical::none;
    }
    return add(type);
  }

  static std::uint32_t number_of(const Json& json, const char* key, std::uint32_t absent) {
    constexpr std::uint32_t kMax = 1'000'000;
    const auto found = json.find(key);
    if (found == json.end()) return absent;
    if (!found->is_number_unsigned() || found->get<std::uint64_t>() > kMax)
      throw BadSchema(std::string("\"") + key + "\" is no whole number up to 1000000");
    return found->get<std::uint32_t>();
  }

  /// The full name of a type, and the namespace that types inside it stand in.
  std::string full_name(const Json& json, const std::string& space, std::string& inner) {
    const std::string& name = text_of(json, "name");
    std::string full = name;
    if (name.find('.') == std::string::npos) {
      const auto own = json.find("namespace");
      const std::string in = own != json.end() && own->is_string() ? own->get<std::string>() : space;
      if (!in.empty()) full = in + '.' + name;
    }
    const std::size_t dot = full.rfind('.');
    inner = dot == std::string::npos ? "" : full.substr(0, dot);
    if (!is_name(std::string_view(full).substr(dot == std::string::npos ? 0 : dot + 1)))
      throw BadSchema("'" + name + "' is no name");
    return full;
  }

  void define(const Json& json, const std::string& full, const std::string& inner, std::uint32_t type) {
    if (!named_.emplace(full, type).second) throw BadSchema("'" + full + "' is defined twice");
    // A type may go on being called what it was called.
    const auto aliases = json.find("aliases");
    if (aliases == json.end() || !aliases->is_array()) return;
    for (const Json& alias : *aliases)
      if (alias.is_string()) {
        const std::string& text = alias.get_ref<const std::string&>();
        named_.emplace(text.find('.') == std::string::npos && !inner.empty() ? inner + '.' + text : text,
                       type);
      }
  }

  void set_parts(std::uint32_t type, std::vector<AvroPart>& parts) {
    if (schema_.parts_.size() + parts.size() > AvroSchema::kPartsMax)
      throw BadSchema("more fields and symbols than a schema may have");
    schema_.types_[type].first = static_cast<std::uint32_t>(schema_.parts_.size());
    schema_.types_[type].count = static_cast<std::uint32_t>(parts.size());
    std::move(parts.begin(), parts.end(), std::back_inserter(schema_.parts_));
  }

  static AvroPart named_part(const std::string& name, std::uint32_t type) {
    if (!is_name(name)) throw BadSchema("'" + name + "' is no name");
    return {name, '"' + name + "\":", type};
  }

  std::uint32_t read_record(const Json& json, const std::string& space, std::uint32_t depth) {
    std::string inner;
    const std::string full = full_name(json, space, inner);
    const std::uint32_t type = add({.kind = AvroKind::record});
    define(json, full, inner, type);
    const auto fields = json.find("fields");
    if (fields == json.end() || !fields->is_array())
      throw BadSchema("record '" + full + "' without \"fields\"");
    std::vector<AvroPart> parts;
    for (const Json& field : *fields) {
      if (!field.is_object()) throw BadSchema("a field of '" + full + "' that is no object");
      const std::string& name = text_of(field, "name");
      for (const AvroPart& part : parts)
        if (part.name == name) throw BadSchema("field '" + name + "' of '" + full + "' stands twice");
      const auto of = field.find("type");
      if (of == field.end()) throw BadSchema("field '" + name + "' of '" + full + "' without \"type\"");
      parts.push_back(named_part(name, read(*of, inner, depth + 1)));
    }
    set_parts(type, parts);
    return type;
  }

  std::uint32_t read_enum(const Json& json, const std::string& space) {
    std::string inner;
    const std::string full = full_name(json, space, inner);
    const auto symbols = json.find("symbols");
    if (symbols == json.end() || !symbols->is_array() || symbols->empty())
      throw BadSchema("enum '" + full + "' without \"symbols\"");
    std::vector<AvroPart> parts;
    for (const Json& symbol : *symbols) {
      if (!symbol.is_string()) throw BadSchema("a symbol of '" + full + "' that is no text");
      parts.push_back(named_part(symbol.get<std::string>(), 0));
    }
    const std::uint32_t type = add({.kind = AvroKind::enum_});
    define(json, full, inner, type);
    set_parts(type, parts);
    return type;
  }

  std::uint32_t read_fixed(const Json& json, const std::string& space) {
    std::string inner;
    const std::string full = full_name(json, space, inner);
    const std::uint32_t size = number_of(json, "size", UINT32_MAX);
    if (size == UINT32_MAX) throw BadSchema("fixed '" + full + "' without \"size\"");
    const std::uint32_t type = add_logical(json, {.kind = AvroKind::fixed, .size = size});
    define(json, full, inner, type);
    return type;
  }

  std::uint32_t read_of(const Json& json, const char* key, AvroKind kind, const std::string& space,
                        std::uint32_t depth) {
    const auto of = json.find(key);
    if (of == json.end()) throw BadSchema(std::string("no \"") + key + "\"");
    const std::uint32_t type = add({.kind = kind});
    std::vector<AvroPart> parts(1);
    parts[0].type = read(*of, space, depth + 1);
    set_parts(type, parts);
    return type;
  }

  std::uint32_t read_union(const Json& json, const std::string& space, std::uint32_t depth) {
    if (json.empty()) throw BadSchema("a union of nothing");
    const std::uint32_t type = add({.kind = AvroKind::union_});
    std::vector<AvroPart> parts;
    for (const Json& branch : json) {
      if (branch.is_array()) throw BadSchema("a union in a union");
      parts.push_back({"", "", read(branch, space, depth + 1)});
    }
    set_parts(type, parts);
    return type;
  }

  AvroSchema& schema_;
  std::map<std::string, std::uint32_t, std::less<>> named_;
};

Result<AvroSchema> AvroSchema::parse(std::string_view text, std::span<const std::string> references) {
  AvroSchema schema;
  AvroSchemaReader reader(schema);
  try {
    for (const std::string& reference : references) static_cast<void>(reader.read_text(reference));
    schema.root_ = reader.read_text(text);
  } catch (const std::exception& error) {
    return Error{std::string("Avro schema: ") + error.what()};
  }
  return schema;
}

}  // namespace ordergate::wire
