#include "lists/watchlist.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <limits>
#include <utility>

#include "base/check.h"
#include "base/hash.h"
#include "lists/entry_key.h"
#include "lists/identifier.h"
#include "lists/native_names.h"
#include "lists/party_cache.h"
#include "lists/shared_buildings.h"
#include "lists/watchlist_layout.h"

namespace ordergate::lists {
namespace {

/// What is found by name and by identifier.
struct Named {
  matchers::NameIndex names;
  std::vector<EntryItem> parts;
  std::vector<IdentifierKey> identifiers;
};

class NamedCompiler {
 public:
  /// `listed`: of a list, whose words count.
  void add(const ListEntry& entry, EntryId id, bool listed) {
    const PartyKind kind = entry.kind == PartyKind::address_only ? PartyKind::unknown : entry.kind;
    for (std::uint32_t i = 0; i < entry.names.size(); ++i) {
      const auto name = matchers::NameId(parts_.size());
      listed ? names_.add(name, entry.names[i].text, kind)
             : names_.add_uncounted(name, entry.names[i].text, kind);
      parts_.push_back({id, i});
    }
    for (std::uint32_t i = 0; i < entry.identifiers.size(); ++i) {
      const ListedIdentifier& identifier = entry.identifiers[i];
      if (!identifies_party(identifier.type, identifier.value)) continue;
      identifiers_.push_back({hash64(NormalIdentifier(identifier.value).text()), {id, i}});
    }
  }
  /// Once.
  Named build() {
    std::sort(identifiers_.begin(), identifiers_.end(),
              [](const IdentifierKey& left, const IdentifierKey& right) {
                return left.hash != right.hash ? left.hash < right.hash : left.from.entry < right.from.entry;
              });
    return {names_.build(), std::move(parts_), std::move(identifiers_)};
  }

 private:
  matchers::NameIndexBuilder names_;
  std::vector<EntryItem> parts_;
  std::vector<IdentifierKey> identifiers_;
};

Named compile_names(const std::vector<ListEntry>& entries, const std::vector<ListEntry>& owned) {
  NamedCompiler compiler;
  std::uint32_t id = 0;
  for (const ListEntry& entry : entries) compiler.add(entry, EntryId{id++}, true);
  for (const ListEntry& entry : owned) compiler.add(entry, EntryId{id++}, false);
  return compiler.build();
}

/// The same names, met letter by letter. `index` says how common words are.
matchers::ExactNames compile_exact_names(const std::vector<ListEntry>& entries,
                                         const std::vector<ListEntry>& owned,
                                         const matchers::NameIndex& index) {
  matchers::ExactNames names;
  matchers::NameText text;
  std::uint32_t number = 0;
  for (const std::vector<ListEntry>* all : {&entries, &owned}) {
    for (const ListEntry& entry : *all) {
      for (const ListedName& name : entry.names) {
        text.read(name.text);
        index.weigh(text);
        names.add(matchers::NameId{number++}, text);
      }
    }
  }
  names.build();
  return names;
}

matchers::AddressIndex compile_addresses(const std::vector<ListEntry>& entries,
                                         std::vector<EntryItem>& parts) {
  matchers::AddressIndexBuilder addresses;
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    const std::vector<ListedAddress>& all = entries[i].addresses;
    for (std::uint32_t part = 0; part < all.size(); ++part) {
      addresses.add(matchers::AddressId(parts.size()), {all[part].text, all[part].country});
      parts.push_back({EntryId{i}, part});
    }
  }
  return addresses.build();
}

std::uint64_t next_serial() noexcept {
  static std::atomic<std::uint64_t> serial{0};
  return ++serial;
}

}  // namespace

Watchlist::Watchlist(std::unique_ptr<Layout> layout) : layout_(std::move(layout)) {}
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
  std::vector<EntryItem> address_parts;
  matchers::AddressIndex addresses = compile_addresses(entries, address_parts);
  Named named = compile_names(entries, {});
  matchers::ExactNames exact_names = compile_exact_names(entries, {}, named.names);
  return Watchlist(std::make_unique<Layout>(Layout{std::move(files),
                                                   std::move(entries),
                                                   {},
                                                   std::move(file_of_entry),
                                                   std::move(named.names),
                                                   std::move(exact_names),
                                                   std::move(addresses),
                                                   shared_buildings(),
                                                   std::move(named.parts),
                                                   std::move(address_parts),
                                                   std::move(named.identifiers),
                                                   options,
                                                   next_serial()}));
}

Status Watchlist::add_owned(std::vector<ListEntry> parties) {
  Layout& layout = *layout_;
  OG_CHECK(layout.owned.empty());
  if (parties.size() > std::numeric_limits<std::uint32_t>::max() - layout.entries.size())
    return Error{"ownership: too many parties"};
  for (ListEntry& party : parties) NativeNames::builtin().add_to(party);
  layout.owned = std::move(parties);
  // How common words are is what it was: the present index tells it while the next one is made.
  std::future<matchers::ExactNames> exact_names = std::async(
      std::launch::async, [&] { return compile_exact_names(layout.entries, layout.owned, layout.names); });
  Named named = compile_names(layout.entries, layout.owned);
  layout.exact_names = exact_names.get();  // before the index that it asks is another one
  layout.names = std::move(named.names);
  layout.name_parts = std::move(named.parts);
  layout.identifiers = std::move(named.identifiers);
  layout.serial = next_serial();
  return Done{};
}

const std::vector<ListEntry>& Watchlist::entries() const noexcept { return layout_->entries; }
const std::vector<ListFile>& Watchlist::files() const noexcept { return layout_->files; }
const ListFile& Watchlist::file_of(EntryId id) const noexcept {
  return layout_->files[layout_->file_of_entry[index_of(id)]];
}

}  // namespace ordergate::lists
