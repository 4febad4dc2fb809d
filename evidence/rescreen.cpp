#include "evidence/rescreen.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/hash.h"
#include "order/encoder.h"
#include "screening/snapshot.h"

namespace ordergate::evidence {
namespace {

using Json = nlohmann::ordered_json;

/// What follows the last `key` of the line: inside a text its quotes would be escaped.
std::string_view behind_last(std::string_view line, std::string_view key) noexcept {
  const std::size_t at = line.rfind(key);
  return at == std::string_view::npos ? std::string_view() : line.substr(at + key.size());
}

/// What a finding is known by, but for its texts.
std::string key_of(const Json& finding) {
  std::string key;
  for (const char* part : {"rule", "outcome", "subject", "with"})
    key += (finding.contains(part) ? finding.at(part).get<std::string>() : "") + '\n';
  if (const auto match = finding.find("match"); match != finding.end())
    for (const char* part : {"list", "entry", "entry_hash"}) key += match->at(part).get<std::string>() + '\n';
  return key;
}

std::vector<const Json*> only_in(const Json& findings, const Json& others) {
  std::set<std::string> known;
  for (const Json& other : others) known.insert(key_of(other));
  std::vector<const Json*> found;
  for (const Json& finding : findings)
    if (!known.contains(key_of(finding))) found.push_back(&finding);
  return found;
}

/// The content's hash of the entry in a snapshot; empty when it is not there.
std::string content_in(const Snapshot& snapshot, const Json& match) {
  const auto list = match.at("list").get<std::string>();
  const auto key = match.at("entry").get<std::string>();
  for (const lists::ListEntry& entry : snapshot.watchlist().entries())
    if (entry.key == key && to_string(entry.list) == list) return entry.content_hash;
  return "";
}

/// The content's hash of the entry as the verdict matched it; empty when it did not.
std::string content_matched(const Json& verdict, const Json& match) {
  for (const Json& finding : verdict.at("findings"))
    if (const auto other = finding.find("match"); other != finding.end() &&
                                                  other->at("list") == match.at("list") &&
                                                  other->at("entry") == match.at("entry"))
      return other->at("entry_hash");
  return "";
}

/// The lines of the rules' sums that settings make.
std::string settings_of(std::string_view sums) {
  std::string settings;
  for (std::size_t at = 0; at < sums.size();) {
    const std::size_t end = std::min(sums.find('\n', at), sums.size());
    if (sums[at] == '#') settings += sums.substr(at, end - at);
    at = end + 1;
  }
  return settings;
}

class Causes {
 public:
  Causes(const ChangeInput& input, const Json& before, const Json& after)
      : input_(input), before_(before), after_(after) {}

  [[nodiscard]] Json find(const std::vector<const Json*>& gone, const std::vector<const Json*>& come) {
    if (const std::string why = amended(); !why.empty()) return Json::array({{{"kind", why}}});
    for (const Json* finding : come) add(*finding, true);
    for (const Json* finding : gone) add(*finding, false);
    Json causes = Json::array();
    std::set<std::string> told;
    for (const Json& cause : causes_)
      if (told.insert(cause.dump()).second) causes.push_back(cause);
    if (causes.empty()) causes.push_back({{"kind", beside_entries()}});
    return causes;
  }

 private:
  void add(const Json& finding, bool is_new) {
    const auto match = finding.find("match");
    const std::string kind = match == finding.end() ? "" : entry_kind(*match, is_new);
    Json cause{{"kind", kind.empty() ? beside_entry(finding) : kind}, {"rule", finding.at("rule")}};
    if (!kind.empty())
      for (const char* part : {"list", "entry", "entry_name"}) cause[part] = match->at(part);
    causes_.push_back(std::move(cause));
  }

  /// What the daemon made of a verdict besides screening: its findings are not all that screening gave.
  [[nodiscard]] std::string amended() const {
    const auto error = before_.find("error");
    if (error == before_.end() || !error->is_object()) return "";
    const std::string code = error->value("code", "");
    return code == "lists_stale" || code == "verdict_too_large" ? code : "";
  }

  /// Empty when the entry is what it was.
  [[nodiscard]] std::string entry_kind(const Json& match, bool is_new) const {
    const auto content = match.at("entry_hash").get<std::string>();
    std::string other = content_matched(is_new ? before_ : after_, match);
    if (other.empty() && !is_new) other = content_in(*input_.now, match);
    if (other.empty() && is_new && input_.before_lists != nullptr)
      other = content_in(*input_.before_lists, match);
    if (!other.empty()) return other == content ? "" : "entry_changed";
    if (!is_new) return "entry_removed";
    return input_.before_lists != nullptr ? "entry_added" : "entry_added_or_changed";
  }

