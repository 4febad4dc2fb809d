// The words of the record formats, one table an enum, read in both directions.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "order/order.h"
#include "order/parser.h"
#include "order/verdict.h"

namespace ordergate {

/// Words in the order of the enum's values: entry i is the word of value i.
template <typename E, std::size_t N>
struct WordTable {
  std::array<std::string_view, N> words;

  [[nodiscard]] constexpr std::string_view word(E value) const noexcept {
    return words[static_cast<std::size_t>(value)];
  }
  /// The value whose word is exactly `text`.
  [[nodiscard]] constexpr std::optional<E> find(std::string_view text) const noexcept {
    for (std::size_t i = 0; i < N; ++i)
      if (words[i] == text) return static_cast<E>(i);
    return std::nullopt;
  }
};

template <typename E, typename... Words>
[[nodiscard]] constexpr auto word_table(Words... words) noexcept {
  return WordTable<E, sizeof...(Words)>{{std::string_view{words}...}};
}

inline constexpr auto kOrderKindWords =
    word_table<OrderKind>("sale", "listing", "iaas", "model_weights", "fabrication", "technology", "service");
inline constexpr auto kOrderActionWords =
    word_table<OrderAction>("export", "reexport", "transfer", "deemed_export", "service");
inline constexpr auto kPartyRoleWords =
    word_table<PartyRole>("unknown", "seller", "purchaser", "intermediate_consignee", "ultimate_consignee",
                          "end_user", "freight_forwarder", "bank", "installer", "iaas_customer", "facility",
                          "designer", "packager", "employee", "contact");

/// What order systems call a role, and the role it is read as.
struct RoleWord {
  std::string_view word;
  PartyRole role;
};
inline constexpr std::array<RoleWord, 8> kRoleWordsOfOrderSystems = {{
    {"sold_to", PartyRole::purchaser},
    {"bill_to", PartyRole::purchaser},
    {"payer", PartyRole::purchaser},
    {"ship_to", PartyRole::ultimate_consignee},
    {"notify_party", PartyRole::freight_forwarder},
    {"broker", PartyRole::freight_forwarder},
    {"carrier", PartyRole::freight_forwarder},
    {"other", PartyRole::unknown},
}};
/// Every kind but address_only, which only a list's entry is.
inline constexpr auto kPartyKindWords = [] {
  WordTable<PartyKind, kPartyKindNames.size() - 1> table{};
  std::copy_n(kPartyKindNames.begin(), table.words.size(), table.words.begin());
  return table;
}();
inline constexpr auto kAddressTypeWords =
    word_table<AddressType>("unknown", "residential", "office", "industrial", "data_center", "virtual_office",
                            "registered_agent", "mail_drop");
inline constexpr auto kIdentifierTypeWords =
    word_table<IdentifierType>("other", "tax", "registration", "lei", "duns", "imo", "passport", "swift");
inline constexpr auto kLicenseTypeWords = word_table<LicenseType>("license", "exception", "veu", "national");

inline constexpr auto kDecisionWords = word_table<Decision>("allow", "hold", "deny");
inline constexpr auto kOutcomeWords = word_table<Outcome>("annotate", "hold", "deny");
inline constexpr auto kReviewPolicyWords = word_table<ReviewPolicy>(
    "none", "presumption_of_approval", "case_by_case", "presumption_of_denial", "policy_of_denial");
inline constexpr auto kOrderErrorWords = word_table<OrderError>(
    "none", "empty_record", "record_too_large", "malformed_json", "truncated_json", "invalid_utf8",
    "trailing_content", "depth_exceeded", "string_too_long", "too_many_parties", "too_many_items",
    "too_many_entries", "duplicate_key", "missing_field", "wrong_type", "invalid_value");

// Closed sets of words that stay text in the order.
inline constexpr std::array<std::string_view, 18> kEndUseWords = {"ai_training",
                                                                  "ai_inference",
                                                                  "supercomputer",
                                                                  "military",
                                                                  "military_intelligence",
                                                                  "nuclear",
                                                                  "missile",
                                                                  "chemical_biological",
                                                                  "advanced_node_fabrication",
                                                                  "legacy_fabrication",
                                                                  "unknown_node_fabrication",
                                                                  "sme_production",
                                                                  "ecad_advanced_design",
                                                                  "gaming",
                                                                  "research",
                                                                  "resale",
                                                                  "destructive_testing",
                                                                  "other"};
inline constexpr std::array<std::string_view, 22> kDocumentWords = {
    "end_user_certificate",  "data_center_statement",   "site_visit",         "independent_audit",
    "iaas_user_attestation", "uvl_statement",           "bis_notice",         "export_notice",
    "ownership_chart",       "aia_certification",       "lpp_certification",  "lpp_notice",
    "designer_attestation",  "license_designer_to_fab", "license_out_of_fab", "independent_lab_test",
    "supply_certification",  "malaysia_permit",         "japan_license",      "netherlands_license",
    "written_assurance",     "sta_consignee_statement"};
inline constexpr std::array<std::string_view, 27> kExceptionWords = {
    "NAC", "ACA", "AIA", "ACM", "LPP", "HBM", "RFF", "GOV", "TMP", "RPL", "TSU", "IEC", "LVS", "GBS",
    "TSR", "APR", "ENC", "STA", "CCD", "SPP", "SCP", "BAG", "AVS", "GFT", "APP", "CFR", "AGR"};
inline constexpr std::array<std::string_view, 3> kVeuWords = {"uveu", "nveu", "fab_veu"};
inline constexpr std::array<std::string_view, 2> kFabricationRoleWords = {"fabricator", "osat"};
inline constexpr std::array<std::string_view, 3> kCountConfirmerWords = {"fabricator", "osat", "customer"};
inline constexpr std::array<std::string_view, 3> kPackagerWords = {"fabricator", "approved_osat", "other"};

}  // namespace ordergate
