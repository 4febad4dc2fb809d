// The places that an order names, each with where it was read: destination, site, transit, every address of
// every party, and the texts (docs/policy.md, section 10). The rules ask it instead of a single field.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/completeness.h"
#include "base/work.h"
#include "order/order.h"
#include "rules/facts/rule_input.h"
#include "rules/places/gazetteer.h"
#include "screening/fold_stage.h"

namespace ordergate {

/// Reads the places of one order after another. Warm, it allocates nothing. One thread.
class Picture {
 public:
  /// The places live until the next call, their paths as long as the arena.
  void read(const Order& order, FoldStage& texts, const rules::Gazetteer& gazetteer, Arena& arena) noexcept;

  [[nodiscard]] std::span<const rules::OrderPlace> places() const noexcept { return places_; }
  /// Over bound: a text was not read to its end.
  [[nodiscard]] Completeness completeness() const noexcept { return completeness_; }
  /// Work of the last record, in units of base/work.h.
  [[nodiscard]] std::uint64_t work() const noexcept { return work_.used(); }

 private:
  [[nodiscard]] bool begin_text(std::string_view text) noexcept;
  void add(CountryCode country, rules::PlaceAs as, std::string_view at, std::uint32_t party) noexcept;
  void read_party(const Party& party, std::uint32_t index, Arena& arena) noexcept;
  template <typename At>
  void add_contacts(const Party& party, std::uint32_t index, At&& at) noexcept;
  void read_contacts(const Party& party, std::uint32_t index, Arena& arena) noexcept;
  void read_name(const Party& party, std::uint32_t index, Arena& arena) noexcept;
  void read_site(const Site& site) noexcept;
  void read_texts(const Order& order, Arena& arena) noexcept;
  template <typename At>
  void read_address(std::string_view text, CountryCode told, rules::PlaceAs as, std::uint32_t party,
                    At&& at) noexcept;
  template <typename At>
  void read_text(std::string_view text, TextAs as, At&& at) noexcept;
  /// Readings of `text`: remembered, or by `read`. They live until the next call.
  template <typename Read>
  [[nodiscard]] std::span<const rules::PlaceReading> readings_of(std::string_view text, TextAs as,
                                                                 CountryCode told, Read&& read) noexcept;

  FoldStage* folded_ = nullptr;                  // during read()
  const rules::Gazetteer* gazetteer_ = nullptr;  // during read()
  rules::GazetteerScratch scratch_;
  std::vector<rules::PlaceReading> readings_;
  std::vector<rules::OrderPlace> places_;
  Completeness completeness_ = Completeness::complete;
  WorkBudget work_{kPlacesWorkMax};
};

}  // namespace ordergate
