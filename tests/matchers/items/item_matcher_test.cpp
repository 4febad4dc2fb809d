// Reading items with a lexicon of a few words: what is found, what is not, what refuses to compile.
#include "matchers/items/item_matcher.h"

#include <gtest/gtest.h>

#include "matchers/items/item_numbers.h"

namespace ordergate::matchers {
namespace {

constexpr ItemId kCard{0}, kModule{1}, kSmall{2}, kServer{3};
constexpr std::uint8_t kVendor = 1, kPcie = 1, kSxm = 2;

ItemLexicon lexicon() {
  ItemLexicon made;
  made.families = {{"q100", kVendor, FamilyKind::chip, {{kCard, kPcie, {40, 80}}, {kModule, kSxm, {80}}}},
                   {"q10", kVendor, FamilyKind::chip, {{kSmall, 0, {24}}}},
                   {"server", kVendor, FamilyKind::server, {{kServer, 0, {}}}},
                   {"next", kVendor, FamilyKind::unlisted, {}}};
  made.spellings = {{FamilyId{0}, Strength::bound, false, "q100"},
                    {FamilyId{1}, Strength::near, false, "q10"},
                    {FamilyId{2}, Strength::sure, false, "qs-9000"},
                    {FamilyId{3}, Strength::sure, false, "quux 7"},
                    {FamilyId{0}, Strength::sure, true, "900-77"}};
  const auto words = [&](WordClass meaning, std::uint8_t tag, std::initializer_list<const char*> list) {
    for (const char* word : list) made.words.push_back({meaning, tag, word});
  };
  words(WordClass::vendor, kVendor, {"quux"});
  words(WordClass::gpu, 0, {"gpu", "graphics card"});
  words(WordClass::form, kPcie, {"pcie"});
  words(WordClass::form, kSxm, {"sxm5"});
  words(WordClass::accessory, 0, {"box only"});
  words(WordClass::tight_part, 0, {"bracket"});
  words(WordClass::with, 0, {"with"});
  words(WordClass::for_, 0, {"for"});
  words(WordClass::accelerator, 0, {"ai accelerator"});
  words(WordClass::other, 0, {"kettle"});
  words(WordClass::packing, 0, {"tray"});
  words(WordClass::inside, 0, {"inside"});
  words(WordClass::unit, 0, {"stueck"});
  words(WordClass::lot, 0, {"lote de"});
  words(WordClass::amount, 2, {"pair"});
  words(WordClass::number, 1, {"one"});
  words(WordClass::number, 100, {"hundred"});
  made.glue_before = {"quux"};
  made.glue_after = {"pcie"};
  made.ranks = {{6, 100, 1}, {6, 200, 2}, {0, 10, 0}, {6, 200, 2}};
  return made;
}

ItemReading read(std::string_view text) {
  static const ItemMatcher matcher = std::move(ItemMatcher::compile(lexicon())).value();
  ItemMatchScratch scratch = matcher.make_scratch();
  ItemReading reading;
  EXPECT_EQ(matcher.read(TextFolder().fold(text), scratch, reading), Completeness::complete);
  return reading;
}

TEST(ItemMatcher, RefusesSpellingsOfTwoFamilies) {
  ItemLexicon clash = lexicon();
  clash.spellings.push_back({FamilyId{1}, Strength::sure, false, "Q-100"});
  EXPECT_FALSE(ItemMatcher::compile(clash).ok());
  ItemLexicon empty = lexicon();
  empty.spellings.push_back({FamilyId{1}, Strength::sure, false, "--"});
  EXPECT_FALSE(ItemMatcher::compile(empty).ok());
}

TEST(ItemMatcher, ReadsNothingFromNothing) {
  EXPECT_EQ(read("").item, ItemId::none);
  EXPECT_EQ(read("keyboard").certainty, ReadingCertainty::none);
}

TEST(ItemMatcher, HoldsBackFromTextsOverItsBound) {
  const ItemMatcher matcher = std::move(ItemMatcher::compile(lexicon())).value();
  ItemMatchScratch scratch = matcher.make_scratch();
  ItemReading reading;
  EXPECT_EQ(matcher.read(TextFolder().fold(std::string(TextForms::kTextBytesMax + 1, 'a')), scratch, reading),
            Completeness::over_bound);
}

TEST(ItemMatcher, NeedsContextForAmbiguousNames) {
  EXPECT_EQ(read("Quux Q100 GPU").item, kCard);
  EXPECT_EQ(read("Q100").item, kCard);
  EXPECT_EQ(read("Blue kettle Q100 two liters").item, ItemId::none);
  EXPECT_EQ(read("Need Q100 urgently").item, kCard);  // no other goods are named
  EXPECT_EQ(read("kettle with a Q100 inside").item, kCard);
  EXPECT_EQ(read("Quux Q10 24GB").item, kSmall);
  EXPECT_EQ(read("graphics card, shelf code in our store is Q10").item, ItemId::none);
}

TEST(ItemMatcher, PackingLeavesAModelWhatItIs) {
  EXPECT_EQ(read("quux q100 tray").item, kCard);
  EXPECT_EQ(read("quux q100 bracket").item, ItemId::none);
  EXPECT_EQ(read("tray for quux q100").item, ItemId::none);
}

TEST(ItemMatcher, CountsUnitsInTheWordsOfTheLexicon) {
  EXPECT_EQ(read("quux q100, 6 Stueck").lot, 6U);
  EXPECT_EQ(read("lote de 5 quux q100").lot, 5U);
  EXPECT_EQ(read("pair of quux q100").lot, 2U);
  EXPECT_EQ(read("3 pair quux q100").lot, 6U);
  EXPECT_EQ(read("a pair of socks, sold elsewhere by another shop, and quux q100").lot, 1U);
  EXPECT_EQ(read("8x quux q100").count, 8U);
  EXPECT_EQ(read("quux q100 stueck").lot, 1U);
}

TEST(ItemMatcher, ReadsNumbersInWordsBehindALetterOrSideBySide) {
  EXPECT_EQ(read("quux q hundred gpu").item, kCard);
  EXPECT_EQ(read("quux q one hundred gpu").item, kCard);
  EXPECT_EQ(read("quux hundred gpu").item, ItemId::none);
}

TEST(ItemMatcher, ReadsSpacedGluedAndLookAlikeSpellings) {
  for (const char* text : {"quux q 100 gpu", "QuuxQ100", "quux Q1OO gpu", "quux Q-1-0-0 gpu", "8xQ100 quux",
                           "quux q100pcie", "Q10080GB quux", "QUUX Ｑ１００"})
    EXPECT_NE(read(text).item, ItemId::none) << text;
  for (const char* text : {"quux q1000 gpu", "quux xq100y gpu", "quux qio 24gb gpu"})
    EXPECT_EQ(read(text).item, ItemId::none) << text;
  EXPECT_TRUE(read("quux Q1OO gpu").evasive);
}

TEST(ItemMatcher, ChoosesTheVariantThatTheTextStates) {
  EXPECT_EQ(read("quux Q100 PCIe 80GB").item, kCard);
  EXPECT_EQ(read("quux Q100 SXM5 80GB").item, kModule);
  const ItemReading open = read("quux Q100");
  EXPECT_EQ(open.item, kCard);
  EXPECT_EQ(open.second, kModule);
  EXPECT_EQ(open.certainty, ReadingCertainty::stricter_of);
}

TEST(ItemMatcher, TheServerThatContainsTheChipsIsTheItem) {
  const ItemReading reading = read("Quux QS-9000 with 8x Q100 SXM5");
  EXPECT_EQ(reading.item, kServer);
  EXPECT_TRUE(reading.system);
}

TEST(ItemMatcher, TellsAccessoriesFromItems) {
  EXPECT_TRUE(read("bracket for quux Q100 gpu").accessory);
  EXPECT_TRUE(read("quux Q100 bracket").accessory);
  EXPECT_TRUE(read("quux Q100 box only").accessory);
  EXPECT_EQ(read("quux Q100 with bracket").item, kCard);
}

TEST(ItemMatcher, DoubtsWhatSoundsLikeAcceleratorsAndIsNoItem) {
  EXPECT_TRUE(read("quux 7 prototype").suspicious);
  EXPECT_TRUE(read("AI accelerator, new").suspicious);
  EXPECT_FALSE(read("bracket for AI accelerator").suspicious);
}

TEST(ItemMatcher, MarkupDoesNotHideAnItem) {
  const std::string text = "quux Q<b>1</b>&#48;0 gpu";
  const ItemReading reading = read(text);
  EXPECT_EQ(reading.item, kCard);
  EXPECT_EQ(text.substr(reading.begin, reading.end - reading.begin), "Q<b>1</b>&#48;0");
}

TEST(ItemNumbers, FindsMemorySizes) {
  const auto sizes = [](std::string_view text) {
    std::vector<std::uint32_t> found;
    for (const MemorySize& size : find_memory_sizes(text)) found.push_back(size.gigabytes);
    return found;
  };
  EXPECT_EQ(sizes("80gb 40 gb 24g 8 0 g b 1128gb"), (std::vector<std::uint32_t>{80, 40, 24, 80, 1128}));
  EXPECT_TRUE(sizes("pcie 5.0 16gt/s 1.5 gb 5g phone").size() <= 1);
  EXPECT_TRUE(sizes("").empty());
  EXPECT_TRUE(sizes("g gb ggg").empty());
}

TEST(ItemNumbers, FindsCountsAndLots) {
  EXPECT_EQ(find_count("8x h100", 3, 7), 8U);
  EXPECT_EQ(find_count("2x8x h100", 5, 9), 16U);
  EXPECT_EQ(find_count("h100 x8", 0, 4), 8U);
  EXPECT_EQ(find_count("h100 8-gpu", 0, 4), 8U);
  EXPECT_EQ(find_count("99999999999x h100", 13, 17), 1U);
  EXPECT_EQ(find_lot("lot of 4 cards"), 4U);
  EXPECT_EQ(find_lot("5pcs"), 5U);
  EXPECT_EQ(find_lot("slot of 4"), 1U);
}

TEST(ItemNumbers, KnowsProcessorsOfLaptops) {
  EXPECT_TRUE(has_laptop_processor("i9-14900hx/rtx4090"));
  EXPECT_TRUE(has_laptop_processor("ultra 9 185h"));
  EXPECT_FALSE(has_laptop_processor("i9-14900k"));
  EXPECT_FALSE(has_laptop_processor("240hz 100h"));
}

}  // namespace
}  // namespace ordergate::matchers
