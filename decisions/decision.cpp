#include "decisions/decision.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "base/check.h"
#include "base/sha256.h"
#include "matchers/text/fold.h"

namespace ordergate::decisions {
namespace {

using Json = nlohmann::json;  // its objects are sorted by key

constexpr std::array<std::string_view, 4> kKinds = {"not_the_party", "release", "refuse", "withdraw"};
constexpr std::array<std::string_view, kRefusalCount> kRefusals = {"malformed", "unsigned", "forged",
                                                                   "not_approved"};
constexpr std::string_view kSignature = "signature";
constexpr int kDepthMax = 3;
constexpr std::size_t kHashDigits = 64, kVerdictIdDigits = 32;

std::string canonical(const Json& record) {
  return record.dump(-1, ' ', false, Json::error_handler_t::strict);
}

bool is_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F;
  });
}

/// A person by another spelling of the same name is no second one: what looks or sounds the same is.
std::string person(std::string_view name) {
  std::string folded = matchers::fold(name);
  std::erase_if(folded, [](char c) { return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')); });
  return folded;
}

/// Takes the members of an object out one by one; what is left was not known.
class Members {
 public:
  Members(Json& object, std::string path) : object_(object), path_(std::move(path)) {}

  [[nodiscard]] bool failed() const noexcept { return failure_.has_value(); }
  [[nodiscard]] std::optional<ReadFailure> failure() const { return failure_; }
  void fail(std::string_view key, std::string message) {
    if (!failure_) failure_ = ReadFailure{Refusal::malformed, path_ + std::string(key), std::move(message)};
  }

  [[nodiscard]] std::string text(std::string_view key, std::size_t bytes_max, bool required) {
    const auto found = object_.find(key);
    if (found == object_.end()) {
      if (required) fail(key, "missing");
      return {};
    }
    if (!found->is_string()) {
      fail(key, "not a text");
      return {};
    }
    std::string value = found->get<std::string>();
    object_.erase(found);
    if (value.empty()) fail(key, "empty");
    if (value.size() > bytes_max) fail(key, "longer than " + std::to_string(bytes_max) + " bytes");
    if (has_control(value)) fail(key, "has control characters");
    return value;
  }
  /// Who decided or agreed. An empty text where nobody has to is nobody.
  [[nodiscard]] std::string name(std::string_view key, bool required) {
    const auto found = object_.find(key);
    if (!required && found != object_.end() && found->is_string() &&
        found->get_ref<const std::string&>().empty()) {
      object_.erase(found);
      return {};
    }
    std::string value = text(key, kIdBytesMax, required);
    if (value.find_first_of("\n\t") != std::string::npos) fail(key, "has control characters");
    if (!value.empty() && person(value).empty()) fail(key, "names nobody");
    return value;
  }
  [[nodiscard]] std::string hex(std::string_view key, std::size_t digits) {
    std::string value = text(key, digits, true);
    if (!failed() && !is_hex(value, digits)) fail(key, "not " + std::to_string(digits) + " hex digits");
    return value;
  }
  [[nodiscard]] std::vector<std::string> texts(std::string_view key) {
    std::vector<std::string> values;
    const auto found = object_.find(key);
    if (found == object_.end()) return values;
    if (!found->is_array() || found->size() > kEvidenceMax) {
      fail(key, "not a list of at most " + std::to_string(kEvidenceMax) + " texts");
      return values;
    }
    for (const Json& each : *found) {
      if (!each.is_string() || each.get_ref<const std::string&>().empty() ||
          each.get_ref<const std::string&>().size() > kReasonBytesMax ||
          has_control(each.get_ref<const std::string&>()))
        fail(key, "not a text of at most " + std::to_string(kReasonBytesMax) + " bytes");
      else
        values.push_back(each.get<std::string>());
    }
    object_.erase(found);
    return values;
  }
  /// Nothing may be left that nobody asked for.
  void end() {
    if (!object_.empty()) fail(object_.begin().key(), "unknown key");
  }

 private:
  Json& object_;
  std::string path_;
  std::optional<ReadFailure> failure_;
};

/// Null when the text is no JSON object, nests too deep, or names a key twice.
Json parse_strictly(std::string_view text) {
  std::vector<std::set<std::string>> keys;
  bool twice = false;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& value) {
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end) keys.pop_back();
    if (event == Json::parse_event_t::key)
      twice = !keys.back().insert(value.get<std::string>()).second || twice;
    if (depth > kDepthMax) twice = true;
    return true;
  };
  Json record = Json::parse(text, watch, false);
  return twice || !record.is_object() ? Json() : record;
}

