// Compares labelled pairs of addresses, and looks addresses up in the full list; prints quality and speed.
//
//   bench_addresses [SHARED_DATA] [--misses]
//
// Quality first: the labelled sets with unrelated pairs beside them, addresses known to be shared, and the
// index against comparing with every listed address. Then processor time a look-up, against that same
// comparison in the same run. Peers' own unit scores are printed, not judged: they measure the peer.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "lists/reader.h"
#include "matchers/addresses/address_index.h"
#include "matchers/addresses/address_parse.h"
#include "matchers/addresses/address_score.h"

namespace {

using namespace ordergate::matchers;
using ordergate::CountryCode;

struct Pair {
  std::string left, right, set, expect;
  double value = 0;
};

struct Options {
  std::string data = "../shared/data";
  bool misses = false;
};

std::string text_of(simdjson::dom::element line, const char* key) {
  std::string_view text;
  return line[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

std::vector<Pair> read_pairs(const std::string& path) {
  std::vector<Pair> pairs;
  simdjson::dom::parser parser;
  for (simdjson::dom::element line : parser.load_many(path)) {
    Pair pair{text_of(line, "query"), text_of(line, "candidate"), text_of(line, "set"),
              text_of(line, "expect")};
    if (line["value"].get(pair.value) != simdjson::SUCCESS) pair.value = 0;
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

bool matches(const std::string& left, const std::string& right) {
  return compare_addresses({left, {}}, {right, {}}).score >= kAddressThreshold;
}

/// One labelled set: how many pairs match, and how many of as many unrelated ones.
void print_set(const std::vector<Pair>& all, const char* set, const char* title, bool misses) {
  std::vector<const Pair*> pairs;
  for (const Pair& pair : all) {
    if (pair.set.find(set) != std::string::npos) pairs.push_back(&pair);
  }
  std::size_t found = 0;
  for (const Pair* pair : pairs) {
    const bool match = matches(pair->left, pair->right);
    found += match ? 1 : 0;
    if (!match && misses) fmt::print("  MISSED  {} | {}\n", pair->left, pair->right);
  }
  std::mt19937 random(1);
  constexpr std::size_t kUnrelated = 20'000;
  std::size_t false_matches = 0;
  for (std::size_t n = 0; n < kUnrelated;) {
    const Pair& left = *pairs[random() % pairs.size()];
    const Pair& right = *pairs[random() % pairs.size()];
    if (left.left.substr(0, 10) == right.left.substr(0, 10)) continue;
    ++n;
    const bool match = matches(left.left, right.right);
    false_matches += match ? 1 : 0;
    if (match && misses) fmt::print("  FALSE   {} | {}\n", left.left, right.right);
  }
  fmt::print("{:<42} {:>6} pairs  {:>6.2f} % matched  {:>7.3f} % of unrelated pairs\n", title, pairs.size(),
             100.0 * static_cast<double>(found) / static_cast<double>(pairs.size()),
             100.0 * static_cast<double>(false_matches) / kUnrelated);
}

void print_peers(const std::vector<Pair>& all) {
  fmt::print("\npeers' unit tests (their scores, shown only)\n");
  for (const Pair& pair : all) {
    if (pair.expect != "score") continue;
    fmt::print("  {:>3}  theirs {:>5.2f}  {} | {}\n",
               compare_addresses({pair.left, {}}, {pair.right, {}}).score, pair.value, pair.left, pair.right);
  }
}

double seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

struct Listed {
  std::vector<std::string> texts;
  std::vector<CountryCode> countries;
};

Listed read_listed(const std::string& path) {
  Listed listed;
  const auto file = ordergate::lists::read_list_file(path);
  if (!file) return listed;
  for (const auto& entry : file.value().entries) {
    for (const auto& address : entry.addresses) {
      listed.texts.push_back(address.text);
      listed.countries.push_back(address.country);
    }
  }
  return listed;
}

/// Look-ups of `queries`: seconds a query, and how many had a hit.
std::pair<double, std::size_t> look_up(const AddressIndex& index, const std::vector<std::string>& queries) {
  AddressScratch scratch;
  std::vector<AddressHit> hits;
  std::size_t found = 0;
  double best = 1e9;
  for (int round = 0; round < 5; ++round) {
    found = 0;
    const double start = seconds();
    for (const std::string& query : queries) {
      hits.clear();
      (void)index.find({query, {}}, kAddressThreshold, scratch, hits);
      found += hits.empty() ? 0 : 1;
    }
    best = std::min(best, (seconds() - start) / static_cast<double>(queries.size()));
  }
  return {best, found};
}

/// The slow way: the query against every listed address. Counts what the index did not find.
std::pair<double, std::size_t> compare_all(const AddressIndex& index, const Listed& listed,
                                           const std::vector<std::string>& queries, std::size_t& expected) {
  std::vector<std::unique_ptr<ParsedAddress>> parsed;
  for (std::size_t i = 0; i < listed.texts.size(); ++i) {
    parsed.push_back(std::make_unique<ParsedAddress>());
    parse_address({listed.texts[i], listed.countries[i]}, *parsed.back());
  }
  AddressScratch scratch;
  auto asked = std::make_unique<ParsedAddress>();
  std::size_t missed = 0;
  const double start = seconds();
  for (const std::string& query : queries) {
    std::vector<AddressHit> hits;
    (void)index.find({query, {}}, kAddressThreshold, scratch, hits);
    parse_address({query, {}}, *asked);
    for (std::uint32_t i = 0; i < parsed.size(); ++i) {
      const AddressScore score = score_addresses(view(*asked), view(*parsed[i]));
      if (score.relation != AddressRelation::same_building || score.score < kAddressThreshold) continue;
      ++expected;
      missed +=
          std::none_of(hits.begin(), hits.end(), [&](const auto& hit) { return hit.address == AddressId{i}; })
              ? 1
              : 0;
    }
  }
  return {(seconds() - start) / static_cast<double>(queries.size()), missed};
}

std::vector<std::string> shared_addresses(const std::string& path) {
  std::vector<std::string> texts;
  simdjson::dom::parser parser;
  for (simdjson::dom::element line : parser.load_many(path)) texts.push_back(text_of(line, "address"));
  return texts;
}

/// Ordinary addresses in real cities, with street names that the list has too.
std::vector<std::string> invented_addresses(std::size_t count) {
  static constexpr const char* kStreets[] = {"Main",       "Oak",      "Anson",     "Raffles", "Nathan",
                                             "Queen",      "Victoria", "Zhongshan", "Lenina",  "Orchard",
                                             "Industrial", "Market",   "Gran Via"};
  static constexpr const char* kCities[] = {"Springfield, US", "Singapore",  "Moscow, RU",   "Hong Kong, HK",
                                            "Paris, FR",       "London, GB", "Shenzhen, CN", "Dubai, AE"};
  std::mt19937 random(2);
  const auto pick = [&](auto& words) { return words[random() % std::size(words)]; };
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i) {
    const unsigned number = 1 + random() % 400;
    texts.push_back(random() % 2 == 0
                        ? fmt::format("{} {} Street, {}", number, pick(kStreets), pick(kCities))
                        : fmt::format("Room {}, {}/F, {} Tower, {} {} Road, {}", random() % 3000,
                                      random() % 40, pick(kStreets), number, pick(kStreets), pick(kCities)));
  }
  return texts;
}

void print_index(const Options& options) {
  const Listed listed = read_listed(options.data + "/lists/csl/consolidated_2026-07-31.csv");
  const double start = seconds();
  AddressIndexBuilder builder;
  for (std::uint32_t i = 0; i < listed.texts.size(); ++i)
    builder.add(AddressId{i}, {listed.texts[i], listed.countries[i]});
  const AddressIndex index = builder.build();
  const double built = seconds() - start;
  const std::vector<std::string> shared = shared_addresses(options.data + "/cases/shared_addresses.jsonl");
  const std::vector<std::string> ordinary = invented_addresses(20'000);
  const std::vector<std::string> listed_queries(
      listed.texts.begin(), listed.texts.begin() + std::min<std::ptrdiff_t>(2'000, std::ssize(listed.texts)));
  std::size_t expected = 0;
  const std::vector<std::string> some(shared.begin(),
                                      shared.begin() + std::min<std::ptrdiff_t>(40, std::ssize(shared)));
  const auto [seconds_each, missed] = compare_all(index, listed, some, expected);
  const double slow = seconds_each;
  fmt::print("\nindex of {} listed addresses, built in {:.2f} s\n", listed.texts.size(), built);
  fmt::print("  missed of what comparing with all finds: {} of {}\n", missed, expected);
  const auto row = [&](const char* name, const std::vector<std::string>& queries) {
    const auto [each, found] = look_up(index, queries);
    fmt::print("  {:<28} {:>6} look-ups  {:>6} with a hit  {:>8.2f} us each  ({:.0f} x comparing all)\n",
               name, queries.size(), found, 1e6 * each, slow / each);
  };
  row("shared addresses", shared);
  row("listed addresses", listed_queries);
  row("ordinary addresses", ordinary);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--misses") == 0) {
      options.misses = true;
    } else {
      options.data = argv[i];
    }
  }
  const std::vector<Pair> pairs = read_pairs(options.data + "/cases/addresses.jsonl");
  if (pairs.empty()) {
    fmt::print(stderr, "bench_addresses: no pairs in {}/cases/addresses.jsonl\n", options.data);
    return 3;
  }
  print_set(pairs, "OFAC", "OFAC x trade.gov, one entry two spellings", options.misses);
  print_set(pairs, "HMT x UN", "UK x UN, one party two lists", options.misses);
  print_peers(pairs);
  print_index(options);
  return 0;
}
