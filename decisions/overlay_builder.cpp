#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "base/sha256.h"
#include "decisions/overlay.h"

namespace ordergate::decisions {
namespace {

constexpr std::size_t kRejectionsMax = 1000;

}  // namespace

std::string to_text(const Rejection& rejection) {
  std::string text = rejection.file;
  if (rejection.line > 0) text += ":" + std::to_string(rejection.line);
  if (rejection.partition >= 0)
    text += "[" + std::to_string(rejection.partition) + "]@" + std::to_string(rejection.offset);
  return text + ": " + to_text(rejection.failure) + " (" + std::string(to_string(rejection.failure.refusal)) +
         ")";
}

void OverlayBuilder::take(std::string_view json, Rejection where) {
  Decision decision;
  std::optional<ReadFailure> failure =
      read_decision(json, {options_.key.get(), options_.four_eyes}, decision);
  if (!failure && decisions_.size() >= kDecisionsMax && !decisions_.contains(decision.id))
    failure =
        ReadFailure{Refusal::malformed, "", "more than " + std::to_string(kDecisionsMax) + " decisions"};
  if (failure) {
    ++refused_[static_cast<std::size_t>(failure->refusal)];
    where.failure = std::move(*failure);
    if (rejections_.size() < kRejectionsMax) rejections_.push_back(std::move(where));
    return;
  }
  std::shared_ptr<const Decision>& known = decisions_[decision.id];
  // A withdrawal is for good: no later record of its id takes its place.
  if (known != nullptr && known->kind == Kind::withdraw) return;
  known = std::make_shared<const Decision>(std::move(decision));
}

Status OverlayBuilder::add_lines(const std::string& name, std::string_view bytes) {
  from_.files.push_back({std::filesystem::path(name).filename().string(), to_hex(sha256(bytes))});
  for (std::uint64_t line = 1; !bytes.empty(); ++line) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    std::string_view record = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (!record.empty() && record.back() == '\r') record.remove_suffix(1);
    if (record.empty()) continue;
    Rejection where;
    where.file = name;
    where.line = line;
    take(record, std::move(where));
  }
  return Done{};
}

Status OverlayBuilder::add_file(const std::string& path) {
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(path, error);
  if (error) return Error{path + ": " + error.message()};
  if (size > kFileBytesMax)
    return Error{path + ": more than the limit of " + std::to_string(kFileBytesMax) + " bytes"};
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  if (!in || (size > 0 && !(bytes << in.rdbuf()))) return Error{path + ": cannot be read"};
  return add_lines(path, std::move(bytes).str());
}

void OverlayBuilder::add_record(std::string_view json, std::int32_t partition, std::int64_t offset) {
  Rejection where;
  where.file = from_.topic;
  where.partition = partition;
  where.offset = offset;
  take(json, std::move(where));
}

void OverlayBuilder::remove(std::string_view id) {
  const auto found = decisions_.find(id);
  if (found != decisions_.end() && found->second->kind != Kind::withdraw) decisions_.erase(found);
}

void OverlayBuilder::set_topic(std::string topic, std::size_t partitions) {
  from_.topic = std::move(topic);
  from_.offsets.assign(partitions, 0);
}

void OverlayBuilder::set_offset(std::int32_t partition, std::int64_t next) {
  if (partition >= 0 && static_cast<std::size_t>(partition) < from_.offsets.size())
    from_.offsets[static_cast<std::size_t>(partition)] = next;
}

std::string OverlayBuilder::json_of(std::string_view hash) const {
  nlohmann::ordered_json json = {{"count", decisions_.size()}, {"hash", hash}};
  for (const ReadFrom::File& file : from_.files)
    json["files"].push_back({{"file", file.name}, {"hash", file.hash}});
  if (!from_.topic.empty()) {
    json["topic"] = from_.topic;
    json["offsets"] = from_.offsets;
  }
  if (unreadable_) json["unreadable"] = true;
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace ordergate::decisions
