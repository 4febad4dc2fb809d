// The functions of map expressions: their names, what they take, what they give. Internal to mapping.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "mapping/map_expression.h"

namespace ordergate::mapping {

struct FunctionDef {
  std::string_view name;
  MapFunction function;
  bool method;               // what stands before the dot is the first operand
  std::uint8_t least, most;  // operands, the one before the dot counted
  MapType gives;
  std::string_view
      takes;  // a letter each, the last for all that follow: . any, t text, n number, w literal text, l list
  std::string_view meaning;
};

/// All but the loops.
[[nodiscard]] std::span<const FunctionDef> map_functions() noexcept;
[[nodiscard]] const FunctionDef* find_function(std::string_view name, bool method) noexcept;

struct LoopDef {
  std::string_view name;
  MapFunction function;
  MapType gives;
};
[[nodiscard]] const LoopDef* find_loop(std::string_view name) noexcept;

}  // namespace ordergate::mapping
