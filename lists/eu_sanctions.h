// What the two forms of the EU's Financial Sanctions Files (XML and CSV) have in common.
// https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions
#pragma once

#include <string_view>

#include "lists/entry_builder.h"

namespace ordergate::lists {

/// An entry of the list, before its names and details.
void start_eu_entry(EntryBuilder& builder, std::string_view reference, std::string_view logical_id);

/// "person", "P"; "enterprise", "E".
[[nodiscard]] PartyKind eu_kind(std::string_view code);

/// The regulation that lists the party; of several the earliest is when it began.
void add_eu_regulation(EntryBuilder& builder, std::string_view number, std::string_view programme,
                       std::string_view in_force, std::string_view published);

/// The first name of an entry is its primary one.
void add_eu_name(EntryBuilder& builder, std::string_view whole, std::string_view parts, bool strong);

struct EuAddress {
  std::string_view street, po_box, zip, city, place, region, country;
};
void add_eu_address(EntryBuilder& builder, const EuAddress& address);

/// A full date, else a year with or without "circa", else a range of years.
void add_eu_birth_date(EntryBuilder& builder, std::string_view date, std::string_view year, bool circa,
                       std::string_view from, std::string_view to);

}  // namespace ordergate::lists
