// Names of any bytes: the index finds exactly what comparing with every name finds, within its steps; folding
// what was folded changes nothing.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "matchers/names/name_index.h"
#include "matchers/names/name_reference.h"
#include "matchers/text/fold.h"

namespace ordergate::matchers {
namespace {

constexpr std::size_t kLineBytesMax = 160;  // comparing with every name is slow

std::vector<std::string_view> lines_of(std::string_view bytes) {
  std::vector<std::string_view> lines;
  while (!bytes.empty() && lines.size() < 12) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    lines.push_back(bytes.substr(0, std::min(end, kLineBytesMax)));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return lines;
}

/// The first line is the query, the others are the list.
void check(std::string_view bytes) {
  const std::vector<std::string_view> lines = lines_of(bytes);
  if (lines.size() < 2) return;
  const std::string folded = fold(lines[0]);
  OG_CHECK(fold(folded) == folded);
  NameIndexBuilder builder;
  for (std::uint32_t i = 1; i < lines.size(); ++i) builder.add(NameId{i}, lines[i], PartyKind::unknown);
  const NameIndex index = builder.build();
  static NameScratch scratch;
  NameText query;
  query.read(lines[0]);
  index.weigh(query);
  std::vector<float> scores(lines.size());
  for (std::size_t i = 1; i < lines.size(); ++i) {
    NameText listed;
    listed.read(lines[i]);
    index.weigh(listed);
    scores[i] = best_reference_score(query, PartyKind::unknown, listed, PartyKind::unknown).score.score;
    OG_CHECK(scores[i] >= 0 && scores[i] <= 100);
  }
  for (const int score_min : {50, kNameThreshold}) {
    std::vector<NameHit> hits;
    const FindStatus status = index.find(lines[0], PartyKind::unknown, score_min, scratch, hits);
    OG_CHECK(scratch.steps() <= kFindStepsMax + 1);
    for (std::uint32_t i = 1; i < lines.size(); ++i) {
      const auto hit =
          std::find_if(hits.begin(), hits.end(), [&](const NameHit& h) { return h.name == NameId{i}; });
      if (hit != hits.end()) OG_CHECK(hit->score == std::lround(scores[i]));
      if (status == FindStatus::complete)
        OG_CHECK((hit != hits.end()) == (scores[i] >= static_cast<float>(score_min)));
    }
  }
}

}  // namespace
}  // namespace ordergate::matchers

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ordergate::matchers::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
