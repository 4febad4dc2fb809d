// What the user knows of a party, one JSON object a party: the fields of `parties[]` that do not change from
// order to order, documents on file, and the days on which all that holds (docs/known-parties.md).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/limits.h"
#include "order/order.h"
#include "order/parser.h"

namespace ordergate {

/// A document on file.
struct KnownDocument {
  std::string_view type;  // one of the words of docs/orders.md
  std::optional<Date> date, valid_until;
  std::string_view id;
};

struct KnownParty {
  Party party;  // id and name are there; of the rest what is known
  ArenaList<KnownDocument> documents;
  std::optional<Date> date;                     // when it was found out; always there once read
  std::optional<Date> valid_from, valid_until;  // both days included; absent: without end
  std::string_view source;                      // who says so, or empty
  std::uint32_t ignored_keys = 0;

  [[nodiscard]] bool valid_on(Date day) const noexcept {
    return (!valid_from || *valid_from <= day) && (!valid_until || day <= *valid_until);
  }
};

/// Where an order and what is known of one of its parties differ, or two known facts do.
struct PartyDifference {
  std::string_view text;     // in words; empty: they agree
  bool contradicts = false;  // a fact that decides; else only how the business is described
};

/// Reads known parties one after another. One thread; not copyable.
class KnownPartyParser {
 public:
  explicit KnownPartyParser(const RecordLimits& limits);
  ~KnownPartyParser();
  KnownPartyParser(const KnownPartyParser&) = delete;
  KnownPartyParser& operator=(const KnownPartyParser&) = delete;

  /// Parses one JSON object. All that `known` points to lives as long as `arena`; the failure until the next
  /// call. Required are id, name and date; empty texts are absent.
  [[nodiscard]] ParseFailure parse(std::string_view record, Arena& arena, KnownParty& known);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ordergate
