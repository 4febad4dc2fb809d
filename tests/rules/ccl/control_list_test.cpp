// The Commerce Control List: ECCNs as people write them, scopes in paragraphs and in words, the chart and its
// notes.
#include "rules/ccl/control_list.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "rules/pack/files.h"

namespace ordergate::rules {
namespace {

constexpr Date kNow = Date::from_ymd(2026, 11, 20);

const CountryTable& countries() {
  static const CountryTable table = std::move(CountryTable::load(pack_files())).value();
  return table;
}

const ControlList& list() {
  static const ControlList loaded = [] {
    Result<ControlList> result = ControlList::load(pack_files(), countries());
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().text);
    return std::move(result).value();
  }();
  return loaded;
}

std::string paragraph(std::string_view text) {
  const EccnText read = EccnText::read(text);
  return read.kind() == EccnKind::eccn ? std::string(read.heading()) + "|" + std::string(read.paragraph())
                                       : "";
}

/// "NS column 2, possibly MT column 1".
std::string asked(std::string_view eccn, std::string_view destination, Date at = kNow) {
  const EccnText text = EccnText::read(eccn);
  const ControlList::Entry* const entry = list().find(text.heading());
  if (entry == nullptr) return "no entry";
  std::array<char, 160> out{};
  return std::string(list().reasons_text(
      list().determine(*entry, text.paragraph(), CountryCode::parse(destination), at), out));
}

TEST(EccnText, ReadsParagraphsInEveryUsualSpelling) {
  for (const char* text : {"3A001.a.7.b", "3a001a7b", "3A001 (a)(7)(b)", " 3A001.A.7.B ", "3A001-a-7-b"})
    EXPECT_EQ(paragraph(text), "3A001|a.7.b") << text;
  EXPECT_EQ(paragraph("5A992"), "5A992|");
}

TEST(EccnText, TellsWhatIsNoEccn) {
  for (const char* text : {"EAR99", "ear 99", "EAR-99"})
    EXPECT_EQ(EccnText::read(text).kind(), EccnKind::ear99) << text;
  for (const char* text : {"ITAR", "USML XI(c)(2)", "XI(c)", "Category XII"})
    EXPECT_EQ(EccnText::read(text).kind(), EccnKind::itar) << text;
  for (const char* text : {"N/A", "NLR", "3A001 see note", "8542.31", "3F001", "3A0011", "EAR999"})
    EXPECT_EQ(EccnText::read(text).kind(), EccnKind::other) << text;
  EXPECT_EQ(EccnText::read("  ").kind(), EccnKind::absent);
}

TEST(ControlList, FindsWhatTheChartAsks) {
  EXPECT_EQ(asked("3A001.a.7.b", "CN"), "NS column 2");
  EXPECT_EQ(asked("3A001.a.7.b", "DE"), "");
  EXPECT_EQ(asked("3A611.x", "DE"), "NS column 1, RS column 1");
  EXPECT_EQ(asked("3A991.a.2", "CN"), "");
  EXPECT_EQ(asked("3A777", "CN"), "no entry");
}

TEST(ControlList, AScopeInWordsIsInDoubtAndNeverLeftOut) {
  EXPECT_EQ(asked("3A001.b.3", "DE"), "possibly NS column 1, possibly RS column 1");
  EXPECT_NE(asked("6E001", "DE").find("possibly NS column 1"), std::string::npos);
}

TEST(ControlList, AParagraphThatIsNotToldMayBeAny) {
  EXPECT_EQ(asked("1A004.d", "IN"), "");
  EXPECT_NE(asked("0A504", "DE").find("RS column 1"), std::string::npos) << "only .i is under RS";
  EXPECT_EQ(asked("0A504.h", "DE").find("RS column 1"), std::string::npos);
}

TEST(ControlList, TerritoriesAndNotesOfTheChart) {
  EXPECT_EQ(asked("3A001.a.7.b", "HK"), asked("3A001.a.7.b", "CN"));
  EXPECT_EQ(asked("3A001.a.7.b", "LI"), asked("3A001.a.7.b", "CH"));
  EXPECT_TRUE(list().has_row(CountryCode::parse("HK")));
  EXPECT_NE(asked("9A515.e", "IN").find("footnote 7"), std::string::npos);
  EXPECT_NE(asked("0A506", "AU").find("footnote 10"), std::string::npos);
}

TEST(ControlList, ReferencesReachWhomTheyName) {
  EXPECT_EQ(asked("3A611.y", "VE"), "RS (15 CFR 742.6(a)(7))");
  EXPECT_EQ(asked("3A611.y", "BR"), "");
  EXPECT_EQ(asked("0A983", "CA"), "CC (15 CFR 738.3(a)(1), 742.13)");
  EXPECT_EQ(asked("5A002.a", "CA"), "");
  const Date before = Date::from_ymd(2024, 9, 5), since = Date::from_ymd(2024, 9, 6);
  EXPECT_EQ(asked("3B001.q", "DE", before), "");
  EXPECT_NE(asked("3B001.q", "DE", since), "");
}

TEST(ControlList, ExceptionsOfTheEntry) {
  const ControlList::Entry& entry = *list().find("3A002");
  const ListException* const lvs = list().exception(entry, ListException::Code::LVS, "f", 0);
  ASSERT_NE(lvs, nullptr);
  EXPECT_EQ(lvs->value_max_usd, 3000);
  EXPECT_EQ(list().exception(entry, ListException::Code::LVS, "h", 0), nullptr);
  EXPECT_EQ(list().exception(entry, ListException::Code::LVS, "", 0), nullptr) << "it may be .h";
}

TEST(ControlList, AWrongRowNamesFileAndLine) {
  const std::filesystem::path directory = std::filesystem::path(testing::TempDir()) / "ccl";
  std::filesystem::create_directories(directory);
  std::ofstream(directory / "ccl_controls.csv")
      << "eccn,reason,paragraphs,but,condition,column,reference,certainty\n3A001,NS,,,,NS_9,,confirmed\n";
  Result<tables::DataFiles> files = pack_files(directory.string());
  ASSERT_TRUE(files.ok());
  const Result<ControlList> loaded = ControlList::load(files.value(), countries());
  ASSERT_FALSE(loaded.ok());
  EXPECT_NE(loaded.error().text.find("ccl_controls.csv:2: unknown column"), std::string::npos)
      << loaded.error().text;
}

StaWords sta(std::string_view eccn, std::string_view destination) {
  const EccnText text = EccnText::read(eccn);
  return list().sta_words(*list().find(text.heading()), text.paragraph(), CountryCode::parse(destination),
                          kNow);
}

TEST(StaWords, an_entry_shuts_the_exception_for_its_paragraphs_and_country_groups_alone) {
  EXPECT_EQ(sta("1A002", "TW"), StaWords::shut) << "A:6, entire entry";
  EXPECT_EQ(sta("1A002", "DE"), StaWords::none) << "A:5 stays open";
  EXPECT_EQ(sta("5A001.j", "DE"), StaWords::shut);
  EXPECT_EQ(sta("5A001.h", "DE"), StaWords::none);
  EXPECT_EQ(sta("5A001.h", "TW"), StaWords::shut);
  EXPECT_EQ(sta("6A001.a.2.a.4", "TW"), StaWords::none) << "left out of a.2";
  EXPECT_EQ(sta("6A001.a.2.a.1", "TW"), StaWords::shut);
  EXPECT_EQ(sta("0A977", "GB"), StaWords::shut) << "to nobody";
}

TEST(StaWords, what_is_not_told_or_only_in_words_is_perhaps) {
  EXPECT_EQ(sta("5A001", "TW"), StaWords::perhaps) << "no paragraph";
  EXPECT_EQ(sta("6A001.a.2", "TW"), StaWords::perhaps) << "may be a.2.a.4";
  EXPECT_EQ(sta("3A001.b.2", "DE"), StaWords::perhaps) << "unless for civil telecommunications";
  EXPECT_EQ(sta("0A606.a", "DE"), StaWords::perhaps) << "unless BIS determined it eligible";
  EXPECT_EQ(sta("0A606.b", "DE"), StaWords::none);
}

}  // namespace
}  // namespace ordergate::rules
