// Text to item: what a title, description or order line sells, as far as its words say.
//
// Candidates come from one Hyperscan database over every model, alias, code name, server and context
// word (item_mentions.h); a confirmation stage then reads the context and decides: which variant, how
// many, or that it is an accessory, a laptop, another product or a rental. Where several readings fit,
// the usual one is `item` and the strictest other `second`; the caller takes the stricter values.
// Immutable; any number of threads read, each with its own scratch. Reading is linear in the text,
// noexcept, and allocates nothing once warm.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/completeness.h"
#include "base/result.h"
#include "matchers/items/item_lexicon.h"
#include "matchers/items/item_reading.h"
#include "matchers/text/text_forms.h"

namespace ordergate::matchers {

/// Per-worker working memory. One thread.
class ItemMatchScratch {
 public:
  struct State;
  explicit ItemMatchScratch(std::unique_ptr<State> state);
  ~ItemMatchScratch();
  ItemMatchScratch(ItemMatchScratch&&) noexcept;
  ItemMatchScratch& operator=(ItemMatchScratch&&) noexcept;
  [[nodiscard]] State& state() noexcept { return *state_; }
  /// Steps of the last read: bytes looked at, candidates confirmed, words weighed. For tests.
  [[nodiscard]] std::uint64_t work() const noexcept;

 private:
  std::unique_ptr<State> state_;
};

class ItemMatcher {
 public:
  struct Layout;
  explicit ItemMatcher(std::unique_ptr<const Layout> layout);
  ~ItemMatcher();
  ItemMatcher(ItemMatcher&&) noexcept;
  ItemMatcher& operator=(ItemMatcher&&) noexcept;

  /// Errors name the spelling that clashes.
  [[nodiscard]] static Result<ItemMatcher> compile(ItemLexicon lexicon);
  [[nodiscard]] ItemMatchScratch make_scratch() const;

  /// Reads `text`; a text with markup, or with letters of another script in its numbers, is read as it
  /// stands and as a reader sees it, and the stricter reading counts. Over bound: not read to its
  /// end.
  [[nodiscard]] Completeness read(const TextForms& text, ItemMatchScratch& scratch,
                                  ItemReading& reading) const noexcept;

 private:
  std::unique_ptr<const Layout> layout_;
};

}  // namespace ordergate::matchers
