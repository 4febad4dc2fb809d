#include <algorithm>
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

const std::shared_ptr<const Decision>& OverlayBuilder::latest(const Copies& copies) {
  if (copies.size() == 1) return copies.front().decision;
  return std::max_element(copies.begin(), copies.end(),
                          [](const Copy& a, const Copy& b) {
                            return std::pair(sortable_time(*a.decision), a.decision->hash) <
                                   std::pair(sortable_time(*b.decision), b.decision->hash);
                          })
      ->decision;
}

void OverlayBuilder::withdraw(std::string id) {
  if (withdrawn_.size() >= kWithdrawnMax && !withdrawn_.contains(id)) {
    overfull_ = true;
    return;
  }
  withdrawn_.insert(std::move(id));
}

void OverlayBuilder::keep_withdrawals(const OverlayBuilder& before) {
  for (const std::string& id : before.withdrawn_) withdraw(id);
  overfull_ = overfull_ || before.overfull_;
}

std::optional<ReadFailure> OverlayBuilder::keep(Decision decision, std::int32_t partition) {
  const bool withdraws = decision.kind == Kind::withdraw;
  auto found = decisions_.find(decision.id);
  if (found == decisions_.end() && decisions_.size() >= options_.decisions_max) {
    if (withdraws) return std::nullopt;  // what it withdraws is kept
    return ReadFailure{Refusal::malformed, "",
                       "more than " + std::to_string(options_.decisions_max) + " decisions"};
  }
  if (found == decisions_.end()) found = decisions_.emplace(decision.id, Copies()).first;
  Copies& copies = found->second;
  // A withdrawal is for good: no other record of its id takes its place.
  const bool withdrawal = !copies.empty() && copies.front().decision->kind == Kind::withdraw;
  if (withdrawal && !withdraws) return ReadFailure{Refusal::malformed, "decision_id", "that of a withdrawal"};
  auto made = std::make_shared<const Decision>(std::move(decision));
  if (withdraws) {
    if (!withdrawal) copies.clear();
    copies.push_back({-1, std::move(made)});
    copies = {{-1, latest(copies)}};
    return std::nullopt;
  }
  for (Copy& copy : copies)
    if (copy.partition == partition) {
      copy.decision = std::move(made);
      return std::nullopt;
    }
  copies.push_back({partition, std::move(made)});
  return std::nullopt;
}

void OverlayBuilder::take(std::string_view json, Rejection where, std::optional<std::string_view> key) {
  const Demands demands{options_.key.get(), options_.four_eyes};
  Decision decision;
  std::optional<ReadFailure> failure = read_decision(json, demands, decision);
  if (!failure && decision.kind == Kind::withdraw)
    withdraw(decision.scope.decision_id);
  else if (failure)
    if (std::optional<std::string> id = withdrawn_by(json, demands)) withdraw(std::move(*id));
  if (!failure && where.partition >= 0 && key != decision.id)
    failure = ReadFailure{Refusal::malformed, "decision_id", "not the key of the record"};
  if (!failure) failure = keep(std::move(decision), where.partition);
  if (!failure) return;
  ++refused_[static_cast<std::size_t>(failure->refusal)];
  where.failure = std::move(*failure);
  if (rejections_.size() < kRejectionsMax) rejections_.push_back(std::move(where));
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
    take(record, std::move(where), std::nullopt);
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

void OverlayBuilder::add_record(std::optional<std::string_view> key, std::string_view json,
                                std::int32_t partition, std::int64_t offset) {
  Rejection where;
  where.file = from_.topic;
  where.partition = partition;
  where.offset = offset;
  take(json, std::move(where), key);
}

void OverlayBuilder::remove(std::string_view id, std::int32_t partition) {
  const auto found = decisions_.find(id);
  if (found == decisions_.end()) return;
  // A withdrawal is of no partition: it stays.
  std::erase_if(found->second, [&](const Copy& copy) { return copy.partition == partition; });
  if (found->second.empty()) decisions_.erase(found);
}

void OverlayBuilder::set_topic(std::string topic, std::vector<std::int64_t> offsets) {
  from_.topic = std::move(topic);
  from_.offsets = std::move(offsets);
}

std::string OverlayBuilder::json_of(std::string_view hash) const {
  nlohmann::ordered_json json = {{"count", decisions_.size()}, {"hash", hash}};
  for (const ReadFrom::File& file : from_.files)
    json["files"].push_back({{"file", file.name}, {"hash", file.hash}});
  if (!from_.topic.empty()) {
    json["topic"] = from_.topic;
    json["offsets"] = from_.offsets;
  }
  if (unreadable_ || overfull_) json["unreadable"] = true;
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace ordergate::decisions
