// From what an order line or listing says to the item it sells, and what is known of it.
//
// ItemCatalog is built once from the tables and the phrases; any number of threads may identify,
// each with its own scratch. identify() is hot: noexcept, no allocation once warm.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/completeness.h"
#include "base/result.h"
#include "base/tri.h"
#include "matchers/items/item_reading.h"
#include "matchers/text/folded_texts.h"
#include "rules/items/item_table.h"

namespace ordergate::rules {

/// What is known of the item read: the stricter value wherever the reading leaves several.
struct ItemFacts {
  std::string_view eccn;  // empty: unknown
  std::optional<double> ics_per_unit;
  std::optional<double> tpp;  // per IC
  std::optional<double> performance_density;
  std::optional<double> die_area_mm2;
  std::optional<double> memory_bandwidth_gbps;
  std::optional<double> interconnect_gbps;
  Tri data_center = Tri::unknown;
  CountryCode designer_headquarters;
  Control control = Control::none;
  std::string_view paragraph;  // "a.1" ... as in the table, "" when not known
  std::string_view model;      // of the strictest item that the reading leaves, as in the table
  bool counted = false;        // ics_per_unit is what the text counts ("8x"), more than the table has
  Certainty certainty = Certainty::unsure;
};

/// One line as given; empty where absent.
struct ItemText {
  std::string_view part_number = {}, sku = {}, manufacturer = {}, model = {};
  std::string_view description = {};  // or a listing's title
  std::string_view more = {};         // a listing's description: counts where it names what the rest does
                                      // not, or something stricter
};

/// Per-worker working memory. One thread.
class ItemScratch {
 public:
  struct State;
  explicit ItemScratch(std::unique_ptr<State> state);
  ~ItemScratch();
  ItemScratch(ItemScratch&&) noexcept;
  ItemScratch& operator=(ItemScratch&&) noexcept;
  [[nodiscard]] State& state() noexcept { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

struct Identified {
  matchers::ItemReading reading;
  ItemFacts facts;
  Completeness completeness = Completeness::complete;  // of reading the text
  /// The text that `reading.begin` and `end` count in: one field as given, or several joined by a
  /// space.
  std::string_view text;
};

class ItemCatalog {
 public:
  struct Layout;
  ~ItemCatalog();
  ItemCatalog(ItemCatalog&&) noexcept;
  ItemCatalog& operator=(ItemCatalog&&) noexcept;

  /// Loads the tables and spellings of `sources`; errors name file and line.
  [[nodiscard]] static Result<ItemCatalog> load(const ItemSources& sources);

  [[nodiscard]] const ItemTable& table() const noexcept;
  [[nodiscard]] ItemScratch make_scratch() const;
  /// `Identified::text` lives until the scratch is used again. Texts that are in `folded` are not folded
  /// again; null: none is.
  [[nodiscard]] Identified identify(const ItemText& text, ItemScratch& scratch,
                                    const matchers::FoldedTexts* folded = nullptr) const noexcept;

 private:
  explicit ItemCatalog(std::unique_ptr<const Layout> layout);
  [[nodiscard]] Completeness read(std::string_view text, ItemScratch& scratch,
                                  matchers::ItemReading& reading) const noexcept;
  [[nodiscard]] Completeness read_across(std::string_view before, std::string_view after,
                                         ItemScratch& scratch, matchers::ItemReading& reading) const noexcept;
  [[nodiscard]] Completeness read_fields(const ItemText& given, ItemScratch& scratch,
                                         matchers::ItemReading& reading) const noexcept;
  [[nodiscard]] Completeness check_declared(const ItemText& given, ItemScratch& scratch,
                                            matchers::ItemReading& reading) const noexcept;
  std::unique_ptr<const Layout> layout_;
};

/// Would an order of it be one of advanced computing ICs: 3A090.a, .b, .c, reached by a letter, or not
/// settled?
[[nodiscard]] bool is_advanced_ic(const Identified& identified) noexcept;

}  // namespace ordergate::rules
