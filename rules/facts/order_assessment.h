// Everything that facts are computed from, for one order on one regime date: the order, its hits,
// and the derived values of items and parties, each computed once. Reused; warm use allocates
// nothing. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/tri.h"
#include "lists/ownership/ownership_walk.h"
#include "order/repeats.h"
#include "rules/countries/country_table.h"
#include "rules/facts/ccl_assessment.h"
#include "rules/facts/entity_policy.h"
#include "rules/facts/foundry_assessment.h"
#include "rules/facts/item_assessment.h"
#include "rules/facts/ownership_assessment.h"
#include "rules/facts/rule_input.h"
#include "rules/facts/weights_assessment.h"

namespace ordergate::rules {

/// How a listed entry was met.
enum class HitVia : std::uint8_t { party, parent, owner, site, text };

struct HitAssessment {
  static constexpr std::uint32_t kNoParty = UINT32_MAX;
  static constexpr std::uint32_t kOnFile = UINT32_MAX;
  const lists::PartyHit* hit = nullptr;
  const lists::ListEntry* entry = nullptr;
  HitVia via = HitVia::party;
  std::uint32_t party = kNoParty;  // of the order; kNoParty for the site's operator
  // Of the party, for HitVia::owner (kOnFile: an owner that files tell of); of the text hits, for
  // HitVia::text.
  std::uint32_t owner = 0;
  bool behind = false;  // met by files of ownership, in one or more steps: shares are told by ShareOnFile
  bool begun = true, ended = false;
  // Of an Entity List entry, read from its text when first asked for: see OrderAssessment::terms_of.
  mutable EntityPolicy policy;
  mutable ReviewPolicy review = ReviewPolicy::presumption_of_denial;  // the strictest over the order's items
  mutable bool terms_read = false;
  [[nodiscard]] bool in_force() const noexcept { return begun && !ended; }
  /// An identity on a list whose parties are barred: SDN, Entity List, denied persons, MEU, UVL.
  [[nodiscard]] bool bars() const noexcept;
};

struct PartyAssessment {
  bool controls = false;  // purchaser, consignees, end user, IaaS customer
  CountryCode headquarters, parent_headquarters;
  Tri has_parent = Tri::unknown;
  Tri in_d5m = Tri::unknown;          // headquarters or ultimate parent in D:5 or Macau
  bool in_occupied_region = false;    // Crimea, the so-called DNR and LNR
  bool may_be_occupied = false;       // read against a declared country
  bool near_occupied_region = false;  // a region held in part
  bool receives = false;              // consignee, end user or unknown role; absent those, the purchaser
  std::uint32_t first_place = 0, place_count = 0;  // in OrderAssessment::located
  std::uint32_t first_doubt = 0, doubt_count = 0;  // in OrderAssessment::doubtful
  bool listed_owner = false;                       // a sure listed owner or parent, in force
  double listed_percent = 0;                       // of listed owners, where known
  bool listed_percent_unknown = false;
  double blocked_percent = 0;  // of owners on the SDN list, and of parties of the order that such own by half
  bool listed_owner_denies = false;  // an owner whose own rule is a denial
  std::uint32_t first_hit = 0, hit_count = 0;
  std::uint32_t first_share = 0, share_count = 0;  // in OrderAssessment::shares_on_file
  std::uint32_t first_owner = 0;                   // in OrderAssessment::owners_on_file
  std::optional<double> owned_percent;             // of all listed parties on file, through every chain
  bool owners_cut = false;                         // there are more owners on file than were looked at
  bool managed_by_barred = false;                  // of those on file who manage it
  // Texts of OrderAssessment; 0: none.
  std::uint32_t ownership_path = 0, may_be_owned = 0, managers = 0;
};

struct OrderTotals {
  bool any_advanced = false, any_chip = false, any_a = false, any_data_center_a = false,
       any_equipment = false;
  double chip_ics = 0, data_center_ics = 0;  // ICs of .a/.b items; of data-center .a and .z items
  double chip_tpp = 0, a_tpp = 0, data_center_tpp = 0;
  double power_need_mw = 0;  // to run the data-center ICs
  Tri any_in_d5m = Tri::no;  // over the controlling parties
  Tri any_headquarters_unknown = Tri::no;
  bool any_embargoed = false;  // some place that the order names is in E:1, E:2, RU, BY or an occupied region
  bool any_tpp = false, any_mismatch = false, any_letter = false;  // of some line
  bool any_unclassified = false;      // a line that nothing identifies or settles, or an evasive one
  bool any_recounted = false;         // a line whose text counts more than its quantity
  bool any_us_content = false;        // a line that states its US content
  bool any_controlled = false;        // a line whose entry has more than anti-terrorism controls
  bool any_hs_code = false;           // a line that states its Harmonized System code
  bool any_listed = false;            // a line whose ECCN is an entry of the Commerce Control List
  bool any_eccn_open = false;         // a line whose ECCN is no entry of the list, or the ITAR
  bool any_military_country = false;  // a party is where 744.21 speaks of military end users
  bool any_technology = false;        // a line of software or technology: product group D or E
  bool site_in_occupied_region = false;
  bool mentions_occupied_region = false;  // as where it goes
  bool embargo_told = false;              // any_embargoed, by more than the destination
  bool barred = false;                    // a sure hit on a barring list, in force
};

struct OrderAssessment {
  const RuleInput* input = nullptr;
  const Order* order = nullptr;
  const OrderTables* tables = nullptr;
  const CountryTable* countries = nullptr;  // of the tables
  Date at;
  std::vector<ItemAssessment> items;
  std::vector<CclAssessment> ccl;  // of each item
  std::vector<PartyAssessment> parties;
  Repeats repeats;
  std::vector<HitAssessment> hits;       // by party, then the site's
  std::vector<std::uint32_t> sure_hits;  // positions of the identities among the hits
  std::vector<CountryCode> further;   // where else it goes: site, receiving parties; without the destination
  std::vector<CountryCode> located;   // of the parties, surely
  std::vector<CountryCode> doubtful;  // of the parties, read against what the order declares
  std::vector<CountryCode> mentioned, passing;  // in texts: as where it goes, and otherwise
  std::vector<std::uint8_t> open;               // per item: a license requirement stands uncured so far
  mutable std::string told;                     // see rules/facts/told.h
  /// Something that may differ from destination to destination was asked since this was last cleared.
  mutable bool destination_asked = false;
  std::vector<std::uint32_t> claims;  // per item and claim, see claims_of
  std::vector<std::uint32_t> claim_start;
  FoundryAssessment foundry;
  WeightsAssessment weights;
  OrderTotals totals;

