// Many phrases over free text at once, through one Hyperscan database (block mode).
//
// Both sides are folded (matchers/text/fold.h, keeping CJK), so case, accents, width, script and invisible
// characters do not matter. HTML tags and entities are read through as well: a text that has them is scanned
// as it stands and as a reader sees it (matchers/text/text_forms.h). Cold compile side and hot scan side
// share one immutable database; any number of threads scan it, each with its own scratch.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/completeness.h"
#include "base/result.h"
#include "matchers/text/text_forms.h"

namespace ordergate::matchers {

struct Phrase {
  std::uint32_t id = 0;     // the caller's id; several phrases may share one
  std::string text;         // UTF-8; must not fold to nothing
  bool whole_words = true;  // must start and end at a word boundary, as far as its script has any
};

struct PhraseHit {
  std::uint32_t id = 0;
  std::uint32_t begin = 0, end = 0;  // bytes of the text that was scanned
};

class PatternDb;

/// Per-worker working memory for one database. Made at swap time, never on the hot path. One thread.
class PatternScratch {
 public:
  ~PatternScratch();
  PatternScratch(PatternScratch&&) noexcept;
  PatternScratch& operator=(PatternScratch&&) noexcept;

 private:
  friend class PatternDb;
  struct State;
  explicit PatternScratch(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class PatternDb {
 public:
  struct Layout;
  explicit PatternDb(std::unique_ptr<const Layout> layout);
  ~PatternDb();
  PatternDb(PatternDb&&) noexcept;
  PatternDb& operator=(PatternDb&&) noexcept;

  [[nodiscard]] static Result<PatternDb> compile(const std::vector<Phrase>& phrases);
  [[nodiscard]] PatternScratch make_scratch() const;

  /// Appends the hits of a text in order of their end; one that shows both as it stands and read through
  /// comes twice. Over bound: not scanned to the end (or an engine error). Linear in the text.
  [[nodiscard]] Completeness scan(const TextForms& text, PatternScratch& scratch,
                                  std::vector<PhraseHit>& hits) const noexcept;

  [[nodiscard]] std::size_t memory_bytes() const noexcept;

 private:
  std::unique_ptr<const Layout> layout_;
};

}  // namespace ordergate::matchers
