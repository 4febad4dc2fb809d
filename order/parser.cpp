#include "order/parser.h"

#include <simdjson.h>

#include <charconv>
#include <cstring>

#include "base/check.h"
#include "order/fields.h"
#include "order/json_syntax.h"
#include "order/record_reader.h"

namespace ordergate {
namespace {

/// What each kind of order cannot do without, beside order_id and kind: the first absent field, or "".
std::string_view missing_for_kind(const Order& order) noexcept {
  const auto first_missing = [](std::string_view key, bool there) {
    return there ? std::string_view{} : key;
  };
  switch (order.kind) {
    case OrderKind::sale:
      if (!order.destination_country.known()) return "destination_country";
      if (order.parties.empty()) return "parties";
      return first_missing("items", !order.items.empty());
    case OrderKind::listing:
      return first_missing("listing.title", !order.listing.title.empty() || !order.items.empty());
    case OrderKind::iaas:
    case OrderKind::model_weights:
    case OrderKind::fabrication:
    case OrderKind::technology:
    case OrderKind::service:
      return first_missing("parties", !order.parties.empty());
  }
  return {};
}

/// A license that names an exception and no type claims that exception.
void fill_license_types(Order& order) noexcept {
  for (License& license : order.licenses)
    if (!license.has_type && !license.exception.empty()) license.type = LicenseType::exception;
}

std::string_view byte_place(std::size_t byte, Arena& arena) noexcept {
  constexpr std::string_view kWord = "byte ";
  char* const text = arena.allocate_array<char>(kWord.size() + 20);
  char* const digits = std::copy(kWord.begin(), kWord.end(), text);
  const std::to_chars_result done = std::to_chars(digits, digits + 20, byte);
  return {text, static_cast<std::size_t>(done.ptr - text)};
}

}  // namespace

struct OrderParser::State {
  explicit State(const RecordLimits& record_limits)
      : limits(record_limits),
        buffer(std::make_unique<char[]>(record_limits.record_bytes_max + simdjson::SIMDJSON_PADDING)),
        json(record_limits.record_bytes_max),
        reader(record_limits) {
    OG_CHECK(json.allocate(record_limits.record_bytes_max, record_limits.depth_max + 2) == simdjson::SUCCESS);
  }

  /// The record in a buffer of its own with the padding that simdjson reads behind the end.
  std::string_view padded(std::string_view record) noexcept {
    if (!record.empty()) std::memcpy(buffer.get(), record.data(), record.size());
    std::memset(buffer.get() + record.size(), 0, simdjson::SIMDJSON_PADDING);
    return {buffer.get(), record.size()};
  }

  bool read(std::string_view record, Order& order) noexcept {
    simdjson::ondemand::document document;
    const simdjson::padded_string_view view(record.data(), record.size(),
                                            record.size() + simdjson::SIMDJSON_PADDING);
    if (json.iterate(view).get(document) != simdjson::SUCCESS) return reader.fail_syntax();
    if (!reader.root(&document, record, kOrderFields, &order)) return false;
    const std::string_view missing = missing_for_kind(order);
    return missing.empty() || reader.fail_missing(missing);
  }

  /// Why the record failed. What is no JSON is said to be none, whatever its fields hold.
  ParseFailure explain(std::string_view record, Arena& arena, Order& order) noexcept {
    const JsonSyntax syntax = check_json(record, limits.depth_max);
    if (order.order_id.empty()) salvage_order_id(syntax.order_id_raw, arena, order);
    if (syntax.code == OrderError::none) return reader.failure();
    return {syntax.code, byte_place(syntax.byte, arena), syntax.message};
  }

  /// So that the verdict on a broken record can still name its order.
  void salvage_order_id(std::string_view raw, Arena& arena, Order& order) const noexcept {
    if (raw.empty() || raw.size() > limits.order_id_bytes_max * 6) return;
    char* const bytes = arena.allocate_array<char>(raw.size());
    const std::size_t size = unescape_json(raw, bytes);
    if (size <= limits.order_id_bytes_max) order.order_id = {bytes, size};
  }

  RecordLimits limits;
  std::unique_ptr<char[]> buffer;
  simdjson::ondemand::parser json;
  Reader reader;
};

OrderParser::OrderParser(const RecordLimits& limits) : state_(std::make_unique<State>(limits)) {}
OrderParser::~OrderParser() = default;
OrderParser::OrderParser(OrderParser&&) noexcept = default;
OrderParser& OrderParser::operator=(OrderParser&&) noexcept = default;

ParseFailure OrderParser::parse(std::string_view record, Arena& arena, Order& order) noexcept {
  order = Order{};
  if (record.size() > state_->limits.record_bytes_max)
    return {OrderError::record_too_large, {}, "larger than a record may be"};
  const std::string_view padded = state_->padded(record);
  state_->reader.start(arena);
  const bool done = state_->read(padded, order);
  order.unknown_keys = state_->reader.unknown_keys();
  order.odd_keys = state_->reader.odd_keys();
  order.stray_texts = state_->reader.stray_texts();
  order.stray_texts_left = state_->reader.stray_texts_left();
  if (!done) return state_->explain(padded, arena, order);
  fill_license_types(order);
  return {};
}

}  // namespace ordergate
