// Many literal phrases over free text at once, through one Hyperscan database (block mode).
// Cold compile side and hot scan side share one immutable database.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ordergate::matchers {

struct Phrase {
  std::uint32_t id = 0;      // the caller's id; several phrases may share one
  std::string text;          // UTF-8; matched after text folding on both sides (see fold_text)
  bool whole_words = true;   // must start and end at a word boundary
};

struct PhraseHit {
  std::uint32_t id = 0;
  std::uint32_t begin = 0, end = 0;  // bytes in the folded text
};

class PatternDb;

/// Per-worker scratch space for one database. Made at swap time, never on the hot path. One thread.
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

  /// Folds `text`, scans it once and appends hits in order of their end. False: not scanned to the
  /// end (over a bound or an engine error); the caller must hold.
  [[nodiscard]] bool scan(std::string_view text, PatternScratch& scratch, std::vector<PhraseHit>& hits) const noexcept;

 private:
  std::unique_ptr<const Layout> layout_;
};

}  // namespace ordergate::matchers
