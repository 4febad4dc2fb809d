#include "wire/registry_answer.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace ordergate::wire {
namespace {

using Json = nlohmann::json;
using Reason = RegistryRefusal::Reason;

std::string text_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Registries answer 404 for what they do not have, and say so in the body; a proxy's 404 says nothing.
bool says_not_found(const HttpAnswer& answer) {
  const Json body = Json::parse(answer.body, nullptr, /*allow_exceptions=*/false);
  return answer.status == 404 && body.is_object() && body.contains("error_code");
}

class Asking {
 public:
  Asking(const Get& get, std::size_t references_max) : get_(get), references_max_(references_max) {}

  std::variant<Schema, RegistryRefusal> schema(std::uint32_t id) {
    const std::string path = "/schemas/ids/" + std::to_string(id);
    Json body;
    if (!ask(path, body, Reason::unknown_id)) return refusal_;
    const std::string type = text_of(body, "schemaType");
    SchemaFormat format = SchemaFormat::avro;  // what registries leave out
    if (type == "PROTOBUF")
      format = SchemaFormat::protobuf;
    else if (type == "JSON")
      format = SchemaFormat::json;
    else if (!type.empty() && type != "AVRO")
      return RegistryRefusal{Reason::unreadable,
                             "schema " + std::to_string(id) + " is of type '" + type + "'"};
    // What JSON Schema refers to is not asked: the records are JSON by themselves.
    if (format != SchemaFormat::json && !references(body)) return refusal_;
    Result<Schema> schema = Schema::parse(format, text_of(body, "schema"), found_);
    if (!schema)
      return RegistryRefusal{Reason::unreadable, "schema " + std::to_string(id) + ": " + schema.error().text};
    return std::move(schema).value();
  }

 private:
  bool refuse(Reason reason, std::string why) {
    refusal_ = {reason, std::move(why)};
    return false;
  }

  bool ask(const std::string& path, Json& body, Reason not_found) {
    const HttpAnswer answer = get_(path);
    if (answer.status == 0) return refuse(Reason::no_answer, answer.problem);
    if (says_not_found(answer)) return refuse(not_found, "the registry has no " + path);
    if (answer.status != 200)
      return refuse(Reason::no_answer, "HTTP " + std::to_string(answer.status) + " for " + path);
    body = Json::parse(answer.body, nullptr, /*allow_exceptions=*/false);
    if (!body.is_object() || text_of(body, "schema").empty())
      return refuse(Reason::no_answer, "no schema in the answer for " + path);
    return true;
  }

  /// Depth first, so that each stands behind what it uses itself.
  bool references(const Json& body) {
    const auto list = body.find("references");
    if (list == body.end() || !list->is_array()) return true;
    for (const Json& reference : *list) {
      const std::string name = text_of(reference, "name"), subject = text_of(reference, "subject");
      const auto version = reference.find("version");
      if (name.empty() || subject.empty() || version == reference.end() || !version->is_number_integer())
        return refuse(Reason::unreadable, "a reference without name, subject or version");
      if (std::find(asked_.begin(), asked_.end(), name) != asked_.end()) continue;
      if (asked_.size() == references_max_)
        return refuse(Reason::unreadable, "more than " + std::to_string(references_max_) + " references");
      asked_.push_back(name);
      Json of_reference;
      const std::string path =
          "/subjects/" + url_part(subject) + "/versions/" + std::to_string(version->get<std::int64_t>());
      if (!ask(path, of_reference, Reason::unreadable) || !references(of_reference)) return false;
      found_.push_back({name, text_of(of_reference, "schema")});
    }
    return true;
  }

  const Get& get_;
  std::size_t references_max_;
  RegistryRefusal refusal_;
  std::vector<std::string> asked_;
  std::vector<ProtoReference> found_;
};

}  // namespace

std::variant<Schema, RegistryRefusal> ask_registry(std::uint32_t id, const Get& get,
                                                   std::size_t references_max) {
  return Asking(get, references_max).schema(id);
}

}  // namespace ordergate::wire