void read_clearance(Members& members, Scope& scope) {
  scope.list = members.text("list", kIdBytesMax, true);
  scope.entry = members.text("entry", kReasonBytesMax, true);
  scope.entry_hash = members.text("entry_hash", kIdBytesMax, true);
  scope.party = members.hex("party", kHashDigits);
  scope.party_id = members.text("party_id", kReasonBytesMax, false);
  scope.party_name = members.text("party_name", kReasonBytesMax, false);
  scope.item_class = members.text("item_class", kIdBytesMax, false);
  const std::string destination = members.text("destination", kIdBytesMax, false);
  if (destination.empty()) return;
  scope.destination = CountryCode::parse(destination);
  if (!scope.destination.known()) members.fail("destination", "not a country code like SG");
}

std::optional<ReadFailure> read_scope(Json& json, Kind kind, Scope& scope) {
  if (!json.is_object()) return ReadFailure{Refusal::malformed, "scope", "missing, or not an object"};
  Members members(json, "scope.");
  switch (kind) {
    case Kind::not_the_party:
      read_clearance(members, scope);
      break;
    case Kind::release:
    case Kind::refuse:
      scope.order_id = members.text("order_id", kIdBytesMax, true);
      scope.verdict_id = members.hex("verdict_id", kVerdictIdDigits);
      break;
    case Kind::withdraw:
      scope.decision_id = members.text("decision_id", kIdBytesMax, true);
      break;
  }
  members.end();
  return members.failure();
}

/// A timestamp in UTC to the second, or to the millisecond.
bool is_utc(std::string_view text) {
  return text.ends_with('Z') && (text.size() == 20 || text.size() == 24) && parse_timestamp_day(text);
}

std::optional<ReadFailure> read_members(Json& record, Decision& out) {
  Members members(record, "");
  out.id = members.text("decision_id", kIdBytesMax, true);
  const std::string kind = members.text("kind", kIdBytesMax, true);
  const auto* const found = std::find(kKinds.begin(), kKinds.end(), kind);
  if (found == kKinds.end()) members.fail("kind", "not not_the_party, release, refuse or withdraw");
  out.by = members.name("by", true);
  out.approved_by = members.name("approved_by", false);
  out.at = members.text("at", kIdBytesMax, true);
  if (!members.failed() && !is_utc(out.at)) members.fail("at", "not a time like 2026-02-10T09:12:00Z");
  out.reason = members.text("reason", kReasonBytesMax, true);
  out.evidence = members.texts("evidence");
  const std::string until = members.text("valid_until", kIdBytesMax, false);
  if (!until.empty()) out.valid_until = parse_date(until);
  if (!until.empty() && !out.valid_until) members.fail("valid_until", "not a date like 2026-02-15");
  Json scope = record.contains("scope") ? record["scope"] : Json();
  record.erase("scope");
  members.end();
  if (members.failed()) return members.failure();
  out.kind = static_cast<Kind>(found - kKinds.begin());
  return read_scope(scope, out.kind, out.scope);
}

void put(Json& object, const char* key, const std::string& text) {
  if (!text.empty()) object[key] = text;
}

Json json_of(const Scope& scope) {
  Json json = Json::object();
  put(json, "list", scope.list);
  put(json, "entry", scope.entry);
  put(json, "entry_hash", scope.entry_hash);
  put(json, "party", scope.party);
  put(json, "party_id", scope.party_id);
  put(json, "party_name", scope.party_name);
  put(json, "item_class", scope.item_class);
  if (scope.destination.known()) json["destination"] = scope.destination.text();
  put(json, "order_id", scope.order_id);
  put(json, "verdict_id", scope.verdict_id);
  put(json, "decision_id", scope.decision_id);
  return json;
}

}  // namespace

