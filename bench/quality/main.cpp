// How well and how fast names are matched, in one table: recall and false alerts together.
// quality [--data DIR] [--min-score N] [--worst N] [--kinds]
// --worst N lists N misses, alerts and slowest look-ups of each part.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <map>
#include <string>
#include <vector>

#include "bench/quality/decks.h"
#include "lists/watchlist.h"

namespace ordergate::quality {
namespace {

using matchers::NameHit;

struct Options {
  std::string data = OG_SOURCE_DIR "/../shared/data";
  int score_min = matchers::kNameThreshold;
  std::size_t worst = 0;
  bool kinds = false;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

class Quality {
 public:
  explicit Quality(Options options) : options_(std::move(options)) {}

  int run() {
    names_ = read_consolidated(options_.data + "/lists/csl/consolidated_2026-07-31.csv");
    if (names_.empty()) {
      std::fprintf(stderr, "quality: no list under %s\n", options_.data.c_str());
      return 3;
    }
    const auto start = std::chrono::steady_clock::now();
    matchers::NameIndexBuilder builder;
    for (std::uint32_t i = 0; i < names_.size(); ++i)
      builder.add(ordergate::matchers::NameId{i}, names_[i].text, names_[i].kind);
    index_.emplace_back(builder.build());
    std::printf("%zu names, built in %.2f s, %.1f MB, threshold %d\n\n", names_.size(), seconds_since(start),
                static_cast<double>(index_[0].memory_bytes()) / 1e6, options_.score_min);
    recall();
    alerts("companies", read_lines(options_.data + "/corpora/companies_us.txt"), PartyKind::company);
    alerts("persons", read_column(options_.data + "/corpora/persons_synthetic.csv", "full_name"),
           PartyKind::person);
    bounds();
    pairs();
    return 0;
  }

 private:
  const std::vector<NameHit>& find(const std::string& query, PartyKind kind) {
    hits_.clear();
    if (index_[0].find(query, kind, options_.score_min, scratch_, hits_) != Completeness::complete) ++over_;
    return hits_;
  }

  void recall() {
    struct Count {
      std::size_t found = 0, all = 0;
    };
    std::map<std::string, Count> classes;
    Count total;
    std::map<std::string, std::vector<std::string>> missed;
    for (const ListedQuery& query : read_listed_queries(options_.data + "/cases/listed_queries.jsonl")) {
      bool found = false;
      for (const NameHit& hit : find(query.query, PartyKind::unknown)) {
        const std::uint32_t row = names_[ordergate::index_of(hit.name)].row;
        found = found || std::find(query.rows.begin(), query.rows.end(), row) != query.rows.end();
      }
      Count& count = classes[query.change];
      ++count.all;
      ++total.all;
      count.found += found ? 1 : 0;
      total.found += found ? 1 : 0;
      if (!found) {
        const int score = matchers::compare_names(query.query, query.original, PartyKind::unknown).score;
        missed[query.change].push_back(std::to_string(score) + "  " + query.query + "  <-  " +
                                       query.original);
      }
    }
    std::printf("%-24s %6s\n", "listed names, changed by", "found");
    for (const auto& [name, count] : classes) row(name, count.found, count.all);
    row("all", total.found, total.all);
    for (auto& [name, lines] : missed) list(name, lines);
    std::printf("\n");
  }

  static void row(const std::string& name, std::size_t part, std::size_t all) {
    std::printf("%-24s %6.2f %%  (%zu of %zu)\n", name.c_str(),
                all == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(all), part, all);
  }

  void list(const std::string& title, const std::vector<std::string>& lines) const {
    for (std::size_t i = 0; i < std::min(lines.size(), options_.worst); ++i)
      std::printf("    [%s] %s\n", title.c_str(), lines[i].c_str());
  }

  void alerts(const std::string& title, const std::vector<std::string>& queries, PartyKind kind) {
    std::vector<std::string> lines;
    std::size_t alerted = 0;
    over_ = 0;
    // Every name is new to the index: the clock runs on the first pass.
    const std::clock_t start = std::clock();
    for (const std::string& query : queries) find(query, options_.kinds ? kind : PartyKind::unknown);
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    std::vector<std::pair<std::uint64_t, std::string>> slowest;
    for (const std::string& query : queries) {
      const std::vector<NameHit>& hits = find(query, options_.kinds ? kind : PartyKind::unknown);
      slowest.emplace_back(scratch_.steps(), query);
      alerted += hits.empty() ? 0 : 1;
      if (!hits.empty())
        lines.push_back(std::to_string(hits[0].score) + "  " + query + "  ~  " +
                        names_[ordergate::index_of(hits[0].name)].text);
    }
    row(title + " alerted", alerted, queries.size());
    std::printf("%-24s %9.0f names/s of CPU, %zu over a bound\n", "",
                static_cast<double>(queries.size()) / seconds, over_ / 2);
    std::sort(lines.begin(), lines.end());
    list(title, lines);
    std::sort(slowest.rbegin(), slowest.rend());
    if (!slowest.empty())
      std::printf("%-24s %9llu steps at most, %llu in the middle, %llu allowed\n", "",
                  static_cast<unsigned long long>(slowest.front().first),
                  static_cast<unsigned long long>(slowest[slowest.size() / 2].first),
                  static_cast<unsigned long long>(matchers::kFindStepsMax));
    std::vector<std::string> slow_lines;
    slow_lines.reserve(slowest.size());
    for (const auto& [steps, query] : slowest)
      slow_lines.push_back(std::to_string(steps) + " steps  " + query);
    list("slowest " + title, slow_lines);
  }

