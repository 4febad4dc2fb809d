#include "bench/engine/name_run.h"

#include <algorithm>
#include <cctype>

#include "bench/engine/order_stream.h"

namespace ordergate::bench {
namespace {

bool usable(const lists::ListEntry& entry) {
  if (entry.kind != PartyKind::company || entry.names.empty()) return false;
  const std::string& name = entry.names.front().text;
  const bool ascii = std::all_of(name.begin(), name.end(), [](char c) { return c >= ' ' && c < 127; });
  return ascii && name.find(' ') != std::string::npos && name.size() >= 12;
}

/// Where the longest word begins, and its length.
std::pair<std::size_t, std::size_t> longest_word(const std::string& name) {
  std::pair<std::size_t, std::size_t> best{0, 0};
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t end = std::min(name.find(' ', at), name.size());
    if (end - at > best.second) best = {at, end - at};
    at = end + 1;
  }
  return best;
}

/// One letter in the middle of the longest word becomes another.
std::string with_a_typo(std::string name, Random& random) {
  const auto [begin, size] = longest_word(name);
  const std::size_t at = begin + 1 + random.below(size - 1);
  const bool upper = std::isupper(static_cast<unsigned char>(name[at])) != 0;
  name[at] = static_cast<char>((upper ? 'A' : 'a') + random.below(26));
  return name;
}

}  // namespace

std::vector<std::string> listed_companies(const lists::Watchlist& watchlist) {
  std::vector<std::string> names;
  for (const lists::ListEntry& entry : watchlist.entries())
    if (usable(entry)) names.push_back(entry.names.front().text);
  return names;
}

NameDeck make_name_deck(const lists::Watchlist& watchlist, std::size_t changed, std::size_t ordinary,
                        std::uint64_t seed) {
  Random random(seed);
  NameDeck deck;
  const std::vector<lists::ListEntry>& entries = watchlist.entries();
  for (std::size_t tries = 0; deck.changed.size() < changed && tries < changed * 100; ++tries) {
    const auto number = static_cast<std::uint32_t>(random.below(entries.size()));
    if (!usable(entries[number])) continue;
    deck.changed.push_back({with_a_typo(entries[number].names.front().text, random), number});
  }
  while (deck.ordinary.size() < ordinary) deck.ordinary.push_back(invented_name(random));
  return deck;
}

NamesResult measure_names(const NameDeck& deck, const lists::Watchlist& watchlist) {
  NamesResult result;
  lists::PartyScratch scratch;
  std::vector<lists::PartyHit> hits;
  const auto find = [&](std::string_view name) {
    hits.clear();
    lists::PartyQuery query;
    query.name = name;
    return watchlist.screen(query, scratch, hits) == Completeness::complete;
  };
  for (const NameDeck::Changed& changed : deck.changed) {
    const std::string& listed = watchlist.entries()[changed.entry].names.front().text;
    find(changed.name);
    ++result.changed;
    result.found += std::any_of(hits.begin(), hits.end(), [&](const lists::PartyHit& hit) {
      return hit.entry == lists::EntryId{changed.entry} ||
             watchlist.entry(hit.entry).names.front().text == listed;
    });
  }
  const std::int64_t begin = thread_ns();
  for (const std::string& name : deck.ordinary) {
    const bool complete = find(name);
    result.alerted += complete && hits.empty() ? 0 : 1;
  }
  result.per_second =
      static_cast<double>(deck.ordinary.size()) / (static_cast<double>(thread_ns() - begin) / 1e9);
  result.ordinary = deck.ordinary.size();
  return result;
}

}  // namespace ordergate::bench
