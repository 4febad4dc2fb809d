// What the Commerce Control List says of one order line: which entry it is, and for a destination what asks
// for a license. The determination is made when first asked for. Hot.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/country.h"
#include "base/date.h"
#include "rules/ccl/control_list.h"
#include "rules/ccl/eccn_text.h"

namespace ordergate::rules {

enum class EccnState : std::uint8_t { absent, ear99, listed, itar, unlisted, not_an_eccn };
[[nodiscard]] std::string_view to_string(EccnState) noexcept;

class CclAssessment {
 public:
  /// `declared`: as the order has it; `eccn`: the stricter of that and what is known of the item. A declared
  /// text that is no ECCN is never overlooked. `list` must outlive this.
  CclAssessment(const ControlList& list, std::string_view declared, std::string_view eccn,
                std::string_view hs_code) noexcept;

  [[nodiscard]] EccnState state() const noexcept { return state_; }
  /// Something besides anti-terrorism may ask for a license.
  [[nodiscard]] bool controlled() const noexcept { return state_ == EccnState::listed && !entry_->plain; }
  /// Neither an entry of the list nor EAR99: somebody must classify it.
  [[nodiscard]] bool open() const noexcept { return state_ > EccnState::listed; }
  /// Is the line's entry one that goods of these kinds may fall under? False for what is not listed.
  [[nodiscard]] bool may_be(std::uint64_t goods) const noexcept {
    return state_ == EccnState::listed && list_->may_be(goods, *entry_);
  }
  /// 600 series (XY6ZZ) or 9x515.
  [[nodiscard]] bool military_series() const noexcept;
  /// What the entry's own words on License Exception STA are for this line. `destination` is known.
  [[nodiscard]] StaWords sta_words(CountryCode destination, Date at) const noexcept;
  /// Product group D or E.
  [[nodiscard]] bool technology() const noexcept;

  /// "854231" of "8542.31.00"; empty: none, or not six digits. Points into this object.
  [[nodiscard]] std::string_view hs6() const noexcept { return {hs6_.data(), has_hs_ ? hs6_.size() : 0}; }

  /// Empty for what is not listed. `destination` is known.
  [[nodiscard]] const Determination& determination(CountryCode destination, Date at) const noexcept;
  /// Null: the entry's own words leave none for this line.
  [[nodiscard]] const ListException* exception(ListException::Code code, CountryCode destination,
                                               Date at) const noexcept;
  [[nodiscard]] std::string_view reasons_text(CountryCode destination, Date at) const noexcept;

 private:
  const ControlList* list_;
  const ControlList::Entry* entry_ = nullptr;
  EccnText text_;
  EccnState state_ = EccnState::absent;
  bool has_hs_ = false;
  std::array<char, 6> hs6_{};
  mutable CountryCode asked_for_;  // whom `found_` is for; unknown: nobody yet
  mutable Determination found_;
  mutable std::array<char, 160> reasons_{};
};

}  // namespace ordergate::rules
