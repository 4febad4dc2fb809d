#include <algorithm>
#include <charconv>
#include <span>

#include "rules/items/item_table.h"
#include "rules/items/part_number.h"
#include "tables/csv.h"
#include "tables/text_parts.h"

namespace ordergate::rules {
namespace {

constexpr std::string_view kItemColumns[] = {"id",
                                             "vendor",
                                             "model",
                                             "category",
                                             "aliases",
                                             "part_numbers",
                                             "ics_per_unit",
                                             "tpp",
                                             "tpp_basis",
                                             "die_area_mm2",
                                             "performance_density",
                                             "memory_bandwidth_gbps",
                                             "interconnect_gbps",
                                             "memory",
                                             "data_center",
                                             "eccn",
                                             "other_eccns",
                                             "eccn_text",
                                             "paragraph",
                                             "designer_headquarters",
                                             "source",
                                             "certainty",
                                             "certainty_text",
                                             "letter_from",
                                             "note"};
constexpr std::string_view kSkuColumns[] = {"sku", "item", "part_number", "note"};

std::optional<ItemCategory> parse_category(std::string_view word) noexcept {
  for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(ItemCategory::other); ++i)
    if (to_string(static_cast<ItemCategory>(i)) == word) return static_cast<ItemCategory>(i);
  return std::nullopt;
}

std::optional<Tri> parse_tri(std::string_view word) noexcept {
  if (word.empty()) return Tri::unknown;
  if (word == "yes") return Tri::yes;
  if (word == "no") return Tri::no;
  return std::nullopt;
}

Control row_control(const ItemRow& item) noexcept {
  const Control by_eccn = item.eccn.empty() ? Control::unknown : control_of(item.eccn);
  const bool goods = item.category != ItemCategory::sme && item.category != ItemCategory::foundry_job &&
                     item.category != ItemCategory::ai_weights && item.category != ItemCategory::hbm;
  if (!goods) return item.eccn.empty() ? Control::none : by_eccn;
  const Control by_numbers = control_of(item.tpp, item.performance_density, item.data_center);
  Control control = by_eccn;
  if (by_numbers != Control::unknown)
    control = item.eccn.empty() ? by_numbers : std::max(by_numbers, by_eccn);
  return item.letter_from ? std::max(control, Control::letter) : control;
}

}  // namespace

class ItemTableLoader {
 public:
  explicit ItemTableLoader(const ItemSources& sources) : sources_(sources) {}

  Result<ItemTable> load() {
    const std::string items = sources_.files.path("items.csv");
    const std::string parts = sources_.files.path("items_pn.csv");
    if (Status read = read_items(items, sources_.files.read("items.csv")); !read) return read.error();
    own_ = true;
    for (const std::string& extra : sources_.extra_items)
      if (Status read = read_items(extra, tables::read_file(extra)); !read) return read.error();
    if (Status read = read_parts(parts, sources_.files.read("items_pn.csv")); !read) return read.error();
    if (Status read = add_item_parts(); !read) return read.error();
    for (const std::string& map : sources_.sku_maps)
      if (Status read = read_skus(map, tables::read_file(map)); !read) return read.error();
    return std::move(table_);
  }

 private:
  struct Row {
    const tables::CsvTable& csv;
    const tables::CsvRecord& record;
    const std::string& file;

