// A map's blocks written as one order, while the record lasts. Internal to mapping.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "mapping/map_expression.h"
#include "mapping/mapper.h"
#include "mapping/origins.h"
#include "mapping/record_map.h"

namespace ordergate::mapping {

/// Writes one order, block by block. False from any function is a failure, which the frame then holds.
class OrderWriter {
 public:
  OrderWriter(MapFrame& frame, const RecordLimits& limits, std::string& out, Origins& origins,
              std::vector<MapTrace>* traces) noexcept
      : frame_(frame), limits_(limits), out_(out), origins_(origins), traces_(traces) {}

  /// The whole order without its last bracket.
  [[nodiscard]] bool order(const MapBlock& block) noexcept;

  /// What was asked of the record and is absent, after a failure without a place; null when there is none.
  [[nodiscard]] const MapExpression* absent() const noexcept { return absent_; }

 private:
  bool lets(const MapBlock& block) noexcept;
  bool object(const MapBlock& block, bool& wrote) noexcept;
  bool members(const MapBlock& block, bool& asked, std::uint64_t& written) noexcept;
  bool as_it_stands(const MapMember& member, bool& asked, std::uint64_t& written) noexcept;
  bool member(const MapMember& member, bool& wrote, bool& asked) noexcept;
  bool list(const MapMember& member, const Target& target, bool& wrote, bool& asked) noexcept;
  bool entries(const MapBlock& block, const Target& target, std::uint32_t& count, bool& asked) noexcept;
  bool entry(const MapBlock& block, const Target& target, std::uint32_t& count, bool& asked,
             std::uint32_t node) noexcept;
  bool values(const MapExpression& expression, const Target& target, std::uint32_t& count,
              bool& asked) noexcept;
  bool scalar(const MapValue& value, const Target& target, const MapExpression& expression,
              bool& wrote) noexcept;
  void quoted(std::string_view text, const MapValue& value) noexcept;
  bool fitting(std::string_view text, const MapValue& value, const Target& target) noexcept;
  [[nodiscard]] bool may_be_nothing(const Target& list, std::uint32_t node) const noexcept;
  [[nodiscard]] std::uint32_t most(const Target& list) const noexcept;
  bool refuse(std::uint32_t node, std::initializer_list<std::string_view> why) noexcept;
  bool place_failure(const MapExpression& expression) noexcept;
  void note(const MapValue& value, const MapExpression& expression, std::size_t begin);
  bool required(const MapBlock& block, std::uint64_t written) noexcept;
  bool sale(const MapBlock& block, std::uint64_t written) noexcept;
  bool missing(const MapBlock& block, std::string_view key) noexcept;

  MapFrame& frame_;
  const RecordLimits& limits_;
  std::string& out_;
  Origins& origins_;
  std::vector<MapTrace>* traces_;
  const MapExpression* absent_ = nullptr;
  bool left_out_ = false;  // the last object, by its `where`
  std::string path_;       // only while tracing
};

}  // namespace ordergate::mapping
