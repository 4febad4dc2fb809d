// The functions of map expressions that look at one value. Internal to mapping.
#pragma once

#include <span>

#include "mapping/map_expression.h"

namespace ordergate::mapping {

/// `operands` as the function takes them; none has failed.
[[nodiscard]] MapValue run_function(const MapStep& step, const MapValue* operands, MapFrame& frame) noexcept;

/// Texts in a row, those that are absent left out.
class TextJoin {
 public:
  TextJoin(std::string_view separator, MapFrame& frame) noexcept : separator_(separator), frame_(frame) {}
  /// False on failure.
  bool add(const MapValue& value) noexcept;
  /// Absent when nothing was known.
  [[nodiscard]] MapValue done() noexcept;

 private:
  std::string_view separator_, text_;
  MapFrame& frame_;
  MapValue made_;
  std::size_t room_ = 0;
  char* bytes_ = nullptr;
};

}  // namespace ordergate::mapping
