// Which listed names resemble this one? Two stages: a deletion neighborhood over token hashes finds
// the few candidates, a rarity-weighted token alignment confirms, scores and explains them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/completeness.h"
#include "base/id.h"
#include "base/party_kind.h"

namespace ordergate::matchers {

class NameText;

/// A listed name, by its place in the caller's table.
enum class NameId : std::uint32_t {};

/// How a name relates to the listed one, strongest first.
enum class NameRelation : std::uint8_t {
  equal,      // same tokens in the same order once normalized ("SURNAME, Given" equals "Given Surname")
  reordered,  // same tokens, another order
  fuzzy,      // anything else at or above the threshold
};

/// How few parties bear a listed name (INTERFACE 6.23).
enum class NameRarity : std::uint8_t {
  common,    // many: "Mohammed Ali", "Wang Wei", "Magistral"; a second fact must agree
  uncommon,  // few, when the legal form is the same: "KTK Engineering Ltd."
  rare,      // hardly two
};

/// One listed name that resembles the query.
struct NameHit {
  NameId name{};           // as given to NameIndexBuilder::add
  std::uint8_t score = 0;  // 0..100, calibrated: see docs/matching.md
  NameRelation relation = NameRelation::fuzzy;
  /// The listed name is distinctive: at least two meaningful words, or one rare one (INTERFACE 6.2).
  bool distinctive = false;
  NameRarity rarity = NameRarity::common;
  /// Both names have a legal form of the same kind, or neither has one.
  bool same_form = false;
};

/// Per-worker working memory; warm scratch allocates nothing. One thread.
class NameScratch {
 public:
  NameScratch();
  ~NameScratch();
  NameScratch(NameScratch&&) noexcept;
  NameScratch& operator=(NameScratch&&) noexcept;
  struct State;
  [[nodiscard]] State& state() noexcept { return *state_; }
  /// Steps of work (a few nanoseconds each) that the last find took.
  [[nodiscard]] std::uint64_t steps() const noexcept;
  /// False: the last name had no word but legal forms ("---", "Co., Ltd."), so nothing was compared.
  [[nodiscard]] bool read_words() const noexcept;
  /// The last name as it was read and weighed.
  [[nodiscard]] const NameText& text() const noexcept;

 private:
  std::unique_ptr<State> state_;
};

/// Most steps that one find takes, whatever the name: some tens of milliseconds. At kFindStepsMax + 1 it
/// has given up. The worst of 27,000 names took 52,000 on the full list, the average one 500.
inline constexpr std::uint64_t kFindStepsMax = std::uint64_t{1} << 20U;

/// What a find call came to. Over a bound (of the name, of the work, of hits, of the scripts that are read)
/// means that the caller must hold: not everything was looked at, or kept.
using FindStatus = Completeness;

/// Immutable; any number of threads may search it at once, each with its own scratch.
class NameIndex {
 public:
  struct Layout;
  explicit NameIndex(std::unique_ptr<const Layout> layout);
  ~NameIndex();
  NameIndex(NameIndex&&) noexcept;
  NameIndex& operator=(NameIndex&&) noexcept;

  /// Appends the listed names whose score is at least `score_min` (0..100), best first, each name once.
  /// At most `kHitsMax` are kept; more are over a bound.
  [[nodiscard]] FindStatus find(std::string_view query, PartyKind kind, int score_min, NameScratch& scratch,
                                std::vector<NameHit>& hits) const noexcept;

  /// Lowers the weight of words that many names of this list share, as find does; for comparisons with
  /// what find answers.
  void weigh(NameText& text) const noexcept;

  [[nodiscard]] std::size_t name_count() const noexcept;
  [[nodiscard]] std::size_t memory_bytes() const noexcept;
  static constexpr std::size_t kHitsMax = 256;

 private:
  std::unique_ptr<const Layout> layout_;
};

/// Collects names, then compiles the index. Cold; one thread.
class NameIndexBuilder {
 public:
  NameIndexBuilder();
  ~NameIndexBuilder();
  /// `name` is the caller's id for it. The text is copied.
  void add(NameId name, std::string_view text, PartyKind kind);
  /// A name that is found as the others are, but tells nothing about how common its words are: what is found
  /// of the others stays as it is without it.
  void add_uncounted(NameId name, std::string_view text, PartyKind kind);
  [[nodiscard]] NameIndex build();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// One token's part in a comparison, for explanations.
struct TokenAgreement {
  std::string left, right;  // normalized tokens; one may be empty (no counterpart)
  double weight = 0;        // share of the name's weight, 0..1
  double similarity = 0;    // 0..1
};

struct NameComparison {
  std::uint8_t score = 0;
  NameRelation relation = NameRelation::fuzzy;
  std::vector<TokenAgreement> tokens;
};

/// Scores one pair of names without an index, with the built-in word frequencies. Cold.
[[nodiscard]] NameComparison compare_names(std::string_view left, std::string_view right, PartyKind kind);

/// What an equal name comes to at least, unless it names another kind of thing.
inline constexpr int kEqualNameScore = 82;

/// The shipped threshold at or above which a name is reported.
inline constexpr int kNameThreshold = 80;

}  // namespace ordergate::matchers
