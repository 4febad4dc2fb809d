#include "lists/accepted.h"

#include <nlohmann/json.hpp>

namespace ordergate::lists {
namespace {

using Json = nlohmann::json;

constexpr int kVersion = 1;

Json to_json(const ListTally& tally) {
  Json json{{"source", tally.source},
            {"list", to_string(tally.list)},
            {"entries", tally.entries},
            {"names", tally.names},
            {"addresses", tally.addresses}};
  if (tally.published) json["published"] = format_date(*tally.published);
  return json;
}

/// Throws what nlohmann does when a member is missing or of another type.
ListTally read_tally(const Json& json) {
  ListTally tally;
  tally.source = json.at("source").get<std::string>();
  const std::optional<ListCode> list = parse_list_code(json.at("list").get<std::string>());
  if (!list) throw Json::other_error::create(501, "unknown list", &json);
  tally.list = *list;
  tally.entries = json.at("entries").get<std::uint64_t>();
  tally.names = json.at("names").get<std::uint64_t>();
  tally.addresses = json.at("addresses").get<std::uint64_t>();
  if (json.contains("published")) {
    tally.published = parse_date(json.at("published").get<std::string>());
    if (!tally.published) throw Json::other_error::create(501, "no date", &json);
  }
  return tally;
}

AcceptedLists read_document(const Json& json) {
  if (json.at("version").get<int>() != kVersion)
    throw Json::other_error::create(501, "unknown version", &json);
  AcceptedLists accepted;
  accepted.copies = json.at("copies").get<std::string>();
  accepted.written_unix_s = json.at("written_unix_s").get<std::int64_t>();
  for (const Json& tally : json.at("lists")) accepted.lists.push_back(read_tally(tally));
  if (const auto ownership = json.find("ownership"); ownership != json.end())  // since 0.2
    for (const Json& tally : *ownership) accepted.ownership.push_back(read_tally(tally));
  for (const Json& file : json.at("files"))
    accepted.files.push_back({file.at("path").get<std::string>(), file.at("hash").get<std::string>(),
                              file.at("beside").get<bool>(), file.at("copy").get<std::string>()});
  return accepted;
}

}  // namespace

std::vector<SourceFile> source_files(const std::vector<ListFile>& files) {
  std::vector<SourceFile> found;
  for (const ListFile& file : files) {
    found.push_back({file.path, file.hash, false, ""});
    for (const CompanionFile& beside : file.companions) found.push_back({beside.path, beside.hash, true, ""});
  }
  return found;
}

std::string to_text(const AcceptedLists& accepted) {
  Json lists = Json::array(), ownership = Json::array(), files = Json::array();
  for (const ListTally& tally : accepted.lists) lists.push_back(to_json(tally));
  for (const ListTally& tally : accepted.ownership) ownership.push_back(to_json(tally));
  for (const SourceFile& file : accepted.files)
    files.push_back({{"path", file.path}, {"hash", file.hash}, {"beside", file.beside}, {"copy", file.copy}});
  const Json document{
      {"version", kVersion},       {"written_unix_s", accepted.written_unix_s}, {"copies", accepted.copies},
      {"lists", std::move(lists)}, {"ownership", std::move(ownership)},         {"files", std::move(files)}};
  return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<AcceptedLists> parse_accepted(std::string_view text) {
  try {
    return read_document(Json::parse(text));
  } catch (const Json::exception& error) {
    return Error{error.what()};
  }
}

}  // namespace ordergate::lists
