// Items and part numbers with what is known of them: the data behind classification.
//
// Data: rules/ear/items.csv (one row an item) and items_pn.csv (one row a vendor's part number), and
// what the user adds. Immutable; any number of threads. Lookups are hot: noexcept, no allocation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/certainty.h"
#include "base/country.h"
#include "base/date.h"
#include "base/result.h"
#include "base/tri.h"
#include "matchers/items/item_reading.h"
#include "tables/data_files.h"

namespace ordergate::rules {

using matchers::ItemId;
using matchers::PartId;

enum class ItemCategory : std::uint8_t {
  gpu_card,
  gpu_module,
  module,
  system,
  server,
  computer,
  cpu,
  network,
  wafer_engine,
  cloud_accelerator,
  iaas_instance,
  hbm,
  sme,
  foundry_job,
  ai_weights,
  other,  // any other goods, of a user's own catalog
};
[[nodiscard]] std::string_view to_string(ItemCategory) noexcept;

/// How much control a row means, ordered: of two readings the higher one is the stricter.
enum class Control : std::uint8_t {
  none,     // below every threshold of 3A090, or excluded by its Note 2
  letter,   // below, but reached by an is-informed letter (H20, MI308X)
  unknown,  // the parameters do not settle it: 1,600 <= TPP < 4,800 without die area, or no TPP
  hbm,      // 3A090.c
  other,    // another ECCN of the pack: semiconductor equipment, 4E091
  b,        // 3A090.b, 4A090.b and their .z.2 forms
  a,        // 3A090.a, 4A090.a and their .z.1 forms
};
[[nodiscard]] std::string_view to_string(Control) noexcept;

/// One row of items.csv. TPP, densities and bandwidths are per IC; ics_per_unit counts the ICs of one
/// unit sold. An absent number is unknown.
struct ItemRow {
  std::string id;  // "nvidia-h100-pcie-80gb"
  std::string vendor, model;
  ItemCategory category = ItemCategory::gpu_card;
  std::vector<std::string> aliases;
  std::optional<double> ics_per_unit;
  std::optional<double> tpp;
  std::optional<double> die_area_mm2;
  std::optional<double> performance_density;    // tpp / die_area_mm2 where both are known
  std::optional<double> memory_bandwidth_gbps;  // GB/s
  std::optional<double> interconnect_gbps;      // GB/s
  std::string memory;                           // "80GB HBM2e"
  Tri data_center = Tri::unknown;               // designed or marketed for data centers
  std::string eccn;                             // one code, or empty
  std::vector<std::string> other_eccns;         // further codes the item is sold under
  std::string eccn_text;                        // what the source says where that is not one code
  std::string paragraph;  // "a.1", "a.2", "b.1", "b.2", "b.1+b.2", "note_2", "none", "needs_die_area" or ""
  std::vector<CountryCode> designer_headquarters;  // empty: unknown
  std::string source, note, tpp_basis, certainty_text;
  std::string own_place;            // "FILE:LINE" of a user's own item; empty: shipped
  std::optional<Date> letter_from;  // day of the is-informed letter that reaches it
  Certainty certainty = Certainty::unsure;
  Control control = Control::unknown;  // from the numbers, and the ECCN when it is stricter
};

/// One row of items_pn.csv. `eccn` and `tpp` are the vendor's; they can differ from the item's.
struct PartRow {
  std::string part_number;  // as the vendor prints it
  std::string vendor;
  ItemId item = ItemId::none;
  std::string description;
  std::string eccn;
  std::optional<double> tpp;
  Tri meets_3a090_a1 = Tri::unknown;  // the vendor's own mark
  std::string source;
  Certainty certainty = Certainty::confirmed;
  Control control = Control::unknown;
};

/// A user's own catalogue, added after the shipped one: files of the same columns.
struct ItemSources {
  tables::DataFiles files = {};
  std::vector<std::string> extra_items = {};  // paths to CSV files like items.csv (columns may be missing)
  std::vector<std::string> sku_maps = {};     // paths to CSV files: sku and item, part_number or both
};

class ItemTable {
 public:
  /// Errors name file and line: an id twice, a part number twice, an unknown item, a bad number.
  [[nodiscard]] static Result<ItemTable> load(const ItemSources& sources);

  [[nodiscard]] const std::vector<ItemRow>& items() const noexcept { return items_; }
  [[nodiscard]] const std::vector<PartRow>& parts() const noexcept { return parts_; }
  [[nodiscard]] const ItemRow& item(ItemId id) const noexcept { return items_[index_of(id)]; }
  [[nodiscard]] const PartRow& part(PartId id) const noexcept { return parts_[index_of(id)]; }

  /// By id; none when there is no such item.
  [[nodiscard]] ItemId find(std::string_view id) const noexcept;
  /// By part number: case and punctuation do not matter ("900 21010 0000 000"). none: unknown,
  /// or longer than 64 bytes.
  [[nodiscard]] PartId find_part(std::string_view part_number) const noexcept;
  struct SkuTarget {
    ItemId item = ItemId::none;
    PartId part = PartId::none;
    [[nodiscard]] bool known() const noexcept { return item != ItemId::none || part != PartId::none; }
  };
  /// By the user's own SKU, as exact text.
  [[nodiscard]] SkuTarget find_sku(std::string_view sku) const noexcept;

 private:
  friend class ItemTableLoader;
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };
  using Index = std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>>;
  std::vector<ItemRow> items_;
  std::vector<PartRow> parts_;
  std::vector<SkuTarget> sku_targets_;
  Index by_id_, by_part_, by_sku_;
};

/// What 3A090 says of an IC with these parameters (Notes and 3A090.a, .b as of 2023-11-17). Unknown
/// parameters give Control::unknown where they could matter.
[[nodiscard]] Control control_of(std::optional<double> tpp, std::optional<double> performance_density,
                                 Tri data_center) noexcept;

/// What an ECCN says; Control::none for one outside the pack.
[[nodiscard]] Control control_of(std::string_view eccn) noexcept;

}  // namespace ordergate::rules
