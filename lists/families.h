// Members of a concern that a list names behind it: "Tactical Missile Corporation, NPO Lightning". What
// stands before the comma is a concern when several rows of one list begin with it. Cold.
#pragma once

#include <vector>

#include "lists/entry.h"

namespace ordergate::lists {

/// Gives such entries the member's own name, weak where it is generic ("Institute of Hygiene").
void name_members(std::vector<ListEntry>& entries);

}  // namespace ordergate::lists
