#include "order/known_party.h"

#include <simdjson.h>

#include <cstring>

#include "base/check.h"
#include "order/fields.h"
#include "order/json_syntax.h"

namespace ordergate {

struct KnownPartyParser::State {
  explicit State(const RecordLimits& record_limits) : limits(record_limits), reader(record_limits) {
    OG_CHECK(json.allocate(limits.record_bytes_max, limits.depth_max + 2) == simdjson::SUCCESS);
  }

  RecordLimits limits;
  simdjson::ondemand::parser json;
  Reader reader;
};

KnownPartyParser::KnownPartyParser(const RecordLimits& limits) : state_(std::make_unique<State>(limits)) {}
KnownPartyParser::~KnownPartyParser() = default;

ParseFailure KnownPartyParser::parse(std::string_view record, Arena& arena, KnownParty& known) {
  State& state = *state_;
  known = KnownParty{};
  if (record.size() > state.limits.record_bytes_max)
    return {OrderError::record_too_large, {}, "larger than a party may be"};
  const JsonSyntax syntax = check_json(record, state.limits.depth_max);
  if (syntax.code != OrderError::none) return {syntax.code, {}, syntax.message};
  // Texts without escapes are views into these bytes.
  char* const bytes = arena.allocate_array<char>(record.size() + simdjson::SIMDJSON_PADDING);
  std::memcpy(bytes, record.data(), record.size());
  std::memset(bytes + record.size(), 0, simdjson::SIMDJSON_PADDING);
  state.reader.start(arena);
  simdjson::ondemand::document document;
  const simdjson::padded_string_view view(bytes, record.size(), record.size() + simdjson::SIMDJSON_PADDING);
  if (state.json.iterate(view).get(document) != simdjson::SUCCESS)
    return {OrderError::malformed_json, {}, "no JSON"};
  if (!state.reader.root(&document, {bytes, record.size()}, kKnownPartyFields, &known))
    return state.reader.failure();
  known.ignored_keys = state.reader.unknown_keys();
  if (known.party.id.size() > state.limits.order_id_bytes_max)
    return {OrderError::string_too_long, "id", "longer than an id may be"};
  return {};
}

}  // namespace ordergate
