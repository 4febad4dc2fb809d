// What expressions can speak of: kinds of objects, their facts, and named sets. The language knows
// nothing of orders; rules/facts.* fills this in.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "rules/language/value.h"

namespace ordergate::rules {

/// One fact of one kind of object. `get` is called with the opaque context of an evaluation.
struct FactDef {
  std::string_view name;  // "tpp_total"
  TypeRef type;
  Value (*get)(const void* context, std::uint32_t object) noexcept;
  /// Lists only: element `index` of the list that `get` described.
  Value (*element)(const void* context, std::uint32_t owner, std::uint32_t index) noexcept = nullptr;
  std::string_view unit;      // "TPP", "GB/s", "" for none
  std::string_view citation;  // where its meaning comes from
  std::string_view meaning;
  std::string_view path;  // how a missing value is named in `missing`: "ultimate_parent"; empty: name
  bool local = false;     // may differ from one destination of an order to another
};

struct ObjectDef {
  std::string_view name;  // "item"
  std::span<const FactDef> facts;
};

/// A set that `in` can test: countries, or strings. Membership may depend on the regime date.
struct SetDef {
  std::string_view name;  // "D145X"
  Type element = Type::country;
};

/// Membership at one date. One instance serves one evaluation; immutable while it does.
class SetTable {
 public:
  virtual ~SetTable() = default;
  /// The set's index, or nullopt when there is no such set.
  [[nodiscard]] virtual std::optional<std::uint32_t> find(std::string_view name) const noexcept = 0;
  /// How many sets there are, for suggestions in error messages; 0 when not told.
  [[nodiscard]] virtual std::uint32_t size() const noexcept { return 0; }
  [[nodiscard]] virtual SetDef definition(std::uint32_t set) const noexcept = 0;
  /// `value` is known and of the set's element type.
  [[nodiscard]] virtual bool contains(std::uint32_t set, const Value& value, Date at) const noexcept = 0;
};

/// A constant that expressions name as policy.NAME.
struct PolicyConstant {
  std::string_view name;
  Value value;                              // known; boolean, number, date or string
  bool list = false;                        // a list of texts instead: it may only stand after 'in'
  std::span<const std::string> words = {};  // of the list; outlives the compilation
};

/// What an expression compiled against it keeps pointing to: facts' functions and `sets` must outlive it.
struct Schema {
  std::span<const ObjectDef> objects;
  const SetTable* sets = nullptr;
  std::span<const PolicyConstant> policy = {};
  [[nodiscard]] std::optional<std::uint8_t> object(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < objects.size(); ++i)
      if (objects[i].name == name) return static_cast<std::uint8_t>(i);
    return std::nullopt;
  }
};

}  // namespace ordergate::rules
