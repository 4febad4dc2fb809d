#include "evidence/chain_check.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>

namespace ordergate::evidence {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kProblemsMax = 1'000;

std::uint64_t first_bytes(const Sha256& hash) noexcept {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, hash.data(), sizeof bytes);
  return bytes;
}

/// "orders/3" and the offset, or the file and the line.
std::pair<std::string, std::int64_t> source_of(const Json& source) {
  if (source.contains("topic"))
    return {source.at("topic").get<std::string>() + '/' + std::to_string(source.at("partition").get<int>()),
            source.at("offset").get<std::int64_t>()};
  return {source.at("file").get<std::string>(), source.at("line").get<std::int64_t>()};
}

/// What an order that is answered again is answered with again. Lists and decisions may have been read
/// meanwhile: which they are does not count, what came of it does.
std::array<std::uint8_t, 16> says_of(Json verdict) {
  for (const char* key : {"screened_at", "chain", "program", "snapshot", "decisions"}) verdict.erase(key);
  const Sha256 hash = sha256(verdict.dump(-1, ' ', false, Json::error_handler_t::replace));
  std::array<std::uint8_t, 16> says{};
  std::memcpy(says.data(), hash.data(), says.size());
  return says;
}

}  // namespace

void ChainCheck::begin_input(const std::string& name) {
  const auto known = std::find(inputs_.begin(), inputs_.end(), name);
  input_ = static_cast<std::uint32_t>(known - inputs_.begin());
  if (known == inputs_.end()) inputs_.push_back(name);
}

void ChainCheck::add(std::string_view verdict, std::uint64_t line) {
  ++report_.verdicts;
  const std::string where = inputs_[input_] + ':' + std::to_string(line);
  try {
    const Json json = Json::parse(verdict);
    const auto [name, at] = source_of(json.at("source"));
    Record record{};
    const auto chain = json.find("chain");
    if (chain == json.end()) return problem(where, "is not in the chain: it names no verdict before it");
    record.hash = sha256(verdict);
    record.at = at;
    record.line = line;
    record.input = input_;
    record.previous_at = -1;
    const auto id = json.at("verdict_id").get<std::string>();
    id.copy(record.verdict_id.data(), record.verdict_id.size());
    if (!chain->at("previous").is_null()) {
      chain->at("at").get_to(record.previous_at);
      if (!parse_sha256(chain->at("previous").get<std::string>(), record.previous) || record.previous_at < 0)
        return problem(where, "its link to the verdict before it cannot be read");
    }
    record.says = says_of(json);
    ++report_.chained;
    Source& source = sources_[name];
    source.by_hash.emplace(first_bytes(record.hash), static_cast<std::uint32_t>(source.records.size()));
    source.records.push_back(record);
  } catch (const Json::exception& error) {
    problem(where, std::string("is no verdict: ") + error.what());
  }
}

std::string ChainCheck::place(const Record& record) const {
  return inputs_[record.input] + ':' + std::to_string(record.line);
}

ChainCheck::Record* ChainCheck::find(Source& source, const Sha256& hash) {
  const auto [begin, end] = source.by_hash.equal_range(first_bytes(hash));
  for (auto at = begin; at != end; ++at)
    if (source.records[at->second].hash == hash) return &source.records[at->second];
  return nullptr;
}

/// Why the verdict before this one is not there.
std::string ChainCheck::lost(const Source& source, const Record& record) const {
  const std::string order = "the verdict before it, of order " + std::to_string(record.previous_at);
  const auto other = std::partition_point(
      source.from_last.begin(), source.from_last.end(),
      [&](std::uint32_t index) { return source.records[index].at > record.previous_at; });
  if (other != source.from_last.end() && source.records[*other].at == record.previous_at)
    return order + ", was altered: " + place(source.records[*other]);
  return order + ", is missing";
}

/// May the chain begin with this verdict, though it names one before it?
bool ChainCheck::may_begin(const Source& source, const Record& record) const {
  return follows_ && source.records[source.from_last.back()].at > record.previous_at;
}

bool ChainCheck::whole_from(Source& source, const Record& head) const {
  const Record* record = &head;
  while (record->previous_at >= 0) {
    const Record* const before = find(source, record->previous);
    if (before == nullptr) return may_begin(source, *record);
    if (before->at >= record->at) return false;
    record = before;
  }
  return true;
}

