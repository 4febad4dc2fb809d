#include "order/words.h"

namespace ordergate {

std::string_view to_string(OrderKind kind) noexcept { return kOrderKindWords.word(kind); }
std::string_view to_string(OrderAction action) noexcept { return kOrderActionWords.word(action); }
std::string_view to_string(PartyRole role) noexcept { return kPartyRoleWords.word(role); }
std::string_view to_string(AddressType type) noexcept { return kAddressTypeWords.word(type); }
std::string_view to_string(IdentifierType type) noexcept { return kIdentifierTypeWords.word(type); }
std::string_view to_string(LicenseType type) noexcept { return kLicenseTypeWords.word(type); }
std::string_view to_string(Decision decision) noexcept { return kDecisionWords.word(decision); }
std::string_view to_string(Outcome outcome) noexcept { return kOutcomeWords.word(outcome); }
std::string_view to_string(ReviewPolicy policy) noexcept { return kReviewPolicyWords.word(policy); }
std::string_view to_string(OrderError error) noexcept { return kOrderErrorWords.word(error); }

}  // namespace ordergate