  [[nodiscard]] std::string beside_entry(const Json& finding) const {
    if (finding.contains("decision") || finding.contains("decision_ended")) return "decision";
    return beside_entries();
  }

  [[nodiscard]] std::string beside_entries() const {
    const Json& then = before_.at("snapshot");
    const Json& now = after_.at("snapshot");
    if (then.at("rules") != now.at("rules")) {
      if (input_.before_lists == nullptr) return "rule_or_policy";
      return settings_of(input_.before_lists->book().sums()) == settings_of(input_.now->book().sums())
                 ? "rule"
                 : "policy";
    }
    for (const char* part : {"ownership", "known_parties"})
      if (then.value(part, Json()) != now.value(part, Json())) return part;
    if (before_.value("decisions", Json()) != after_.value("decisions", Json())) return "decision";
    if (before_.value("program", "") != after_.value("program", "")) return "program";
    return then.at("lists") != now.at("lists") ? "lists" : "day_or_settings";
  }

  const ChangeInput& input_;
  const Json& before_;
  const Json& after_;
  std::vector<Json> causes_;
};

Json side(const Json& verdict, const std::vector<const Json*>& findings) {
  Json told = Json::array();
  for (const Json* finding : findings) told.push_back(*finding);
  return {{"verdict", verdict.at("verdict")},
          {"summary", verdict.at("summary")},
          {"snapshot_id", verdict.at("snapshot").at("id")},
          {"program", verdict.value("program", "")},
          {"findings", std::move(told)}};
}

}  // namespace

std::size_t VerdictIndex::Hash::operator()(const Sha256& hash) const noexcept {
  std::size_t value = 0;
  std::memcpy(&value, hash.data(), sizeof value);
  return value;
}

std::string_view what_it_says(std::string_view line) noexcept {
  constexpr std::string_view kBegin = ",\"order_id\":";
  constexpr std::string_view kEnd = ",\"regime\":{";
  const std::size_t begin = line.find(kBegin);
  const std::size_t end = line.rfind(kEnd);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return line;
  return line.substr(begin, end - begin);
}

std::uint64_t hash_of_what_it_says(std::string_view line) noexcept { return hash64(what_it_says(line)); }

bool VerdictIndex::add(std::string_view line, std::uint32_t file, std::uint64_t offset) {
  Sha256 order{};
  if (!parse_sha256(behind_last(line, ",\"order_hash\":\"").substr(0, 64), order)) return false;
  const auto regime = parse_date(behind_last(line, ",\"regime\":{\"date\":\"").substr(0, 10));
  const auto screened = parse_date(behind_last(line, ",\"screened_at\":\"").substr(0, 10));
  if (!regime || !screened) return false;
  PastVerdict past;
  past.file = file;
  past.length = static_cast<std::uint32_t>(line.size());
  past.offset = offset;
  past.said = hash_of_what_it_says(line);
  past.regime_date = *regime;
  past.screened_on = *screened;
  past.live = behind_last(line, ",\"source\":").starts_with("{\"topic\":");
  verdicts_[order] = past;
  return true;
}

const PastVerdict* VerdictIndex::take(const Sha256& order_hash) noexcept {
  const auto found = verdicts_.find(order_hash);
  if (found == verdicts_.end() || found->second.taken) return nullptr;
  found->second.taken = true;
  return &found->second;
}

RecordContext context_of(const PastVerdict& past) {
  RecordContext context;
  context.today = past.screened_on;
  context.live = past.live;
  if (!past.live) context.date_override = past.regime_date;
  return context;
}

std::optional<Change> change_of(const ChangeInput& input) {
  const Json before = Json::parse(input.before);
  const Json after = Json::parse(input.after);
  const std::vector<const Json*> gone = only_in(before.at("findings"), after.at("findings"));
  const std::vector<const Json*> come = only_in(after.at("findings"), before.at("findings"));
  if (gone.empty() && come.empty() && before.at("verdict") == after.at("verdict")) return std::nullopt;
  Json record{{"format", kChangeFormat},
              {"order_id", before.at("order_id")},
              {"order_hash", before.at("order_hash")},
              {"verdict_id", before.at("verdict_id")},
              {"source", before.at("source")},
              {"before", side(before, gone)},
              {"after", side(after, come)}};
  ChangeInput known = input;
  // A snapshot of another day than the verdict's knows nothing of what was then.
  if (known.before_lists != nullptr && before.at("snapshot").at("id") != snapshot_id(*known.before_lists))
    known.before_lists = nullptr;
  record["causes"] = Causes(known, before, after).find(gone, come);
  return Change{record.dump(-1, ' ', false, Json::error_handler_t::replace), before.at("verdict"),
                after.at("verdict")};
}

}  // namespace ordergate::evidence
