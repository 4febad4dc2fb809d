// What free text of an order or listing speaks of: red-flag phrases by category, and listed names.
//
// One scan over one folded text, in every script and through markup (matchers/text/text_forms.h). Which field
// a text came from and what a flag then means is the rules' business. Immutable; any number of threads scan,
// each with its own scratch. scan() is noexcept and allocates nothing once warm.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/completeness.h"
#include "base/result.h"
#include "lists/entry.h"
#include "matchers/names/text_names.h"
#include "matchers/text/pattern_db.h"
#include "tables/data_files.h"

namespace ordergate::rules {

enum class TextFlag : std::uint8_t {
  accelerator,    // AI chips, GPUs, servers for them
  semiconductor,  // wafers, lithography, fabrication equipment
  military,
  military_intelligence,
  nuclear,
  missile,
  chemical_biological,
  forwarder,   // freight forwarding, logistics, trading
  resale,      // resale, reexport, an end user that is not named
  evasion,     // getting around controls
  remote_use,  // rented compute, training for others
  supercomputer,
  surveillance,
  food_or_medicine,  // of a line: what embargoes leave to a person
  circumvention,     // getting around sanctions, or goods offered to an embargoed country
  // What a business is:
  carrier,     // carries, forwards or receives for others
  finance,     // a bank, a warehouse, a mail room
  shop,        // a retailer or small trade
  office,      // a law firm, clinic, restaurant, real-estate or travel business
  computing,   // one that runs, makes, sells or studies computers
  government,  // a ministry, an embassy, a town
  // What goods are, by what they usually cost:
  small_part,  // adapters, brackets, keyboards
  board,       // cards, boards, computer parts
  count
};
[[nodiscard]] std::string_view to_string(TextFlag) noexcept;

struct TextFlagHit {
  TextFlag flag = TextFlag::accelerator;
  std::uint32_t begin = 0, end = 0;  // bytes of the text
};

struct ListedNameHit {
  lists::EntryId entry{};            // as given to build()
  std::uint32_t begin = 0, end = 0;  // bytes of the text
};

/// What a text is. Streets and buildings are called as ships and traders are ("Golden Eagle Plaza", "Silk
/// Road Business Center"): in an address only names are met that hardly stand there by chance, or after
/// "c/o".
enum class NamesIn : std::uint8_t { text, address };

struct TextScan {
  std::vector<TextFlagHit> flags;    // in order of their end, overlapping ones kept
  std::vector<ListedNameHit> names;  // at most one a place and entry
  std::uint32_t mask = 0;            // bit per flag
  std::uint64_t goods = 0;           // bit per row of goods_words.csv
  Completeness completeness = Completeness::complete;
  [[nodiscard]] bool has(TextFlag flag) const noexcept {
    return ((mask >> static_cast<std::uint32_t>(flag)) & 1U) != 0;
  }
  void clear() noexcept {
    flags.clear();
    names.clear();
    mask = 0;
    goods = 0;
    completeness = Completeness::complete;
  }
};

/// Per-worker working memory. One thread.
class TextScratch {
 public:
  struct State;
  explicit TextScratch(std::unique_ptr<State> state);
  ~TextScratch();
  TextScratch(TextScratch&&) noexcept;
  TextScratch& operator=(TextScratch&&) noexcept;
  [[nodiscard]] State& state() noexcept { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

class TextFlags {
 public:
  struct Layout;
  ~TextFlags();
  TextFlags(TextFlags&&) noexcept;
  TextFlags& operator=(TextFlags&&) noexcept;

  /// Reads phrases.csv and goods_words.csv. `entries` are the watchlist's: names of barring lists that are
  /// distinctive enough to be met in running text are looked for (see listed_in_text). The entries are not
  /// kept.
  [[nodiscard]] static Result<TextFlags> build(const tables::DataFiles& files,
                                               const std::vector<lists::ListEntry>& entries);

  [[nodiscard]] TextScratch make_scratch() const;
  /// Appends what `text` speaks of to `scan`; call it once a text.
  void scan(const matchers::TextForms& text, TextScratch& scratch, TextScan& scan) const noexcept;
  /// The same for phrases alone.
  void scan_phrases(const matchers::TextForms& text, TextScratch& scratch, TextScan& scan) const noexcept;
  /// The same for listed names alone: for addresses and names, whose words mean nothing else ("Military
  /// Road").
  void scan_names(const matchers::TextForms& text, NamesIn in, TextScratch& scratch,
                  TextScan& scan) const noexcept;

  [[nodiscard]] std::size_t name_count() const noexcept;
  [[nodiscard]] std::size_t memory_bytes() const noexcept;

 private:
  explicit TextFlags(std::unique_ptr<const Layout> layout);
  std::unique_ptr<const Layout> layout_;
};

/// Is the name of that entry looked for in running text? Barring lists only; primary names and strong
/// aliases; companies of two words, persons of three, or four characters of Chinese, Japanese, Korean. It
/// must also be distinctive: hold a word that few listed names have, or one of no dictionary, or three words.
[[nodiscard]] bool listed_in_text(const lists::ListEntry& entry, const lists::ListedName& name);

}  // namespace ordergate::rules
