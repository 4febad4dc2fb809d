// Which lists bar a party from goods, in one table. What a hit on each comes to is said by the rules.
#pragma once

#include <array>

#include "lists/entry.h"

namespace ordergate::rules {

struct BarringList {
  lists::ListCode list;
  bool stands;  // a sure hit stands against the order itself, whatever license is claimed
};

/// Names of these are looked for in running text. The others are about securities, menus of measures and the
/// like, and a mention tells nothing.
inline constexpr std::array<BarringList, 16> kBarringLists = {{
    {lists::ListCode::sdn, true},
    {lists::ListCode::el, true},
    {lists::ListCode::dpl, true},
    {lists::ListCode::meu, true},
    {lists::ListCode::uvl, true},
    {lists::ListCode::mieu, true},
    {lists::ListCode::dtc, false},
    {lists::ListCode::isn, false},
    {lists::ListCode::un, false},
    {lists::ListCode::uk, false},
    {lists::ListCode::eu, false},
    {lists::ListCode::ch, false},
    {lists::ListCode::ca, false},
    {lists::ListCode::au, false},
    {lists::ListCode::jp, false},
    {lists::ListCode::user, false},
}};

/// Null for a list that bars nobody.
[[nodiscard]] constexpr const BarringList* barring_list(lists::ListCode list) noexcept {
  for (const BarringList& each : kBarringLists)
    if (each.list == list) return &each;
  return nullptr;
}

/// What an owner on one of these owns is reached by a rule of the EAR (744.8, 744.11, 744.21).
[[nodiscard]] constexpr bool ownership_list(lists::ListCode list) noexcept {
  return list == lists::ListCode::el || list == lists::ListCode::meu || list == lists::ListCode::sdn;
}

}  // namespace ordergate::rules