/// Passes everything from a head back to the first verdict of its chain, or to a break, which is told.
ChainCheck::Record& ChainCheck::step_back(Source& source, Record& head) {
  Record* record = &head;
  for (;;) {
    record->passed = true;
    if (record->previous_at < 0) return *record;
    Record* const before = find(source, record->previous);
    if (before == nullptr) {
      if (!may_begin(source, *record)) problem(place(*record), lost(source, *record));
      return *record;
    }
    if (before->at >= record->at || before->at != record->previous_at) {
      problem(place(*record), "names as the verdict before it one that is not of order " +
                                  std::to_string(record->previous_at) + ": " + place(*before));
      return *record;
    }
    if (before->input == record->input && before->line > record->line)
      problem(place(*record), "stands before the verdict that it follows: " + place(*before));
    record = before;
  }
}

/// Walks back from the verdict of the last order. Where the chain is broken, or begins anew, it goes on
/// behind the break.
void ChainCheck::walk(const std::string& name, Source& source) {
  const std::vector<std::uint32_t>& from_last = source.from_last;
  for (std::size_t next = 0; next < from_last.size();) {
    // Of several verdicts of the same order the one whose chain is whole is the head.
    const std::int64_t at = source.records[from_last[next]].at;
    const std::size_t begin = next;
    Record* head = &source.records[from_last[next]];
    for (; next < from_last.size() && source.records[from_last[next]].at == at; ++next)
      if (!whole_from(source, *head)) head = &source.records[from_last[next]];
    if (begin == 0) report_.heads.push_back({name, head->at, head->hash});
    const Record& reached = step_back(source, *head);
    while (next < from_last.size() && source.records[from_last[next]].at >= reached.at) ++next;
    if (next < from_last.size() && reached.previous_at < 0)
      problem(place(reached), "the chain begins anew here: what stood before it cannot be proven");
  }
}

/// A verdict that the chain does not pass is one of an order that was answered again, or does not belong
/// here. Of the former no later verdict tells whether it was altered: it must say what the chain says.
void ChainCheck::tell_unpassed(Source& source) {
  std::map<std::array<char, 32>, const Record*> passed;
  for (const Record& record : source.records)
    if (record.passed) passed.emplace(record.verdict_id, &record);
  for (const Record& record : source.records) {
    if (record.passed) continue;
    const auto found = passed.find(record.verdict_id);
    if (found == passed.end()) {
      problem(place(record),
              "no later verdict of its partition follows it: it was added, or what followed it "
              "was altered");
      continue;
    }
    ++report_.redelivered;
    const Record& other = *found->second;
    if (record.says != other.says)
      problem(place(record), "answers its order otherwise than the verdict on the chain: " + place(other));
    else if (record.at != other.at || record.previous_at != other.previous_at)
      problem(place(record), "follows another order than the verdict on the chain: " + place(other));
  }
}

void ChainCheck::check(const std::string& name, Source& source) {
  source.from_last.resize(source.records.size());
  std::iota(source.from_last.begin(), source.from_last.end(), 0U);
  std::stable_sort(source.from_last.begin(), source.from_last.end(),
                   [&source](std::uint32_t one, std::uint32_t other) {
                     return source.records[one].at > source.records[other].at;
                   });
  walk(name, source);
  tell_unpassed(source);
}

/// A noted verdict may stand on a branch, for it may have been answered again since; what stands on that
/// branch was compared with the chain, but one taken out of it would not be missed.
void ChainCheck::tell_expected() {
  for (const ChainHead& head : expected_) {
    const auto source = sources_.find(head.source);
    const Record* const found = source == sources_.end() ? nullptr : find(source->second, head.hash);
    const std::string noted =
        "the verdict of order " + std::to_string(head.at) + " that was noted as the last ";
    if (found == nullptr || found->at != head.at)
      problem(head.source, noted + "is missing or altered");
    else if (!found->passed && !whole_from(source->second, *found))
      problem(head.source, noted + "is not on the chain, which was written anew: " + place(*found));
  }
}

ChainReport ChainCheck::finish() {
  for (auto& [name, source] : sources_) check(name, source);
  tell_expected();
  if (more_problems_ > 0) report_.problems.push_back({"", "and " + std::to_string(more_problems_) + " more"});
  return std::move(report_);
}

void ChainCheck::problem(std::string place, std::string what) {
  if (report_.problems.size() < kProblemsMax)
    report_.problems.push_back({std::move(place), std::move(what)});
  else
    ++more_problems_;
}

}  // namespace ordergate::evidence
