// Many byte strings over one text, through one Hyperscan database (block mode). Exact bytes: whoever
// calls folds both sides the same way. Cold compile side and hot scan side share one immutable
// database; any number of threads scan it, each with its own scratch.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/completeness.h"
#include "base/result.h"

namespace ordergate::matchers {

struct LiteralHit {
  std::uint32_t literal = 0;  // index into the compiled list
  std::uint32_t end = 0;      // byte after the hit
};

/// Working memory for one LiteralSet. One thread.
class LiteralScratch {
 public:
  ~LiteralScratch();
  LiteralScratch(LiteralScratch&&) noexcept;
  LiteralScratch& operator=(LiteralScratch&&) noexcept;

 private:
  friend class LiteralSet;
  struct State;
  explicit LiteralScratch(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class LiteralSet {
 public:
  static constexpr std::size_t kTextBytesMax = std::size_t{4} << 20;
  static constexpr std::size_t kHitsMax = std::size_t{1} << 16;

  LiteralSet(LiteralSet&&) noexcept;
  LiteralSet& operator=(LiteralSet&&) noexcept;
  ~LiteralSet();

  /// No literal may be empty. Equal ones report each of their indices.
  [[nodiscard]] static Result<LiteralSet> compile(const std::vector<std::string>& literals);

  [[nodiscard]] LiteralScratch make_scratch() const;

  /// Appends every occurrence, in order of its end. Over bound: not scanned to the end (text or hits
  /// over the bound, or an engine error).
  [[nodiscard]] Completeness scan(std::string_view text, LiteralScratch& scratch,
                                  std::vector<LiteralHit>& hits) const noexcept;

  [[nodiscard]] std::size_t memory_bytes() const noexcept;

 private:
  struct Layout;
  explicit LiteralSet(std::unique_ptr<const Layout> layout);
  std::unique_ptr<const Layout> layout_;
};

}  // namespace ordergate::matchers
