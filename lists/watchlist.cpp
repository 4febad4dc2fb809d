#include "lists/watchlist.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <utility>

#include "base/hash.h"
#include "lists/entry_key.h"
#include "lists/identifier.h"
#include "lists/native_names.h"
#include "lists/party_cache.h"
#include "lists/shared_buildings.h"
#include "lists/watchlist_layout.h"

namespace ordergate::lists {
namespace {

/// Collects what the indexes are made of.
struct Compiler {
  matchers::NameIndexBuilder names;
  matchers::AddressIndexBuilder addresses;
  std::vector<EntryItem> name_parts, address_parts;
  std::vector<IdentifierKey> identifiers;

  void add(const ListEntry& entry, EntryId id) {
    const PartyKind kind = entry.kind == PartyKind::address_only ? PartyKind::unknown : entry.kind;
    for (std::uint32_t i = 0; i < entry.names.size(); ++i) {
      names.add(matchers::NameId(name_parts.size()), entry.names[i].text, kind);
      name_parts.push_back({id, i});
    }
    for (std::uint32_t i = 0; i < entry.addresses.size(); ++i) {
      const ListedAddress& address = entry.addresses[i];
      addresses.add(matchers::AddressId(address_parts.size()), {address.text, address.country});
      address_parts.push_back({id, i});
    }
    for (std::uint32_t i = 0; i < entry.identifiers.size(); ++i) {
      const ListedIdentifier& identifier = entry.identifiers[i];
      if (!identifies_party(identifier.type, identifier.value)) continue;
      identifiers.push_back({hash64(NormalIdentifier(identifier.value).text()), {id, i}});
    }
  }
};

/// The same names, met letter by letter.
matchers::ExactNames exact_names(const std::vector<ListEntry>& entries, const matchers::NameIndex& index) {
  matchers::ExactNames names;
  matchers::NameText text;
  std::uint32_t number = 0;
  for (const ListEntry& entry : entries) {
    for (const ListedName& name : entry.names) {
      text.read(name.text);
      index.weigh(text);
      names.add(matchers::NameId{number++}, text);
    }
  }
  names.build();
  return names;
}

std::uint64_t next_serial() noexcept {
  static std::atomic<std::uint64_t> serial{0};
  return ++serial;
}

}  // namespace

Watchlist::Watchlist(std::unique_ptr<const Layout> layout) : layout_(std::move(layout)) {}
Watchlist::~Watchlist() = default;
Watchlist::Watchlist(Watchlist&&) noexcept = default;
Watchlist& Watchlist::operator=(Watchlist&&) noexcept = default;

Result<Watchlist> Watchlist::build(std::vector<ListFile> files, const WatchlistOptions& options) {
  std::size_t total = 0;
  for (const ListFile& file : files) total += file.entries.size();
  if (total == 0) return Error{"lists: no entries"};
  if (total > std::numeric_limits<std::uint32_t>::max()) return Error{"lists: too many entries"};
  std::vector<ListEntry> entries;
  std::vector<std::uint32_t> file_of_entry;
  entries.reserve(total);
  file_of_entry.reserve(total);
  for (std::uint32_t i = 0; i < files.size(); ++i) {
    for (ListEntry& entry : files[i].entries) {
      entry.key = key_of(entry);
      entry.content_hash = content_hash_of(entry);
      NativeNames::builtin().add_to(entry);  // not of the list: key and hash know nothing of them
      entries.push_back(std::move(entry));
      file_of_entry.push_back(i);
    }
    files[i].entries = {};
  }
  Compiler compiler;
  for (std::uint32_t i = 0; i < entries.size(); ++i) compiler.add(entries[i], EntryId{i});
  std::sort(compiler.identifiers.begin(), compiler.identifiers.end(),
            [](const IdentifierKey& left, const IdentifierKey& right) {
              return left.hash != right.hash ? left.hash < right.hash : left.from.entry < right.from.entry;
            });
  matchers::NameIndex names = compiler.names.build();
  matchers::ExactNames exact = exact_names(entries, names);
  return Watchlist(std::unique_ptr<const Layout>(new Layout{
      std::move(files), std::move(entries), std::move(file_of_entry), std::move(names), std::move(exact),
      compiler.addresses.build(), shared_buildings(), std::move(compiler.name_parts),
      std::move(compiler.address_parts), std::move(compiler.identifiers), options, next_serial()}));
}

const std::vector<ListEntry>& Watchlist::entries() const noexcept { return layout_->entries; }
const std::vector<ListFile>& Watchlist::files() const noexcept { return layout_->files; }
const ListFile& Watchlist::file_of(EntryId id) const noexcept {
  return layout_->files[layout_->file_of_entry[index_of(id)]];
}

}  // namespace ordergate::lists
