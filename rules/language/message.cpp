#include "rules/language/message.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>

#include "base/date.h"

namespace ordergate::rules {
namespace {

constexpr double kGroupedMax = 1e15;  // beyond it the exponent form says more: 1e+26

/// "1013760" -> "1,013,760"; a sign and what follows a point stay.
void append_grouped(std::string_view digits, std::string& out) {
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > first && i < point && (point - i) % 3 == 0) out += ',';
    out += digits[i];
  }
}

void append_number(double number, std::string& out) {
  char buffer[64];
  if (std::abs(number) < kGroupedMax && number == std::trunc(number)) {
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, static_cast<std::int64_t>(number)).ptr;
    return append_grouped({buffer, static_cast<std::size_t>(end - buffer)}, out);
  }
  if (std::abs(number) >= kGroupedMax) {
    out.append(buffer, static_cast<std::size_t>(std::snprintf(buffer, sizeof buffer, "%g", number)));
    return;
  }
  std::size_t length = static_cast<std::size_t>(std::snprintf(buffer, sizeof buffer, "%.6f", number));
  while (buffer[length - 1] == '0') --length;
  if (buffer[length - 1] == '.') --length;
  const std::string_view digits(buffer, length);
  append_grouped(digits == "-0" ? "0" : digits, out);
}

/// Where the expression that starts at `from` ends: its '}', outside quotes; npos when there is none.
std::size_t closing_brace(std::string_view text, std::size_t from) noexcept {
  char quote = '\0';
  for (std::size_t i = from; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != '\0') {
      if (c == '\\') {
        ++i;
      } else if (c == quote) {
        quote = '\0';
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '}') {
      return i;
    }
  }
  return std::string_view::npos;
}

Error in_text(std::size_t at, const std::string& what) {
  return Error{"{...} at byte " + std::to_string(at + 1) + ": " + what};
}

}  // namespace

void append_value(const Value& value, std::string& out) {
  if (!value.known) {
    out += "unknown";
    return;
  }
  switch (value.type) {
    case Type::boolean:
      out += value.boolean ? "yes" : "no";
      return;
    case Type::number:
      return append_number(value.number, out);
    case Type::string:
      out += value.string;
      return;
    case Type::date:
      return append_date(value.date, out);
    case Type::country:
      out += value.country.text();
      return;
    case Type::list:
    case Type::object:
      return;  // refused by compile()
  }
}

Result<Message> Message::compile(std::string_view text, const Schema& schema,
                                 const std::vector<Variable>& variables,
                                 const std::vector<Predicate>& predicates) {
  Message message;
  message.source_ = text;
  Part part;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c != '{' && c != '}') || text.substr(i + 1, 1) == text.substr(i, 1)) {
      part.before += c;
      if (c == '{' || c == '}') ++i;
      continue;
    }
    if (c == '}') return in_text(i, "'}' without '{' (write '}}' for a brace)");
    const std::size_t end = closing_brace(text, i + 1);
    if (end == std::string_view::npos) return in_text(i, "no closing '}'");
    Result<Expression> value =
        Expression::compile(text.substr(i + 1, end - i - 1), schema, variables, predicates);
    if (!value) return in_text(i, value.error().text);
    const Type type = value.value().type().type;
    if (type == Type::list || type == Type::object) return in_text(i, "a list or object has no text");
    part.value = std::move(value).value();
    part.has_value = true;
    message.parts_.push_back(std::move(part));
    part = {};
    i = end;
  }
  if (!part.before.empty()) message.parts_.push_back(std::move(part));
  return message;
}

void Message::add_countries(NamedCountries& named) const {
  for (const Part& part : parts_)
    if (part.has_value) part.value.add_countries(named);
}

bool Message::local() const noexcept {
  return std::any_of(parts_.begin(), parts_.end(),
                     [](const Part& part) { return part.has_value && part.value.local(); });
}

void Message::render(EvalFrame& frame, std::string& out) const noexcept {
  const std::size_t unknowns = frame.unknowns.size();
  const Witness witness = frame.witness;
  for (const Part& part : parts_) {
    out += part.before;
    if (!part.has_value) continue;
    const Value value = part.value.evaluate(frame);
    if (frame.country_name != nullptr && value.known && value.type == Type::country) {
      out += frame.country_name(frame.context, value.country);
    } else {
      append_value(value, out);
    }
  }
  frame.unknowns.resize(unknowns);
  frame.witness = witness;
}

}  // namespace ordergate::rules
