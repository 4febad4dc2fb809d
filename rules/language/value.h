// The values and types of the rule language, a subset of the Common Expression Language (CEL) with
// unknowns: every fact may be unknown, && and || absorb it as in CEL partial evaluation.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/country.h"
#include "base/date.h"
#include "base/tri.h"

namespace ordergate::rules {

enum class Type : std::uint8_t { boolean, number, string, date, country, list, object };

/// The type of an expression. `element` and `object` speak for lists and objects.
struct TypeRef {
  Type type = Type::boolean;
  Type element = Type::boolean;  // of a list
  std::uint8_t object = 0;       // index into Schema::objects, for objects and lists of them
  friend constexpr bool operator==(const TypeRef&, const TypeRef&) noexcept = default;
};

struct Value {
  Type type = Type::boolean;
  bool known = false;
  union {
    bool boolean;
    double number;
    Date date;
    CountryCode country;
    std::string_view string;
    struct {
      std::uint32_t owner;  // the object that has the list
      std::uint32_t count;
    } list;
    std::uint32_t object;  // index of the object among its kind
  };

  constexpr Value() noexcept : number(0) {}
  [[nodiscard]] static constexpr Value unknown(Type type) noexcept {
    Value v;
    v.type = type;
    return v;
  }
  [[nodiscard]] static constexpr Value of(bool b) noexcept {
    Value v;
    v.type = Type::boolean;
    v.known = true;
    v.boolean = b;
    return v;
  }
  [[nodiscard]] static constexpr Value of(double n) noexcept {
    Value v;
    v.type = Type::number;
    v.known = true;
    v.number = n;
    return v;
  }
  [[nodiscard]] static constexpr Value of(Date d) noexcept {
    Value v;
    v.type = Type::date;
    v.known = true;
    v.date = d;
    return v;
  }
  [[nodiscard]] static constexpr Value of(std::string_view s) noexcept {
    Value v;
    v.type = Type::string;
    v.known = true;
    v.string = s;
    return v;
  }
  /// The empty code gives an unknown.
  [[nodiscard]] static constexpr Value of(CountryCode c) noexcept {
    Value v;
    v.type = Type::country;
    v.known = c.known();
    v.country = c;
    return v;
  }
  [[nodiscard]] static constexpr Value of(Tri t) noexcept {
    return t == Tri::unknown ? unknown(Type::boolean) : of(t == Tri::yes);
  }
  [[nodiscard]] static constexpr Value list_of(std::uint32_t owner, std::uint32_t count) noexcept {
    Value v;
    v.type = Type::list;
    v.known = true;
    v.list = {owner, count};
    return v;
  }
  [[nodiscard]] static constexpr Value unknown_list() noexcept {
    Value value = list_of(0, 0);
    value.known = false;
    return value;
  }
  [[nodiscard]] static constexpr Value object_of(std::uint32_t index) noexcept {
    Value v;
    v.type = Type::object;
    v.known = true;
    v.object = index;
    return v;
  }
  [[nodiscard]] constexpr Tri as_tri() const noexcept { return !known ? Tri::unknown : tri(boolean); }
};

}  // namespace ordergate::rules
