// The compiled watchlist: what watchlist.cpp builds and watchlist_screen.cpp reads. Internal to lists/.
#pragma once

#include <cstdint>
#include <vector>

#include "lists/watchlist.h"
#include "matchers/names/exact_names.h"

namespace ordergate::lists {

/// Where an id of the name or address index comes from.
struct EntryItem {
  EntryId entry{};
  std::uint32_t part = 0;  // index into names, addresses or identifiers of the entry
};

struct IdentifierKey {
  std::uint64_t hash = 0;  // of the normal form
  EntryItem from;
};

struct Watchlist::Layout {
  std::vector<ListFile> files;
  std::vector<ListEntry> entries;  // of the lists
  std::vector<ListEntry> owned;    // numbered behind them
  std::vector<std::uint32_t> file_of_entry;
  matchers::NameIndex names;
  matchers::ExactNames exact_names;
  matchers::AddressIndex addresses;
  matchers::AddressIndex shared_buildings;  // shared_buildings.h
  std::vector<EntryItem> name_parts;        // by matchers::NameId
  std::vector<EntryItem> address_parts;     // by matchers::AddressId
  std::vector<IdentifierKey> identifiers;   // sorted by hash
  WatchlistOptions options;
  std::uint64_t serial = 0;  // tells watchlists of one process apart

  [[nodiscard]] std::size_t entry_count() const noexcept { return entries.size() + owned.size(); }
  [[nodiscard]] bool is_owned(EntryId id) const noexcept { return index_of(id) >= entries.size(); }
  [[nodiscard]] const ListEntry& entry(EntryId id) const noexcept {
    return is_owned(id) ? owned[index_of(id) - entries.size()] : entries[index_of(id)];
  }
  [[nodiscard]] const EntryItem& part(matchers::NameId id) const noexcept { return name_parts[index_of(id)]; }
  [[nodiscard]] const EntryItem& part(matchers::AddressId id) const noexcept {
    return address_parts[index_of(id)];
  }
};

}  // namespace ordergate::lists
