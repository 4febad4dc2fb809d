#include "matchers/names/fit/fit_sample.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"
#include "matchers/names/fit/changed_names.h"
#include "matchers/names/name_reference.h"

namespace ordergate::matchers::fit {

namespace {

using E = NameEvidence;
constexpr std::size_t kParts = 3;  // where they begin in a row
constexpr std::size_t kEqual = kParts + E::feature_count;
constexpr std::size_t kReordered = kEqual + 1;

class Sampler {
 public:
  explicit Sampler(const Corpora& corpora)
      : listed_(corpora.listed), texts_(listed_.size()), index_(build()) {}

  /// `own`: the listed name that the query is, or more than all.
  void ask(const std::string& query, PartyKind kind, QueryOf of, bool unseen, std::size_t own) {
    SampleQuery& asked = begin(of, unseen);
    hits_.clear();
    static_cast<void>(index_.find(query, kind, kCandidateScore, scratch_, hits_));
    text_.read(query);
    index_.weigh(text_);
    for (const NameHit& hit : hits_) {
      const bool itself = index_of(hit.name) == own ||
                          (own < listed_.size() && listed_[index_of(hit.name)].text == listed_[own].text);
      if (own < listed_.size() && !itself) continue;
      take(best_reference_score(text_, kind, texts_[index_of(hit.name)], listed_[index_of(hit.name)].kind)
               .score,
           asked);
    }
    asked.count = static_cast<std::uint32_t>(sample_.pairs.size()) - asked.first;
  }

  void compare(const LabeledPair& pair, bool unseen) {
    SampleQuery& asked = begin(pair.same ? QueryOf::same_pairs : QueryOf::other_pairs, unseen);
    text_.read(pair.query);
    NameText listed;
    listed.read(pair.listed);
    take(best_reference_score(text_, PartyKind::unknown, listed, PartyKind::unknown).score, asked);
    asked.count = static_cast<std::uint32_t>(sample_.pairs.size()) - asked.first;
  }

  [[nodiscard]] Sample sample() { return std::move(sample_); }

 private:
  SampleQuery& begin(QueryOf of, bool unseen) {
    SampleQuery& asked = sample_.queries.emplace_back();
    asked.of = of;
    asked.unseen = unseen;
    asked.first = static_cast<std::uint32_t>(sample_.pairs.size());
    return asked;
  }

  [[nodiscard]] NameIndex build() {
    NameIndexBuilder builder;
    for (std::size_t i = 0; i < listed_.size(); ++i) builder.add(NameId(i), listed_[i].text, listed_[i].kind);
    NameIndex index = builder.build();
    for (std::size_t i = 0; i < listed_.size(); ++i) {
      texts_[i].read(listed_[i].text);
      index.weigh(texts_[i]);
    }
    return index;
  }

  void take(const NameScore& score, SampleQuery& asked) {
    const NameEvidence& evidence = score.evidence;
    const bool others = evidence.feature[E::listed_count] + evidence.feature[E::query_count] > 0;
    if (score.score <= 0 || score.coincidence || (evidence.meaningful == 0 && others))
      return;  // never reported
    if (score.words == NameRelation::equal && evidence.feature[E::kinds] == 0) {
      asked.reported = true;
      return;
    }
    SamplePair pair;
    pair.row = static_cast<std::uint8_t>(std::min<std::size_t>(evidence.meaningful, kWeightRows - 1));
    pair.first = static_cast<std::uint32_t>(sample_.values.size());
    const auto add = [&](std::size_t feature, float value) {
      if (value != 0) sample_.values.push_back({static_cast<std::uint8_t>(feature), value});
    };
    const float agreed = evidence.feature[E::agreed] + evidence.feature[E::agreed_common];
    add(0, 1);
    add(1, std::min(agreed, kAgreedBitsFirst));
    add(2, std::min(agreed, kAgreedBitsMost));
    for (std::size_t i = E::agreed_common + 1; i < E::feature_count; ++i)
      add(kParts + i, evidence.feature[i]);
    add(kEqual, score.words == NameRelation::equal ? 1 : 0);
    add(kReordered, score.words == NameRelation::reordered ? 1 : 0);
    pair.count = static_cast<std::uint32_t>(sample_.values.size()) - pair.first;
    sample_.pairs.push_back(pair);
    // The shipped weights make of it what the score does.
    const float odds = sample_.log_odds(shipped_, pair);
    OG_CHECK((odds >= odds_at(kNameThreshold)) == (score.score >= kNameThreshold - 0.05F) ||
             std::fabs(score.score - kNameThreshold) < 0.1F);
  }

