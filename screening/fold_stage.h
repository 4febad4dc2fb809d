// The texts of an order, ready for every finder: each is freed of markup and folded once, unless all that
// finders say of it is remembered.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/country.h"
#include "base/work.h"
#include "matchers/text/folded_texts.h"
#include "order/order.h"
#include "rules/places/gazetteer.h"
#include "screening/text_cache.h"

namespace ordergate {

/// How finders read a text: the same words mean another thing in each.
enum class TextAs : std::uint8_t {
  text,          // running text: phrases, listed names, places
  name,          // of a party: phrases, posts of a country
  label,         // no sentence: listed names, places
  address_part,  // listed names
  address,       // a whole address: places
};

/// What finders said of a text. Holds as long as the snapshot.
struct TextFindings {
  static constexpr std::size_t kPlacesMax = 3;  // a text with more is read anew

  bool scanned = false;  // phrases and listed names are known: it names nobody listed, and
  std::uint32_t mask = 0;
  std::uint64_t goods = 0;
  bool placed = false;  // places are known
  std::uint8_t place_count = 0;
  std::array<rules::PlaceReading, kPlacesMax> places;
};

/// Folds the texts of one order after another. Warm, it allocates nothing. One thread.
///
/// A text that a finder asks for and that fold() did not visit is folded then; that is right, and counted as
/// the time of the finder. So a new field of an order is added to fold() too:
/// tests/screening/fold_stage_test.cpp fails when it is not.
class FoldStage {
 public:
  /// Forgets what it remembered of texts. Called at swap time.
  void clear() { cache_.clear(); }

  /// What it hands out lives until the next call, and as long as the order and the arena.
  void fold(const Order& order, Arena& arena) noexcept;

  /// Null: nothing is remembered. `told` is part of what an address is asked: where the order says it is.
  [[nodiscard]] const TextFindings* recall(std::string_view text, TextAs as,
                                           CountryCode told = {}) const noexcept {
    return cache_.recall(text, tag_of(as, told));
  }
  /// For a text that was scanned to its end, and names nobody listed.
  void remember_scan(std::string_view text, TextAs as, std::uint32_t mask, std::uint64_t goods) noexcept;
  /// For a text that was read to its end.
  void remember_places(std::string_view text, TextAs as, CountryCode told,
                       std::span<const rules::PlaceReading> places) noexcept;

  [[nodiscard]] const matchers::TextForms& forms(std::string_view text) noexcept { return folded_.of(text); }
  [[nodiscard]] const matchers::FoldedTexts& folded() const noexcept { return folded_; }

  /// The parts of an address joined with ", ", or its free text.
  [[nodiscard]] std::string_view address(std::size_t party, std::size_t index) const noexcept {
    return addresses_[first_address_[party] + index];
  }

  /// Work of the last record, in units of base/work.h.
  [[nodiscard]] std::uint64_t work() const noexcept { return work_.used(); }

 private:
  enum Finders : std::uint8_t { kScan = 1, kPlaces = 2 };
  [[nodiscard]] static std::uint32_t tag_of(TextAs as, CountryCode told) noexcept {
    return static_cast<std::uint32_t>(as) << 16U | (told.known() ? told.index() + 1 : 0);
  }
  void visit(std::string_view text, TextAs as, std::uint8_t finders, CountryCode told = {}) noexcept;
  void visit_parties(const Order& order, Arena& arena) noexcept;

  // Catalogs, customers and phrases repeat: most texts of an order were met before.
  static constexpr std::size_t kTexts = std::size_t{1} << 14;
  TextCache<TextFindings, kTexts> cache_;
  matchers::FoldedTexts folded_;
  std::vector<std::string_view> addresses_;
  std::vector<std::size_t> first_address_;  // by party, in addresses_
  WorkBudget work_{kFoldWorkMax};
};

}  // namespace ordergate
