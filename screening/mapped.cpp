#include "screening/mapped.h"

#include "order/parser.h"

namespace ordergate {

namespace {

/// The places of findings, in the record as it came.
class MappedPlaces final : public SourcePlaces {
 public:
  explicit MappedPlaces(mapping::Mapper& mapper) noexcept : mapper_(mapper) {}
  std::string_view source_of(std::string_view place) noexcept override { return mapper_.source_of(place); }

 private:
  mapping::Mapper& mapper_;
};

}  // namespace

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
  MappedPlaces places(mapper_);
  if (shape.map != nullptr) with.places = &places;
  const Verdict& verdict = screener.screen(record, with);
  if (verdict.error.code != kMappingFailed || shape.map == nullptr) return &verdict;
  // The parser names a place in the order that was made; a person looks for it in the record.
  const std::string_view place = mapper_.source_of(verdict.error.at);
  if (place.empty()) return &verdict;
  placed_ = verdict;
  placed_.error.at = place;
  return &placed_;
}

}  // namespace ordergate