  void bounds() {
    std::size_t kept = 0;
    const std::vector<HitBound> all = read_hit_bounds(options_.data + "/cases/maxhits.jsonl");
    std::vector<std::string> lines;
    for (const HitBound& bound : all) {
      const int hits = static_cast<int>(find(bound.query, PartyKind::company).size());
      const bool good = bound.op == "<"    ? hits < bound.hits
                        : bound.op == "<=" ? hits <= bound.hits
                                           : hits == bound.hits;
      kept += good ? 1 : 0;
      if (!good)
        lines.push_back(bound.query + ": " + std::to_string(hits) + " hits, wanted " + bound.op + " " +
                        std::to_string(bound.hits));
    }
    row("hit bounds kept", kept, all.size());
    list("hits", lines);
    std::printf("\n");
  }

  struct Deck {
    std::size_t hit = 0, missed = 0, false_hit = 0, clear = 0, scored = 0, scored_hits = 0;
    std::vector<std::string> lines;  // what was judged wrongly
    void judge(bool match, bool said, const std::string& line) {
      ++(match ? (said ? hit : missed) : (said ? false_hit : clear));
      if (said != match) lines.push_back((match ? "missed " : "false  ") + line);
    }
  };

  void pairs() {
    std::map<std::string, Deck> decks;
    for (const NamePair& pair : read_pairs(options_.data + "/cases/names.jsonl")) {
      Deck& deck = decks[pair.deck];
      const int score =
          matchers::compare_names(pair.query, pair.candidate, options_.kinds ? pair.kind : PartyKind::unknown)
              .score;
      const bool said = score >= options_.score_min;
      if (pair.scored) {
        ++deck.scored;
        deck.scored_hits += said ? 1 : 0;
        continue;
      }
      deck.judge(pair.match, said, std::to_string(score) + "  " + pair.query + "  ~  " + pair.candidate);
    }
    for (const RecordPair& pair : read_records(options_.data + "/cases/records.jsonl"))
      decks["whole records"].judge(pair.match, screens(pair), pair.name + "  ~  " + pair.listed_name);
    print(decks);
  }

  /// Is the party of the one record met on a list of the other alone?
  [[nodiscard]] bool screens(const RecordPair& pair) const {
    lists::ListFile file;
    lists::ListEntry& entry = file.entries.emplace_back();
    entry.list = lists::ListCode::sdn;
    entry.kind = pair.kind;
    entry.names.push_back({pair.listed_name, lists::ListedName::Role::primary});
    if (!pair.listed_identifier.empty()) entry.identifiers.push_back({"IMO", pair.listed_identifier});
    std::vector<lists::ListFile> files;
    files.push_back(std::move(file));
    const Result<lists::Watchlist> list =
        lists::Watchlist::build(std::move(files), {options_.score_min, matchers::kAddressThreshold});
    const std::string_view identifier = pair.identifier;
    lists::PartyQuery query;
    query.name = pair.name;
    query.kind = pair.kind;
    if (!identifier.empty()) query.identifiers = {&identifier, 1};
    lists::PartyScratch scratch;
    std::vector<lists::PartyHit> hits;
    const Completeness status = list.value().screen(query, scratch, hits);
    return status != Completeness::complete || !hits.empty();
  }

  void print(const std::map<std::string, Deck>& decks) const {
    std::printf("%-46s %6s %6s %6s  (hit missed false clear)\n", "labelled pairs", "F1", "recall", "prec.");
    for (const auto& [name, c] : decks) {
      if (c.scored > 0)
        std::printf("%-46s a peer's own score, not judged: %zu of %zu at the threshold\n", name.c_str(),
                    c.scored_hits, c.scored);
      if (c.hit + c.missed + c.false_hit + c.clear == 0) continue;
      const auto share = [](std::size_t part, std::size_t all) {
        return all == 0 ? 1.0 : static_cast<double>(part) / static_cast<double>(all);
      };
      std::printf("%-46s %6.3f %6.3f %6.3f  (%zu %zu %zu %zu)\n", name.c_str(),
                  share(2 * c.hit, 2 * c.hit + c.missed + c.false_hit), share(c.hit, c.hit + c.missed),
                  share(c.hit, c.hit + c.false_hit), c.hit, c.missed, c.false_hit, c.clear);
      list(name, c.lines);
    }
  }

  Options options_;
  std::vector<ListedText> names_;
  std::vector<matchers::NameIndex> index_;
  matchers::NameScratch scratch_;
  std::vector<NameHit> hits_;
  std::size_t over_ = 0;
};

}  // namespace
}  // namespace ordergate::quality

namespace {

int explain(const char* left, const char* right) {
  const auto result = ordergate::matchers::compare_names(left, right, ordergate::PartyKind::unknown);
  std::printf("%d relation %d\n", result.score, static_cast<int>(result.relation));
  for (const auto& row : result.tokens)
    std::printf("  %-24s %-24s weight %.2f similarity %.2f\n", row.left.c_str(), row.right.c_str(),
                row.weight, row.similarity);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::string_view(argv[1]) == "--explain") return explain(argv[2], argv[3]);
  ordergate::quality::Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--kinds") {
      options.kinds = true;
    } else if (i + 1 < argc && argument == "--data") {
      options.data = argv[++i];
    } else if (i + 1 < argc && argument == "--min-score") {
      options.score_min = static_cast<int>(std::strtol(argv[++i], nullptr, 10));
    } else if (i + 1 < argc && argument == "--worst") {
      options.worst = std::strtoul(argv[++i], nullptr, 10);
    } else {
      std::fprintf(stderr, "usage: quality [--data DIR] [--min-score N] [--worst N] [--kinds]\n");
      return 2;
    }
  }
  return ordergate::quality::Quality(options).run();
}
