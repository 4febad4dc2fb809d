#include <array>

#include "rules/facts/fact_get.h"

namespace ordergate::rules {
namespace {

constexpr std::string_view kNames = "docs/policy.md, section 2";
constexpr std::string_view kEntry = "Supp. 4 to part 744";

const HitAssessment& hit_of(const void* c, std::uint32_t i) noexcept { return assessed_of(c).hits[i]; }

Value list(const void* c, std::uint32_t i) noexcept { return Value::of(to_string(hit_of(c, i).entry->list)); }
Value sure(const void* c, std::uint32_t i) noexcept { return Value::of(hit_of(c, i).hit->sure); }
Value colocated(const void* c, std::uint32_t i) noexcept { return Value::of(hit_of(c, i).hit->colocated); }
Value neighbor(const void* c, std::uint32_t i) noexcept { return Value::of(hit_of(c, i).hit->neighbor); }
Value same_room(const void* c, std::uint32_t i) noexcept { return Value::of(hit_of(c, i).hit->same_room); }
Value score(const void* c, std::uint32_t i) noexcept {
  return Value::of(static_cast<double>(hit_of(c, i).hit->score));
}
Value in_force(const void* c, std::uint32_t i) noexcept { return Value::of(hit_of(c, i).in_force()); }
Value via(const void* c, std::uint32_t i) noexcept {
  constexpr std::array<std::string_view, 5> kWays = {"party", "parent", "owner", "site", "text"};
  return Value::of(kWays[static_cast<std::size_t>(hit_of(c, i).via)]);
}
Value of_party(const void* c, std::uint32_t i) noexcept {
  const HitAssessment& hit = hit_of(c, i);
  return hit.party == HitAssessment::kNoParty ? Value::unknown(Type::object) : Value::object_of(hit.party);
}
Value entry_name(const void* c, std::uint32_t i) noexcept {
  const lists::ListEntry& entry = *hit_of(c, i).entry;
  return value_of(entry.names.empty() ? std::string_view() : std::string_view(entry.names.front().text));
}
Value matched(const void* c, std::uint32_t i) noexcept { return value_of(hit_of(c, i).hit->matched); }
Value searched(const void* c, std::uint32_t i) noexcept { return value_of(hit_of(c, i).hit->query); }
Value address_only(const void* c, std::uint32_t i) noexcept {
  return Value::of(hit_of(c, i).entry->kind == PartyKind::address_only);
}
Value source(const void* c, std::uint32_t i) noexcept {
  return value_of(std::string_view(hit_of(c, i).entry->source));
}
Value review(const void* c, std::uint32_t i) noexcept {
  return Value::of(to_string(assessed_of(c).terms_of(i).review));
}
Value denies(const void* c, std::uint32_t i) noexcept {
  const ReviewPolicy policy = assessed_of(c).terms_of(i).review;
  return Value::of(policy == ReviewPolicy::presumption_of_denial || policy == ReviewPolicy::policy_of_denial);
}
Value all_items(const void* c, std::uint32_t i) noexcept {
  return Value::of(assessed_of(c).terms_of(i).policy.all_items());
}
Value policy_text(const void* c, std::uint32_t i) noexcept {
  return value_of(std::string_view(hit_of(c, i).entry->license_policy));
}
Value requirement_text(const void* c, std::uint32_t i) noexcept {
  return value_of(std::string_view(hit_of(c, i).entry->license_requirement));
}
template <Footnote Bit>
Value footnote(const void* c, std::uint32_t i) noexcept {
  return Value::of((assessed_of(c).terms_of(i).policy.footnotes() & Bit) != 0);
}

constexpr std::array kFacts = {
    FactDef{"list", kText, list, nullptr, "", kNames,
            "SDN, EL, DPL, MEU, UVL, DTC, ISN, SSI, MBS, PLC, CMIC, CAP, UN, UK ...", ""},
    FactDef{"source", kText, source, nullptr, "", kNames, "the list's own name", ""},
    FactDef{"sure", kBool, sure, nullptr, "", kNames, "an identity, not a likeness", ""},
    FactDef{"colocated", kBool, colocated, nullptr, "", "docs/policy.md, section 3",
            "same building as a listed address", ""},
    FactDef{"same_room", kBool, same_room, nullptr, "", "docs/policy.md, section 3",
            "co-located in the very room of a listed address", ""},
    FactDef{"neighbor", kBool, neighbor, nullptr, "", "docs/policy.md, section 3",
            "co-located in a building that many parties share, on another floor or in an unnamed room", ""},
    FactDef{"score", kNumber, score, nullptr, "", kNames, "0 to 100", ""},
    FactDef{"in_force", kBool, in_force, nullptr, "", kNames,
            "the entry had begun and not ended on the regime date", ""},
    FactDef{"begun", kBool, hit_law_get<&HitAssessment::begun>, nullptr, "", kNames,
            "the entry had begun on the regime date", ""},
    FactDef{"ended", kBool, hit_law_get<&HitAssessment::ended>, nullptr, "", kNames,
            "the entry had ended before the regime date", ""},
    FactDef{"via", kText, via, nullptr, "", kNames,
            "party, parent, owner or site: whose name or address was met", ""},
    FactDef{"party", object_type(ObjectKind::party), of_party, nullptr, "", kNames, "the party of the order",
            ""},
    FactDef{"entry_name", kText, entry_name, nullptr, "", kNames, "primary name of the entry", ""},
    FactDef{"matched", kText, matched, nullptr, "", kNames,
            "name, alias or address of the entry that matched", ""},
    FactDef{"searched", kText, searched, nullptr, "", kNames, "text of the order that matched", ""},
    FactDef{"address_only", kBool, address_only, nullptr, "", "docs/policy.md, section 3",
            "the entry is an address, not a party", ""},
    FactDef{"review", kText, review, nullptr, "", kEntry,
            "review policy of the entry's own text, the strictest over the items", ""},
    FactDef{"denies", kBool, denies, nullptr, "", kEntry, "that policy is a denial", ""},
    FactDef{"all_items", kBool, all_items, nullptr, "", kEntry,
            "the entry bars every item subject to the EAR", ""},
    FactDef{"policy_text", kText, policy_text, nullptr, "", kEntry, "license policy as printed", ""},
    FactDef{"requirement_text", kText, requirement_text, nullptr, "", kEntry,
            "license requirement as printed", ""},
    FactDef{"footnote_1", kBool, footnote<kFootnote1>, nullptr, "", "15 CFR 734.9(e)(1)",
            "footnote 1: Huawei and affiliates", ""},
    FactDef{"footnote_3", kBool, footnote<kFootnote3>, nullptr, "", "15 CFR 734.9(g)",
            "footnote 3: Russian and Belarusian military end users", ""},
    FactDef{"footnote_4", kBool, footnote<kFootnote4>, nullptr, "", "15 CFR 734.9(e)(2)",
            "footnote 4: supercomputers", ""},
    FactDef{"footnote_5", kBool, footnote<kFootnote5>, nullptr, "", "15 CFR 734.9(e)(3)",
            "footnote 5: advanced-node integrated circuits", ""},
};

}  // namespace

std::span<const FactDef> hit_facts() noexcept { return kFacts; }

}  // namespace ordergate::rules
