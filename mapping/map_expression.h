// Expressions over a foreign record: the language of the rules (docs/rule-language.md: its words, operators
// and three answers) with `src`, whose shape nobody knows before, and the clerk's functions.
//
// Compiled once against the map's variables; every path that starts at a variable is looked up in one walk
// over the value that the variable takes. Absent is the language's unknown: null, "", "-", "N/A", and false
// unless truth is asked for.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/date.h"
#include "base/result.h"
#include "mapping/clerk.h"
#include "matchers/text/plain_text.h"
#include "order/json_tree.h"
#include "rules/language/syntax.h"

namespace ordergate::mapping {

/// What an expression gives, as far as it is known when it is compiled. `any` is a value of the record.
enum class MapType : std::uint8_t { any, text, number, truth, date, time, country, list };
[[nodiscard]] std::string_view to_string(MapType type) noexcept;

/// Bytes of one text while a record is mapped: an order may have no larger one.
inline constexpr std::size_t kMapTextMax = 1024 * std::size_t{1024};

/// A value while a record is mapped. Texts live in the record, the arena or the map. Two registers: every
/// step of an expression gives one.
struct MapValue {
  enum class Kind : std::uint8_t { absent, json, text, number, truth, date, list, failed };
  struct List {
    std::uint32_t begin, count;  // in MapFrame::lists
  };

  std::uint32_t node = JsonTree::kNone;  // what it was made of, for places
  Kind kind = Kind::absent;
  std::uint32_t size : 24 = 0;  // of a text
  union {                       // by its kind
    const char* bytes;
    bool truth;
    double number;
    Date date;
    List list;
  };

  constexpr MapValue() noexcept : bytes(nullptr) {}
  /// `text` is not larger than kMapTextMax.
  [[nodiscard]] static MapValue of(std::string_view text, std::uint32_t of_node) noexcept {
    MapValue value;
    value.node = of_node;
    value.kind = Kind::text;
    value.size = static_cast<std::uint32_t>(text.size()) & 0xFFFFFFU;
    value.bytes = text.data();
    return value;
  }
  [[nodiscard]] std::string_view text() const noexcept { return {bytes, size}; }
};
static_assert(sizeof(MapValue) == 16);

/// The paths that are asked of one variable, as a tree of keys: walked along with the record, once.
struct PathTree {
  struct Key {
    std::string key;
    std::uint32_t slot = 0;
    PathTree* below = nullptr;  // null: nothing below is asked for
  };
  std::vector<Key> keys;

  Key& add(const std::string& key, std::uint32_t slot);
  /// Null when the key of the node is not among them.
  [[nodiscard]] const Key* find(const JsonNode& node) const noexcept {
    for (std::uint32_t at = place_of(node.mark);; ++at) {
      const Place& place = places_[at & (places_.size() - 1)];
      if (place.key == 0) return nullptr;
      if (place.mark == node.mark && keys[place.key - 1].key == node.key) return &keys[place.key - 1];
    }
  }

 private:
  /// Keys by their mark: a power of two of places, at least half of them free.
  struct Place {
    std::uint32_t mark = 0, key = 0;  // 0: none, else the index of the key and one
  };
  [[nodiscard]] std::uint32_t place_of(std::uint32_t mark) const noexcept {
    return mark * 0x9E3779B1U >> (32U - bits_);
  }
  std::vector<Place> places_ = std::vector<Place>(8);
  std::uint32_t bits_ = 3;
};

struct MapVariable {
  std::string name;
  MapType type = MapType::any;
  PathTree* paths = nullptr;
  std::vector<std::uint32_t> slots;  // of all its paths
  // Of a name for an expression: what that asks for first, so that what is absent has a place.
  bool named = false;
  std::uint32_t asked_variable = 0;
  std::string asked_path;
};

/// Two columns of a CSV: key to value.
using LookupTable = std::map<std::string, std::string, std::less<>>;

/// What a step was written with: a value, a key, a table.
struct MapLiteral {
  std::string text;
  MapValue value;  // a text is `text`
  const LookupTable* table = nullptr;
};

/// What the expressions of one map share. Built while loading, const afterwards.
struct MapScope {
  std::deque<MapLiteral> literals;  // of all expressions; they stay where they are
  std::vector<std::unique_ptr<PathTree>> trees;
  std::vector<MapVariable> variables;  // all that there are; visible are those of `visible`
  std::vector<std::uint32_t> visible;  // the innermost last
  std::uint32_t slot_count = 0;
  std::map<std::string, std::string> settings;  // setting.NAME
  std::map<std::string, LookupTable> lookups;   // by "file\ncolumn"
  std::string directory;                        // where lookup files are

