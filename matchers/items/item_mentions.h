// Where a text names models and the words around them: the first two stages of reading an item.
//
// The folded text is squeezed: separators dropped, digits and the letters that imitate them made
// equal (o 0, i l 1, s 5, z 2, b 8), so that every spacing and every look-alike spelling of a term is
// one string. Hyperscan finds candidates there; each is then confirmed on the folded text: where it
// begins and ends, which letters stood for digits, what separated its parts. Linear in the text.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/completeness.h"
#include "base/result.h"
#include "matchers/items/item_lexicon.h"
#include "matchers/text/literal_set.h"
#include "matchers/text/text_forms.h"

namespace ordergate::matchers {

/// One confirmed term. Positions count bytes of the folded text.
struct ItemMention {
  static constexpr std::uint32_t kNoPart = UINT32_MAX;
  std::uint32_t begin = 0, end = 0;
  FamilyId family = FamilyId::none;  // of the model it names
  std::uint32_t part = kNoPart;      // index into ItemLexicon::parts
  std::uint32_t classes = 0;         // class_bit()s
  Strength strength = Strength::sure;
  std::uint8_t vendor = 0, form = 0;  // tags
  std::uint16_t amount = 0;           // of a word that is a count or number
  bool evasive = false;               // letters stood for digits, or letters were set apart
  bool spaced = false;                // separators where the term has none
  bool other_suffix = false;          // letters follow that make it another, unknown model
  [[nodiscard]] bool has(WordClass c) const noexcept { return (classes & class_bit(c)) != 0; }
  [[nodiscard]] bool model() const noexcept { return family != FamilyId::none; }
  [[nodiscard]] bool part_number() const noexcept { return part != kNoPart; }
};

/// Reused working memory. One thread.
struct MentionScratch {
  explicit MentionScratch(LiteralScratch literals) : literal_scratch(std::move(literals)) {}
  LiteralScratch literal_scratch;
  TextView folded;  // of the text being read; lives as long as that, or in `unmarked`
  FoldedText unmarked;
  std::string squeezed;
  std::vector<std::uint32_t> at;  // folded position of each squeezed byte
  std::vector<LiteralHit> hits;
  std::vector<ItemMention> mentions;  // the result: by begin, then longest first
  std::uint64_t work = 0;             // bytes looked at and candidates confirmed
};

class MentionFinder {
 public:
  /// More terms than this in one text are not weighed against each other.
  static constexpr std::size_t kMentionsMax = 4096;

  [[nodiscard]] static Result<MentionFinder> compile(const ItemLexicon& lexicon);
  [[nodiscard]] MentionScratch make_scratch() const { return MentionScratch(literals_.make_scratch()); }

  /// Fills scratch.folded and scratch.mentions. `folded` is made of `text`, whose positions it has. Over
  /// bound: not read to the end.
  [[nodiscard]] Completeness find(std::string_view text, const TextView& folded,
                                  MentionScratch& scratch) const noexcept;

 private:
  struct Term {
    std::string letters;           // folded, separators dropped
    std::vector<bool> gap_before;  // by letter: a separator may stand here
    std::uint32_t gaps = 0;
    ItemMention meaning;  // all but the positions
    bool open = false;
    bool names_model = false;
  };
  explicit MentionFinder(LiteralSet literals) : literals_(std::move(literals)) {}

  [[nodiscard]] bool confirm(const Term& term, std::uint32_t squeezed_end, const MentionScratch& scratch,
                             ItemMention& mention) const noexcept;
  [[nodiscard]] bool spelled(const Term& term, const std::uint32_t* at, std::string_view text,
                             ItemMention& mention) const noexcept;
  [[nodiscard]] bool begins_well(const Term& term, std::string_view text, std::uint32_t begin) const noexcept;
  [[nodiscard]] bool ends_well(const Term& term, std::string_view text, ItemMention& mention) const noexcept;

  LiteralSet literals_;
  std::vector<Term> terms_;
  std::vector<std::string> glue_before_, glue_after_;
};

}  // namespace ordergate::matchers