  const std::vector<CorpusName>& listed_;
  std::vector<NameText> texts_;
  NameIndex index_;
  Weights shipped_ = shipped_weights();
  NameScratch scratch_;
  NameText text_;
  std::vector<NameHit> hits_;
  Sample sample_;
};

}  // namespace

Weights shipped_weights() {
  Weights out{};
  for (std::size_t r = 0; r < kWeightRows; ++r) {
    const ScoreWeights& row = kScoreWeights[r];
    out[r][0] = row.base;
    out[r][1] = row.agreed_20;
    out[r][2] = row.agreed_40;
    std::copy(std::begin(row.feature), std::end(row.feature), out[r].begin() + kParts);
    out[r][kEqual] = row.equal;
    out[r][kReordered] = row.reordered;
  }
  return out;
}

const char* feature_name(std::size_t feature) {
  constexpr const char* kFirst[] = {"base", "agreed_20", "agreed_40"};
  if (feature < kParts) return kFirst[feature];
  if (feature < kEqual) return kFeatureNames[feature - kParts];
  return feature == kEqual ? "equal" : "reordered";
}

bool counts_for(std::size_t feature) { return (feature > 0 && feature < kParts) || feature >= kEqual; }

float Sample::log_odds(const Weights& weights, const SamplePair& pair) const {
  float sum = 0;
  for (std::size_t i = pair.first; i < std::size_t{pair.first} + pair.count; ++i)
    sum += weights[pair.row][values[i].feature] * values[i].value;
  return sum;
}

Sample take_sample(const Corpora& corpora, std::size_t changed) {
  Sampler sampler(corpora);
  const std::size_t names = corpora.listed.size();
  const std::size_t each = std::max<std::size_t>(1, names / std::max<std::size_t>(changed, 1));
  for (std::size_t i = 0; i < names; i += each) {
    const CorpusName& name = corpora.listed[i];
    sampler.ask(changed_name(name.text, i / each % kWaysOfChange, i), PartyKind::unknown, QueryOf::changed,
                unseen(i), i);
  }
  for (std::size_t i = 0; i < corpora.companies.size(); ++i)
    sampler.ask(corpora.companies[i].text, PartyKind::unknown, QueryOf::companies, unseen(i), names);
  for (std::size_t i = 0; i < corpora.persons.size(); ++i)
    sampler.ask(corpora.persons[i].text, PartyKind::unknown, QueryOf::persons, unseen(i), names);
  for (std::size_t i = 0; i < corpora.pairs.size(); ++i) sampler.compare(corpora.pairs[i], unseen(i));
  return sampler.sample();
}

double Measure::percent(QueryOf of) const {
  const auto at = static_cast<std::size_t>(of);
  return all[at] == 0 ? 0 : 100.0 * static_cast<double>(reported[at]) / static_cast<double>(all[at]);
}

Measure measure(const Sample& sample, const Weights& weights, bool unseen) {
  Measure out;
  for (const SampleQuery& query : sample.queries) {
    if (query.unseen != unseen) continue;
    const std::span<const SamplePair> pairs{sample.pairs.data() + query.first, query.count};
    const bool reported =
        query.reported || std::any_of(pairs.begin(), pairs.end(), [&](const SamplePair& pair) {
          return sample.log_odds(weights, pair) >= odds_at(kNameThreshold);
        });
    ++out.all[static_cast<std::size_t>(query.of)];
    out.reported[static_cast<std::size_t>(query.of)] += reported ? 1 : 0;
  }
  return out;
}

}  // namespace ordergate::matchers::fit