  /// A new variable, visible from now on.
  [[nodiscard]] std::uint32_t declare(std::string name, MapType type);
  void forget() { visible.pop_back(); }
};

enum class MapOp : std::uint8_t {
  absent,
  constant,
  load,
  variable,
  field,
  logical_not,
  negate,
  arithmetic,
  compare,
  logical_and,
  logical_or,
  conditional,
  in_list,
  call,
  list_literal
};

enum class MapFunction : std::uint8_t {
  known,
  first,
  join,
  text,
  number,
  truth,
  date,
  time,
  country,
  decimal,
  scaled,
  money,
  role,
  lookup,
  strip_html,
  json,
  before,
  after,
  between,
  upper,
  lower,
  contains,
  starts_with,
  ends_with,
  size,
  get,
  at,
  first_of,
  last_of,
  filter,
  map,
  exists,
  all,
  flatten
};

/// One step of a compiled expression; its operands come before it. Small: a map has hundreds.
struct MapStep {
  MapOp op = MapOp::absent;
  MapType type = MapType::any;
  rules::Operator operation = rules::Operator::none;
  MapFunction function = MapFunction::known;
  TimeForm form = TimeForm::written;
  std::uint32_t slot = 0;   // load, variable: which; loops: the variable of each turn
  std::uint32_t first = 0;  // operands: first of MapExpression::operands
  std::uint32_t count = 0;
  const MapLiteral* literal = nullptr;  // of a constant, a field, a lookup

  /// The text in quotes that it is; null when it is none.
  [[nodiscard]] const std::string* text() const noexcept {
    return op == MapOp::constant && literal->value.kind == MapValue::Kind::text ? &literal->text : nullptr;
  }
};

struct MapExpression {
  std::string source;
  std::vector<MapStep> steps;
  std::vector<std::uint32_t> operands;
  std::uint32_t root = 0;
  MapType type = MapType::any;
  bool constant = true;              // asks nothing of the record
  std::uint32_t asked_variable = 0;  // the first path that it asks for: where an absent value should be
  std::string asked_path;            // "" when it asks for the variable itself

  /// The text in quotes that it is; null when it is more than that.
  [[nodiscard]] const std::string* written() const noexcept { return steps[root].text(); }
};

/// Compiles `source`. What it gives points to `scope`. The error names the column.
[[nodiscard]] Result<MapExpression> compile_expression(std::string_view source, MapScope& scope);

/// The record at hand, and what has been found of it.
inline constexpr std::string_view kTwin = "the key stands twice in one object";

struct MapFrame {
  const MapScope* scope = nullptr;
  JsonTree* tree = nullptr;
  Arena* arena = nullptr;
  std::vector<std::uint32_t> slots;
  std::vector<MapValue> variables;
  std::vector<MapValue> lists;
  std::vector<MapValue> gathered;  // of lists being made
  matchers::PlainText plain;
  std::string scratch;
  std::uint32_t turns = 0;
  // Of the first failure.
  bool failed = false;
  std::string_view message;
  std::uint32_t failed_at = JsonTree::kNone;

  void start(const MapScope& of, JsonTree& json, Arena& memory);
  /// Gives the variable its value and looks up all that is asked of it. False: a key that is asked for
  /// stands twice.
  [[nodiscard]] bool bind(std::uint32_t variable, const MapValue& value) noexcept;
  /// Notes the failure, unless there is one; gives `failed`.
  MapValue fail(std::uint32_t node, std::string_view why) noexcept;
  MapValue fail(std::uint32_t node, std::initializer_list<std::string_view> why) noexcept;
};

/// Turns of all loops of one record.
inline constexpr std::uint32_t kMapTurnsMax = 200'000;

/// What stands at a path of the record: most expressions are no more.
[[nodiscard]] inline MapValue value_at(std::uint32_t slot, MapFrame& frame) noexcept {
  MapValue value;
  const std::uint32_t node = frame.slots[slot];
  if (node == JsonTree::kNone) return value;
  value.node = node;
  frame.tree->mark(node);
  if ((*frame.tree)[node].kind != JsonKind::null) value.kind = MapValue::Kind::json;
  return value;
}
[[nodiscard]] MapValue evaluate_steps(const MapExpression& expression, MapFrame& frame) noexcept;

/// The value of a compiled expression; `failed` when the frame has a failure.
[[nodiscard]] inline MapValue evaluate(const MapExpression& expression, MapFrame& frame) noexcept {
  const MapStep& root = expression.steps[expression.root];
  return root.op == MapOp::load && !frame.failed ? value_at(root.slot, frame)
                                                 : evaluate_steps(expression, frame);
}

// What a value is as a field of an order. Each gives false when it is absent, or on failure.
[[nodiscard]] bool as_text(const MapValue& value, MapFrame& frame, std::string_view& out) noexcept;
[[nodiscard]] bool as_number(const MapValue& value, MapFrame& frame, double& out) noexcept;
[[nodiscard]] bool as_truth(const MapValue& value, MapFrame& frame, bool& out) noexcept;
[[nodiscard]] bool as_date(const MapValue& value, MapFrame& frame, Date& out) noexcept;
/// Is there anything, a text that says nothing and false aside?
[[nodiscard]] bool is_known(const MapValue& value, const MapFrame& frame) noexcept;

}  // namespace ordergate::mapping
