#include "rules/facts/license_assessment.h"

#include <algorithm>
#include <optional>

namespace ordergate::rules {
namespace {

bool names_line(const License& claim, std::uint32_t line) noexcept {
  return !claim.has_items || std::find(claim.items.begin(), claim.items.end(), line) != claim.items.end();
}

constexpr std::size_t kNameBytesMax = 1024;  // a longer one is nobody's

bool is_named(const Party& party, std::string_view name) noexcept {
  if (name.size() > kNameBytesMax) return false;
  if (same_letters(party.name, name) || same_letters(party.native_name, name)) return true;
  return std::any_of(party.aliases.begin(), party.aliases.end(),
                     [&](std::string_view alias) { return same_letters(alias, name); });
}

enum class Match : std::uint8_t { no, untold, yes };

/// A party without a role may be the seller; where nobody may, the order does not tell.
Match licensee(const Order& order, const License& claim) noexcept {
  if (claim.licensee.empty()) return Match::yes;
  bool told = false;
  for (const Party& party : order.parties) {
    if (party.role != PartyRole::seller && party.role != PartyRole::unknown) continue;
    if (is_named(party, claim.licensee)) return Match::yes;
    told = told || party.role == PartyRole::seller;
  }
  return told ? Match::no : Match::untold;
}

/// Who receives it in the end: end users and whoever may be one, else the ultimate consignees, else the
/// purchasers. Every one of them must be the named one.
bool is_end_user(const Order& order, const License& claim) noexcept {
  if (claim.end_user.empty()) return true;
  const auto all_named = [&](auto&& is_meant) -> std::optional<bool> {
    bool any = false;
    for (const Party& party : order.parties) {
      if (!is_meant(party.role)) continue;
      if (!is_named(party, claim.end_user)) return false;
      any = true;
    }
    return any ? std::optional(true) : std::nullopt;
  };
  using enum PartyRole;
  const auto users = all_named([](PartyRole role) { return role == end_user || role == unknown; });
  if (users) return *users;
  const auto consignees = all_named([](PartyRole role) { return role == ultimate_consignee; });
  if (consignees) return *consignees;
  return all_named([](PartyRole role) { return role == purchaser || role == iaas_customer; }).value_or(false);
}

/// What the order moves of the lines that the license names.
struct Moved {
  double tpp = 0, quantity = 0;
  std::optional<double> value = 0.0;  // in the order's currency; none: a line has no price
};

Moved moved(const OrderAssessment& assessed, const License& claim) noexcept {
  Moved sum;
  const Order& order = *assessed.order;
  for (std::uint32_t i = 0; i < order.items.size(); ++i) {
    const Item& item = order.items[i];
    if (!names_line(claim, item.line)) continue;
    sum.tpp += assessed.items[i].tpp_total.value_or(0);
    sum.quantity += item.quantity;
    sum.value = sum.value && item.unit_price ? std::optional(*sum.value + *item.unit_price * item.quantity)
                                             : std::nullopt;
  }
  if (order.value &&
      (!claim.has_items || !sum.value))  // that of the whole order is never less than its lines'
    sum.value = std::max(sum.value.value_or(0), *order.value);
  return sum;
}

}  // namespace

bool same_letters(std::string_view left, std::string_view right) noexcept {
  const auto next = [](std::string_view text, std::size_t& at) {
    for (; at < text.size(); ++at) {
      const auto c = static_cast<unsigned char>(text[at]);
      if (c >= 'A' && c <= 'Z') return static_cast<int>(text[at++] - 'A' + 'a');
      if (c >= 0x80U || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) return static_cast<int>(text[at++]);
    }
    return 0;
  };
  std::size_t i = 0;
  std::size_t j = 0;
  while (true) {
    const int a = next(left, i);
    if (a != next(right, j)) return false;
    if (a == 0) return true;
  }
}

std::string_view license_gap(const OrderAssessment& assessed, const License& claim) noexcept {
  if (claim.destination_country.known() && claim.destination_country != assessed.destination())
    return "it is for another destination";
  if (claim.valid_from && *claim.valid_from > assessed.at) return "it is not valid yet on that day";
  if (claim.valid_until && *claim.valid_until < assessed.at) return "it ended before that day";
  if (licensee(*assessed.order, claim) == Match::no) return "its licensee is not the seller";
  if (!is_end_user(*assessed.order, claim)) return "it names another end user";
  if (!claim.tpp_max && !claim.quantity_max && !claim.value_max) return {};
  const Moved sum = moved(assessed, claim);
  if (claim.tpp_max && sum.tpp > *claim.tpp_max) return "the order exceeds its TPP";
  if (claim.quantity_max && sum.quantity > *claim.quantity_max) return "the order exceeds its quantity";
  if (claim.value_max && sum.value && *sum.value > *claim.value_max) return "the order exceeds its value";
  return {};
}

std::string_view license_gap(const OrderAssessment& assessed, const License& claim,
                             std::uint32_t item) noexcept {
  if (!names_line(claim, assessed.order->items[item].line)) return "it does not name this line";
  return license_gap(assessed, claim);
}

std::string_view license_untold(const OrderAssessment& assessed, const License& claim,
                                bool runs_fixed_time) noexcept {
  if (claim.id.empty()) return "number";
  if (claim.authority.empty()) return "authority";
  if (!claim.destination_country.known()) return "destination";
  if (!claim.valid_until && !(runs_fixed_time && claim.valid_from)) return "last day";
  if (licensee(*assessed.order, claim) == Match::untold) return "seller, who must be its licensee";
  if (claim.value_max && !moved(assessed, claim).value) return "prices of its lines, whose value it bounds";
  return {};
}

std::uint64_t license_work(const Order& order) noexcept {
  constexpr std::uint64_t kPartyWork = 10;
  std::uint64_t work = 0;
  for (const License& claim : order.licenses) {
    work += 1 + claim.items.size() / 8;
    if (!claim.licensee.empty() || !claim.end_user.empty()) work += kPartyWork * order.parties.size();
    if (claim.tpp_max || claim.quantity_max || claim.value_max)
      work += order.items.size() * (1 + claim.items.size() / 8);
  }
  return work;
}

}  // namespace ordergate::rules
