#include "screening/mapped.h"

#include "order/parser.h"

namespace ordergate {

const Verdict* MappedScreener::screen(Screener& screener, const RecordShape& shape, std::string_view record,
                                      const RecordContext& context) noexcept {
  unread_ = 0;
  order_ = record;
  if (context.stats != nullptr) context.stats->unread_values = 0;
  if (shape.plain()) return &screener.screen(record, context);
  const mapping::MappedOrder made = mapper_.map(shape.map.get(), shape.envelope, record);
  order_ = made.order;
  unread_ = made.unread;
  if (context.stats != nullptr) context.stats->unread_values = made.unread;
  RecordContext with = context;
  switch (made.outcome) {
    case mapping::MappedOrder::Outcome::no_order:
      return nullptr;
    case mapping::MappedOrder::Outcome::failed:
      with.order_id = made.order_id;
      return &screener.refuse(record, with, {kMappingFailed, made.message, made.at});
    case mapping::MappedOrder::Outcome::order:
      break;
  }
  if (shape.map == nullptr && made.order == record) return &screener.screen(record, context);
  with.mapped = made.order;
  const Verdict& verdict = screener.screen(record, with);
  if (verdict.error.code != kMappingFailed || shape.map == nullptr) return &verdict;
  // The parser names a place in the order that was made; a person looks for it in the record.
  place_ = mapper_.source_of(*shape.map, shape.envelope, record, verdict.error.at);
  if (place_.empty()) return &verdict;
  placed_ = verdict;
  placed_.error.at = place_;
  return &placed_;
}

}  // namespace ordergate
