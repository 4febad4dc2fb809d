#include "mapping/run_functions.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "countries/country_names.h"
#include "matchers/text/plain_text.h"
#include "order/encoder.h"

namespace ordergate::mapping {
namespace {

using Kind = MapValue::Kind;

std::string_view shortened(std::string_view text) noexcept {
  std::size_t size = std::min<std::size_t>(text.size(), 60);
  while (size < text.size() && size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return text.substr(0, size);
}

MapValue of_number(double number, std::uint32_t node) noexcept {
  MapValue value;
  value.kind = Kind::number;
  value.number = number;
  value.node = node;
  return value;
}

MapValue no_such(const MapValue& value, std::string_view text, std::string_view what,
                 MapFrame& frame) noexcept {
  return frame.fail(value.node, {"\"", shortened(text), "\" is no ", what});
}

MapValue cased(const MapValue& value, std::string_view text, bool lower, MapFrame& frame) noexcept {
  char* const bytes = frame.arena->allocate_array<char>(text.size());
  std::transform(text.begin(), text.end(), bytes, [lower](char c) {
    if (lower) return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  });
  return MapValue::of({bytes, text.size()}, value.node);
}

MapValue number(const MapStep& step, const MapValue* operands, MapFrame& frame) noexcept {
  double plain = 0;
  if (operands[0].kind == Kind::number) return operands[0];
  if (operands[0].kind == Kind::json && (*frame.tree)[operands[0].node].kind == JsonKind::number)
    return as_number(operands[0], frame, plain) ? of_number(plain, operands[0].node) : MapValue{};
  std::string_view text, sign;
  if (!as_text(operands[0], frame, text)) return {};
  if (step.count > 1) static_cast<void>(as_text(operands[1], frame, sign));
  const std::optional<double> value = read_number(text, sign.empty() ? '\0' : sign[0]);
  if (value) return of_number(*value, operands[0].node);
  return no_such(operands[0], text,
                 sign.empty() ? "number, or could be two; number(x, \",\") says the decimal sign" : "number",
                 frame);
}

MapValue decimal(const MapValue* operands, MapFrame& frame) noexcept {
  double scale = 0;
  std::string_view text;
  if (operands[0].kind == Kind::json && (*frame.tree)[operands[0].node].kind == JsonKind::number)
    return as_number(operands[0], frame, scale) ? of_number(scale, operands[0].node) : MapValue{};
  if (!as_number(operands[1], frame, scale) || !as_text(operands[0], frame, text)) return {};
  // "51200.00" is written out (decimal.handling.mode string); base64 of bytes has no point.
  const std::optional<double> value = text.find('.') != std::string_view::npos
                                          ? read_number(text, '.')
                                          : read_decimal_bytes(text, static_cast<int>(scale));
  return value ? of_number(*value, operands[0].node) : no_such(operands[0], text, "decimal", frame);
}

/// A number that may stand as text, as money in cents does.
bool loose_number(const MapValue& value, MapFrame& frame, double& out) noexcept {
  if (value.kind == Kind::number ||
      (value.kind == Kind::json && (*frame.tree)[value.node].kind == JsonKind::number))
    return as_number(value, frame, out);
  std::string_view text;
  if (!as_text(value, frame, text)) return false;
  const std::optional<double> number = read_number(text, '.');
  if (!number) frame.fail(value.node, {"\"", shortened(text), "\" is no number"});
  out = number.value_or(0);
  return number.has_value();
}

MapValue money(const MapValue* operands, MapFrame& frame) noexcept {
  double units = 0, nanos = 0;
  const bool whole = loose_number(operands[0], frame, units);
  const bool part = loose_number(operands[1], frame, nanos);
  return (whole || part) && !frame.failed ? of_number(units + nanos / 1e9, operands[0].node) : MapValue{};
}

MapValue scaled(const MapValue* operands, MapFrame& frame) noexcept {
  double value = 0, digits = 0;
  if (!loose_number(operands[0], frame, value) || !as_number(operands[1], frame, digits)) return {};
  return of_number(value / std::pow(10.0, digits), operands[0].node);
}

MapValue truth(const MapValue& value, MapFrame& frame) noexcept {
  MapValue made;
  made.kind = Kind::truth;
  made.node = value.node;
  if (value.kind == Kind::truth) return value;
  if (value.kind == Kind::json && (*frame.tree)[value.node].kind == JsonKind::truth)
    return as_truth(value, frame, made.truth) ? made : MapValue{};
  std::string_view text;
  if (!as_text(value, frame, text)) return {};
  constexpr std::array<std::string_view, 8> kYes = {"true", "TRUE", "True", "1", "yes", "YES", "Y", "X"};
  constexpr std::array<std::string_view, 7> kNo = {"false", "FALSE", "False", "0", "no", "NO", "N"};
  made.truth = std::find(kYes.begin(), kYes.end(), text) != kYes.end();
  if (made.truth || std::find(kNo.begin(), kNo.end(), text) != kNo.end()) return made;
  return no_such(value, text, "true or false", frame);
}

MapValue day(const MapStep& step, const MapValue& value, MapFrame& frame) noexcept {
  if (value.kind == Kind::date) return value;
  std::string_view text;
  if (!as_text(value, frame, text)) return {};
  const std::optional<Date> date = read_day(text, step.form);
  if (!date) return no_such(value, text, "date of this form", frame);
  MapValue made;
  made.kind = Kind::date;
  made.date = *date;
  made.node = value.node;
  return made;
}

MapValue moment(const MapStep& step, const MapValue* operands, MapFrame& frame) noexcept {
  std::string_view text, zone;
  if (!as_text(operands[0], frame, text)) return {};
  if (step.count > 2) static_cast<void>(as_text(operands[2], frame, zone));
  const std::optional<std::string_view> time = read_time(text, step.form, zone, *frame.arena);
  if (time) return MapValue::of(*time, operands[0].node);
  return no_such(operands[0], text, "time of this form, or has no zone", frame);
}

MapValue country(const MapValue& value, MapFrame& frame) noexcept {
  std::string_view text;
  if (!as_text(value, frame, text)) return {};
  const CountryCode code = read_country(text);
  if (!code.known()) return no_such(value, text, "country", frame);
  return MapValue::of(frame.arena->copy(code.text()), value.node);
}

MapValue part(const MapStep& step, const MapValue* operands, std::string_view text,
              MapFrame& frame) noexcept {
  std::string_view from, to;
  if (!as_text(operands[1], frame, from)) from = {};
  // A separator that is blank or "-" says something here.
  if (operands[1].kind == Kind::text) from = operands[1].text();
  const std::size_t at = text.find(from);
  if (step.function == MapFunction::before)
    return MapValue::of(trimmed(text.substr(0, at)), operands[0].node);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + from.size());
  if (step.function == MapFunction::between) {
    to = operands[2].text();
    const std::size_t end = text.find(to);
    if (end == std::string_view::npos) return {};
    text = text.substr(0, end);
  }
  return MapValue::of(trimmed(text), operands[0].node);
}

MapValue without_markup(const MapValue& value, std::string_view text, MapFrame& frame) noexcept {
  if (!matchers::has_markup(text)) return MapValue::of(text, value.node);
  matchers::plain_text(text, frame.plain);
  return MapValue::of(frame.arena->copy(frame.plain.text), value.node);
}

MapValue test(const MapStep& step, std::string_view text, const MapValue& part, MapFrame& frame) noexcept {
  std::string_view wanted;
  if (part.kind == Kind::text) {
    wanted = part.text();
  } else if (!as_text(part, frame, wanted)) {
    return {};
  }
  MapValue made;
  made.kind = Kind::truth;
  made.truth = step.function == MapFunction::contains      ? text.find(wanted) != std::string_view::npos
               : step.function == MapFunction::starts_with ? text.starts_with(wanted)
                                                           : text.ends_with(wanted);
  return made;
}

}  // namespace

MapValue run_function(const MapStep& step, const MapValue* operands, MapFrame& frame) noexcept {
  switch (step.function) {
    case MapFunction::number:
      return number(step, operands, frame);
    case MapFunction::decimal:
      return decimal(operands, frame);
    case MapFunction::scaled:
      return scaled(operands, frame);
    case MapFunction::money:
      return money(operands, frame);
    case MapFunction::truth:
      return truth(operands[0], frame);
    case MapFunction::date:
      return day(step, operands[0], frame);
    case MapFunction::time:
      return moment(step, operands, frame);
    case MapFunction::country:
      return country(operands[0], frame);
    default:
      break;
  }
  std::string_view text;
  if (!as_text(operands[0], frame, text)) return {};
  switch (step.function) {
    case MapFunction::text:
      return MapValue::of(text, operands[0].node);
    case MapFunction::role: {
      return MapValue::of(read_role(operands[1].text(), text), operands[0].node);
    }
    case MapFunction::lookup: {
      const auto found = step.literal->table->find(text);
      if (found == step.literal->table->end()) return {};
      return MapValue::of(found->second, operands[0].node);
    }
    case MapFunction::strip_html:
      return without_markup(operands[0], text, frame);
    case MapFunction::lower:
    case MapFunction::upper:
      return cased(operands[0], text, step.function == MapFunction::lower, frame);
    case MapFunction::before:
    case MapFunction::after:
    case MapFunction::between:
      return part(step, operands, text, frame);
    case MapFunction::contains:
    case MapFunction::starts_with:
    case MapFunction::ends_with:
      return test(step, text, operands[1], frame);
    default:
      return {};
  }
}

bool TextJoin::add(const MapValue& value) noexcept {
  std::string_view text;
  if (!as_text(value, frame_, text)) return !frame_.failed;
  if (made_.kind == Kind::absent) {
    made_ = MapValue::of(text, value.node);
    return true;
  }
  const std::string_view before = made_.text();
  const std::size_t size = before.size() + separator_.size() + text.size();
  if (size > kMapTextMax) {
    frame_.fail(value.node, "the text that is made of it is larger than a record may be");
    return false;
  }
  if (size > room_) {
    room_ = std::max<std::size_t>(256, size * 2);
    char* const bytes = frame_.arena->allocate_array<char>(room_);
    std::copy(before.begin(), before.end(), bytes);
    bytes_ = bytes;
  }
  char* at = bytes_ + before.size();
  at = std::copy(separator_.begin(), separator_.end(), at);
  std::copy(text.begin(), text.end(), at);
  made_ = MapValue::of({bytes_, size}, made_.node);
  return true;
}

MapValue TextJoin::done() noexcept { return frame_.failed ? frame_.fail(JsonTree::kNone, "") : made_; }

bool is_known(const MapValue& value, const MapFrame& frame) noexcept {
  switch (value.kind) {
    case Kind::absent:
    case Kind::failed:
      return false;
    case Kind::text:
      return !says_nothing(value.text());
    case Kind::json: {
      const JsonNode& node = (*frame.tree)[value.node];
      if (node.kind == JsonKind::null || node.token == "false") return false;
      return node.kind != JsonKind::text || !says_nothing(node.token);
    }
    default:
      return true;
  }
}

bool as_text(const MapValue& value, MapFrame& frame, std::string_view& out) noexcept {
  switch (value.kind) {
    case Kind::text:
      out = value.text();
      return !says_nothing(out);
    case Kind::number: {
      std::string& scratch = frame.scratch;
      scratch.clear();
      append_json_number(value.number, scratch);
      out = frame.arena->copy(scratch);
      return true;
    }
    case Kind::date: {
      frame.scratch.clear();
      append_date(value.date, frame.scratch);
      out = frame.arena->copy(frame.scratch);
      return true;
    }
    case Kind::json:
      break;
    case Kind::truth:
      frame.fail(value.node, "true or false where a text is wanted");
      return false;
    case Kind::list:
      frame.fail(value.node, "a list where one text is wanted");
      return false;
    default:
      return false;
  }
  const JsonNode& node = (*frame.tree)[value.node];
  if (node.kind == JsonKind::number) {
    out = node.token;
    return true;
  }
  if (node.kind == JsonKind::text) {
    if (says_nothing(node.token)) return false;
    if (frame.tree->text(value.node, out)) return !says_nothing(out);
    frame.fail(value.node, "a text with an escape that is none");
    return false;
  }
  if (node.kind == JsonKind::null || node.token == "false") return false;
  frame.fail(value.node, node.kind == JsonKind::object  ? "an object where a text is wanted"
                         : node.kind == JsonKind::array ? "a list where one text is wanted"
                                                        : "true where a text is wanted");
  return false;
}

bool as_number(const MapValue& value, MapFrame& frame, double& out) noexcept {
  if (value.kind == Kind::number) {
    out = value.number;
    return true;
  }
  if (!is_known(value, frame)) return false;
  if (value.kind == Kind::json && (*frame.tree)[value.node].kind == JsonKind::number) {
    const std::string_view token = (*frame.tree)[value.node].token;
    if (const std::optional<double> plain = read_plain_number(token)) {
      out = *plain;
      return true;
    }
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), out);
    if (error == std::errc{} && end == token.data() + token.size() && std::isfinite(out)) return true;
    frame.fail(value.node, "too large or too small to be represented");
    return false;
  }
  frame.fail(value.node, value.kind == Kind::json && (*frame.tree)[value.node].kind == JsonKind::text
                             ? "a text where a number is wanted: number() reads it"
                             : "no number");
  return false;
}

bool as_truth(const MapValue& value, MapFrame& frame, bool& out) noexcept {
  if (value.kind == Kind::truth) {
    out = value.truth;
    return true;
  }
  if (value.kind == Kind::json && (*frame.tree)[value.node].kind == JsonKind::truth) {
    out = (*frame.tree)[value.node].token == "true";
    return true;
  }
  if (!is_known(value, frame)) return false;
  frame.fail(value.node, "neither true nor false: truth() reads 1, 0, yes and no");
  return false;
}

bool as_date(const MapValue& value, MapFrame& frame, Date& out) noexcept {
  if (value.kind == Kind::date) {
    out = value.date;
    return true;
  }
  std::string_view text;
  if (!as_text(value, frame, text)) return false;
  const std::optional<Date> date = parse_date(text);
  if (!date)
    frame.fail(value.node, {"\"", shortened(text), "\" is no date YYYY-MM-DD: date() reads other forms"});
  out = date.value_or(Date{});
  return date.has_value();
}

}  // namespace ordergate::mapping
