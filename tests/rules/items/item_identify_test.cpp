// Items from titles and order lines: the adversarial titles, and what the facade makes of its parts.
#include "rules/items/item_identify.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "rules/pack/files.h"
#include "tables/csv.h"
#include "tests/support/allocation_counter.h"

namespace ordergate::rules {
namespace {

const ItemCatalog& catalog() {
  static const ItemCatalog loaded = [] {
    Result<ItemCatalog> result = ItemCatalog::load({.files = pack_files()});
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().text);
    return std::move(result).value();
  }();
  return loaded;
}

Identified identify(const ItemText& text, ItemScratch& scratch) { return catalog().identify(text, scratch); }

std::string id(ItemId item) { return item == ItemId::none ? "none" : catalog().table().item(item).id; }

std::string answer(const Identified& found) {
  if (found.reading.item != ItemId::none) return id(found.reading.item);
  return found.reading.suspicious || !found.completeness ? "hold" : "none";
}

std::string answer(std::string_view title) {
  ItemScratch scratch = catalog().make_scratch();
  return answer(identify({.description = title}, scratch));
}

TEST(ItemIdentify, ReadsTheAdversarialTitles) {
  const std::string path = OG_SOURCE_DIR "/tests/rules/data/adversarial_titles.csv";
  std::ifstream in(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const tables::CsvTable titles = tables::CsvTable::parse(bytes, path).value();
  for (const tables::CsvRecord& row : titles.rows)
    EXPECT_EQ(answer(titles.field(row, "title")), titles.field(row, "expect"))
        << "line " << row.line << ": " << titles.field(row, "title");
}

TEST(ItemIdentify, AModelFieldIsNotTakenBackByItsNeighbors) {
  ItemScratch scratch = catalog().make_scratch();
  for (const char* word : {"bracket", "box only", "water block", "laptop", "camera", "in original tray"}) {
    EXPECT_EQ(
        answer(identify({.manufacturer = "NVIDIA", .model = "H100 PCIe", .description = word}, scratch)),
        "nvidia-h100-pcie-80gb")
        << word;
    EXPECT_EQ(answer(identify({.part_number = "H100", .description = word}, scratch)),
              "nvidia-h100-pcie-80gb")
        << word;
  }
  // What says of itself that it is for the chip stays an accessory.
  EXPECT_EQ(answer(identify({.manufacturer = "Bykski", .model = "water block for H100"}, scratch)), "none");
  EXPECT_EQ(answer(identify({.manufacturer = "Canon", .model = "A100", .description = "camera"}, scratch)),
            "none");
}

TEST(ItemIdentify, NumbersInWordsAreRead) {
  for (const char* title :
       {"NVIDIA H一百", "H hundred", "H-百", "NVIDIA H сто", "Hopper 100", "H_100", "H1-0-0"})
    EXPECT_EQ(answer(title), "nvidia-h100-pcie-80gb") << title;
  EXPECT_EQ(answer("五千零九十 显卡"), "nvidia-geforce-rtx-5090");
  EXPECT_EQ(answer("Rtx forty ninety 24gb"), "nvidia-geforce-rtx-4090");
  EXPECT_EQ(answer("三百 茶叶"), "none");
}

TEST(ItemIdentify, MemoryOfACardIsNotMemoryForSale) {
  EXPECT_EQ(answer("Radeon VII 16GB HBM2 graphics card"), "none");
  EXPECT_EQ(answer("SK hynix HBM3E 36GB 12Hi stack, tray of 20"), "sk-hynix-samsung-micron-hbm3e-stack");
}

TEST(ItemIdentify, UnknownModelsOfMakersOfAcceleratorsAreHeld) {
  for (const char* title :
       {"沐曦C688", "壁仞 BR300", "Enflame L900", "FuriosaAI X2", "AMD MI520X", "Cambricon MLU990"})
    EXPECT_EQ(answer(title), "hold") << title;
}

TEST(ItemIdentify, ATextThatSaysNothingIsVague) {
  ItemScratch scratch = catalog().make_scratch();
  for (const char* text : {"", " ", "-", "goods", "sample parts", "商品", "товар", "12345"})
    EXPECT_TRUE(identify({.description = text}, scratch).reading.vague) << text;
  for (const char* text : {"chair", "sample chair", "椅子"})
    EXPECT_FALSE(identify({.description = text}, scratch).reading.vague) << text;
}

TEST(ItemIdentify, TheTemplatesOfOwnItemsLoadAndAreFound) {
  const Result<ItemCatalog> own =
      ItemCatalog::load({.files = pack_files(),
                         .extra_items = {OG_SOURCE_DIR "/docs/own-items-template.csv"},
                         .sku_maps = {OG_SOURCE_DIR "/docs/own-skus-template.csv"}});
  ASSERT_TRUE(own.ok()) << own.error().text;
  ItemScratch scratch = own.value().make_scratch();
  const auto found = [&](const ItemText& text) {
    const ItemId item = own.value().identify(text, scratch).reading.item;
    return item == ItemId::none ? "none" : own.value().table().item(item).id;
  };
  EXPECT_EQ(found({.sku = "SHOP-0001"}), "own-trainer-8");
  EXPECT_EQ(found({.sku = "SHOP-0003"}), "nvidia-h100-pcie-80gb");
  EXPECT_EQ(found({.part_number = "es t8000 0001"}), "own-trainer-8");
  EXPECT_EQ(found({.description = "Example Systems ES-T8OOO, as new"}), "own-trainer-8");
  EXPECT_EQ(found({.description = "Quiet Keyboard K1"}), "own-keyboard");
  const Identified hidden = own.value().identify({.sku = "SHOP-0002", .description = "H100 SXM5"}, scratch);
  EXPECT_TRUE(hidden.reading.conflict || hidden.facts.tpp > 15000);
  EXPECT_FALSE(is_advanced_ic(own.value().identify({.description = "Quiet Keyboard K1"}, scratch)));
}

TEST(ItemIdentify, AnOwnNameThatNamesAnotherItemRefusesToLoad) {
  const std::string path = testing::TempDir() + "own_items_that_clash.csv";
  std::ofstream(path) << "id,model,category,certainty,aliases\n"
                         "x,Own X,gpu_card,confirmed,\ny,Own Y,gpu_card,confirmed,RTX_4090\n";
  const Result<ItemCatalog> own =
      ItemCatalog::load({.files = pack_files(), .extra_items = {path}, .sku_maps = {}});
  ASSERT_FALSE(own.ok());
  EXPECT_EQ(own.error().text, path + ":3: item 'y': 'RTX_4090' already names rtx-4090");
}

TEST(ItemIdentify, NothingIsReadFromNothing) {
  ItemScratch scratch = catalog().make_scratch();
  const Identified found = identify({}, scratch);
  EXPECT_EQ(answer(found), "none");
  EXPECT_EQ(found.completeness, Completeness::complete);
  EXPECT_FALSE(is_advanced_ic(found));
}

TEST(ItemIdentify, HoldsWhatItCouldNotReadToTheEnd) {
  ItemScratch scratch = catalog().make_scratch();
  const std::string text((std::size_t{1} << 20) + 1, 'a');
  EXPECT_TRUE(is_advanced_ic(identify({.description = text}, scratch)));
  EXPECT_TRUE(is_advanced_ic(identify({.description = "keyboard", .more = text}, scratch)));
}

TEST(ItemIdentify, PartNumberDecidesOverTheText) {
  ItemScratch scratch = catalog().make_scratch();
  const Identified found = identify(
      {.part_number = "935-24287-0000-000", .manufacturer = "NVIDIA", .description = "GPU board"}, scratch);
  EXPECT_EQ(id(found.reading.item), "nvidia-h100-sxm5-80gb");
  EXPECT_EQ(found.reading.certainty, matchers::ReadingCertainty::part_number);
  EXPECT_EQ(found.facts.ics_per_unit, 8);
  EXPECT_EQ(found.facts.eccn, "4A090.a");
}

TEST(ItemIdentify, AnHonestNumberDoesNotHideAStricterText) {
  ItemScratch scratch = catalog().make_scratch();
  const Identified found =
      identify({.part_number = "900-2G183-0000-001", .description = "H100 80GB PCIe"}, scratch);
  EXPECT_EQ(id(found.reading.item), "nvidia-t4-16gb");
  EXPECT_EQ(id(found.reading.second), "nvidia-h100-pcie-80gb");
  EXPECT_EQ(found.facts.control, Control::a);
  EXPECT_TRUE(is_advanced_ic(found));
}

TEST(ItemIdentify, TakesTheStricterFactsWhereSeveralReadingsFit) {
  ItemScratch scratch = catalog().make_scratch();
  const Identified found = identify({.manufacturer = "NVIDIA", .model = "H100"}, scratch);
  EXPECT_EQ(found.reading.certainty, matchers::ReadingCertainty::stricter_of);
  EXPECT_NE(found.reading.second, ItemId::none);
  EXPECT_EQ(found.facts.ics_per_unit, 1);
  EXPECT_EQ(found.facts.tpp, 15840);  // the SXM module, though the bare name usually means the card
}

TEST(ItemIdentify, ReadsCountsAndLots) {
  ItemScratch scratch = catalog().make_scratch();
  EXPECT_EQ(identify({.description = "HGX H200 8-GPU baseboard"}, scratch).facts.ics_per_unit, 8);
  EXPECT_EQ(identify({.description = "2x8x MI300X-192GB nodes"}, scratch).reading.count, 16U);
  EXPECT_EQ(identify({.description = "lot of 4 RTX 4090 24GB"}, scratch).reading.lot, 4U);
  EXPECT_EQ(identify({.description = "RTX 4090 24GB 5pcs"}, scratch).reading.lot, 5U);
  EXPECT_EQ(identify({.description = "RTX 5090 4-pack"}, scratch).reading.lot, 4U);
}

TEST(ItemIdentify, PointsAtTheCharactersThatLedThere) {
  ItemScratch scratch = catalog().make_scratch();
  const Identified found = identify({.description = "neu: ＲＴＸ ４０９０ Grafikkarte"}, scratch);
  EXPECT_EQ(found.text.substr(found.reading.begin, found.reading.end - found.reading.begin),
            "ＲＴＸ ４０９０");
}

TEST(ItemIdentify, ADescriptionSpeaksWhereTheTitleDoesNot) {
  ItemScratch scratch = catalog().make_scratch();
  const Identified found = identify(
      {.description = "Powerful card for research", .more = "<p>NVIDIA <b>H100</b> 80GB PCIe</p>"}, scratch);
  EXPECT_EQ(id(found.reading.item), "nvidia-h100-pcie-80gb");
  EXPECT_EQ(found.text.substr(found.reading.begin, found.reading.end - found.reading.begin), "H100");
  const Identified box =
      identify({.description = "RTX 4090 box only", .more = "RTX 4090 24GB card, works"}, scratch);
  EXPECT_TRUE(box.reading.suspicious);
}

TEST(ItemIdentify, WhatIsDeclaredDoesNotHideAStricterText) {
  ItemScratch scratch = catalog().make_scratch();
  const Identified found = identify({.model = "RTX 3060", .description = "H100 SXM 80GB"}, scratch);
  EXPECT_EQ(id(found.reading.item), "nvidia-h100-sxm5-80gb");
  EXPECT_TRUE(found.reading.conflict);
  const Identified card = identify({.model = "RTX 4080", .description = "GeForce RTX 4090 24GB"}, scratch);
  EXPECT_TRUE(card.reading.conflict);
  EXPECT_EQ(card.facts.control, Control::a);
  EXPECT_FALSE(identify({.model = "H100", .description = "NVIDIA H100 80GB"}, scratch).reading.conflict);
  EXPECT_FALSE(identify({.model = "RTX 3060", .description = "RTX 3060 12GB"}, scratch).reading.conflict);
  const Identified number = identify({.part_number = "900-2G183-0000-001", .more = "H100 80GB"}, scratch);
  EXPECT_TRUE(number.reading.conflict);
}

TEST(ItemIdentify, ADescriptionThatNamesMoreThanItsTitleCounts) {
  ItemScratch scratch = catalog().make_scratch();
  const Identified found =
      identify({.description = "RTX 4080 16GB", .more = "You get an H100 80GB PCIe"}, scratch);
  EXPECT_TRUE(found.reading.conflict);
  EXPECT_EQ(found.facts.control, Control::a);
  EXPECT_EQ(found.facts.model, "H100 PCIe 80GB");
  const Identified less = identify({.description = "H100 80GB PCIe", .more = "beats an RTX 4080"}, scratch);
  EXPECT_FALSE(less.reading.conflict);
  EXPECT_EQ(less.facts.model, "H100 PCIe 80GB");
}

TEST(ItemIdentify, ReadsANameThatTheTitleEndsIn) {
  ItemScratch scratch = catalog().make_scratch();
  const Identified found =
      identify({.description = "Selling my NVIDIA H", .more = "100 80GB PCIe, as new"}, scratch);
  EXPECT_EQ(found.facts.control, Control::a);
}

TEST(ItemIdentify, FindsPartNumbersInAnyPunctuation) {
  ItemScratch scratch = catalog().make_scratch();
  for (const char* text : {"900.21010.0000.000", "900 21010 0000 000", "９００－２１０１０－００００－０００",
                           "NVIDIA900-21010-0000-000", "9OO-21O1O-OOOO-OOO", "9002101000 00000"}) {
    const Identified found = identify({.description = text}, scratch);
    EXPECT_EQ(found.facts.control, Control::a) << text;
  }
  // Numbers that only hold its digits, and the number of something else.
  EXPECT_FALSE(is_advanced_ic(identify({.description = "order 1900-21010-0000-0001 keyboard"}, scratch)));
  EXPECT_FALSE(is_advanced_ic(identify({.description = "NVIDIA GPU cable 980-9I44H-00H100"}, scratch)));
  // A part number that no table holds is read like any other text.
  EXPECT_EQ(id(identify({.part_number = "H100-SXM5-80GB"}, scratch).reading.item), "nvidia-h100-sxm5-80gb");
  EXPECT_EQ(id(identify({.sku = "RTX4090-FE-24G"}, scratch).reading.item), "nvidia-geforce-rtx-4090");
}

TEST(ItemIdentify, AChipCodeSpeaksWhereNoModelDoes) {
  ItemScratch scratch = catalog().make_scratch();
  EXPECT_EQ(id(identify({.description = "NVIDIA AD102 GPU"}, scratch).reading.item),
            "nvidia-geforce-rtx-4090");
  EXPECT_EQ(id(identify({.description = "RTX 5880 Ada 48GB (AD102)"}, scratch).reading.item),
            "nvidia-rtx-5880-ada");
}

TEST(ItemIdentify, ReadsForeignLettersInANumberAmongForeignWords) {
  ItemScratch scratch = catalog().make_scratch();
  const Identified found = identify({.description = "Серверная видеокарта Н100 80Гб"}, scratch);
  EXPECT_EQ(found.facts.control, Control::a);
  EXPECT_EQ(found.text.substr(found.reading.begin, found.reading.end - found.reading.begin), "Н100 80Гб");
}

TEST(ItemIdentify, MarksRentalsAndBrokenCards) {
  ItemScratch scratch = catalog().make_scratch();
  EXPECT_TRUE(identify({.description = "H100 80GB rental $2/hr"}, scratch).reading.service);
  EXPECT_TRUE(identify({.description = "RTX 4090 24GB for parts not working"}, scratch).reading.broken);
}

TEST(ItemIdentify, AWarmScratchAllocatesNothing) {
  ItemScratch scratch = catalog().make_scratch();
  const ItemText texts[] = {
      {.manufacturer = "NVIDIA", .model = "H100", .description = "H100 80GB <b>PCIe</b>, lot of 4"},
      {.part_number = "900-21010-0000-000", .description = "bracket for RTX 4090"},
      {.description = "八卡H100模组 整机", .more = "Ｈ１００ &amp; waterblock for rtx 4090"}};
  for (const ItemText& text : texts) (void)identify(text, scratch);
  EXPECT_EQ(test::count_allocations([&] {
              for (const ItemText& text : texts) (void)identify(text, scratch);
            }),
            0U);
}

}  // namespace
}  // namespace ordergate::rules
