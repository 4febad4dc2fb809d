#include "matchers/names/fit/weight_search.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ordergate::matchers::fit {

namespace {

constexpr float kSteepness = 3.0F;      // of a query's share about the threshold
constexpr float kEffectOfAStep = 0.1F;  // log-odds that a step of a weight comes to on average
constexpr float kGrain = 0.01F;         // weights are written in hundredths
constexpr std::size_t kNamesMin = 20;   // queries that must have a feature

class Search {
 public:
  Search(const Sample& sample, const Weights& start, const SearchOptions& options)
      : sample_(sample), options_(options), weights_(start), odds_(sample.pairs.size()) {
    const Measure seen = measure(sample, start, false);
    for (std::size_t of = 0; of < weight_.size(); ++of) {
      const auto which = static_cast<QueryOf>(of);
      const double price = which == QueryOf::other_pairs ? 1 : options.alert_price;
      weight_[of] =
          (wanted(which) ? 1 : -price) / static_cast<double>(std::max<std::size_t>(seen.all[of], 1));
    }
    for (std::uint32_t q = 0; q < sample.queries.size(); ++q) file(q);
    for (auto& row : uses_)
      for (Uses& uses : row)
        uses.queries.erase(std::unique(uses.queries.begin(), uses.queries.end()), uses.queries.end());
  }

  Weights run() {
    for (int round = 0; round < options_.rounds; ++round) {
      bool moved = false;
      for (std::size_t row = 0; row < kWeightRows; ++row)
        for (std::size_t feature = 0; feature < kFeatures; ++feature) moved |= improve(row, feature);
      if (!moved) break;
    }
    return weights_;
  }

 private:
  /// Where a weight counts.
  struct Uses {
    std::vector<std::uint32_t> queries, pairs;
    std::vector<float> values;  // of the pairs
    double sum = 0;
  };

  void file(std::uint32_t number) {
    const SampleQuery& query = sample_.queries[number];
    if (query.unseen || query.reported) return;
    for (std::uint32_t p = query.first; p < query.first + query.count; ++p) {
      const SamplePair& pair = sample_.pairs[p];
      odds_[p] = sample_.log_odds(weights_, pair);
      for (std::uint32_t v = pair.first; v < pair.first + pair.count; ++v) {
        Uses& uses = uses_[pair.row][sample_.values[v].feature];
        uses.queries.push_back(number);
        uses.pairs.push_back(p);
        uses.values.push_back(sample_.values[v].value);
        uses.sum += sample_.values[v].value;
      }
    }
  }

  [[nodiscard]] double worth(const Uses& uses) const {
    double sum = 0;
    for (const std::uint32_t number : uses.queries) {
      const SampleQuery& query = sample_.queries[number];
      const auto first = odds_.begin() + query.first;
      const float best = *std::max_element(first, first + query.count);
      sum += weight_[static_cast<std::size_t>(query.of)] /
             (1 + std::exp(-static_cast<double>(kSteepness * (best - kLogOddsAtThreshold))));
    }
    return sum;
  }

  void move(const Uses& uses, float by) {
    for (std::size_t i = 0; i < uses.pairs.size(); ++i) odds_[uses.pairs[i]] += by * uses.values[i];
  }

  [[nodiscard]] bool allowed(std::size_t row, std::size_t feature, float weight) const {
    if (feature != 0 && (counts_for(feature) ? weight < 0 : weight > 0)) return false;
    WeightRow changed = weights_[row];
    changed[feature] = weight;
    const float equal = changed[kFeatures - 2];
    const float reordered = changed[kFeatures - 1] + changed[3 + NameEvidence::order];
    return reordered <= equal + kGrain / 2;
  }

  /// The best of some steps; true when one gains.
  bool improve(std::size_t row, std::size_t feature) {
    const Uses& uses = uses_[row][feature];
    const std::vector<std::string>& keep = options_.keep;
    if (uses.queries.size() < kNamesMin ||
        std::find(keep.begin(), keep.end(), feature_name(feature)) != keep.end())
      return false;
    const auto mean = static_cast<float>(uses.sum / static_cast<double>(uses.pairs.size()));
    const float step = std::max(kGrain, std::round(kEffectOfAStep / mean / kGrain) * kGrain);
    const double before = worth(uses);
    double best = before + options_.gain_min;
    float best_weight = weights_[row][feature];
    for (const float steps : {-8.0F, -4.0F, -2.0F, -1.0F, 1.0F, 2.0F, 4.0F, 8.0F}) {
      const float weight =
          std::round((weights_[row][feature] + steps * step) / kGrain) * kGrain + 0.0F;  // no -0
      if (!allowed(row, feature, weight)) continue;
      const float by = weight - weights_[row][feature];
      move(uses, by);
      const double after = worth(uses);
      move(uses, -by);
      if (after <= best) continue;
      best = after;
      best_weight = weight;
    }
    if (best_weight == weights_[row][feature]) return false;
    move(uses, best_weight - weights_[row][feature]);
    weights_[row][feature] = best_weight;
    return true;
  }

  const Sample& sample_;
  const SearchOptions& options_;
  Weights weights_;
  std::array<double, static_cast<std::size_t>(QueryOf::of_count)> weight_{};
  std::vector<float> odds_;  // of the pairs
  std::array<std::array<Uses, kFeatures>, kWeightRows> uses_;
};

}  // namespace

Weights search_weights(const Sample& sample, const Weights& start, const SearchOptions& options) {
  return Search(sample, start, options).run();
}

}  // namespace ordergate::matchers::fit
