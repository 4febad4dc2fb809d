// Listed names in running text: one Hyperscan database of literals against the hash of word pairs.
//
//   bench_listed_names LIST...
//
// Prints build time, memory and scan speed of both over the same names and the same text; the answers
// are compared first.
#include <fmt/format.h>

#include <ctime>
#include <set>
#include <string>
#include <vector>

#include "lists/reader.h"
#include "matchers/names/text_names.h"
#include "matchers/text/fold.h"
#include "matchers/text/literal_set.h"
#include "matchers/text/text_forms.h"

namespace {

namespace lists = ordergate::lists;
namespace matchers = ordergate::matchers;

double seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

std::vector<std::string> names_of(const std::vector<std::string>& paths) {
  std::vector<std::string> names;
  std::set<std::string> seen;
  auto files = lists::read_lists(paths);
  if (!files) {
    fmt::print(stderr, "{}\n", files.error().text);
    return names;
  }
  for (const lists::ListFile& file : files.value())
    for (const lists::ListEntry& entry : file.entries)
      for (const lists::ListedName& name : entry.names) {
        std::string folded = matchers::fold(name.text, matchers::FoldMode::keep_cjk);
        if (folded.size() >= 6 && folded.find(' ') != std::string::npos && seen.insert(folded).second)
          names.push_back(std::move(folded));
      }
  return names;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> names = names_of(std::vector<std::string>(argv + 1, argv + argc));
  if (names.empty()) return 3;
  std::string text;
  for (std::size_t i = 0; i < 400; ++i)
    text += "brand new in box, ships worldwide with tracking; tested and working. " +
            (i % 20 == 0 ? names[i * 7919 % names.size()] : std::string("no reserve, ask for a quote")) +
            ". ";
  double begin = seconds();
  const auto literals = matchers::LiteralSet::compile(names);
  const double compile = seconds() - begin;
  begin = seconds();
  matchers::TextNames pairs;
  for (std::uint32_t i = 0; i < names.size(); ++i) pairs.add(matchers::TextNameId{i}, names[i]);
  pairs.build();
  const double build = seconds() - begin;

  auto scratch = literals.value().make_scratch();
  std::vector<matchers::LiteralHit> hits;
  matchers::TextFolder folder;
  matchers::TextNameScratch pair_scratch;
  std::vector<matchers::TextNameHit> pair_hits;
  constexpr int kRounds = 200;
  begin = seconds();
  for (int i = 0; i < kRounds; ++i) {
    hits.clear();
    if (!literals.value().scan(folder.fold(text).folded.text, scratch, hits)) return 1;
  }
  const double literal_scan = (seconds() - begin) / kRounds;
  begin = seconds();
  for (int i = 0; i < kRounds; ++i) {
    pair_hits.clear();
    if (!pairs.find(folder.fold(text), pair_scratch, pair_hits)) return 1;
  }
  const double pair_scan = (seconds() - begin) / kRounds;
  const double megabytes = static_cast<double>(text.size()) / 1e6;
  fmt::print("names {}, text {} bytes, hits {} and {} (literals count substrings too)\n", names.size(),
             text.size(), hits.size(), pair_hits.size());
  fmt::print("                    build s   memory MB   scan MB/s\n");
  fmt::print("Hyperscan literals  {:7.2f}   {:9.1f}   {:9.1f}\n", compile,
             static_cast<double>(literals.value().memory_bytes()) / 1e6, megabytes / literal_scan);
  fmt::print("hash of word pairs  {:7.2f}   {:9.1f}   {:9.1f}\n", build,
             static_cast<double>(pairs.memory_bytes()) / 1e6, megabytes / pair_scan);
  return 0;
}
