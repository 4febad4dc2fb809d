#include "evidence/manifest.h"

#include <nlohmann/json.hpp>

#include "base/sha256.h"

namespace ordergate::evidence {
namespace {

using Json = nlohmann::ordered_json;

Json limits_json(const RecordLimits& limits) {
  return {{"record_bytes_max", limits.record_bytes_max},
          {"parties_max", limits.parties_max},
          {"items_max", limits.items_max},
          {"string_bytes_max", limits.string_bytes_max},
          {"depth_max", limits.depth_max},
          {"order_id_bytes_max", limits.order_id_bytes_max},
          {"array_entries_max", limits.array_entries_max}};
}

RecordLimits read_limits(const Json& json) {
  RecordLimits limits;
  json.at("record_bytes_max").get_to(limits.record_bytes_max);
  json.at("parties_max").get_to(limits.parties_max);
  json.at("items_max").get_to(limits.items_max);
  json.at("string_bytes_max").get_to(limits.string_bytes_max);
  json.at("depth_max").get_to(limits.depth_max);
  json.at("order_id_bytes_max").get_to(limits.order_id_bytes_max);
  json.at("array_entries_max").get_to(limits.array_entries_max);
  return limits;
}

/// A path below the folder and nowhere else.
bool stays_below(const std::string& path) {
  const std::filesystem::path parts(path);
  if (path.empty() || parts.is_absolute()) return false;
  for (const std::filesystem::path& part : parts)
    if (part == ".." || part == ".") return false;
  return true;
}

SavedFile read_file(const Json& json) {
  SavedFile file;
  json.at("path").get_to(file.path);
  json.at("role").get_to(file.role);
  json.at("from").get_to(file.from);
  json.at("sha256").get_to(file.sha256);
  json.at("bytes").get_to(file.bytes);
  if (!stays_below(file.path)) throw Json::other_error::create(501, "a path leaves the folder", &json);
  return file;
}

SavedSnapshot read_document(const Json& json) {
  if (json.at("format").get<std::string>() != kSnapshotFormat)
    throw Json::other_error::create(501, "is no " + std::string(kSnapshotFormat), &json);
  SavedSnapshot saved;
  json.at("saved_at").get_to(saved.saved_at);
  json.at("program").at("version").get_to(saved.program);
  json.at("program").at("sha256").get_to(saved.program_sha256);
  saved.json = json.at("snapshot").dump();
  json.at("snapshot").at("id").get_to(saved.id);
  json.at("snapshot").at("rules").get_to(saved.rules);
  const Json& settings = json.at("settings");
  settings.at("profile").get_to(saved.profile);
  settings.at("name_threshold").get_to(saved.name_threshold);
  settings.at("address_threshold").get_to(saved.address_threshold);
  for (const auto& [name, value] : settings.at("policy").items())
    saved.policy.emplace_back(name, value.get<std::string>());
  saved.limits = read_limits(settings.at("limits"));
  for (const Json& file : json.at("files")) saved.files.push_back(read_file(file));
  return saved;
}

}  // namespace

std::string to_text(const SavedSnapshot& saved) {
  Json policy = Json::object();
  for (const auto& [name, value] : saved.policy) policy[name] = value;
  Json files = Json::array();
  for (const SavedFile& file : saved.files)
    files.push_back({{"path", file.path},
                     {"role", file.role},
                     {"sha256", file.sha256},
                     {"bytes", file.bytes},
                     {"from", file.from}});
  const Json document{{"format", kSnapshotFormat},
                      {"saved_at", saved.saved_at},
                      {"program", {{"version", saved.program}, {"sha256", saved.program_sha256}}},
                      {"snapshot", Json::parse(saved.json)},
                      {"settings",
                       {{"profile", saved.profile},
                        {"name_threshold", saved.name_threshold},
                        {"address_threshold", saved.address_threshold},
                        {"policy", std::move(policy)},
                        {"limits", limits_json(saved.limits)}}},
                      {"files", std::move(files)}};
  return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<SavedSnapshot> parse_manifest(const std::string& text) {
  try {
    SavedSnapshot saved = read_document(Json::parse(text));
    saved.manifest_sha256 = sha256_hex(text);
    return saved;
  } catch (const Json::exception& error) {
    return Error{error.what()};
  }
}

bool same_snapshot(const SavedSnapshot& one, const SavedSnapshot& other) {
  const auto comparable = [](SavedSnapshot saved) {
    saved.saved_at.clear();
    for (SavedFile& file : saved.files) file.from.clear();
    return to_text(saved);
  };
  return comparable(one) == comparable(other);
}

}  // namespace ordergate::evidence
