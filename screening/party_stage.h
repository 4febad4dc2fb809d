// Every name, address and identifier of an order, screened against the lists.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/completeness.h"
#include "lists/party_work.h"
#include "lists/watchlist.h"
#include "order/order.h"
#include "order/repeats.h"
#include "rules/evaluation/rulebook.h"
#include "screening/fold_stage.h"

namespace ordergate {

/// Screens the parties of one order after another, with their ultimate parents, owners and the
/// operator of the site. Owns its working memory; warm, it allocates nothing. One thread.
class PartyStage {
 public:
  /// Fills what rules read; addresses as `texts` joined them. The results live until the next call, their
  /// texts as long as the order, its arena and the watchlist.
  void screen(const Order& order, const FoldStage& texts, const lists::Watchlist& watchlist) noexcept;

  [[nodiscard]] std::span<const rules::PartyScreening> parties() const noexcept { return parties_; }
  [[nodiscard]] std::span<const lists::PartyHit> site_operator() const noexcept { return site_hits_; }
  [[nodiscard]] Completeness site_completeness() const noexcept { return site_completeness_; }
  /// Work of the last record, in units of base/work.h.
  [[nodiscard]] std::uint64_t work() noexcept { return lists::record_work(scratch_); }
  [[nodiscard]] lists::PartySearchStats stats() const noexcept { return scratch_.stats(); }

 private:
  /// Where one query's hits stand in hits_, which may move while it grows.
  struct Range {
    std::size_t begin = 0, end = 0;
  };
  /// What one search met: of the lists, and of those whom a listed party owns or manages (in owned_hits_).
  struct Met {
    Range listed, owned;
  };
  struct PartyRanges {
    Met party, parent;
    std::size_t owners_begin = 0, owners_end = 0;  // in owner_ranges_
    Completeness completeness = Completeness::complete;
  };

  void screen_party(const Order& order, std::uint32_t index, const FoldStage& texts,
                    const lists::Watchlist& watchlist) noexcept;
  void screen_site(const Site& site, const lists::Watchlist& watchlist) noexcept;
  [[nodiscard]] Met search(const lists::PartyQuery& query, const lists::Watchlist& watchlist,
                           Completeness& all) noexcept;
  [[nodiscard]] Met search_name(std::string_view name, CountryCode country, const lists::Watchlist& watchlist,
                                Completeness& all) noexcept;
  [[nodiscard]] std::span<const lists::PartyHit> hits_of(Range range) const noexcept {
    return std::span(hits_).subspan(range.begin, range.end - range.begin);
  }
  [[nodiscard]] std::span<const lists::PartyHit> owned_of(Range range) const noexcept {
    return std::span(owned_hits_).subspan(range.begin, range.end - range.begin);
  }
  void link() noexcept;

  lists::PartyScratch scratch_;
  std::vector<lists::PartyHit> hits_, owned_hits_;
  Repeats repeats_;
  std::vector<PartyRanges> ranges_;
  std::vector<Met> owner_ranges_;
  std::vector<matchers::AddressText> addresses_;
  std::vector<std::string_view> identifiers_;
  std::vector<std::span<const lists::PartyHit>> owners_, owners_owned_;
  std::vector<rules::PartyScreening> parties_;
  std::span<const lists::PartyHit> site_hits_;
  Range site_range_;
  Completeness site_completeness_ = Completeness::complete;
};

}  // namespace ordergate
