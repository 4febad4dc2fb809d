// Towers and the offices of registered agents, where many parties have their address
// (data/shared_buildings.csv): to share one of them says little. Cold.
#pragma once

#include "matchers/addresses/address_index.h"

namespace ordergate::lists {

/// The ids are rows of the table, from 0.
[[nodiscard]] matchers::AddressIndex shared_buildings();

}  // namespace ordergate::lists
