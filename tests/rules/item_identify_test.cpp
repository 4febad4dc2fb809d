// Items from titles and order lines: the adversarial titles, and what the facade makes of its parts.
#include "rules/item_identify.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "lists/csv.h"

namespace ordergate::rules {
namespace {

const ItemCatalog& catalog() {
  static const ItemCatalog loaded = [] {
    Result<ItemCatalog> result = ItemCatalog::load({});
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().text);
    return std::move(result).value();
  }();
  return loaded;
}

Identified identify(const ItemText& text, ItemScratch& scratch) { return catalog().identify(text, scratch); }

std::string id(std::uint32_t item) {
  return item == ItemTable::kNone ? "none" : catalog().table().items()[item].id;
}

std::string answer(const Identified& found) {
  if (found.reading.item != ItemTable::kNone) return id(found.reading.item);
  return found.reading.suspicious || !found.complete ? "hold" : "none";
}

std::string answer(std::string_view title) {
  ItemScratch scratch = catalog().make_scratch();
  return answer(identify({.description = title}, scratch));
}

TEST(ItemIdentify, ReadsTheAdversarialTitles) {
  const std::string path = OG_SOURCE_DIR "/tests/rules/data/adversarial_titles.csv";
  std::ifstream in(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const lists::CsvTable titles = lists::CsvTable::parse(bytes, path).value();
  for (const lists::CsvRecord& row : titles.rows)
    EXPECT_EQ(answer(titles.field(row, "title")), titles.field(row, "expect"))
        << "line " << row.line << ": " << titles.field(row, "title");
}

}  // namespace
}  // namespace ordergate::rules
