// Expressions over a foreign record: the language of the rules (docs/rule-language.md: its words, operators
// and three answers) with `src`, whose shape nobody knows before, and the clerk's functions.
//
// Compiled once against the map's variables; every path that starts at a variable is looked up in one walk
// over the value that the variable takes. Absent is the language's unknown: null, "", "-", "N/A", and false
// unless truth is asked for.
#pragma once

#include <cstdint>
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

/// A value while a record is mapped. Texts live in the record, the arena or the map.
struct MapValue {
  enum class Kind : std::uint8_t { absent, json, text, number, truth, date, list, failed };
  struct List {
    std::uint32_t begin, count;  // in MapFrame::lists
  };

  Kind kind = Kind::absent;
  bool truth = false;
  std::uint32_t node = JsonTree::kNone;  // what it was made of, for places
  union {                                // by its kind
    std::string_view text;
    double number;
    Date date;
    List list;
  };

  constexpr MapValue() noexcept : text() {}
};

/// The paths that are asked of one variable, as a tree of keys: walked along with the record, once.
struct PathTree {
  struct Key {
    std::string key;
    std::uint32_t slot = 0;
    PathTree* below = nullptr;  // null: nothing below is asked for
  };
  std::vector<Key> keys;
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

/// What the expressions of one map share. Built while loading, const afterwards.
struct MapScope {
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

/// One step of a compiled expression; its operands come before it.
struct MapStep {
  MapOp op = MapOp::absent;
  MapType type = MapType::any;
  rules::Operator operation = rules::Operator::none;
  MapFunction function = MapFunction::known;
  TimeForm form = TimeForm::written;
  std::uint32_t slot = 0;   // load, variable: which; loops: the variable of each turn
  std::uint32_t first = 0;  // operands: first of MapExpression::operands
  std::uint32_t count = 0;
  std::uint32_t at = 0;  // where it was written
  MapValue constant;
  const LookupTable* table = nullptr;
  std::string text;
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
};

/// Compiles `source`. What it gives points to `scope`. The error names the column.
[[nodiscard]] Result<MapExpression> compile_expression(std::string_view source, MapScope& scope);

/// The record at hand, and what has been found of it.
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

/// The value of a compiled expression; `failed` when the frame has a failure.
[[nodiscard]] MapValue evaluate(const MapExpression& expression, MapFrame& frame) noexcept;

// What a value is as a field of an order. Each gives false when it is absent, or on failure.
[[nodiscard]] bool as_text(const MapValue& value, MapFrame& frame, std::string_view& out) noexcept;
[[nodiscard]] bool as_number(const MapValue& value, MapFrame& frame, double& out) noexcept;
[[nodiscard]] bool as_truth(const MapValue& value, MapFrame& frame, bool& out) noexcept;
[[nodiscard]] bool as_date(const MapValue& value, MapFrame& frame, Date& out) noexcept;
/// Is there anything, a text that says nothing and false aside?
[[nodiscard]] bool is_known(const MapValue& value, const MapFrame& frame) noexcept;

}  // namespace ordergate::mapping
