// The item and part number tables: what loads, what is refused, and what 3A090 makes of the numbers.
#include "rules/items/item_table.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "rules/pack/files.h"
#include "tables/csv.h"

namespace ordergate::rules {
namespace {

const ItemTable& table() {
  static const ItemTable loaded = [] {
    Result<ItemTable> result = ItemTable::load({.files = pack_files()});
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().text);
    return std::move(result).value();
  }();
  return loaded;
}

const ItemRow& item(std::string_view id) {
  const ItemId index = table().find(id);
  EXPECT_NE(index, ItemId::none) << id;
  return table().item(index);
}

/// A file that is gone after the test.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view text) {
    path_ = (std::filesystem::temp_directory_path() /
             (std::string("item_table_") + ::testing::UnitTest::GetInstance()->current_test_info()->name() +
              "_" + std::to_string(++made_) + "_" + std::to_string(::getpid()) + ".csv"))
                .string();
    std::ofstream(path_) << text;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  static inline int made_ = 0;
  std::string path_;
};

std::string error_with_items(std::string_view text) {
  const TemporaryFile file(text);
  const Result<ItemTable> result =
      ItemTable::load({.files = pack_files(), .extra_items = {file.path()}, .sku_maps = {}});
  return result.ok() ? "" : result.error().text;
}

