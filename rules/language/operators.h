// What operators mean for known values. For the evaluator and the compiler's constants; noexcept, no
// allocation.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "rules/language/code.h"
#include "rules/language/syntax.h"
#include "rules/language/value.h"

namespace ordergate::rules {

template <typename T>
[[nodiscard]] constexpr bool compare_with(Operator op, const T& left, const T& right) noexcept {
  switch (op) {
    case Operator::equal:
      return left == right;
    case Operator::not_equal:
      return left != right;
    case Operator::less:
      return left < right;
    case Operator::less_equal:
      return left <= right;
    case Operator::greater:
      return left > right;
    default:
      return left >= right;
  }
}

/// Equality without a call for the short words that rules compare with ("EL", "party").
[[nodiscard]] constexpr bool same_text(std::string_view left, std::string_view right) noexcept {
  if (left.size() != right.size()) return false;
  if (left.size() > 8) return left == right;
  for (std::size_t i = 0; i < left.size(); ++i)
    if (left[i] != right[i]) return false;
  return true;
}

/// Both known and of one type; the compiler lets only == and != reach booleans, countries, objects.
[[nodiscard]] inline bool compare_values(Operator op, const Value& left, const Value& right) noexcept {
  if (left.type == Type::string && (op == Operator::equal || op == Operator::not_equal))
    return same_text(left.string, right.string) == (op == Operator::equal);
  switch (left.type) {
    case Type::boolean:
      return compare_with(op, left.boolean, right.boolean);
    case Type::number:
      return compare_with(op, left.number, right.number);
    case Type::string:
      return compare_with(op, left.string, right.string);
    case Type::date:
      return compare_with(op, left.date, right.date);
    case Type::country:
      return compare_with(op, left.country, right.country);
    case Type::object:
      return compare_with(op, left.object, right.object);
    case Type::list:
      break;
  }
  return false;
}

/// Is `needle`, which is known, one of `count` constants? Texts stand by their length (compile_in_constants).
[[nodiscard]] inline bool among(const Value& needle, const Value* first, std::size_t count) noexcept {
  const auto equals = [&](const Value& candidate) {
    return compare_values(Operator::equal, needle, candidate);
  };
  if (needle.type != Type::string) return std::any_of(first, first + count, equals);
  const std::size_t size = needle.string.size();
  const Value* at = std::lower_bound(first, first + count, size, [](const Value& candidate, std::size_t of) {
    return candidate.string.size() < of;
  });
  for (; at != first + count && at->string.size() == size; ++at)
    if (same_text(at->string, needle.string)) return true;
  return false;
}

inline constexpr Date kDateMin = Date::from_ymd(1900, 1, 1);
inline constexpr Date kDateMax = Date::from_ymd(2200, 12, 31);

/// A date moved by whole days (fractions are dropped); unknown outside 1900 to 2200.
[[nodiscard]] inline Value move_date(Date date, double days) noexcept {
  const double moved = static_cast<double>(date.days) + std::trunc(days);
  if (!(moved >= kDateMin.days && moved <= kDateMax.days)) return Value::unknown(Type::date);
  return Value::of(Date{static_cast<std::int32_t>(moved)});
}

/// Both known. A result that is no finite number is unknown: a division by zero, an overflow.
[[nodiscard]] inline Value calculate(Operator op, const Value& left, const Value& right) noexcept {
  if (left.type == Type::date) {
    if (right.type == Type::date) return Value::of(static_cast<double>(left.date.days - right.date.days));
    return move_date(left.date, op == Operator::add ? right.number : -right.number);
  }
  double result = 0;
  switch (op) {
    case Operator::add:
      result = left.number + right.number;
      break;
    case Operator::subtract:
      result = left.number - right.number;
      break;
    case Operator::multiply:
      result = left.number * right.number;
      break;
    default:
      if (right.number == 0) return Value::unknown(Type::number);
      result = left.number / right.number;
      break;
  }
  return std::isfinite(result) ? Value::of(result) : Value::unknown(Type::number);
}

[[nodiscard]] inline bool test_text(TextTest test, std::string_view text, std::string_view part) noexcept {
  switch (test) {
    case TextTest::contains:
      return text.find(part) != std::string_view::npos;
    case TextTest::starts_with:
      return text.starts_with(part);
    case TextTest::ends_with:
      return text.ends_with(part);
  }
  return false;
}

[[nodiscard]] constexpr bool is_capital(char c) noexcept { return c >= 'A' && c <= 'Z'; }

/// Copies field by field: a copy of a whole Value that was just written waits for its narrow stores.
inline void copy_fields(const Value& from, Value& to) noexcept {
  to.type = from.type;
  to.known = from.known;
  switch (from.type) {
    case Type::boolean:
      to.boolean = from.boolean;
      return;
    case Type::number:
      to.number = from.number;
      return;
    case Type::string:
      to.string = from.string;
      return;
    case Type::date:
      to.date = from.date;
      return;
    case Type::country:
      to.country = from.country;
      return;
    case Type::object:
      to.object = from.object;
      return;
    case Type::list:
      to.list = from.list;
      return;
  }
}

}  // namespace ordergate::rules
