// What the free texts of an order speak of: red-flag phrases, and listed names in running text.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/work.h"
#include "order/order.h"
#include "rules/evaluation/rulebook.h"
#include "rules/facts/text_flags.h"
#include "screening/fold_stage.h"

namespace ordergate {

/// Scans the free texts of one order, each once. Warm, it allocates nothing. One thread.
class TextStage {
 public:
  /// Makes the working memory for a snapshot's phrases. Allocates; called at swap time.
  void use(const rules::TextFlags& flags);

  /// The results live until the next call, their places as long as the arena.
  void scan(const Order& order, FoldStage& texts, const rules::TextFlags& flags,
            const lists::Watchlist& watchlist, Arena& arena) noexcept;

  /// One a text that has a flag, in the order of the record's fields.
  [[nodiscard]] std::span<const rules::ScannedText> texts() const noexcept { return texts_; }
  /// Listed names in running text, each entry once a text.
  [[nodiscard]] std::span<const rules::TextHit> hits() const noexcept { return hits_; }
  /// Over bound: a text was not scanned to its end.
  [[nodiscard]] Completeness completeness() const noexcept { return scan_.completeness; }
  /// Work of the last record, in units of base/work.h.
  [[nodiscard]] std::uint64_t work() const noexcept { return work_.used(); }

 private:
  [[nodiscard]] bool begin_text(std::string_view text) noexcept;
  void scan_text(std::string_view place, std::string_view text,
                 std::uint32_t party = rules::ScannedText::kNoParty,
                 std::uint32_t line = rules::ScannedText::kNoLine) noexcept;
  /// What the words of a name say: "Ejercito", "Logistics".
  void scan_name(std::string_view place, std::string_view name, std::uint32_t party) noexcept;
  void scan_parties(const Order& order, Arena& arena) noexcept;
  void scan_documents(const Order& order, Arena& arena) noexcept;
  /// Looks for listed names alone; `place()` is called when there is one.
  template <typename Place>
  void scan_names(std::string_view text, TextAs as, Place&& place) noexcept;
  void add_hits(std::size_t first, std::string_view place, std::string_view text) noexcept;
  void add_hit(std::string_view place, std::string_view text, const rules::ListedNameHit& found) noexcept;

  std::optional<rules::TextScratch> scratch_;
  rules::TextScan scan_;
  std::vector<rules::ScannedText> texts_;
  std::vector<rules::TextHit> hits_;
  WorkBudget work_{kTextsWorkMax};
  FoldStage* folded_ = nullptr;                  // during scan()
  const rules::TextFlags* flags_ = nullptr;      // during scan()
  const lists::Watchlist* watchlist_ = nullptr;  // during scan()
};

}  // namespace ordergate