  /// What files of ownership say.
  static constexpr std::uint8_t kBlocked = 1, kListed = 2;
  lists::OwnershipWalk walk;
  std::vector<ShareOnFile> shares_on_file;  // by party
  std::vector<std::uint8_t>
      owners_on_file;          // by party and declared owner: how it counts by what is on file of it
  bool owned_on_file = false;  // some party of the order is owned or managed, by a file
  /// The text that `place` numbers; a new one where it is 0. Kept for one order.
  [[nodiscard]] std::string& text_for(std::uint32_t& place) noexcept;
  [[nodiscard]] std::string_view text_at(std::uint32_t place) const noexcept {
    return place == 0 ? std::string_view() : std::string_view(texts_[place - 1]);
  }

  /// Adds the hits of one search.
  void add_hits(std::span<const lists::PartyHit> found, HitVia via, std::uint32_t party, std::uint32_t owner,
                bool behind = false) noexcept;

  /// Computes everything. `designer_listed`: see foundry_assessment().
  void prepare(const RuleInput& rule_input, const OrderTables& order_tables, bool designer_listed) noexcept;

  /// Turns to another destination of a listing.
  void judge(CountryCode country) noexcept;
  /// The one that is judged: a listing's ship-to countries in turn.
  [[nodiscard]] CountryCode declared_destination() const noexcept { return order->destination_country; }
  [[nodiscard]] CountryCode destination() const noexcept {
    destination_asked = true;
    return destination_;
  }

  /// Hit `index` with policy and review of its entry's text read. Most likenesses are never asked for theirs.
  [[nodiscard]] const HitAssessment& terms_of(std::uint32_t index) const noexcept;

  /// The licenses, exceptions and authorizations claimed for item `index`: positions in order->licenses.
  [[nodiscard]] std::span<const std::uint32_t> claims_of(std::uint32_t index) const noexcept {
    return {claims.data() + claim_start[index], claim_start[index + 1] - claim_start[index]};
  }

 private:
  CountryCode destination_;
  std::vector<std::string> texts_;
  std::size_t texts_used_ = 0;
};

}  // namespace ordergate::rules
