// A map: for each field of the order an expression over the record of another system. Read from TOML, checked
// and compiled once; immutable. The words of map files stand in docs/mapping.md.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "mapping/map_expression.h"
#include "mapping/target.h"

namespace ordergate::mapping {

struct MapBlock;

/// One field of an order, or of an object in it: of all these, one is filled in.
struct MapMember {
  const TargetField* field = nullptr;
  std::uint64_t bit = 0;  // of the field, among those of its target
  std::string prefix;     // ,"name":
  std::uint32_t line = 0;
  bool as_it_stands = false;          // a text, and the expression is a path of the record alone
  std::string constant;               // as JSON, when the map itself says the text
  std::vector<MapExpression> values;  // one; of a list each is an entry, or gives several
  std::vector<MapBlock> blocks;       // one object; of a list any number
};

struct MapLet {
  std::uint32_t variable = 0;
  MapExpression value;
};

/// What is made of one object, or, with `each`, of every entry of a list.
struct MapBlock {
  const Target* target = nullptr;
  std::uint32_t line = 0;
  std::optional<MapExpression> each, where;
  std::uint32_t each_variable = 0;
  std::vector<MapLet> lets;
  std::vector<MapMember> members;  // in the order of the target's fields
  std::uint64_t required = 0;      // bits of the fields that the target cannot do without
  bool asks_record = false;        // some member asks something of the record
};

/// A record and the order that it must become.
struct MapExample {
  std::string name, source, order;
  std::uint32_t line = 0;
  std::string expected_error;  // instead of an order: a part of the message and place
};

class RecordMap {
 public:
  /// Compiles the text of a map. `path` is how errors name it, and where the CSVs of lookup() are beside.
  /// `settings` replace those of [settings]. The error is "PATH:LINE: KEY: what".
  [[nodiscard]] static Result<std::shared_ptr<const RecordMap>> parse(
      std::string_view text, const std::string& path,
      const std::map<std::string, std::string>& settings = {});

  /// A file, or the name of a map that ships: "shopify" or "shopify.toml".
  [[nodiscard]] static Result<std::shared_ptr<const RecordMap>> load(
      const std::string& name_or_path, const std::map<std::string, std::string>& settings = {});

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] const std::string& title() const noexcept { return title_; }
  [[nodiscard]] const std::string& documentation() const noexcept { return documentation_; }
  /// Of the text and its settings, 16 hex digits: which map an order was made by.
  [[nodiscard]] const std::string& hash() const noexcept { return hash_; }
  [[nodiscard]] const MapScope& scope() const noexcept { return scope_; }
  [[nodiscard]] const MapBlock& order() const noexcept { return order_; }
  [[nodiscard]] const std::vector<MapExample>& examples() const noexcept { return examples_; }
  /// Places that the author looked at and wants unread: "shipping_lines", "line_items.vendor".
  [[nodiscard]] const PathTree* ignored() const noexcept { return ignored_; }

  /// The variables that every map has.
  static constexpr std::uint32_t kSrc = 0;    // the order in the record
  static constexpr std::uint32_t kEvent = 1;  // the record with its envelope

 private:
  friend class MapLoader;
  std::string path_, title_, documentation_, hash_;
  MapScope scope_;
  MapBlock order_;
  std::vector<MapExample> examples_;
  PathTree* ignored_ = nullptr;
};

/// The maps inside the program: name and text, by name.
struct ShippedMap {
  std::string_view name, text;
};
[[nodiscard]] std::vector<ShippedMap> shipped_maps();

}  // namespace ordergate::mapping
