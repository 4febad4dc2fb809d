// Measures the shipped weights of the name score and fits others: README.md of this folder.
// fit_score_weights --listed FILE --companies FILE --persons FILE [--pairs FILE] [--check]
//                   [--write WEIGHTS.csv] [--changed N] [--alert-price N] [--gain-min N] [--rounds N] [--keep
//                   FEATURE]...
// Exit 0; 2 for a wrong call, 3 when a file cannot be read or written.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

#include "matchers/names/fit/fit_sample.h"
#include "matchers/names/fit/weight_search.h"

namespace ordergate::matchers::fit {
namespace {

struct Options {
  std::string listed, companies, persons, pairs, write;
  bool check = false;
  std::size_t changed = 18000;
  SearchOptions search;
};

bool read_options(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--check") {
      options.check = true;
      continue;
    }
    if (++i == argc) return false;
    if (name == "--listed") {
      options.listed = argv[i];
    } else if (name == "--companies") {
      options.companies = argv[i];
    } else if (name == "--persons") {
      options.persons = argv[i];
    } else if (name == "--pairs") {
      options.pairs = argv[i];
    } else if (name == "--write") {
      options.write = argv[i];
    } else if (name == "--changed") {
      options.changed = std::strtoul(argv[i], nullptr, 10);
    } else if (name == "--alert-price") {
      options.search.alert_price = std::strtod(argv[i], nullptr);
    } else if (name == "--gain-min") {
      options.search.gain_min = std::strtod(argv[i], nullptr);
    } else if (name == "--keep") {
      options.search.keep.emplace_back(argv[i]);
    } else if (name == "--rounds") {
      options.search.rounds = static_cast<int>(std::strtol(argv[i], nullptr, 10));
    } else {
      return false;
    }
  }
  return !options.listed.empty() && !options.companies.empty() && !options.persons.empty();
}

PartyKind kind_of(std::string_view text) {
  if (text == "company") return PartyKind::company;
  if (text == "person") return PartyKind::person;
  if (text == "vessel") return PartyKind::vessel;
  return text == "aircraft" ? PartyKind::aircraft : PartyKind::unknown;
}

bool read_names(const std::string& path, std::vector<CorpusName>& out) {
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    const std::size_t tab = std::min(line.find('\t'), line.size());
    if (tab > 0)
      out.push_back(
          {line.substr(0, tab), kind_of(std::string_view(line).substr(std::min(tab + 1, line.size())))});
  }
  if (out.empty()) std::fprintf(stderr, "fit_score_weights: no names in %s\n", path.c_str());
  return !out.empty();
}

bool read_pairs(const std::string& path, std::vector<LabeledPair>& out) {
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    const std::size_t first = line.find('\t');
    const std::size_t second = first == std::string::npos ? first : line.find('\t', first + 1);
    const std::string label = second == std::string::npos ? "" : line.substr(second + 1);
    if (label != "same" && label != "other") {
      std::fprintf(stderr, "fit_score_weights: no pair: %s\n", line.c_str());
      return false;
    }
    out.push_back({line.substr(0, first), line.substr(first + 1, second - first - 1), label == "same"});
  }
  if (out.empty()) std::fprintf(stderr, "fit_score_weights: no pairs in %s\n", path.c_str());
  return !out.empty();
}

void print(const char* weights_name, const Sample& sample, const Weights& weights) {
  for (const bool unseen : {false, true}) {
    const Measure m = measure(sample, weights, unseen);
    std::printf("%-8s %-6s", weights_name, unseen ? "unseen" : "seen");
    for (std::size_t of = 0; of < m.all.size(); ++of)
      if (m.all[of] > 0)
        std::printf("  %6.2f %% (%zu of %zu)", m.percent(static_cast<QueryOf>(of)), m.reported[of],
                    m.all[of]);
    std::printf("\n");
  }
}

void print_moved(const Weights& from, const Weights& to) {
  constexpr const char* kRows[] = {"none", "one", "more"};
  for (std::size_t row = 0; row < kWeightRows; ++row)
    for (std::size_t feature = 0; feature < kFeatures; ++feature)
      if (std::fabs(from[row][feature] - to[row][feature]) > 0.005F)
        std::printf("  %s, %s: %.2f, before %.2f\n", feature_name(feature), kRows[row],
                    static_cast<double>(to[row][feature]), static_cast<double>(from[row][feature]));
}

/// The shipped file with other weights: its order and its meanings.
bool write_weights(const std::string& path, const Weights& weights) {
  std::ifstream shipped(OG_SCORE_WEIGHTS);
  std::ofstream out(path);
  std::string line;
  if (!std::getline(shipped, line)) return false;
  out << line << '\n';
  while (std::getline(shipped, line)) {
    const std::string name = line.substr(0, line.find(','));
    std::size_t feature = 0;
    while (feature < kFeatures && name != feature_name(feature)) ++feature;
    const std::size_t meaning = line.find('"');
    if (feature == kFeatures || meaning == std::string::npos) return false;
    out << name << ',';
    for (const WeightRow& row : weights) {
      char text[32];
      std::snprintf(text, sizeof text, row[feature] == 0 ? "0," : "%.2f,", static_cast<double>(row[feature]));
      out << text;
    }
    out << line.substr(meaning) << '\n';
  }
  return static_cast<bool>(out.flush());
}

int run(const Options& options) {
  Corpora corpora;
  if (!read_names(options.listed, corpora.listed) || !read_names(options.companies, corpora.companies) ||
      !read_names(options.persons, corpora.persons) ||
      (!options.pairs.empty() && !read_pairs(options.pairs, corpora.pairs)))
    return 3;
  const Sample sample = take_sample(corpora, options.changed);
  const Weights shipped = shipped_weights();
  std::printf("%zu listed names, %zu queries, %zu pairs that weights decide\n", corpora.listed.size(),
              sample.queries.size(), sample.pairs.size());
  std::printf(
      "weights  half    changed names found, companies alerted, persons alerted, pairs found and wrong\n");
  print("shipped", sample, shipped);
  if (options.check) return 0;
  const Weights fitted = search_weights(sample, shipped, options.search);
  print("fitted", sample, fitted);
  print_moved(shipped, fitted);
  if (options.write.empty() || write_weights(options.write, fitted)) return 0;
  std::fprintf(stderr, "fit_score_weights: cannot write %s\n", options.write.c_str());
  return 3;
}

}  // namespace
}  // namespace ordergate::matchers::fit

int main(int argc, char** argv) {
  ordergate::matchers::fit::Options options;
  if (ordergate::matchers::fit::read_options(argc, argv, options))
    return ordergate::matchers::fit::run(options);
  std::fprintf(stderr,
               "usage: fit_score_weights --listed FILE --companies FILE --persons FILE [--check]\n"
               "                         [--write WEIGHTS.csv] [--changed N] [--alert-price N] [--gain-min "
               "N] [--rounds N] [--keep FEATURE]...\n");
  return 2;
}
