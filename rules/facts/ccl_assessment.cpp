#include "rules/facts/ccl_assessment.h"

namespace ordergate::rules {

std::string_view to_string(EccnState state) noexcept {
  constexpr std::array<std::string_view, 6> kWords = {"absent", "ear99",    "listed",
                                                      "itar",   "unlisted", "not_an_eccn"};
  return kWords[static_cast<std::size_t>(state)];
}

CclAssessment::CclAssessment(const ControlList& list, std::string_view declared, std::string_view eccn,
                             std::string_view hs_code) noexcept
    : list_(&list), text_(EccnText::read(declared)) {
  std::size_t digits = 0;
  for (const char c : hs_code)
    if (c >= '0' && c <= '9' && digits < hs6_.size()) hs6_[digits++] = c;
  has_hs_ = digits == hs6_.size();
  const bool readable = text_.kind() == EccnKind::eccn || text_.kind() == EccnKind::ear99;
  if (!eccn.empty() && (readable || text_.kind() == EccnKind::absent)) text_ = EccnText::read(eccn);
  switch (text_.kind()) {
    case EccnKind::absent:
      return;
    case EccnKind::ear99:
      state_ = EccnState::ear99;
      return;
    case EccnKind::itar:
      state_ = EccnState::itar;
      return;
    case EccnKind::other:
      state_ = EccnState::not_an_eccn;
      return;
    case EccnKind::eccn:
      entry_ = list.find(text_.heading());
      state_ = entry_ == nullptr ? EccnState::unlisted : entry_->itar ? EccnState::itar : EccnState::listed;
  }
}

bool CclAssessment::military_series() const noexcept {
  if (state_ != EccnState::listed) return false;
  const std::string_view heading = text_.heading();
  return heading[2] == '6' || (heading[0] == '9' && heading.substr(2) == "515");
}

StaWords CclAssessment::sta_words(CountryCode destination, Date at) const noexcept {
  if (state_ != EccnState::listed) return StaWords::none;
  // 15 CFR 740.20(b)(2)(iii): not for any item controlled for one of these.
  constexpr std::uint32_t kNever = bit(ControlReason::EI) | bit(ControlReason::SS) | bit(ControlReason::SL) |
                                   bit(ControlReason::MT) | bit(ControlReason::CW);
  const Determination& found = determination(destination, at);
  if (((found.reasons | found.doubtful) & kNever) != 0) return StaWords::shut;
  return list_->sta_words(*entry_, text_.paragraph(), destination, at);
}

bool CclAssessment::technology() const noexcept {
  return text_.kind() == EccnKind::eccn && (text_.heading()[1] == 'D' || text_.heading()[1] == 'E');
}

const Determination& CclAssessment::determination(CountryCode destination, Date at) const noexcept {
  if (asked_for_ == destination && asked_for_.known()) return found_;
  asked_for_ = destination;
  found_ = state_ == EccnState::listed ? list_->determine(*entry_, text_.paragraph(), destination, at)
                                       : Determination{};
  return found_;
}

const ListException* CclAssessment::exception(ListException::Code code, CountryCode destination,
                                              Date at) const noexcept {
  if (state_ != EccnState::listed) return nullptr;
  const Determination& found = determination(destination, at);
  return list_->exception(*entry_, code, text_.paragraph(), found.reasons | found.doubtful);
}

std::string_view CclAssessment::reasons_text(CountryCode destination, Date at) const noexcept {
  return list_->reasons_text(determination(destination, at), reasons_);
}

}  // namespace ordergate::rules