TEST(ItemTable, LooksUpNothingForNothing) {
  EXPECT_EQ(table().find(""), ItemId::none);
  EXPECT_EQ(table().find_part(""), matchers::PartId::none);
  EXPECT_EQ(table().find_part("---"), matchers::PartId::none);
  EXPECT_EQ(table().find_part(std::string(100'000, '9')), matchers::PartId::none);
  EXPECT_FALSE(table().find_sku("SKU-1").known());
}

TEST(ItemTable, FindsPartNumbersWhateverTheirPunctuation) {
  const matchers::PartId part = table().find_part("900-21010-0000-000");
  ASSERT_NE(part, matchers::PartId::none);
  EXPECT_EQ(table().find_part("900 21010 0000 000"), part);
  EXPECT_EQ(table().find_part("900.21010.0000.000"), part);
  EXPECT_EQ(table().find_part("900210100000000"), part);
  EXPECT_EQ(table().item(table().part(part).item).id, "nvidia-h100-pcie-80gb");
  EXPECT_EQ(table().part(table().find_part("100-300000002h")).eccn, "4A090.a");
}

TEST(ItemTable, ComparesUnroundedDensities) {
  EXPECT_NEAR(*item("nvidia-a30-24gb").performance_density, 3.19613, 1e-5);
  EXPECT_EQ(item("nvidia-a30-24gb").control, Control::b);
  EXPECT_EQ(item("nvidia-a10-24gb").control, Control::none);
  EXPECT_EQ(item("nvidia-a40-48gb").control, Control::b);
  EXPECT_EQ(item("nvidia-l4-24gb").control, Control::a);
}

TEST(ItemTable, KeepsTheStricterOfNumbersAndCode) {
  EXPECT_EQ(item("nvidia-igx-thor-devkit").control, Control::a);  // printed 5A992.c, TPP 7,024
  EXPECT_EQ(item("nvidia-a100-sxm4-40gb").control, Control::a);
  EXPECT_EQ(item("nvidia-h20-96gb").control, Control::letter);
  EXPECT_EQ(item("microsoft-maia-100").control, Control::unknown);
  EXPECT_EQ(item("nvidia-geforce-rtx-4090-d").control, Control::none);
  EXPECT_EQ(item("nvidia-rtx-6000-ada").control, Control::a);
  EXPECT_EQ(item("nvidia-bluefield-3-dpu").control, Control::none);
}

TEST(Control, FollowsTheParagraphsOf3A090) {
  const auto of = [](double tpp, std::optional<double> density, Tri data_center) {
    return control_of(std::optional<double>(tpp), density, data_center);
  };
  EXPECT_EQ(of(4800, {}, Tri::yes), Control::a);
  EXPECT_EQ(of(4800, {}, Tri::no), Control::a);
  EXPECT_EQ(of(4799, 100, Tri::no), Control::none);  // Note 2
  EXPECT_EQ(of(1600, 5.92, Tri::yes), Control::a);
  EXPECT_EQ(of(1600, 5.9199, Tri::yes), Control::b);
  EXPECT_EQ(of(1600, 3.2, Tri::yes), Control::b);
  EXPECT_EQ(of(1600, 3.1999, Tri::yes), Control::none);
  EXPECT_EQ(of(2400, 1.6, Tri::yes), Control::b);
  EXPECT_EQ(of(2399, 1.6, Tri::yes), Control::none);
  EXPECT_EQ(of(2400, 1.5999, Tri::yes), Control::none);
  EXPECT_EQ(of(1599, 100, Tri::yes), Control::none);
  EXPECT_EQ(of(1600, {}, Tri::yes), Control::unknown);
  EXPECT_EQ(of(2400, 4, Tri::unknown), Control::unknown);
  EXPECT_EQ(control_of(std::optional<double>{}, 4, Tri::yes), Control::unknown);
}

TEST(Control, ReadsTheCodes) {
  EXPECT_EQ(control_of("4A090.a"), Control::a);
  EXPECT_EQ(control_of("3A090.a.2"), Control::a);
  EXPECT_EQ(control_of("4A090.b"), Control::b);
  EXPECT_EQ(control_of("3A090.c"), Control::hbm);
  EXPECT_EQ(control_of("5A002.z.1"), Control::a);
  EXPECT_EQ(control_of("5A002.z.1.a.1"), Control::a);
  EXPECT_EQ(control_of("5A992.z.2.b1"), Control::b);
  EXPECT_EQ(control_of("5A992.z"), Control::a);
  EXPECT_EQ(control_of("3B001.f.1.a"), Control::other);
  EXPECT_EQ(control_of("4A994.l"), Control::none);
  EXPECT_EQ(control_of("EAR99"), Control::none);
}

TEST(ItemTable, RefusesClashesAndBadNumbersWithFileAndLine) {
  EXPECT_NE(error_with_items("id,model,category,certainty\nnvidia-b100,B100,gpu_card,confirmed\n")
                .find(":2: item 'nvidia-b100' stands twice"),
            std::string::npos);
  EXPECT_NE(error_with_items("id,model,category,certainty,tpp\nx,X,gpu_card,confirmed,12a\n")
                .find("tpp is no number"),
            std::string::npos);
  EXPECT_NE(error_with_items("id,model,category,certainty,tpp\nx,X,gpu_card,confirmed,-1\n")
                .find("tpp is no number"),
            std::string::npos);
  EXPECT_NE(error_with_items("id,model,category,certainty\nx,X,toaster,confirmed\n").find("unknown category"),
            std::string::npos);
  EXPECT_NE(error_with_items("id,model,category,certainty,part_numbers\n"
                             "x,X,gpu_card,confirmed,900-21010-0000-000\n")
                .find("names another item"),
            std::string::npos);
}

TEST(ItemTable, RefusesColumnsThatNobodyReads) {
  EXPECT_NE(error_with_items("id,model,category,certainty,tppp\nx,X,gpu_card,confirmed,5000\n")
                .find(":1: unknown column 'tppp'"),
            std::string::npos);
}

std::string error_with_skus(std::string_view text) {
  const TemporaryFile file(text);
  const Result<ItemTable> result =
      ItemTable::load({.files = pack_files(), .extra_items = {}, .sku_maps = {file.path()}});
  return result.ok() ? "" : result.error().text;
}

TEST(ItemTable, RefusesSkusThatAreNotOneThing) {
  const auto refused = [](std::string_view text, std::string_view why) {
    return error_with_skus(text).find(why) != std::string::npos;
  };
  EXPECT_TRUE(refused("sku,item\n,nvidia-b100\n", ":2: sku must be given"));
  EXPECT_TRUE(refused("sku,item\nA,\n", ":2: item or part_number must be given"));
  EXPECT_TRUE(refused("sku,item\nA,no-such\n", ":2: no item 'no-such'"));
  EXPECT_TRUE(refused("sku,part_number\nA,900-0\n", ":2: no part number '900-0'"));
  EXPECT_TRUE(refused("sku,item\nA,nvidia-b100\nA,nvidia-b100\n", ":3: sku 'A' stands twice"));
  EXPECT_TRUE(refused("sku,item,part_number\nA,nvidia-b100,900-21010-0000-000\n", "not the same item"));
  EXPECT_TRUE(refused("sku,itm\nA,nvidia-b100\n", ":1: unknown column 'itm'"));
}

TEST(ItemTable, TakesTheUsersOwnItemsAndSkus) {
  const TemporaryFile items(
      "id,model,category,certainty,tpp,data_center\nown-1,Own 1,gpu_card,confirmed,5000,yes\n");
  const TemporaryFile skus("sku,item,part_number\nW-1,own-1,\nW-2,,900-21010-0000-000\n");
  const Result<ItemTable> own =
      ItemTable::load({.files = pack_files(), .extra_items = {items.path()}, .sku_maps = {skus.path()}});
  ASSERT_TRUE(own.ok()) << own.error().text;
  EXPECT_EQ(own.value().item(own.value().find_sku("W-1").item).control, Control::a);
  EXPECT_EQ(own.value().item(own.value().find_sku("W-2").item).id, "nvidia-h100-pcie-80gb");
}

TEST(ItemTable, CarriesEveryPublishedItemAndPartNumber) {
  const std::string folder = OG_SOURCE_DIR "/../shared/rules/";
  std::ifstream items(folder + "items.csv", std::ios::binary);
  std::ifstream parts(folder + "items_pn.csv", std::ios::binary);
  if (!items || !parts) GTEST_SKIP() << folder << " is not there";
  const std::string item_bytes((std::istreambuf_iterator<char>(items)), std::istreambuf_iterator<char>());
  const tables::CsvTable facts = tables::CsvTable::parse(item_bytes, "items.csv").value();
  for (const tables::CsvRecord& row : facts.rows) {
    if (facts.field(row, "category") == "part-number-set") continue;
    ASSERT_NE(table().find(facts.field(row, "item_id")), ItemId::none) << facts.field(row, "item_id");
  }
  const std::string part_bytes((std::istreambuf_iterator<char>(parts)), std::istreambuf_iterator<char>());
  const tables::CsvTable numbers = tables::CsvTable::parse(part_bytes, "items_pn.csv").value();
  for (const tables::CsvRecord& row : numbers.rows) {
    const matchers::PartId part = table().find_part(numbers.field(row, "part_number"));
    ASSERT_NE(part, matchers::PartId::none) << numbers.field(row, "part_number");
    EXPECT_EQ(table().part(part).eccn, numbers.field(row, "eccn"));
  }
}

}  // namespace
}  // namespace ordergate::rules
