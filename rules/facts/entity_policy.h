// What an Entity List entry says about itself: which items need a license and how applications are
// reviewed. Read from the entry's own text (Supplement 4 to part 744) when a party meets it. Hot.
#pragma once

#include <cstdint>
#include <string_view>

#include "lists/entry.h"
#include "order/verdict.h"

namespace ordergate::rules {

/// Bit set of the footnotes of Supplement 4 that an entry carries.
enum Footnote : std::uint8_t {
  kFootnote1 = 1U << 0,  // Huawei and affiliates: 734.9(e)(1)
  kFootnote3 = 1U << 1,  // Russian and Belarusian military end users: 734.9(g)
  kFootnote4 = 1U << 2,  // supercomputer: 734.9(e)(2)
  kFootnote5 = 1U << 3,  // advanced-node: 734.9(e)(3)
};

/// An item as the text of an entry may treat it.
struct ListedItem {
  std::string_view eccn;         // "EAR99", an ECCN, or empty when unknown
  std::string_view description;  // free text
};

class EntityPolicy {
 public:
  EntityPolicy() = default;
  explicit EntityPolicy(const lists::ListEntry& entry) noexcept;

  /// The policy for one item. A text that leaves it open gives case_by_case: a person decides.
  [[nodiscard]] ReviewPolicy of(const ListedItem& item) const noexcept;
  /// The policy where no exception of the text applies.
  [[nodiscard]] ReviewPolicy general() const noexcept { return general_; }
  [[nodiscard]] std::uint8_t footnotes() const noexcept { return footnotes_; }
  /// The entry's requirement reaches every item subject to the EAR.
  [[nodiscard]] bool all_items() const noexcept { return all_items_; }

 private:
  [[nodiscard]] bool carved_out(const ListedItem& item) const noexcept;
  std::string_view policy_text_;
  ReviewPolicy general_ = ReviewPolicy::presumption_of_denial;
  std::uint8_t footnotes_ = 0;
  bool all_items_ = true;
  bool ccl_only_ = false;        // "items on the CCL and EAR99 items listed in supplement no. 7"
  bool end_use_only_ = false;    // "when used in projects specified in"
  bool carve_outs_ = false;      // denial with case-by-case exceptions
  bool carve_inverted_ = false;  // "except case-by-case for items not described in ECCN ..."
};

}  // namespace ordergate::rules