    [[nodiscard]] std::string_view field(std::string_view name) const { return csv.field(record, name); }
    [[nodiscard]] std::string text(std::string_view name) const { return std::string(field(name)); }
    [[nodiscard]] Error error(const std::string& what) const {
      return Error{file + ":" + std::to_string(record.line) + ": " + what};
    }
    /// Empty is unknown. False when it is no number.
    [[nodiscard]] bool number(std::string_view name, std::optional<double>& value) const {
      const std::string_view digits = field(name);
      if (digits.empty()) return true;
      double parsed = 0;
      const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), parsed);
      if (problem != std::errc{} || end != digits.data() + digits.size() || !(parsed >= 0)) return false;
      value = parsed;
      return true;
    }
  };

  template <typename Read>
  static Status each_row(const std::string& file, const Result<std::string>& bytes,
                         std::span<const std::string_view> columns, Read&& read) {
    if (!bytes) return bytes.error();
    const Result<tables::CsvTable> csv = tables::CsvTable::parse(bytes.value(), file);
    if (!csv) return csv.error();
    if (Status known = check_columns(csv.value(), columns, file); !known) return known;
    for (const tables::CsvRecord& record : csv.value().rows)
      if (Status done = read(Row{csv.value(), record, file}); !done) return done;
    return Done{};
  }

  /// A column that nobody reads is a mistake in its name, and what it says would be lost.
  static Status check_columns(const tables::CsvTable& csv, std::span<const std::string_view> columns,
                              const std::string& file) {
    for (const std::string& name : csv.header.names())
      if (!columns.empty() && std::find(columns.begin(), columns.end(), name) == columns.end())
        return Error{file + ":1: unknown column '" + name + "'"};
    return Done{};
  }

  Status read_items(const std::string& file, const Result<std::string>& bytes) {
    return each_row(file, bytes, kItemColumns, [this](const Row& row) { return read_item(row); });
  }

  Status read_item(const Row& row) {
    ItemRow item;
    item.id = row.field("id");
    item.vendor = row.field("vendor");
    item.model = row.field("model");
    if (item.id.empty() || item.model.empty()) return row.error("id and model must be given");
    const std::optional<ItemCategory> category = parse_category(row.field("category"));
    if (!category) return row.error("unknown category '" + row.text("category") + "'");
    item.category = *category;
    item.aliases = tables::split_parts(row.field("aliases"), '|');
    item.memory = row.field("memory");
    item.eccn = row.field("eccn");
    item.other_eccns = tables::split_parts(row.field("other_eccns"), '|');
    item.eccn_text = row.field("eccn_text");
    item.paragraph = row.field("paragraph");
    item.tpp_basis = row.field("tpp_basis");
    item.source = row.field("source");
    item.certainty_text = row.field("certainty_text");
    item.note = row.field("note");
    if (Status values = read_values(row, item); !values) return values;
    if (own_) item.own_place = row.file + ":" + std::to_string(row.record.line);
    item.control = row_control(item);
    const auto index = static_cast<std::uint32_t>(table_.items_.size());
    if (!table_.by_id_.emplace(item.id, index).second)
      return row.error("item '" + item.id + "' stands twice");
    item_parts_.push_back({tables::split_parts(row.field("part_numbers"), '|'), row.file, row.record.line});
    table_.items_.push_back(std::move(item));
    return Done{};
  }

  static Status read_values(const Row& row, ItemRow& item) {
    const std::pair<std::string_view, std::optional<double>*> numbers[] = {
        {"ics_per_unit", &item.ics_per_unit},
        {"tpp", &item.tpp},
        {"die_area_mm2", &item.die_area_mm2},
        {"performance_density", &item.performance_density},
        {"memory_bandwidth_gbps", &item.memory_bandwidth_gbps},
        {"interconnect_gbps", &item.interconnect_gbps}};
    for (const auto& [name, value] : numbers)
      if (!row.number(name, *value)) return row.error(std::string(name) + " is no number");
    // The table prints rounded densities; the law compares unrounded ones (3A090 Technical Note 4).
    if (item.tpp && item.die_area_mm2 && *item.die_area_mm2 > 0)
      item.performance_density = *item.tpp / *item.die_area_mm2;
    const std::optional<Tri> data_center = parse_tri(row.field("data_center"));
    if (!data_center) return row.error("data_center must be yes, no or empty");
    item.data_center = *data_center;
    for (const std::string& code : tables::split_parts(row.field("designer_headquarters"), '|')) {
      const CountryCode country = CountryCode::parse(code);
      if (!country.known()) return row.error("designer_headquarters: '" + code + "' is no country code");
      item.designer_headquarters.push_back(country);
    }
    const std::string_view letter = row.field("letter_from");
    item.letter_from = parse_date(letter);
    if (!letter.empty() && !item.letter_from) return row.error("letter_from is no date");
    const std::optional<Certainty> certainty = parse_certainty(row.field("certainty"));
    if (!certainty) return row.error("certainty must be confirmed, recalled or unsure");
    item.certainty = *certainty;
    return Done{};
  }

  Status read_parts(const std::string& file, const Result<std::string>& bytes) {
    return each_row(file, bytes, {}, [this](const Row& row) { return read_part(row); });
  }

  Status read_part(const Row& row) {
    PartRow part;
    part.part_number = row.field("part_number");
    part.vendor = row.field("vendor");
    part.description = row.field("description");
    part.eccn = row.field("eccn");
    part.source = row.field("source");
    if (const std::string_view item = row.field("item"); !item.empty()) {
      part.item = table_.find(item);
      if (part.item == ItemId::none) return row.error("no item '" + std::string(item) + "'");
    }
    if (!row.number("tpp", part.tpp)) return row.error("tpp is no number");
    const std::optional<Tri> meets = parse_tri(row.field("meets_3a090_a1"));
    if (!meets) return row.error("meets_3a090_a1 must be yes, no or empty");
    part.meets_3a090_a1 = *meets;
    const std::optional<Certainty> certainty = parse_certainty(row.field("certainty"));
    if (!certainty) return row.error("certainty must be confirmed, recalled or unsure");
    part.certainty = *certainty;
    return add_part(std::move(part), row.file, row.record.line);
  }

  Status add_part(PartRow part, const std::string& file, std::uint64_t line) {
    const auto where = [&] { return file + ":" + std::to_string(line) + ": "; };
    PartKey key;
    if (!make_part_key(part.part_number, key))
      return Error{where() + "part number '" + part.part_number + "' is empty or too long"};
    part.control = part.eccn.empty() ? Control::unknown : control_of(part.eccn);
    if (part.item != ItemId::none) part.control = std::max(part.control, table_.item(part.item).control);
    const auto index = static_cast<std::uint32_t>(table_.parts_.size());
    if (!table_.by_part_.emplace(key.text(), index).second)
      return Error{where() + "part number '" + part.part_number + "' stands twice"};
    table_.parts_.push_back(std::move(part));
    return Done{};
  }

  /// Part numbers that stand only in items.csv; one that stands in both must name the same item.
  Status add_item_parts() {
    for (std::uint32_t i = 0; i < item_parts_.size(); ++i)
      for (const std::string& number : item_parts_[i].numbers) {
        const std::string where = item_parts_[i].file + ":" + std::to_string(item_parts_[i].line) + ": ";
        const PartId known = table_.find_part(number);
        if (known != PartId::none) {
          PartRow& row = table_.parts_[index_of(known)];
          if (row.item == ItemId::none) {  // a number of the table that nobody gave an item yet
            row.item = ItemId{i};
            row.control = std::max(row.control, table_.items_[i].control);
          }
          if (row.item != ItemId{i})
            return Error{where + "part number '" + number + "' names another item in items_pn.csv"};
          continue;
        }
        const ItemRow& item = table_.items_[i];
        PartRow part;
        part.part_number = number;
        part.vendor = item.vendor;
        part.item = ItemId{i};
        part.eccn = item.eccn;
        part.tpp = item.tpp;
        part.source = item.source;
        part.certainty = item.certainty;
        if (Status added = add_part(std::move(part), item_parts_[i].file, item_parts_[i].line); !added)
          return added;
      }
    return Done{};
  }

  Status read_skus(const std::string& file, const Result<std::string>& bytes) {
    return each_row(file, bytes, kSkuColumns, [this](const Row& row) { return read_sku(row); });
  }

  Status read_sku(const Row& row) {
    const std::string sku = row.text("sku");
    if (sku.empty()) return row.error("sku must be given");
    ItemTable::SkuTarget target{table_.find(row.field("item")), table_.find_part(row.field("part_number"))};
    if (!row.field("item").empty() && target.item == ItemId::none)
      return row.error("no item '" + row.text("item") + "'");
    if (!row.field("part_number").empty() && target.part == PartId::none)
      return row.error("no part number '" + row.text("part_number") + "'");
    if (target.item == ItemId::none && target.part == PartId::none)
      return row.error("item or part_number must be given");
    if (target.part != PartId::none) {
      const ItemId of_part = table_.part(target.part).item;
      if (target.item == ItemId::none) target.item = of_part;
      if (target.item != of_part && of_part != ItemId::none)
        return row.error("item and part_number are not the same item");
    }
    const auto next = static_cast<std::uint32_t>(table_.sku_targets_.size());
    if (!table_.by_sku_.emplace(sku, next).second) return row.error("sku '" + sku + "' stands twice");
    table_.sku_targets_.push_back(target);
    return Done{};
  }

  struct ItemParts {
    std::vector<std::string> numbers;
    std::string file;
    std::uint64_t line = 0;
  };
  const ItemSources& sources_;
  bool own_ = false;  // reading the user's own catalogue
  ItemTable table_;
  std::vector<ItemParts> item_parts_;
};

Result<ItemTable> ItemTable::load(const ItemSources& sources) { return ItemTableLoader(sources).load(); }

}  // namespace ordergate::rules
