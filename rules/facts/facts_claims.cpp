#include <array>

#include "rules/facts/fact_get.h"
#include "rules/items/eccn.h"

namespace ordergate::rules {
namespace {

constexpr std::string_view kOrders = "docs/orders.md";
constexpr std::string_view kLicenses = "docs/policy.md, section 4";

const License& license_of(const void* c, std::uint32_t i) noexcept {
  return assessed_of(c).order->licenses[i];
}

Value license_type(const void* c, std::uint32_t i) noexcept {
  return Value::of(to_string(license_of(c, i).type));
}
Value in_dates(const void* c, std::uint32_t i) noexcept {
  const License& license = license_of(c, i);
  const Date at = assessed_of(c).at;
  return Value::of((!license.valid_from || *license.valid_from <= at) &&
                   (!license.valid_until || *license.valid_until >= at));
}
Value for_destination(const void* c, std::uint32_t i) noexcept {
  const License& license = license_of(c, i);
  return Value::of(!license.destination_country.known() ||
                   license.destination_country == assessed_of(c).destination());
}
Value days_since_start(const void* c, std::uint32_t i) noexcept {
  const License& license = license_of(c, i);
  if (!license.valid_from) return Value::unknown(Type::number);
  return Value::of(static_cast<double>(assessed_of(c).at.days - license.valid_from->days));
}

constexpr std::array kLicenseFacts = {
    FactDef{"type", kText, license_type, nullptr, "", kOrders, "license, exception, veu or national", ""},
    FactDef{"id", kText, license_get<&License::id>, nullptr, "", kOrders, "number", ""},
    FactDef{"exception", kText, license_get<&License::exception>, nullptr, "", "15 CFR part 740",
            "NAC, ACA, AIA ...", ""},
    FactDef{"authority", kText, license_get<&License::authority>, nullptr, "", kOrders, "issuing authority",
            ""},
    FactDef{"valid_from", kDay, license_get<&License::valid_from>, nullptr, "", kOrders, "first day", ""},
    FactDef{"valid_until", kDay, license_get<&License::valid_until>, nullptr, "", kOrders, "last day", ""},
    FactDef{"in_dates", kBool, in_dates, nullptr, "", kLicenses, "valid on the regime date, ends inclusive",
            ""},
    local(FactDef{"for_destination", kBool, for_destination, nullptr, "", kLicenses,
                  "names this destination or none", ""}),
    FactDef{"days_since_start", kNumber, days_since_start, nullptr, "days", "15 CFR 750.7(g)",
            "days from its first day to the regime date", "valid_from"},
};

const Document& document_of(const void* c, std::uint32_t i) noexcept {
  return assessed_of(c).order->documents[i];
}

bool names(const Document& document, std::string_view party) noexcept {
  for (const std::string_view covered : document.covers_parties)
    if (equal_ignoring_case(covered, party)) return true;
  return false;
}

/// Every controlling party is named, or the document names none.
Value covers_parties(const void* c, std::uint32_t i) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  const Document& document = document_of(c, i);
  if (!document.has_covers_parties) return Value::of(true);
  for (std::uint32_t p = 0; p < assessed.parties.size(); ++p)
    if (assessed.parties[p].controls && !names(document, assessed.order->parties[p].name))
      return Value::of(false);
  return Value::of(true);
}
Value age_days(const void* c, std::uint32_t i) noexcept {
  const Document& document = document_of(c, i);
  if (!document.date) return Value::unknown(Type::number);
  return Value::of(static_cast<double>(assessed_of(c).at.days - document.date->days));
}

constexpr std::array kDocumentFacts = {
    FactDef{"type", kText, document_get<&Document::type>, nullptr, "", kOrders,
            "end_user_certificate, data_center_statement, bis_notice ...", ""},
    FactDef{"id", kText, document_get<&Document::id>, nullptr, "", kOrders, "number", ""},
    FactDef{"date", kDay, document_get<&Document::date>, nullptr, "", kOrders, "date", ""},
    FactDef{"age_days", kNumber, age_days, nullptr, "days", kLicenses,
            "days from its date to the regime date", "date"},
    FactDef{"covers_parties", kBool, covers_parties, nullptr, "", "docs/policy.md, section 6",
            "names every controlling party, or no party at all", ""},
};

}  // namespace

std::span<const FactDef> license_facts() noexcept { return kLicenseFacts; }
std::span<const FactDef> document_facts() noexcept { return kDocumentFacts; }

}  // namespace ordergate::rules
