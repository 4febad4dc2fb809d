// What the two forms of the UK Sanctions List (CSV and XML) have in common.
// https://www.gov.uk/government/publications/the-uk-sanctions-list
#pragma once

#include <string>
#include <string_view>

#include "lists/entry_builder.h"

namespace ordergate::lists {

/// An entry of the list, before its names and details.
void start_uk_entry(EntryBuilder& builder, std::string_view id, std::string_view regime,
                    std::string_view imposed);

/// "Primary Name", "Alias", "Primary Name Variation"; "Low Quality a.k.a" is weak.
[[nodiscard]] ListedName::Role uk_name_role(std::string_view type, std::string_view strength);

/// Name 6 is the surname, or the whole name of an entity or ship; 1 to 5 are given names in order.
[[nodiscard]] std::string uk_name(std::string_view surname, std::string_view given);

/// "17/04/1980", "dd/mm/1958", "dd/05/1958".
void add_uk_birth_date(std::string_view text, EntryBuilder& builder);

/// "Russia", "1) Saudi Arabia 2) Qatar", "Iran; Iraq", "Afghanistan (since 2009)".
void add_uk_countries(std::string_view text, EntryBuilder& builder);

/// "INN: 7700000000; OGRN 1027700000000": each number with what stands before it, else with `type`.
void add_uk_numbers(std::string_view type, std::string_view text, EntryBuilder& builder);

}  // namespace ordergate::lists
