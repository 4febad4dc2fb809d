// Records of other systems, screened: mapped, then screened like any order.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mapping/mapper.h"
#include "screening/screener.h"

namespace ordergate {

/// What the records of one source are.
struct RecordShape {
  std::shared_ptr<const mapping::RecordMap> map;  // null: the order as it is, in its envelope
  mapping::Envelope envelope = mapping::Envelope::automatic;
  /// Orders of our own, without anything around them: nothing to open or to map.
  [[nodiscard]] bool plain() const noexcept { return map == nullptr && envelope == mapping::Envelope::none; }
};

/// One worker's. One thread; warm calls allocate nothing.
class MappedScreener {
 public:
  explicit MappedScreener(const RecordLimits& limits) : mapper_(limits) {}

  /// The verdict of the record, or null for one that is no order: a delete, a tombstone. What no order can be
  /// made of is held with `mapping_failed` and the place in the record. Lives until the next call of
  /// `screener`, and as long as this.
  [[nodiscard]] const Verdict* screen(Screener& screener, const RecordShape& shape, std::string_view record,
                                      const RecordContext& context) noexcept;

  /// Of the last record: values that look like a name, an address, an item or a note and that the map did not
  /// read. They were screened as texts.
  [[nodiscard]] std::uint32_t unread() const noexcept { return unread_; }
  /// The order that was screened last, as JSON; empty when there was none.
  [[nodiscard]] std::string_view order() const noexcept { return order_; }

 private:
  mapping::Mapper mapper_;
  Verdict placed_;  // a verdict whose place was looked up
  std::string_view order_;
  std::uint32_t unread_ = 0;
};

}  // namespace ordergate