std::string_view to_string(Kind kind) noexcept { return kKinds[static_cast<std::size_t>(kind)]; }
std::string_view to_string(Refusal refusal) noexcept { return kRefusals[static_cast<std::size_t>(refusal)]; }

std::string sortable_time(const Decision& decision) {
  std::string time = decision.at.substr(0, decision.at.find('Z'));
  return time.find('.') == std::string::npos ? time + ".000" : time;
}

std::string to_text(const ReadFailure& failure) {
  return failure.field.empty() ? failure.message : failure.field + ": " + failure.message;
}

std::optional<ReadFailure> read_decision(std::string_view json, const Demands& demands, Decision& out) {
  out = Decision{};
  if (json.size() > kDecisionBytesMax)
    return ReadFailure{Refusal::malformed, "", "longer than " + std::to_string(kDecisionBytesMax) + " bytes"};
  Json record = parse_strictly(json);
  if (record.is_null())
    return ReadFailure{Refusal::malformed, "",
                       "no JSON object, nested too deep, or with a key that stands twice"};
  std::string signature;
  if (const auto found = record.find(kSignature); found != record.end()) {
    if (!found->is_string()) return ReadFailure{Refusal::malformed, std::string(kSignature), "not a text"};
    signature = found->get<std::string>();
    record.erase(found);
  }
  const std::string message = canonical(record);
  if (auto failure = read_members(record, out)) return failure;
  out.hash = to_hex(sha256(message));
  if (demands.key != nullptr && signature.empty())
    return ReadFailure{Refusal::not_signed, std::string(kSignature), "missing"};
  if (demands.key != nullptr && !demands.key->proves(message, signature))
    return ReadFailure{Refusal::forged, std::string(kSignature), "not of the signing key"};
  const bool lets_go = out.kind == Kind::not_the_party || out.kind == Kind::release;
  if (demands.four_eyes && lets_go && (out.approved_by.empty() || person(out.approved_by) == person(out.by)))
    return ReadFailure{Refusal::not_approved, "approved_by",
                       "four eyes: another person than `by` must approve"};
  return std::nullopt;
}

std::optional<std::string> withdrawn_by(std::string_view json, const Demands& demands) {
  if (json.size() > kDecisionBytesMax) return std::nullopt;
  Json record = parse_strictly(json);
  if (record.is_null()) return std::nullopt;
  const Json signature = record.contains(kSignature) ? record[kSignature] : Json();
  record.erase(std::string(kSignature));
  if (demands.key != nullptr &&
      !(signature.is_string() && demands.key->proves(canonical(record), signature.get<std::string>())))
    return std::nullopt;
  const auto kind = record.find("kind");
  const auto scope = record.find("scope");
  if (kind == record.end() || *kind != to_string(Kind::withdraw)) return std::nullopt;
  if (scope == record.end() || !scope->is_object()) return std::nullopt;
  const auto id = scope->find("decision_id");
  if (id == scope->end() || !id->is_string()) return std::nullopt;
  return id->get<std::string>();
}

std::string write_decision(const Decision& decision, const SigningKey* key) {
  Json record = Json::object();
  record["decision_id"] = decision.id;
  record["kind"] = to_string(decision.kind);
  record["by"] = decision.by;
  put(record, "approved_by", decision.approved_by);
  record["at"] = decision.at;
  record["reason"] = decision.reason;
  if (!decision.evidence.empty()) record["evidence"] = decision.evidence;
  if (decision.valid_until) record["valid_until"] = format_date(*decision.valid_until);
  record["scope"] = json_of(decision.scope);
  if (key != nullptr) record[kSignature] = key->sign(canonical(record));
  return canonical(record);
}

}  // namespace ordergate::decisions
