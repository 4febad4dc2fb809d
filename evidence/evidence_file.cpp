#include "evidence/evidence_file.h"

#include <nlohmann/json.hpp>
#include <set>

#include "base/hex.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "evidence/utc_text.h"
#include "lists/diff.h"
#include "order/encoder.h"
#include "screening/snapshot.h"

namespace ordergate::evidence {
namespace {

using Json = nlohmann::ordered_json;

Json entry_json(const Json& match, const Snapshot& snapshot) {
  const auto list = match.at("list").get<std::string>();
  const auto key = match.at("entry").get<std::string>();
  Json json{{"list", list}, {"entry", key}, {"found", false}};
  const lists::Watchlist& watchlist = snapshot.watchlist();
  for (std::uint32_t i = 0; i < watchlist.entries().size(); ++i) {
    const lists::ListEntry& entry = watchlist.entries()[i];
    if (entry.key != key || to_string(entry.list) != list) continue;
    const lists::ListFile& file = watchlist.file_of(lists::EntryId{i});
    json["found"] = true;
    json["unchanged"] = entry.content_hash == match.at("entry_hash").get<std::string>();
    json["source"] = file.source;
    json["source_sha256"] = file.hash;
    json["line"] = entry.line;
    for (const auto& [name, value] : lists::describe_fields(entry))
      if (!value.empty()) json["fields"][std::string(name)] = value;
    break;
  }
  return json;
}

/// What the findings matched, each once.
Json entries_json(const Json& verdict, const Snapshot& snapshot) {
  Json entries = Json::array();
  std::set<std::pair<std::string, std::string>> told;
  for (const Json& finding : verdict.at("findings")) {
    const auto match = finding.find("match");
    if (match == finding.end()) continue;
    if (told.emplace(match->at("list"), match->at("entry")).second)
      entries.push_back(entry_json(*match, snapshot));
  }
  return entries;
}

Json rule_json(const std::string& id, const rules::RuleBook& book) {
  Json json{{"id", id}, {"found", false}};
  for (const rules::RuleDescription& rule : book.rules()) {
    if (rule.id != id) continue;
    json["found"] = true;
    json["title"] = rule.title;
    json["citation"] = rule.citation;
    json["certainty"] = rule.certainty;
    json["when"] = rule.condition;
    json["message"] = rule.message;
    json["resolve"] = rule.resolve;
    json["from"] = rule.from ? Json(format_date(*rule.from)) : Json();
    json["until"] = rule.until ? Json(format_date(*rule.until)) : Json();
    json["checked"] = rule.checked ? Json(format_date(*rule.checked)) : Json();
    json["at"] = rule.file + ":" + std::to_string(rule.line);
    break;
  }
  return json;
}

Json rules_json(const Json& verdict, const rules::RuleBook& book) {
  Json rules = Json::array();
  std::set<std::string> told;
  for (const Json& finding : verdict.at("findings")) {
    const auto id = finding.at("rule").get<std::string>();
    if (told.insert(id).second) rules.push_back(rule_json(id, book));
  }
  return rules;
}

Json saved_json(const SavedSnapshot* saved) {
  if (saved == nullptr) return nullptr;
  Json files = Json::array();
  for (const SavedFile& file : saved->files)
    files.push_back(
        {{"path", file.path}, {"role", file.role}, {"sha256", file.sha256}, {"bytes", file.bytes}});
  return {{"manifest_sha256", saved->manifest_sha256},
          {"saved_at", saved->saved_at},
          {"program", saved->program},
          {"program_sha256", saved->program_sha256},
          {"profile", saved->profile},
          {"files", std::move(files)}};
}

/// What is no UTF-8 stands in hexadecimal.
Json order_json(const std::string& record) {
  const bool is_text = find_invalid_utf8(record) == std::string_view::npos;
  std::string bytes = record;
  if (!is_text) {
    bytes.clear();
    for (const char byte : record) append_hex(static_cast<unsigned char>(byte), bytes);
  }
  return {{"sha256", sha256_hex(record)}, {"encoding", is_text ? "utf-8" : "hex"}, {"record", bytes}};
}

}  // namespace

std::string evidence_json(const EvidenceInput& input) {
  const Json verdict = Json::parse(input.verdict);
  Json document{{"format", kEvidenceFormat},
                {"order_id", verdict.at("order_id")},
                {"verdict_id", verdict.at("verdict_id")},
                {"verdict", verdict.at("verdict")},
                {"made_at", utc_text(input.now_unix_ms)},
                {"made_by", program_version()}};
  document["again"] = {{"same_bytes", input.again.same()},
                       {"differ", input.again.differ},
                       {"snapshot_id", snapshot_id(*input.snapshot)},
                       {"verdict_record", input.again.line}};
  document["order"] = order_json(input.order);
  document["answer"] = {{"sha256", sha256_hex(input.verdict)}, {"record", input.verdict}, {"read", verdict}};
  document["entries"] = entries_json(verdict, *input.snapshot);
  document["rules"] = rules_json(verdict, input.snapshot->book());
  document["saved_snapshot"] = saved_json(input.saved);
  return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ordergate::evidence
